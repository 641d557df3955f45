import { type Audience, type Kind, type Retry, TributaryError } from './tributary-error.ts';

/** Another command holds the workspace's state. */
export class StateBusy extends TributaryError {
  readonly code = 'STATE_BUSY';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';
  override readonly retry: Retry = 'later';

  constructor(command: string, pid: number, since: string) {
    super(
      `"tributary ${command}" (process ${pid}, since ${since}) is at work in this workspace. Wait until it has ended and try again.`,
    );
  }
}

/** The state was written by a newer Tributary. */
export class StateTooNew extends TributaryError {
  readonly code = 'STATE_TOO_NEW';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(found: string, known: number) {
    super(
      `The workspace's state has version ${found}; this Tributary knows versions up to ${known}. Use the Tributary that wrote it, or a newer one.`,
    );
  }
}

/** The key file can be read by others, or does not hold a key. */
export class KeyFileUnsafe extends TributaryError {
  readonly code = 'KEY_FILE_UNSAFE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(name: string, problem: 'mode' | 'content') {
    super(
      problem === 'mode'
        ? `The key file "${name}" can be read by others. Run "chmod 600" on it; if others may have read it, rotate the key.`
        : `The key file "${name}" does not hold 32 bytes as hexadecimal text. Restore it from its backup: without it, people cannot be linked to earlier deliveries.`,
    );
  }
}
