import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, tributary } from './command-line.ts';
import {
  aFolder,
  aSmallWorkspace,
  IN_APRIL,
  SMALL_DATASETS,
  SMALL_WORKSPACE,
  smallExtracts,
  submitSmall,
  writeFiles,
} from './small-workspace.ts';

interface Cell {
  readonly sex: string;
  readonly at_school: string;
  readonly persons: number | null;
  readonly status: string;
}

const run = (folder: string): Promise<Answer> => tributary(['--workspace', folder, 'run'], { env: IN_APRIL });

/** The rows of the indicator `people` in a release, by their codes. */
function peopleOf(folder: string, release: string): ReadonlyMap<string, Cell> {
  const path = join(folder, '.tributary', 'release', release, 'data', 'people.csv');
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split('\n');
  const names = head.split(',');
  const rows = lines.map((line) =>
    Object.fromEntries(line.split(',').map((value, at) => [names[at], value])),
  );
  return new Map(
    rows.map(({ sex, at_school, persons, status }) => [
      `${sex} ${at_school}`,
      { sex, at_school, persons: persons === '' ? null : Number(persons), status } as Cell,
    ]),
  );
}

/** Cells that both releases show, with a change of one to three people: the threshold is four. */
function smallChanges(first: ReadonlyMap<string, Cell>, second: ReadonlyMap<string, Cell>): string[] {
  return [...first].flatMap(([key, { persons }]) => {
    const now = second.get(key)?.persons ?? null;
    const change = persons === null || now === null ? 0 : Math.abs(now - persons);
    return change > 0 && change < 4 ? [`${key}: ${persons} → ${now}`] : [];
  });
}

/** The extract of pupils without one of them, who is a patient. */
function withoutOnePupil(): string {
  return smallExtracts()
    .pupils.split('\r\n')
    .filter((line) => !line.startsWith('S2;'))
    .join('\r\n');
}

async function delivered(name: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  const folder = aSmallWorkspace(name);
  writeFiles(folder, files);
  for (const dataset of SMALL_DATASETS) await submitSmall(folder, dataset);
  return folder;
}

function copyOf(folder: string): string {
  const copy = aFolder('copy');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

describe('a second release of the same period', { timeout: 300_000 }, () => {
  let once: string;
  let twice: string;
  let second: Answer;

  beforeAll(async () => {
    once = await delivered('once');
    expect((await run(once)).code).toBe(0);
    twice = copyOf(once);
    writeFiles(twice, { 'in/pupils.csv': withoutOnePupil() });
    await submitSmall(twice, 'school/pupils');
    second = await run(twice);
  }, 300_000);

  it('does not tell of the one person by whom it differs from the first', () => {
    expect(second.code, second.err).toBe(0);

    expect(smallChanges(peopleOf(twice, '0001'), peopleOf(twice, '0002'))).toEqual([]);
  });

  it('would tell of that person if it did not remember the first', async () => {
    const forgetful = await delivered('forgetful', { 'in/pupils.csv': withoutOnePupil() });
    expect((await run(forgetful)).code).toBe(0);

    const leaks = smallChanges(peopleOf(twice, '0001'), peopleOf(forgetful, '0001'));

    expect(leaks.length).toBeGreaterThan(0);
  });

  it('is attacked with the first in hand, and says so to auditors', () => {
    const audit = join(twice, '.tributary', 'audit', 'r0002');

    const plan = JSON.parse(readFileSync(join(audit, 'plan.json'), 'utf8'));
    const verdict = JSON.parse(readFileSync(join(audit, 'audit-people.json'), 'utf8'));

    expect(plan.earlier).toEqual([{ release: '0001', period: '2026-Q1' }]);
    expect(verdict).toMatchObject({ passed: true, attack: { determined: 0 } });
  });

  it('loses an indicator whose first release cannot be read any more, and no other', async () => {
    const damaged = copyOf(once);
    const file = join(damaged, '.tributary', 'release', '0001', 'data', 'people.parquet');
    writeFileSync(file, readFileSync(file).subarray(8));
    writeFiles(damaged, { 'in/pupils.csv': withoutOnePupil() });
    await submitSmall(damaged, 'school/pupils');

    const answer = await run(damaged);

    expect(answer.code, answer.err).toBe(4);
    expect(answer.out).toMatch(/indicator people: "data\/people.parquet" of release 0001 is not the file/);
    expect(answer.out).not.toMatch(/indicator seen/);
  });
});

describe('numbers that are altered', { timeout: 300_000 }, () => {
  const ROUNDED = (SMALL_WORKSPACE['collaborative.yaml'] ?? '').replace(
    'policy: { threshold: 4 }',
    'policy: { threshold: 4, method: round, rounding: { base: 3 } }',
  );
  const NOISY = (SMALL_WORKSPACE['collaborative.yaml'] ?? '').replace(
    'policy: { threshold: 4 }',
    'policy: { threshold: 4, method: dp, noise: { rho: 0.5 } }',
  );
  const budgetOf = (agency: string, rho: number) => ({
    [`agencies/${agency}.yaml`]: `${SMALL_WORKSPACE[`agencies/${agency}.yaml`]}privacyBudget: { rho: ${rho} }\n`,
  });

  it('are rounded, and alike in every release while they have not changed', async () => {
    const folder = await delivered('rounded', { 'collaborative.yaml': ROUNDED });
    const first = await run(folder);
    writeFiles(folder, { 'in/visits.csv': smallExtracts().visits.split('\r\n').slice(0, -3).join('\r\n') });
    await submitSmall(folder, 'clinic/visits');

    const second = await run(folder);

    expect([first.code, second.code], `${first.err}${second.err}`).toEqual([0, 0]);
    const people = peopleOf(folder, '0001');
    expect([...people.values()].every(({ persons }) => persons !== null && persons % 3 === 0)).toBe(true);
    expect(peopleOf(folder, '0002')).toEqual(people);
  });

  it('are noisy within what the owners allow: an indicator that would overdraw a budget is lost', async () => {
    const folder = await delivered('noisy', {
      'collaborative.yaml': NOISY,
      ...budgetOf('clinic', 0.75),
      ...budgetOf('school', 10),
    });

    const answer = await run(folder);

    // Of the clinic's people both indicators tell; the second asks for more than is left.
    expect(answer.code, answer.err).toBe(4);
    expect(answer.out).toMatch(/indicator seen: .*asks for ρ = 0.5 of the privacy budget of 'clinic'/);
    expect(peopleOf(folder, '0001').size).toBe(9);
  });

  it('have the same noise, paid for once, where a run was killed after it had drawn it', async () => {
    const folder = await delivered('killed', {
      'collaborative.yaml': NOISY,
      ...budgetOf('clinic', 1),
      ...budgetOf('school', 1),
    });
    const state = join(folder, '.tributary');
    const killed = await tributary(['--workspace', folder, 'run'], {
      preload: join(import.meta.dirname, 'kill-at-step.mjs'),
      env: { ...IN_APRIL, KILL_STATE: 'AuditProtection', KILL_PHASE: 'start' },
    });
    const drawn = readFileSync(join(state, 'release', 'candidates', 'r0001', 'data', 'people.csv'), 'utf8');

    const again = await run(folder);

    expect(killed.code).not.toBe(0);
    expect(again.code, again.err).toBe(0);
    expect(readFileSync(join(state, 'release', '0001', 'data', 'people.csv'), 'utf8')).toBe(drawn);
    expect(readdirSync(join(state, 'audit', 'privacy'))).toHaveLength(2);
  });
});
