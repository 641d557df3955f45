import type { Desk } from '../table/command.ts';
import { cellsBelow, type PublishedTable, readPublished, type Sheet, statementsOf } from './attack-apart.ts';
import { isPrimary, isTooClose } from './demands.ts';
import { countBelow } from './protected.ts';
import { Puzzle, plain, type Statement, type Sum } from './puzzle.ts';
import type { Release, Releases } from './random-releases.ts';
import type { Codes } from './random-tables.ts';

/** Calls `tributary protect`, as whoever publishes would. @returns what readers get; null where it was refused */
export async function publish(
  desk: Desk,
  out: string,
  release: Release,
  before: { readonly folder: string; readonly release: Release } | null = null,
): Promise<PublishedTable | null> {
  const { rows, groups, tables, threshold, zeros } = release;
  const former = (before?.release.groups ?? []).filter((name) => !groups.includes(name));
  for (const name of ['county', 'kind'])
    await desk.write(
      `${name}.csv`,
      `code,parent\n${[...new Map(rows.map((row) => [row['area'], row[name]]))].map((pair) => `${pair.join()}\n`).join('')}`,
    );
  const files = (names: readonly string[]) => `[${names.map((name) => `${name}.csv`).join(', ')}]`;
  await desk.write(
    'policy.yaml',
    `count: n
dimensions: { area: { hierarchies: ${files(groups)}, former: ${files(former)} }, age: {}, sex: {} }
tables: ${JSON.stringify(tables)}
policy: { threshold: ${threshold}, zeros: ${zeros} }
`,
  );
  const columns = ['area', 'age', 'sex', 'n'];
  await desk.write(
    'table.csv',
    `${[columns, ...rows.map((row) => columns.map((column) => row[column]))].map((line) => line.join()).join('\n')}\n`,
  );
  const previous = before === null ? [] : ['--previous', desk.path(before.folder)];
  const { code, err } = await desk.protect('--out', desk.path(out), ...previous);
  if (code === 1 && err.includes('Everything in this table would have to be hidden')) return null;
  if (code !== 0) throw new Error(err);
  return readPublished(await desk.read(`${out}/table.csv`));
}

/** What inner cells of the release, by place among its rows, a published table's cells are sums of. */
function sheetOf({ rows, groups, zeros }: Release, { dimensions, rows: published }: PublishedTable): Sheet {
  const groupsOf = (dimension: string, code: string) => {
    const row = rows.find((one) => one[dimension] === code);
    return dimension === 'area' ? groups.map((name) => row?.[name] ?? '') : [];
  };
  return {
    rows: published,
    zerosShown: zeros === 'publish',
    below: (key) => cellsBelow(dimensions, key, { inner: rows, groupsOf }),
  };
}

interface Judged {
  /** The data are the same, so that what was hidden is still true; otherwise a reader guesses what changed. */
  readonly changed: ReadonlySet<number>;
}

