import { type Audience, type Kind, TributaryError } from '../../errors/tributary-error.ts';

/** The workflow itself failed, not a step of it. */
export class WorkflowFailed extends TributaryError {
  readonly code = 'WORKFLOW_FAILED';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(state: string, reason: string, cause?: unknown) {
    super(
      `The workflow stopped at ${state}: ${reason}. Nothing was published; run the command again, and report this if it stays.`,
      { cause },
    );
  }
}
