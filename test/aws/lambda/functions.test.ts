import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isolation } from './cell.ts';
import type { Answer, FunctionDefinition } from './function-process.ts';
import { Functions } from './functions.ts';

const CODE = `
import { readdir, writeFile } from 'node:fs/promises';
let count = 0;
export const Count = async () => { count += 1; return { count }; };
export const Environment = async (event, context) => ({ event, variables: { ...process.env }, context, cwd: process.cwd() });
export const Write = async ({ to }) => { await writeFile(to, 'x'); return null; };
export const List = async ({ folder }) => readdir(folder);
export const Exit = async () => process.exit(3);
export const Sleep = () => new Promise(() => setInterval(() => {}, 1000));
export const Grow = async ({ megabytes }) => { const held = []; for (let i = 0; i < megabytes; i += 1) held.push(Buffer.alloc(1024 * 1024, 1)); return held.length; };
export const Large = async () => 'x'.repeat(7 * 1024 * 1024);
export const Throw = async () => { throw Object.assign(new Error('no'), { name: 'ObjectNotFound' }); };
`;

const NAMES = ['Count', 'Environment', 'Write', 'List', 'Exit', 'Sleep', 'Grow', 'Large', 'Throw', 'Missing'];
let functions: Functions;

beforeAll(async () => {
  const code = await mkdtemp(join(tmpdir(), 'code-'));
  await writeFile(join(code, 'index.mjs'), CODE);
  const definitions = NAMES.map(
    (name): FunctionDefinition => ({
      ...{ name, arn: `arn:aws:lambda:us-east-1:123456789012:function:${name}`, role: `role-of-${name}` },
      ...{ handler: `index.${name}`, code, memoryMegabytes: 256, timeoutSeconds: 2, scratchMegabytes: 16 },
      variables: { OWN: 'variable' },
    }),
  );
  functions = new Functions(definitions, () => 'http://127.0.0.1:1', 'us-east-1');
});

afterAll(() => functions[Symbol.asyncDispose]());

const invoke = (name: string, event: unknown = {}) => functions.invoke(name, JSON.stringify(event));
const fault = (answer: Answer) => (answer.ok ? undefined : answer.fault);
const payload = (answer: Answer) => (answer.ok ? JSON.parse(answer.payload) : answer.fault);

describe('the Lambda that bundles are run in', () => {
  it('keeps a process warm, and starts another for a second event at the same time', async () => {
    const first = await invoke('Count');
    const warm = await invoke('Count');
    const both = await Promise.all([invoke('Count'), invoke('Count')]);

    expect([first, warm, ...both].map(payload)).toEqual([
      { count: 1 },
      { count: 2 },
      { count: 3 },
      { count: 1 },
    ]);
  });

  it('gives a function what Lambda gives it, and nothing of ours', async () => {
    const { event, variables, context } = payload(await invoke('Environment', { a: 1 }));

    expect(event).toEqual({ a: 1 });
    expect(variables).toMatchObject({
      ...{ OWN: 'variable', AWS_ACCESS_KEY_ID: 'role-of-Environment', _HANDLER: 'index.Environment' },
      ...{ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    });
    expect(Object.keys(variables).filter((name) => /^(HOME|VITEST|npm_|NODE_)/.test(name))).toEqual([]);
    expect(context).toMatchObject({ functionName: 'Environment', memoryLimitInMB: '256' });
  });

  it('lets a function write to /tmp and nowhere else, and shows it an empty one', async () => {
    const written = await invoke('Write', { to: '/tmp/x' });
    const elsewhere = await Promise.all(
      ['/var/tmp/x', '/dev/shm/x', '/usr/x'].map((to) => invoke('Write', { to })),
    );

    const codes = elsewhere.map((answer) =>
      /EROFS|ERR_ACCESS_DENIED|access/i.test(JSON.stringify(fault(answer))),
    );
    expect(payload(written)).toBeNull();
    expect(codes).toEqual([true, true, true]);
    if ((await isolation()) === 'namespace')
      expect(payload(await invoke('List', { folder: '/tmp' }))).toEqual([]);
  });

  it('answers an error by its name', async () => {
    expect(fault(await invoke('Throw'))).toMatchObject({ errorType: 'ObjectNotFound', errorMessage: 'no' });
  });

  it('answers as Lambda does where the process ends, the time is over, or nothing is exported', async () => {
    const faults = await Promise.all(
      ['Exit', 'Sleep', 'Missing'].map(async (name) => fault(await invoke(name))),
    );

    expect(faults.map((one) => one?.errorType)).toEqual([
      'Runtime.ExitError',
      'Sandbox.Timedout',
      'Runtime.HandlerNotFound',
    ]);
    expect(faults[0]?.errorMessage).toMatch('exit status 3');
  });

  it('ends a function that takes more memory than it has', async () => {
    const little = await invoke('Grow', { megabytes: 20 });
    const much = await invoke('Grow', { megabytes: 300 });

    expect(payload(little)).toBe(20);
    expect(fault(much)?.errorMessage).toMatch('signal: killed');
  });

  it('refuses an answer past 6 MB', async () => {
    expect(fault(await invoke('Large'))?.errorType).toBe('Function.ResponseSizeTooLarge');
  });
});
