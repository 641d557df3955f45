import { describe, expect, it } from 'vitest';
import type { QueryEngine, Statement } from '../../lib/ports/query-engine.ts';
import { EMPTY_ANSWERS, emptyOnes, kindOf, NEVER_NULL } from './awkward.ts';
import { TWIN_EXAMPLES, type TwinExample } from './examples.ts';
import { differenceOf, type Outcome, outcomeOf } from './outcome.ts';
import type { Comparison } from './twin-engine.ts';
import { TwinWorkspace } from './twin-run.ts';

const everything = new Map<string, readonly Comparison[]>();
const NOTHING: Outcome = { people: [], published: [], cells: 0 };
const outcomes = new Map<string, Outcome>();

describe.each(TWIN_EXAMPLES)('$name', (example) => {
  it('sends no statement that the engines answer differently', async () => {
    await using workspace = await TwinWorkspace.open();

    const compared = await runEach(example, workspace, (period, at) => workspace.runTwice(period, at));
    outcomes.set(example.name, await outcomeOf(workspace.folder));

    everything.set(example.name, compared.flat());
    console.info(`${example.name}: ${summary(compared.flat())}`);
    expect(differing(compared.flat())).toEqual([]);
    expect(stepsSeen(compared.flat())).toEqual(new Set(STEPS.map(([step]) => step)));
  });

  it('with Trino alone as its engine finds the same people and publishes the same bytes', async () => {
    await using workspace = await TwinWorkspace.open();

    const asked = await runEach(example, workspace, (period, at) => workspace.runOnTrino(period, at));
    const outcome = await outcomeOf(workspace.folder);

    console.info(
      `${example.name} on Trino alone: ${asked.join(' + ')} statements, ${outcome.people.length} rows of the crosswalk, ` +
        `${outcome.published.length} files, ${outcome.cells} published rows`,
    );
    expect(Math.min(...asked)).toBeGreaterThan(20);
    expect(outcome.cells).toBeGreaterThan(10);
    expect(differenceOf(outcomes.get(example.name) ?? NOTHING, outcome)).toEqual([]);
  });
});

describe('over all examples', () => {
  const all = () => [...everything.values()].flat();

  it('a statement that has no rows to compare is known, with the reason', () => {
    const found = [...everything].flatMap(([example, compared]) => emptyOnes(example, compared));

    console.info(`all examples: ${summary(all())}`);
    for (const [one, reason] of EMPTY_ANSWERS) console.info(`empty: ${one}: ${reason}`);
    expect(new Set(found)).toEqual(new Set(EMPTY_ANSWERS.keys()));
  });

  it('every kind of statement has rows in some example', () => {
    const kinds = Map.groupBy(all(), kindOf);

    const empty = [...kinds].filter(([, compared]) => compared.every(({ rows }) => rows === 0));

    expect(kinds.size).toBeGreaterThan(30);
    expect(empty.map(([kind]) => kind)).toEqual([]);
  });

  it('every statement reads ties, and every kind NULLs in some example, but those that cannot', () => {
    const asked = all().filter(({ kind }) => kind !== 'view');

    const untied = asked.filter(({ read, rows }) => rows > 0 && read.columns > 0 && read.ties === 0);
    const kinds = Map.groupBy(asked, kindOf);
    const filled = [...kinds].filter(([, compared]) => compared.every(({ read }) => read.nulls === 0));

    for (const [kind, reason] of NEVER_NULL) console.info(`reads no NULL: ${kind}: ${reason}`);
    expect(untied).toEqual([]);
    expect(new Set(filled.map(([kind]) => kind))).toEqual(new Set(NEVER_NULL.keys()));
  });

  it('the views show NULLs', () => {
    const views = all().filter(({ kind }) => kind === 'view');

    expect(views.filter(({ nulls }) => nulls > 0).length).toBeGreaterThan(views.length / 3);
  });
});

it('an engine that moves one person from one cell to another does not come to the same release', async () => {
  const [example] = TWIN_EXAMPLES;
  const results: Outcome[] = [];

  for (const fault of [(engine: QueryEngine) => engine, movesOnePerson]) {
    await using workspace = await TwinWorkspace.open();
    await runEach(firstCycleOf(example), workspace, (period, at) => workspace.runWith(period, at, fault));
    results.push(await outcomeOf(workspace.folder));
  }

  const [whole = NOTHING, faulty = NOTHING] = results;
  expect(whole.cells).toBeGreaterThan(10);
  expect(differenceOf(whole, faulty)).toContainEqual(expect.stringContaining('0001/data/people.csv'));
});

function firstCycleOf(example: TwinExample | undefined): TwinExample {
  if (example === undefined) throw new TypeError('There is no example.');
  return { ...example, cycles: async () => (await example.cycles()).slice(0, 1) };
}

/** Reads the sex of one patient otherwise. */
function movesOnePerson(engine: QueryEngine): QueryEngine {
  const changed = (statement: Statement): Statement => ({
    ...statement,
    sql: statement.sql.replace(
      /FROM clinic_patients c\b/,
      "FROM (SELECT person_id, period, CASE WHEN person_id = min(person_id) OVER () AND sex = 'F' THEN 'M' WHEN person_id = min(person_id) OVER () THEN 'F' ELSE sex END AS sex FROM clinic_patients) c",
    ),
  });
  return {
    execute: (statement) => engine.execute(changed(statement)),
    query: (statement) => engine.query(changed(statement)),
    stream: (statement) => engine.stream(changed(statement)),
  };
}

/** Lays out an example and runs each of its cycles. */
async function runEach<T>(
  { lay, cycles }: TwinExample,
  workspace: TwinWorkspace,
  run: (period: string, at: string) => Promise<T>,
): Promise<readonly T[]> {
  await lay(workspace);
  const results: T[] = [];
  for (const { period, at, deliveries } of await cycles()) {
    for (const delivery of deliveries) await workspace.deliver(delivery);
    results.push(await run(period, at));
  }
  return results;
}

/** Says what was compared, so that a suite that compares nothing cannot pass unseen. */
function summary(compared: readonly Comparison[]): string {
  const rows = compared.reduce((sum, comparison) => sum + comparison.rows, 0);
  const texts = new Set(compared.map(({ sql }) => sql.replaceAll(/r\d{4}/g, 'run')));
  const kinds = (['table', 'answer', 'view'] as const).map(
    (kind) => `${compared.filter((comparison) => comparison.kind === kind).length} ${kind}s`,
  );
  return `${compared.length} statements (${texts.size} distinct; ${kinds.join(', ')}), ${rows} rows: ${differing(compared).length} differ`;
}

function differing(compared: readonly Comparison[]): readonly Comparison[] {
  return compared.filter(({ difference }) => difference !== undefined);
}

const STEPS = [
  ['link', /"work"|linkage/],
  ['integrate', /"integrated_[^"]*"\."persons"/],
  ['measure', /"cells_/],
  ['views', /"released"\./],
] as const;

/** Which parts of a run sent statements that had rows to compare. */
function stepsSeen(compared: readonly Comparison[]): ReadonlySet<string> {
  const withRows = compared.filter(({ rows }) => rows > 0);
  return new Set(
    STEPS.filter(([, sign]) => withRows.some(({ sql }) => sign.test(sql))).map(([step]) => step),
  );
}
