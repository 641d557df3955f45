import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { serviceError } from '../../adapters/aws/failing.ts';
import { aWorkspace, call, NAMES, signedIn, signedOut } from './calling.ts';

const sfn = mockClient(SFNClient);
const workspace = aWorkspace();
const run = (...more: readonly string[]) =>
  call(
    '--workspace',
    workspace,
    '--target',
    'aws',
    ...more.filter((one) => one === '--json'),
    'run',
    ...more.filter((one) => one !== '--json'),
  );

const EXECUTION = `arn:aws:states:us-east-1:123456789012:execution:${NAMES.stateMachine('integration')}:e1`;
const PUBLISHED = {
  outcome: 'published',
  release: '0003',
  period: '2026-Q1',
  status: 'complete',
  text: 'Release 0003 for 2026-Q1 is published.',
};

beforeEach(() => {
  sfn.reset();
  signedIn();
  sfn.on(StartExecutionCommand).resolves({ executionArn: EXECUTION });
  sfn.on(GetExecutionHistoryCommand).resolves({ events: [] });
});

describe('run on AWS', () => {
  it('starts the workflow with the period and prints what it announces', async () => {
    sfn.on(DescribeExecutionCommand).resolves({ status: 'SUCCEEDED', output: JSON.stringify(PUBLISHED) });

    const { code, out } = await run('--period', '2026-Q1');

    expect({ code, out }).toEqual({ code: 0, out: 'Release 0003 for 2026-Q1 is published.\n' });
    expect(sfn.commandCalls(StartExecutionCommand)[0]?.args[0].input).toMatchObject({
      stateMachineArn: NAMES.stateMachineArn('integration'),
      input: '{"period":"2026-Q1"}',
    });
  });

  it('waits until the execution has ended, and tells each state once, in words', async () => {
    const entered = (id: number, name: string) => ({
      id,
      timestamp: new Date(0),
      type: 'TaskStateEntered' as const,
      stateEnteredEventDetails: { name },
    });
    sfn
      .on(GetExecutionHistoryCommand)
      .resolvesOnce({ events: [entered(1, 'Plan')], nextToken: 'second' })
      .resolvesOnce({ events: [entered(2, 'Train')] })
      .resolves({ events: [entered(2, 'Train'), entered(3, 'Publish')] });
    sfn
      .on(DescribeExecutionCommand)
      .resolvesOnce({ status: 'RUNNING' })
      .resolves({ status: 'SUCCEEDED', output: JSON.stringify(PUBLISHED) });

    const { err } = await terminal('run');

    const told = [...err.matchAll(/run (\d+) ([a-z ]+)/g)].map(([, at, words]) => `${at} ${words}`);
    expect(told).toEqual(['1 planning', '2 training the model', '3 publishing']);
    expect(sfn.commandCalls(GetExecutionHistoryCommand).at(-1)?.args[0].input.nextToken).toBe('second');
  });

  it('ends with 4 where the release is partial, and prints one JSON document', async () => {
    sfn
      .on(DescribeExecutionCommand)
      .resolves({ status: 'SUCCEEDED', output: JSON.stringify({ ...PUBLISHED, status: 'partial' }) });

    const { code, out } = await run('--json');

    expect(code).toBe(4);
    expect(JSON.parse(out)).toMatchObject({ release: '0003', status: 'partial' });
  });

  it.each([
    ['NoPeriodDue', 2],
    ['ProtectionFailed', 1],
    ['AwsRequestFailed', 3],
  ])('passes on the sentence of %s and ends as it does on one machine', async (error, expected) => {
    const cause = JSON.stringify({ errorType: error, errorMessage: 'What went wrong.', trace: ['secret'] });
    sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', error, cause });

    const { code, err } = await run();

    expect(code).toBe(expected);
    expect(err).toContain(`The run failed (${error}). What went wrong.`);
    expect(err).not.toContain('secret');
  });

  it('shows no message that is not one of ours', async () => {
    const cause = JSON.stringify({ errorType: 'TypeError', errorMessage: 'Cannot read "Zqvandersnoot"' });
    sfn.on(DescribeExecutionCommand).resolves({ status: 'FAILED', error: 'TypeError', cause });

    const { code, err } = await run();

    expect(code).toBe(3);
    expect(err).not.toContain('Zqvandersnoot');
  });

  it('says what a stopped execution means', async () => {
    sfn.on(DescribeExecutionCommand).resolves({ status: 'ABORTED' });

    const { code, err } = await run();

    expect(code).toBe(3);
    expect(err).toContain('Somebody stopped it.');
  });

  it('names the action that a policy does not allow', async () => {
    sfn.on(StartExecutionCommand).rejects(serviceError('AccessDeniedException', 400));

    const { code, err } = await run();

    expect(code).toBe(2);
    expect(err).toContain('AWS refused states:StartExecution');
  });

  it.each([
    ['CredentialsProviderError', 'You are not signed in to AWS'],
    ['ExpiredTokenException', 'Your sign-in to AWS has expired'],
  ])('tells in one sentence that nobody is signed in (%s)', async (name, sentence) => {
    signedOut(name);

    const { code, err } = await run();

    expect(code).toBe(2);
    expect(err.split('\n').filter((line) => line.startsWith('tributary:'))).toEqual([
      expect.stringContaining(sentence),
    ]);
  });

  it('refuses commands that have no counterpart on AWS', async () => {
    const { code, err } = await call('--target', 'aws', 'init', 'somewhere');

    expect(code).toBe(2);
    expect(err).toContain('"init" works on this machine alone.');
  });
});

async function terminal(command: string) {
  const { main } = await import('../../../lib/cli/main.ts');
  const err: string[] = [];
  await main(['--workspace', workspace, '--target', 'aws', command], {
    out() {},
    err: (text) => void err.push(text),
    json: false,
    terminal: true,
    width: 100,
    environment: { AWS_REGION: 'us-east-1', SOURCE_DATE_EPOCH: '1776700800' },
  });
  return { err: err.join('') };
}
