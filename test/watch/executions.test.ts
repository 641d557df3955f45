import {
  AthenaClient,
  BatchGetQueryExecutionCommand,
  ListQueryExecutionsCommand,
} from '@aws-sdk/client-athena';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  ListExecutionsCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { AwsExecutions } from '../../lib/adapters/aws/executions.ts';
import { NAMES, PLACE } from './recorded.ts';

const sfn = mockClient(SFNClient);
const athena = mockClient(AthenaClient);
const executions = new AwsExecutions({ sfn: new SFNClient({}), athena: new AthenaClient({}), names: NAMES });

const FROM = new Date('2026-03-02T00:00:00Z');
const UNTIL = new Date('2026-03-03T00:00:00Z');
const INTAKE = NAMES.stateMachineArn('intake');

const at = (time: string) => new Date(`2026-03-02T${time}Z`);
const functionArn = (step: string) =>
  `arn:aws:lambda:${PLACE.region}:${PLACE.account}:function:${NAMES.function(step)}`;

/** The history of a step that failed once and was called again, beside a branch of a Map at the same time. */
const HISTORY: readonly HistoryEvent[] = [
  { id: 1, previousEventId: 0, type: 'ExecutionStarted', timestamp: at('10:00:00') },
  { id: 2, previousEventId: 0, type: 'TaskStateEntered', timestamp: at('10:00:00') },
  scheduled(3, 2, 'Validate', '10:00:00'),
  { id: 4, previousEventId: 3, type: 'LambdaFunctionStarted', timestamp: at('10:00:01') },
  { id: 5, previousEventId: 4, type: 'LambdaFunctionFailed', timestamp: at('10:00:03') },
  scheduled(6, 5, 'Validate', '10:00:05'),
  { id: 7, previousEventId: 6, type: 'LambdaFunctionStarted', timestamp: at('10:00:06') },
  { id: 8, previousEventId: 0, type: 'TaskStateEntered', timestamp: at('10:00:06') },
  scheduled(9, 8, 'Receipt', '10:00:06'),
  { id: 10, previousEventId: 9, type: 'LambdaFunctionStarted', timestamp: at('10:00:07') },
  { id: 11, previousEventId: 10, type: 'LambdaFunctionSucceeded', timestamp: at('10:00:08') },
  { id: 12, previousEventId: 7, type: 'LambdaFunctionSucceeded', timestamp: at('10:00:16') },
  { id: 13, previousEventId: 12, type: 'ExecutionSucceeded', timestamp: at('10:00:17') },
];

function scheduled(id: number, previousEventId: number, step: string, time: string): HistoryEvent {
  return {
    id,
    previousEventId,
    type: 'LambdaFunctionScheduled',
    timestamp: at(time),
    lambdaFunctionScheduledEventDetails: { resource: functionArn(step) },
  };
}

function listed(name: string, started: Date, stopped?: Date) {
  return {
    executionArn: `arn:aws:states:${PLACE.region}:${PLACE.account}:execution:${NAMES.stateMachine('intake')}:${name}`,
    stateMachineArn: INTAKE,
    name,
    status: 'SUCCEEDED' as const,
    startDate: started,
    ...(stopped === undefined ? {} : { stopDate: stopped }),
  };
}

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

beforeEach(() => {
  sfn.reset();
  athena.reset();
  sfn.on(ListExecutionsCommand).resolves({ executions: [] });
  sfn
    .on(ListExecutionsCommand, { stateMachineArn: INTAKE })
    .resolves({ executions: [listed('one', at('10:00:00'), at('10:00:17'))] });
  sfn.on(GetExecutionHistoryCommand).resolves({ events: [...HISTORY] });
  sfn.on(DescribeExecutionCommand).resolves({
    input: JSON.stringify({
      agency: 'health',
      key: 'incoming/visits/2026-Q1/Zqvandersnoot.csv',
      version: 'v',
    }),
  });
  athena.on(ListQueryExecutionsCommand).resolves({ QueryExecutionIds: [] });
});

