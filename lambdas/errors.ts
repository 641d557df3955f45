import type { z } from 'zod';
import { type Audience, type Kind, TributaryError } from '../lib/errors/tributary-error.ts';

/** Where a schema was not met, without any value. */
function places(error: z.ZodError): string {
  return error.issues.map(({ path, code }) => `${path.join('.') || 'top'} (${code})`).join(', ');
}

/** A step was called with something else than it declares. */
export class StepInputInvalid extends TributaryError {
  readonly code = 'STEP_INPUT_INVALID';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(cause: z.ZodError) {
    super(
      `A step of the workflow was called with an input that it does not know: ${places(cause)}. The workflow file and the step do not belong together.`,
    );
  }
}

/** A step answered something else than it declares. */
export class StepOutputInvalid extends TributaryError {
  readonly code = 'STEP_OUTPUT_INVALID';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(cause: z.ZodError) {
    super(
      `A step of the workflow answered something that it does not declare: ${places(cause)}. This is a defect of Tributary; please report it.`,
    );
  }
}

/** The answer would not fit through Step Functions. */
export class PayloadTooLarge extends TributaryError {
  readonly code = 'PAYLOAD_TOO_LARGE';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(bytes: number, limit: number) {
    super(
      `A step answered ${bytes} bytes; a workflow passes on at most ${limit}. Split the indicators or datasets over several agreements or runs.`,
    );
  }
}

/** A single statement would not fit through Step Functions. */
export class StatementTooLong extends TributaryError {
  readonly code = 'STATEMENT_TOO_LONG';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(statement: string, bytes: number, limit: number) {
    super(
      `The statement "${statement}" takes ${bytes} bytes; a workflow passes on at most ${limit}. It grows with the datasets of an agreement and their deliveries: split the agreement, or shorten the lists of codes.`,
    );
  }
}

/** No host made a world for the step. */
export class WorldMissing extends TributaryError {
  readonly code = 'WORLD_MISSING';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor() {
    super('A step was called without a host. Steps run through "tributary submit" and "tributary run".');
  }
}

/** An indicator of the plan is no longer in the workspace. */
export class IndicatorUnknown extends TributaryError {
  readonly code = 'INDICATOR_UNKNOWN';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(indicator: string) {
    super(
      `The run planned the indicator "${indicator}", which the workspace no longer has. Run "tributary run" again.`,
    );
  }
}

/** A watching function was called on one machine, which keeps no log of who touched what. */
export class NothingObserved extends TributaryError {
  readonly code = 'NOTHING_OBSERVED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor() {
    super('There is no log of access and no history of costs here. Only a deployment on AWS has them.');
  }
}

/** Rounding or noise was asked for where the policy has neither. */
export class NothingToAlter extends TributaryError {
  readonly code = 'NOTHING_TO_ALTER';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor() {
    super(
      'Numbers were to be altered under a policy that alters none. This is a defect of Tributary; please report it.',
    );
  }
}
