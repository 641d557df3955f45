import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { aWorkspace, call, NAMES, signedIn } from './calling.ts';

const sfn = mockClient(SFNClient);
const lambda = mockClient(LambdaClient);
const workspace = aWorkspace();
const retokenize = (...more: readonly string[]) =>
  call('--workspace', workspace, '--target', 'aws', '--json', 'retokenize', ...more);

const standing = (dataset: string, more = {}) => ({
  dataset,
  period: '2026-Q1',
  due: '2026-04-30',
  standing: 'received',
  ...more,
});

/** How each execution ends, by the folder that it was started with. */
function executionsEnd(endings: Readonly<Record<string, unknown>>): void {
  sfn
    .on(StartExecutionCommand)
    .callsFake(async ({ input }: { input: string }) => ({ executionArn: `e:${JSON.parse(input).key}` }));
  sfn.on(DescribeExecutionCommand).callsFake(async ({ executionArn }) => {
    const output = endings[String(executionArn).slice(2)];
    return output === undefined
      ? { status: 'FAILED', error: 'KeysAway' }
      : { status: 'SUCCEEDED', output: JSON.stringify(output) };
  });
}

beforeEach(() => {
  sfn.reset();
  lambda.reset();
  signedIn();
  sfn.on(GetExecutionHistoryCommand).resolves({ events: [] });
  const report = {
    today: '2026-05-01',
    deliveries: [
      standing('clinic/patients', { deliveryId: 'd1' }),
      standing('school/pupils', { deliveryId: 'd2' }),
      standing('clinic/visits', { standing: 'overdue' }),
    ],
    releases: [],
    next: null,
  };
  lambda.on(InvokeCommand).resolves({ Payload: Buffer.from(JSON.stringify(report)) as never });
});

describe('retokenize on AWS', () => {
  it('starts intake again for every delivery of people in force, and for nothing else', async () => {
    executionsEnd({
      'incoming/patients/2026-Q1/': { receiptKey: 'receipts/x.json', seenBefore: false },
      'incoming/pupils/2026-Q1/': { receiptKey: 'receipts/y.json', seenBefore: true },
    });

    const { code, out } = await retokenize();

    expect(sfn.commandCalls(StartExecutionCommand).map(({ args }) => args[0].input)).toMatchObject([
      {
        stateMachineArn: NAMES.stateMachineArn('intake'),
        input: '{"agency":"clinic","key":"incoming/patients/2026-Q1/","again":true}',
      },
      { input: '{"agency":"school","key":"incoming/pupils/2026-Q1/","again":true}' },
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject([
      { dataset: 'patients', outcome: 'tokenized anew' },
      { dataset: 'pupils', outcome: 'under this key already' },
    ]);
  });

  it('says with exit code 4 what only its agency can bring back', async () => {
    executionsEnd({
      'incoming/patients/2026-Q1/': { nothingToDo: true },
      'incoming/pupils/2026-Q1/': { receiptKey: 'receipts/y.json', seenBefore: false },
    });

    const { code, out } = await retokenize();

    expect(code).toBe(4);
    expect(JSON.parse(out)).toContainEqual({
      agency: 'clinic',
      dataset: 'patients',
      period: '2026-Q1',
      outcome: 'to be delivered again',
    });
  });

  it('goes on with the others where one execution fails, and ends with 3', async () => {
    executionsEnd({ 'incoming/pupils/2026-Q1/': { receiptKey: 'receipts/y.json', seenBefore: false } });

    const { code, out } = await retokenize();

    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject([{ outcome: 'failed' }, { outcome: 'tokenized anew' }]);
  });

  it('makes no key itself, and says what does', async () => {
    const { code, err } = await retokenize('--new-key');

    expect(code).toBe(2);
    expect(err).toContain('keyVersion: 2');
    expect(sfn.commandCalls(StartExecutionCommand)).toHaveLength(0);
  });
});
