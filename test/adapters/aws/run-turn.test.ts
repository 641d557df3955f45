import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { RunTurn, TURN_KEY } from '../../../lib/adapters/aws/run-turn.ts';
import { describeTurn } from '../../conformance/turn.ts';
import { serviceError } from './failing.ts';
import { MemoryStore } from './memory-store.ts';

const sfn = mockClient(SFNClient);
const arn = (name: string) =>
  `arn:aws:states:us-east-1:123456789012:execution:tributary-county-integration:${name}`;
const clock = { now: () => new Date('2026-05-01T06:00:00Z') };

const turnOver = (store: MemoryStore) =>
  new RunTurn({ store, executions: () => new SFNClient({ region: 'us-east-1' }), clock });

beforeEach(() => {
  sfn.reset();
});

describeTurn('an object', async () => {
  const store = new MemoryStore();
  const running = new Set<string>();
  let started = 0;
  sfn.on(DescribeExecutionCommand).callsFake(async ({ executionArn }) => ({
    status: running.has(executionArn) ? 'RUNNING' : 'FAILED',
  }));
  return {
    open: () => turnOver(store),
    async start() {
      started += 1;
      const execution = arn(`e${started}`);
      running.add(execution);
      return execution;
    },
    async end(execution) {
      running.delete(execution);
    },
  };
});

describe('the turn on AWS', () => {
  it('says in the crosswalk zone who has it, since when', async () => {
    const store = new MemoryStore();

    await turnOver(store).take(arn('a'));

    expect(JSON.parse(new TextDecoder().decode(await store.get(TURN_KEY)))).toEqual({
      execution: arn('a'),
      since: '2026-05-01T06:00:00.000Z',
    });
  });

  it('asks about the very execution that has it', async () => {
    const store = new MemoryStore();
    sfn.on(DescribeExecutionCommand).resolves({ status: 'SUCCEEDED' });
    await turnOver(store).take(arn('a'));

    await turnOver(store).take(arn('b'));

    expect(sfn.commandCalls(DescribeExecutionCommand).map(({ args }) => args[0].input)).toEqual([
      { executionArn: arn('a') },
    ]);
  });

  it('passes on from an execution that Step Functions has forgotten', async () => {
    const store = new MemoryStore();
    sfn.on(DescribeExecutionCommand).rejects(serviceError('ExecutionDoesNotExist', 400));
    await turnOver(store).take(arn('a'));

    await expect(turnOver(store).take(arn('b'))).resolves.toBeUndefined();
  });

  it('stays where it is while nobody can say whether its holder is at work', async () => {
    const store = new MemoryStore();
    sfn.on(DescribeExecutionCommand).rejects(serviceError('AccessDeniedException', 400));
    await turnOver(store).take(arn('a'));

    await expect(turnOver(store).take(arn('b'))).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      action: 'states:DescribeExecution',
    });
    await expect(turnOver(store).take(arn('a'))).resolves.toBeUndefined();
  });

  it('tells the name of the run at work, and when it took the turn', async () => {
    const store = new MemoryStore();
    sfn.on(DescribeExecutionCommand).resolves({ status: 'RUNNING' });
    await turnOver(store).take(arn('spring'));

    await expect(turnOver(store).take(arn('b'))).rejects.toMatchObject({
      message: expect.stringMatching(/execution spring, since 2026-05-01T06:00:00\.000Z/),
    });
  });
});