/** A hidden number of either release that both together tell too closely. */
export async function learntFromBoth(
  { first, second }: Releases,
  earlier: PublishedTable,
  later: PublishedTable,
  { changed }: Judged = { changed: new Set() },
): Promise<readonly string[]> {
  const cells = second.rows.length;
  const place = new Map(second.rows.map((row, at) => [codesOf(row), at]));
  const moved = new Map([...changed].map((cell, at) => [cell, cells + at]));
  const sheets = [sheetOf(first, earlier), sheetOf(second, later)] as const;
  const then = (key: readonly string[]) =>
    sheets[0].below(key).map((cell) => place.get(codesOf(first.rows[cell] ?? {})) ?? 0);
  const old: Sheet = {
    ...sheets[0],
    below: (key) => then(key).map((cell) => moved.get(cell) ?? cell),
  };
  const oldStatements = [
    ...statementsOf(old),
    // What was said then and is still true is taken to be said of today.
    ...statementsOf({ ...sheets[0], below: then }).filter(({ sum, is, value }) => {
      const now = sum.reduce((total, [cell]) => total + Number(second.rows[cell]?.['n']), 0);
      return is === '=' ? now === value : now >= value;
    }),
  ];
  const unknowns = cells + moved.size;
  const zerosNow = statementsOf({
    ...sheets[1],
    rows: second.zeros === 'publish' ? later.rows.filter(({ value }) => value === 0) : [],
  });
  const both = await Puzzle.of(unknowns, [...oldStatements, ...statementsOf(sheets[1])]);
  const alone = await Puzzle.of(unknowns, [...oldStatements, ...zerosNow]);
  const judge = (sheet: Sheet, truth: (key: readonly string[]) => number, which: string) =>
    sheet.rows.flatMap(({ key, value }) => {
      // What the first release hid for the sake of others alone may be learnt, as long as they may not.
      if (value !== null || (sheet === old && !isPrimary(truth(key), second))) return [];
      const sum = plain(sheet.below(key));
      const range = both.range(sum);
      if (!isTooClose(range, truth(key), second)) return [];
      // What the first release gave away by itself cannot be called back.
      const left = alone.range(sum);
      const asGood = range.low <= left.low && range.high >= left.high;
      return asGood ? [] : [`${which}: ${key.join(' × ')} is ${range.low} to ${range.high}`];
    });
  return [
    ...judge(old, (key) => countBelow(first.rows, sheets[0].below(key)), 'first'),
    ...judge(sheets[1], (key) => countBelow(second.rows, sheets[1].below(key)), 'second'),
  ];
}

/** Numbers that both releases show and that differ by few people. */
export function smallChanges(
  { first, second }: Releases,
  earlier: PublishedTable,
  later: PublishedTable,
): readonly string[] {
  const before = new Map(earlier.rows.map(({ key, value }) => [key.join(), value]));
  // Where an area has appeared, a total is of other people than it was.
  const sameCells = (key: readonly string[]) =>
    sheetOf(first, earlier).below(key).length === sheetOf(second, later).below(key).length;
  return later.rows.flatMap(({ key, value }) => {
    const then = before.get(key.join()) ?? null;
    if (value === null || then === null || !sameCells(key)) return [];
    const by = Math.abs(value - then);
    return by >= 1 && by < second.threshold ? [`${key.join(' × ')} was ${then} and is ${value}`] : [];
  });
}

/**
 * Inner cells that must be thought to have changed: those that some explanation of the first release changes which
 * changes as few people as any does.
 */
export async function cellsThatMayHaveChanged(
  { first, second }: Releases,
  earlier: PublishedTable,
): Promise<ReadonlySet<number>> {
  const place = new Map(second.rows.map((row, at) => [codesOf(row), at]));
  const now = first.rows.map((row) => Number(second.rows[place.get(codesOf(row)) ?? 0]?.['n']));
  const cells = now.length;
  /** What a sum held then is what it holds now, and what came less what went. */
  const then = (sum: Sum): Sum =>
    sum.flatMap(([cell, times]) => [
      [cell, times],
      [cells + cell, -times],
    ]);
  const statements = [
    ...statementsOf(sheetOf(first, earlier)),
    ...now.map((_, cell): Statement => ({ sum: plain([cell]), is: '>=', value: 0 })),
  ].map(({ sum, is, value }) => ({
    sum: then(sum),
    is,
    value: value - sum.reduce((total, [cell]) => total + (now[cell] ?? 0), 0),
  }));
  const all = plain(Array.from({ length: 2 * cells }, (_, at) => at));
  const fewest = (await Puzzle.of(2 * cells, statements)).end(all, 'Minimize');
  const puzzle = await Puzzle.of(2 * cells, [...statements, { sum: all, is: '<=', value: fewest }]);
  return new Set(
    now.flatMap((_, cell) =>
      puzzle.end(plain([cell, cells + cell]), 'Maximize') > 0
        ? [place.get(codesOf(first.rows[cell] ?? {})) ?? 0]
        : [],
    ),
  );
}

function codesOf({ area, age, sex }: Codes): string {
  return `${area}/${age}/${sex}`;
}
