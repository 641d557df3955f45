import { type Audience, type Kind, type Retry, TributaryError } from './tributary-error.ts';

/** Nothing lies under the key. */
export class ObjectNotFound extends TributaryError {
  readonly code = 'OBJECT_NOT_FOUND';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(key: string) {
    super(
      `Nothing is stored under "${key}". A file of the state was removed or never written; run the command again.`,
    );
  }
}

/** A conditional write met another version than it expected. */
export class PreconditionFailed extends TributaryError {
  readonly code = 'PRECONDITION_FAILED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';
  override readonly retry: Retry = 'later';

  constructor(key: string) {
    super(`"${key}" was written by somebody else in the meantime. Run the command again.`);
  }
}

/** A key that could climb out of its store or that no store could hold. */
export class InvalidObjectKey extends TributaryError {
  readonly code = 'INVALID_OBJECT_KEY';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor() {
    super(
      'A name holds an empty part, "." or "..", a backslash or a control character, and cannot name a stored object.',
    );
  }
}
