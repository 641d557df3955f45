import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DescribeExecutionCommand, type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

/** How an execution of a state machine ended. */
export interface Ended {
  readonly arn: string;
  readonly status: string;
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
}

const POLL_MILLISECONDS = 50;

/** Starts a state machine and waits for its end. */
export async function execute(sfn: SFNClient, stateMachineArn: string, input: unknown): Promise<Ended> {
  const { executionArn = '' } = await sfn.send(
    new StartExecutionCommand({
      ...{ stateMachineArn, input: JSON.stringify(input), name: randomUUID() },
    }),
  );
  for (;;) {
    const {
      status = '',
      output,
      error,
      cause,
    } = await sfn.send(new DescribeExecutionCommand({ executionArn }));
    if (status !== 'RUNNING') {
      return { arn: executionArn, status, output: JSON.parse(output ?? 'null'), error, cause };
    }
    await sleep(POLL_MILLISECONDS);
  }
}
