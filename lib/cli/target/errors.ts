import { type Audience, type Kind, type Retry, TributaryError } from '../../errors/tributary-error.ts';

/** A step on AWS ended in an error; its own sentence is passed on. */
export class StepFailed extends TributaryError {
  readonly code = 'STEP_FAILED';
  readonly kind: Kind;
  readonly audience: Audience = 'operator';
  override readonly retry: Retry;

  /**
   * @param what `The run` or the function's name
   * @param error the class that was thrown, or a name of AWS's own
   * @param sentence what it said, where it is one of ours
   */
  constructor(what: string, error: string, sentence: string | undefined, kind: Kind) {
    super(`${what} failed (${error}). ${sentence ?? SENTENCES[error] ?? OTHERWISE}`);
    this.kind = kind;
    this.retry = kind === 'fault' ? 'later' : 'never';
  }
}

/** What AWS's own names mean to an operator. */
const SENTENCES: Readonly<Record<string, string>> = {
  ABORTED: 'Somebody stopped it. Run the command again when you wish.',
  TIMED_OUT: 'It took longer than it may. Run the command again; what was done is not done twice.',
  'States.Timeout': 'A step took longer than it may. Run the command again; what was done is not done twice.',
  'States.DataLimitExceeded': 'A step answered more than Step Functions carries. Please report this.',
  'States.Permissions': 'A policy does not let the workflow do its work: run "tributary check --target aws".',
};

const OTHERWISE = 'The log of the function says more. Run the command again, and report this if it stays.';

/** AWS does not let the sender put a file into the landing zone. */
export class DeliveryNotAllowed extends TributaryError {
  readonly code = 'DELIVERY_NOT_ALLOWED';
  readonly kind: Kind = 'refusal';
  readonly audience: Audience = 'steward';

  constructor(agency: string, cause: unknown) {
    super(
      `AWS does not let you deliver for the agency "${agency}". Either no agreement that covers it is in force today, or you are signed in with a role that is not the agency's. Nothing was sent. Ask the operators of the system.`,
      { cause },
    );
  }
}

/** The file is there, and its answer is not yet. */
export class ReceiptNotThere extends TributaryError {
  readonly code = 'RECEIPT_NOT_THERE';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'steward';
  override readonly retry: Retry = 'later';

  constructor(minutes: number) {
    super(
      `The file arrived, and no receipt came within ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}. It is safe where it is and will be answered. Run the same command again later: it prints the receipt, and nothing is taken in twice. If none comes within an hour, tell the operators.`,
    );
  }
}

/** The file arrived, and could not be answered with a receipt: the note says why. */
export class NotedInstead extends TributaryError {
  readonly code = 'NO_RECEIPT_BUT_A_NOTE';
  readonly kind: Kind;
  readonly audience: Audience = 'steward';
  override readonly retry: Retry;

  /** @param next the note's own last paragraph */
  constructor(note: 'not_placed' | 'not_processed', message: string, next: string) {
    super(`${message} ${next}`);
    this.kind = note === 'not_placed' ? 'refusal' : 'fault';
    this.retry = note === 'not_placed' ? 'never' : 'later';
  }
}

/** A command that has no counterpart on AWS. */
export class OnlyHere extends TributaryError {
  readonly code = 'ONLY_HERE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(command: string) {
    super(`"${command}" works on this machine alone. Leave --target out.`);
  }
}

/** On AWS a root key is a resource of the foundation, not a file that a command makes. */
export class KeyComesWithDeployment extends TributaryError {
  readonly code = 'KEY_COMES_WITH_DEPLOYMENT';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(next: number) {
    super(
      `On AWS a new root key comes with a deployment: write "keyVersion: ${next}" under "deployment" in collaborative.yaml, run "npx cdk deploy --all", then this command without --new-key.`,
    );
  }
}

/** Two columns of an answer have one name, so that no row can be told. */
export class ColumnNamedTwice extends TributaryError {
  readonly code = 'COLUMN_NAMED_TWICE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  constructor(column: string) {
    super(`Two columns of the answer are called "${column}". Give each a name of its own with AS.`);
  }
}