describe('what executions used', () => {
  it('counts each call of a function from its start to its end, a retry and a branch beside it as well', async () => {
    const [one] = await all(executions.executions(FROM, UNTIL));

    expect(one?.functions.map(({ step, milliseconds }) => [step, milliseconds])).toEqual([
      ['Validate', 2000],
      ['Receipt', 1000],
      ['Validate', 10_000],
    ]);
    expect(one?.functions[0]?.memoryMegabytes).toBe(10_240);
  });

  it('counts a retry as a transition', async () => {
    const [one] = await all(executions.executions(FROM, UNTIL));

    expect(one?.transitions).toBe(4);
  });

  it('takes the agency from the input, and nothing else of it', async () => {
    const [one] = await all(executions.executions(FROM, UNTIL));

    expect(one).toMatchObject({ workflow: 'intake', id: 'one', agency: 'health' });
    expect(JSON.stringify(one)).not.toContain('Zq');
  });

  it('asks for histories without data', async () => {
    await all(executions.executions(FROM, UNTIL));

    const [call] = sfn.commandCalls(GetExecutionHistoryCommand);
    expect(call?.args[0].input).toMatchObject({ includeExecutionData: false });
  });

  it('takes the executions that ended in the stretch of time, and looks back two days for them', async () => {
    sfn.on(ListExecutionsCommand, { stateMachineArn: INTAKE }).resolvesOnce({
      executions: [
        listed('running', at('23:00:00')),
        listed('ended later', at('23:00:00'), new Date('2026-03-03T01:00:00Z')),
        listed('began the day before', new Date('2026-03-01T20:00:00Z'), at('02:00:00')),
        listed('ended before', new Date('2026-03-01T20:00:00Z'), new Date('2026-03-01T21:00:00Z')),
        listed('long ago', new Date('2026-02-20T00:00:00Z'), new Date('2026-02-20T01:00:00Z')),
      ],
      nextToken: 'there is more, and older',
    });

    const found = await all(executions.executions(FROM, UNTIL));

    expect(found.map(({ id }) => id)).toEqual(['began the day before']);
    expect(sfn.commandCalls(ListExecutionsCommand, { stateMachineArn: INTAKE })).toHaveLength(1);
  });

  it('reads every page of a long history', async () => {
    sfn
      .on(GetExecutionHistoryCommand)
      .resolvesOnce({ events: HISTORY.slice(0, 6), nextToken: 'more' })
      .resolvesOnce({ events: HISTORY.slice(6) });

    const [one] = await all(executions.executions(FROM, UNTIL));

    expect(one?.functions).toHaveLength(3);
  });

  it('says what queries of each work group scanned, failed ones for nothing', async () => {
    const query = (id: string, state: 'SUCCEEDED' | 'FAILED', submitted: Date) => ({
      QueryExecutionId: id,
      WorkGroup: NAMES.workGroup('analyst'),
      Status: { State: state, SubmissionDateTime: submitted },
      Statistics: { DataScannedInBytes: 1_000_000_000 },
    });
    athena
      .on(ListQueryExecutionsCommand, { WorkGroup: NAMES.workGroup('analyst') })
      .resolves({ QueryExecutionIds: ['a', 'b', 'c'], NextToken: 'older ones' });
    athena.on(BatchGetQueryExecutionCommand).resolves({
      QueryExecutions: [
        query('a', 'SUCCEEDED', at('09:00:00')),
        query('b', 'FAILED', at('08:00:00')),
        query('c', 'SUCCEEDED', new Date('2026-03-01T08:00:00Z')),
      ],
    });

    const found = await all(executions.queries(FROM, UNTIL));

    expect(found).toEqual([
      { duty: 'analyst', submitted: '2026-03-02T09:00:00.000Z', scannedBytes: 1_000_000_000 },
      { duty: 'analyst', submitted: '2026-03-02T08:00:00.000Z', scannedBytes: 0 },
    ]);
    expect(
      athena.commandCalls(ListQueryExecutionsCommand, { WorkGroup: NAMES.workGroup('analyst') }),
    ).toHaveLength(1);
  });

  it('says which permission is missing', async () => {
    sfn
      .on(ListExecutionsCommand, { stateMachineArn: INTAKE })
      .rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));

    await expect(all(executions.executions(FROM, UNTIL))).rejects.toThrow('states:ListExecutions');
  });
});
