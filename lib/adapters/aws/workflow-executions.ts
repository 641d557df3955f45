import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  type SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { toAwsFailure } from './failures.ts';

/** How an execution ended. */
export type Ending =
  | { readonly ended: 'succeeded'; readonly output: unknown }
  /** `error` is the class of what a step threw, or a name of Step Functions' own; `cause` is what it said. */
  | { readonly ended: 'failed'; readonly error: string; readonly cause: string };

/** Milliseconds between two looks at an execution: the first, how they grow, the longest. */
const POLL = { first: 250, growth: 1.4, longest: 5000 };

/** Starts a state machine. @returns the ARN of the execution. @throws AccessRefused, AwsRequestFailed */
export async function startExecution(
  sfn: SFNClient,
  stateMachineArn: string,
  input: unknown,
): Promise<string> {
  const command = new StartExecutionCommand({
    stateMachineArn,
    input: JSON.stringify(input),
    // A request that is sent again, since its answer was lost, starts no second execution.
    name: randomUUID(),
  });
  const { executionArn = '' } = await sfn.send(command).catch((error: unknown) => {
    throw toAwsFailure(error, 'states:StartExecution', nameOf(stateMachineArn));
  });
  return executionArn;
}

/**
 * Waits for an execution's end, and tells of each state as it is entered, in order.
 * @param onState is given the state's name
 * @throws AccessRefused, AwsRequestFailed
 */
export async function followExecution(
  sfn: SFNClient,
  executionArn: string,
  onState: (state: string) => void,
): Promise<Ending> {
  const history = new History(sfn, executionArn);
  let pause = POLL.first;
  for (;;) {
    const command = new DescribeExecutionCommand({ executionArn });
    const { status, output, error, cause } = await sfn.send(command).catch((thrown: unknown) => {
      throw toAwsFailure(thrown, 'states:DescribeExecution', nameOf(executionArn));
    });
    for (const event of await history.since()) {
      const entered = event.stateEnteredEventDetails?.name;
      if (entered !== undefined) onState(entered);
    }
    if (status === 'SUCCEEDED') return { ended: 'succeeded', output: JSON.parse(output ?? 'null') };
    if (status !== undefined && status !== 'RUNNING' && status !== 'PENDING_REDRIVE')
      return { ended: 'failed', error: error ?? status, cause: cause ?? '' };
    await wait(pause);
    pause = Math.min(POLL.longest, pause * POLL.growth);
  }
}

/** The events of an execution, each told once. What states were given and gave is not asked for. */
class History {
  readonly #sfn: SFNClient;
  readonly #executionArn: string;
  #last = 0;
  #token: string | undefined;

  constructor(sfn: SFNClient, executionArn: string) {
    this.#sfn = sfn;
    this.#executionArn = executionArn;
  }

  /** Events since the last call. The newest page is asked for again, since it grows. */
  async since(): Promise<readonly HistoryEvent[]> {
    const found: HistoryEvent[] = [];
    for (;;) {
      const command: GetExecutionHistoryCommand = new GetExecutionHistoryCommand({
        executionArn: this.#executionArn,
        includeExecutionData: false,
        maxResults: 1000,
        ...(this.#token === undefined ? {} : { nextToken: this.#token }),
      });
      const { events = [], nextToken } = await this.#sfn.send(command).catch((error: unknown) => {
        throw toAwsFailure(error, 'states:GetExecutionHistory', nameOf(this.#executionArn));
      });
      for (const event of events) if ((event.id ?? 0) > this.#last) found.push(event);
      this.#last = Math.max(this.#last, ...found.map(({ id = 0 }) => id));
      if (nextToken === undefined) return found;
      this.#token = nextToken;
    }
  }
}

function nameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
