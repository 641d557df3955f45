import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDefinition, taskStates } from '../../lib/adapters/local/workflow-host.ts';
import { type Answer, tributary } from './command-line.ts';
import { digestsBelow } from './digests.ts';
import { aFolder, aSmallWorkspace, IN_APRIL, type SmallDataset, submitSmall } from './small-workspace.ts';

const KILLER = join(import.meta.dirname, 'kill-at-write.mjs');
const STEP_KILLER = join(import.meta.dirname, 'kill-at-step.mjs');
const INTEGRATION = readFileSync(
  join(import.meta.dirname, '..', '..', 'lib', 'workflow', 'integration.asl.json'),
  'utf8',
);
const env = IN_APRIL;

/** How many of a command's changes to the disk a kill is tried at, evenly spread over all of them. */
const POINTS = Number(process.env['TRIBUTARY_KILL_POINTS'] ?? 5);

const submit: (folder: string, dataset: SmallDataset, more?: object) => Promise<Answer> = submitSmall;
const run = (folder: string, more: object = {}) =>
  tributary(['--workspace', folder, 'run'], { env: IN_APRIL, ...more });

const PHASES = ['start', 'middle', 'end'] as const;

/** Every phase of every step where TRIBUTARY_KILLS is `all`; else one phase a step, in turn. */
function killsAt(states: readonly string[]): readonly (readonly [state: string, phase: string])[] {
  return process.env['TRIBUTARY_KILLS'] === 'all'
    ? states.flatMap((state) => PHASES.map((phase) => [state, phase] as const))
    : states.map((state, at) => [state, PHASES[at % PHASES.length] ?? 'start'] as const);
}

const atStep = (state: string, phase: string) => ({
  preload: STEP_KILLER,
  env: { ...env, KILL_STATE: state, KILL_PHASE: phase },
});

/** Numbers from 1 to `of`, both included, evenly spread. */
function spread(of: number): readonly number[] {
  return [
    ...new Set(Array.from({ length: POINTS }, (_, at) => 1 + Math.round((at * (of - 1)) / (POINTS - 1)))),
  ];
}

async function writesOf(call: (more: object) => Promise<Answer>): Promise<number> {
  const file = join(aFolder('count'), 'count');
  await call({ preload: KILLER, env: { ...env, KILL_COUNT_FILE: file } });
  return Number(readFileSync(file, 'utf8'));
}

describe('a process that is killed', { timeout: 1_500_000 }, () => {
  const start = aSmallWorkspace('start');
  const delivered = aFolder('delivered');
  const reference = aFolder('reference');
  let receipts: Readonly<Record<string, string>>;
  let release: Readonly<Record<string, string>>;

  const copyOf = (folder: string) => {
    const copy = aFolder('copy');
    cpSync(folder, copy, { recursive: true });
    return copy;
  };

  beforeAll(async () => {
    await submit(start, 'school/pupils');
    cpSync(start, delivered, { recursive: true });
    await submit(delivered, 'clinic/patients');
    receipts = digestsBelow(join(delivered, '.tributary', 'landing'));
    await submit(delivered, 'clinic/visits');
    cpSync(delivered, reference, { recursive: true });
    expect((await run(reference)).code).toBe(0);
    release = digestsBelow(join(reference, '.tributary', 'release'));
  });

  it('at any point of a delivery leaves nothing half-visible, and the same command ends as if nothing had been', async () => {
    const total = await writesOf((more) => submit(copyOf(start), 'clinic/patients', more));

    for (const at of spread(total)) {
      const folder = copyOf(start);
      const when = at % 2 === 0 ? 'before' : 'after';

      const killed = await submit(folder, 'clinic/patients', {
        preload: KILLER,
        env: { ...env, KILL_AT: String(at), KILL_WHEN: when },
      });
      const status = await tributary(['--workspace', folder, '--json', 'status'], { env });
      const again = await submit(folder, 'clinic/patients');

      expect(killed.code, `kill ${at} of ${total}`).not.toBe(0);
      expect(status.code, status.err).toBe(0);
      expect(again.code, again.err).toBe(0);
      expect(digestsBelow(join(folder, '.tributary', 'landing')), `kill ${when} ${at} of ${total}`).toEqual(
        receipts,
      );
    }
  });

  it('at any point of a run leaves no release or a whole one, and the same command ends in the same release', async () => {
    const total = await writesOf((more) => run(copyOf(delivered), more));

    for (const at of spread(total)) {
      const folder = copyOf(delivered);
      const when = at % 2 === 0 ? 'before' : 'after';

      await run(folder, { preload: KILLER, env: { ...env, KILL_AT: String(at), KILL_WHEN: when } });
      const asked = await tributary(['--workspace', folder, 'query', 'SELECT count(*) AS n FROM people'], {
        env,
      });
      const visible = existsSync(join(folder, '.tributary', 'release', '0001', 'manifest.json'));
      const again = await run(folder);

      expect(asked.code, `kill ${at} of ${total}: ${asked.err}`).toBe(visible ? 0 : 2);
      expect(again.code, again.err).toBe(0);
      expect(digestsBelow(join(folder, '.tributary', 'release')), `kill ${when} ${at} of ${total}`).toEqual(
        release,
      );
    }
  });

  it('at the start, in the middle or at the end of a step of intake ends in the same receipt', async () => {
    for (const [state, phase] of killsAt([
      'Receive',
      'CheckAgreement',
      'Read',
      'Validate',
      'Tokenize',
      'Combine',
      'Receipt',
    ])) {
      const folder = copyOf(start);

      await submit(folder, 'clinic/patients', atStep(state, phase));
      const again = await submit(folder, 'clinic/patients');

      expect(again.code, `${phase} of ${state}: ${again.err}`).toBe(0);
      expect(digestsBelow(join(folder, '.tributary', 'landing')), `${phase} of ${state}`).toEqual(receipts);
    }
  });

  it('at the start, in the middle or at the end of a step of the run ends in the same release', async () => {
    for (const [state, phase] of killsAt(
      taskStates(parseDefinition(INTEGRATION, [])).map(([name]) => name),
    )) {
      const folder = copyOf(delivered);

      await run(folder, atStep(state, phase));
      const again = await run(folder);

      expect(again.code, `${phase} of ${state}: ${again.err}`).toBe(0);
      expect(digestsBelow(join(folder, '.tributary', 'release')), `${phase} of ${state}`).toEqual(release);
    }
  });

  it('or started twice at once, publishes one release', async () => {
    const folder = copyOf(delivered);

    const codes = (await Promise.all([run(folder), run(folder)])).map(({ code }) => code).sort();

    expect(codes[0]).toBe(0);
    expect([0, 3]).toContain(codes[1]);
    expect(digestsBelow(join(folder, '.tributary', 'release'))).toEqual(release);
  });

  it('while another command runs, is told who holds the workspace', async () => {
    const folder = copyOf(delivered);

    const [first, second] = await Promise.all([
      run(folder),
      new Promise<Answer>((resolve) => setTimeout(() => resolve(submit(folder, 'school/pupils')), 1200)),
    ]);

    expect(first.code).toBe(0);
    if (second.code !== 0) expect(second.err).toMatch(/"tributary run" \(process \d+, since .*\) is at work/);
  });
});
