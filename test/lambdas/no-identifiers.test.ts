import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { handler as checkAgreement } from '../../lambdas/check-agreement/handler.ts';
import { handler as combine } from '../../lambdas/combine/handler.ts';
import { functionsOf } from '../../lambdas/on-lambda.ts';
import { handler as read } from '../../lambdas/read/handler.ts';
import { handler as receipt } from '../../lambdas/receipt/handler.ts';
import { handler as receive } from '../../lambdas/receive/handler.ts';
import { handler as refuse } from '../../lambdas/refuse/handler.ts';
import type { StepHandler, World } from '../../lambdas/step.ts';
import { handler as tokenize } from '../../lambdas/tokenize/handler.ts';
import { handler as validate } from '../../lambdas/validate/handler.ts';
import { EmfSignals } from '../../lib/adapters/aws/emf-signals.ts';
import type { AwsHost } from '../../lib/adapters/aws/world.ts';
import { runWorkflow } from '../../lib/adapters/local/workflow-host.ts';
import { type LocalHost, openLocalHost } from '../../lib/cli/host.ts';
import { openWorkspace } from '../../lib/cli/workspace.ts';
import { silent } from '../../lib/ports/progress.ts';
import { leaksIn } from '../e2e/leak-scan.ts';
import {
  aFolder,
  IN_APRIL,
  PLANTED,
  SEARCHED,
  SMALL_WORKSPACE,
  smallExtracts,
  writeFiles,
} from '../e2e/small-workspace.ts';

const DEFINITION = readFileSync(
  join(import.meta.dirname, '..', '..', 'lib', 'workflow', 'intake.asl.json'),
  'utf8',
);
const STEPS: Readonly<Record<string, StepHandler>> = {
  Receive: receive,
  CheckAgreement: checkAgreement,
  Refuse: refuse,
  Read: read,
  Validate: validate,
  Tokenize: tokenize,
  Combine: combine,
  Receipt: receipt,
};
const p = PLANTED;
const { patients } = smallExtracts();
/** Named by somebody who puts names into names of files. */
const KEY = `incoming/patients/2026-Q1/${p.last} ${p.first} ${p.ssn}.csv`;
const BAD = [
  `${p.patient_id},${p.first},,${p.last},,${p.born},F,${p.ssn},,,,,,1`,
  `X2,${p.first},,${p.last},,${p.last},Q,${p.email},${p.ssn},${p.ssn},${p.street},${p.city},${p.zip},minus`,
  `X4,${p.first},,"${p.last}`,
];

let host: LocalHost;
let written: string[];
let said: string[];

beforeEach(async () => {
  const folder = aFolder('function-logs');
  writeFiles(folder, SMALL_WORKSPACE);
  const workspace = await openWorkspace(folder, { environment: IN_APRIL, json: false } as never);
  host = await openLocalHost({ workspace, folder, command: 'test', environment: IN_APRIL, progress: silent });
  written = [];
  said = [];
  const write = (text: unknown) => {
    written.push(String(text));
    return true;
  };
  for (const stream of [process.stdout, process.stderr]) vi.spyOn(stream, 'write').mockImplementation(write);
  for (const name of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, name).mockImplementation((...texts) => void written.push(texts.join(' ')));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await host[Symbol.asyncDispose]();
});

/** One delivery through the functions as Lambda calls them; what a step throws is what Step Functions keeps. */
async function deliver(content: string, key = KEY, steps: Readonly<Record<string, StepHandler>> = {}) {
  const world: World = { ...host.world, signals: new EmfSignals('tributary-small') };
  const { version } = await world.zones.landing('clinic').put(key, content);
  const tasks = Object.entries({ ...STEPS, ...steps }).map(([name, handler]) => {
    const called = functionsOf({
      variables: { TRIBUTARY_COLLABORATIVE: 'small', TRIBUTARY_STEP: name },
      open: () => ({ world: async () => world }) as unknown as AwsHost,
    })(handler);
    return [name, (input: unknown) => called(input, { awsRequestId: 'r1', functionName: name })] as const;
  });
  await runWorkflow({
    definition: DEFINITION,
    input: { agency: 'clinic', key, version },
    tasks: Object.fromEntries(tasks),
    engine: world.engine,
    execution: `e-${said.length}-${version}`,
    retryAfter: 0,
  }).catch((error: Error) => said.push(`${error.name}: ${error.message}`));
}

const leaks = () => leaksIn('log', [...written, ...said].join('\n'), SEARCHED);
const lines = () => written.join('').split('\n').filter(Boolean);

describe('what functions write to their logs', () => {
  it('names steps, ids, metrics and classes of errors, and no identifier, whatever is delivered', async () => {
    await deliver(patients);
    await deliver(`${patients}${BAD.join('\r\n')}\r\n`);
    await deliver(`${p.last},${p.ssn},${p.email}\n${p.last},${p.ssn},${p.email}\n`);
    await deliver(patients, `incoming/${p.last}/${p.ssn}/${p.first}.csv`);

    expect(lines().some((line) => line.includes('"step":"Tokenize"'))).toBe(true);
    expect(lines().some((line) => line.includes('RowsAccepted'))).toBe(true);
    expect(lines().some((line) => line.includes('DeliveryRejected'))).toBe(true);
    expect(leaks()).toEqual([]);
  });

  it('says of a library that quotes a value only what class its error has', async () => {
    const quoting: StepHandler = async () => {
      throw Object.assign(new Error(`Could not convert "${p.last}" of ${p.ssn}`), {
        name: 'ConversionError',
      });
    };

    await deliver(patients, KEY, { Tokenize: quoting });

    expect(said.join()).toContain('ConversionError');
    expect(lines().some((line) => line.includes('"errorClass":"StepFaulted"'))).toBe(true);
    expect(leaks()).toEqual([]);
  });

  it('is searched by something that finds an identifier where a step writes one', async () => {
    const talkative: StepHandler = async (event, context) => {
      console.info(JSON.stringify(event));
      return read(event, context);
    };

    await deliver(patients, KEY, { Read: talkative });

    expect(leaks().map(({ planted }) => planted)).toContain(p.last);
  });
});
