import { describe, expect, it } from 'vitest';
import type { EarlierTable } from '../../../lib/disclosure/earlier/earlier-table.ts';
import { periodSums } from '../../../lib/disclosure/earlier/period-sums.ts';
import { withEarlier } from '../../../lib/disclosure/earlier/with-earlier.ts';
import type { DescribedTable } from '../../../lib/disclosure/model/described-table.ts';
import { aPolicy } from '../tables.ts';
import { asReleased, aTable, jointBounds, placesOf, protectAlone, protectKnowing } from './releases.ts';

const policy = aPolicy({ threshold: 4, zeros: 'published' });
const calendar = { cycle: 'month' as const, first: '2026-01', dueDays: 10 };
const dimensions = { region: { codes: ['a', 'b', 'c'] }, age: { codes: ['x', 'y', 'z'] } };
const january = [2, 20, 30, 21, 31, 41, 22, 32, 42];
const february = [20, 21, 22, 23, 24, 25, 26, 27, 28];
const march = [30, 31, 32, 33, 34, 35, 36, 37, 38];
const quarter = january.map((count, at) => count + (february[at] ?? 0) + (march[at] ?? 0));
const months = ['2026-01', '2026-02', '2026-03'];

const inPeriod = (id: string, is: 'part' | 'whole' | 'same') => ({ name: id, period: { id, is } });
const partitionFor = (period: string, ...others: readonly string[]) => ({
  period,
  sums: periodSums([period, ...others], calendar),
});

/** The same releases as tables of one more dimension, as the attack written apart reads them. */
function withPeriods(releases: readonly (readonly [period: string, table: EarlierTable])[]) {
  const table = aTable(
    { ...dimensions, month: { codes: months } },
    january.flatMap((count, at) => [count, february[at] ?? 0, march[at] ?? 0]),
  );
  return {
    table,
    releases: releases.map(([period, { rows, ...rest }]) => ({
      ...rest,
      dimensions: [...rest.dimensions, 'month'],
      rows: rows.map(({ key, values }) => ({
        key: [...key, period === '2026-Q1' ? 'Total' : period],
        values,
      })),
    })),
  };
}

async function boundsOf(
  cell: string,
  releases: readonly (readonly [period: string, table: EarlierTable])[],
): Promise<readonly number[]> {
  const { table, releases: read } = withPeriods(releases);
  const bounds = await jointBounds(table, read, policy);
  return bounds.filter((bound) => bound.cell === cell).map(({ width }) => width);
}

const release = (
  counts: readonly number[],
  id: string,
  hidden: ReadonlySet<number>,
  is: 'part' | 'whole' | 'same',
) => asReleased(aTable(dimensions, counts), hidden, inPeriod(id, is));

describe('periods that add up', () => {
  it('a quarter published after its months does not give away what a month hid', async () => {
    const hidden = await protectAlone(aTable(dimensions, january), policy);
    const earlier = [
      release(january, '2026-01', hidden, 'part'),
      release(february, '2026-02', new Set(), 'part'),
      release(march, '2026-03', new Set(), 'part'),
    ];
    const now = aTable(dimensions, quarter);
    const seen = (pattern: ReadonlySet<number>) => [
      ...earlier.map((table) => [table.name, table] as const),
      ['2026-Q1', asReleased(now, pattern)] as const,
    ];

    const naive = await boundsOf('a × x × 2026-01', seen(await protectAlone(now, policy)));
    const knowing = await protectKnowing(now, earlier, {
      policy,
      partition: partitionFor('2026-Q1', ...months),
    });
    const ours = await boundsOf('a × x × 2026-01', seen(knowing.hidden));

    expect(naive).toEqual([0]);
    expect(ours.every((width) => width >= 3)).toBe(true);
    expect(knowing.hidden.size).toBeLessThanOrEqual(4);
  });

  it('a month published after its quarter and its neighbours hides what they leave open', async () => {
    const rectangle = placesOf(aTable(dimensions, quarter), 'a × x', 'a × z', 'c × x', 'c × z');
    const earlier = [
      release(quarter, '2026-Q1', rectangle, 'whole'),
      release(february, '2026-02', new Set(), 'part'),
      release(march, '2026-03', new Set(), 'part'),
    ];
    const now = aTable(dimensions, january);
    const seen = (pattern: ReadonlySet<number>) => [
      ...earlier.map((table) => [table.name, table] as const),
      ['2026-01', asReleased(now, pattern)] as const,
    ];

    const naive = await boundsOf('a × x × 2026-01', seen(await protectAlone(now, policy)));
    const knowing = await protectKnowing(now, earlier, {
      policy,
      partition: partitionFor('2026-01', '2026-Q1', '2026-02', '2026-03'),
    });
    const ours = await boundsOf('a × x × 2026-01', seen(knowing.hidden));

    expect(naive).toEqual([0]);
    expect(ours.every((width) => width >= 3)).toBe(true);
  });

  it('are no more than a bound while parts are missing', async () => {
    const now = aTable(dimensions, quarter);

    const { system } = await withEarlier(now, [release(february, '2026-02', new Set(), 'part')], {
      policy,
      partition: partitionFor('2026-Q1', '2026-02'),
    });

    expect(system.relations).toEqual([]);
    expect(system.facts).toContainEqual({
      terms: [
        [0, -1],
        [9, 1],
      ],
      low: Number.NEGATIVE_INFINITY,
      high: 0,
    });
    expect(system.variables).toBe(18);
  });

  it('hold in both releases of a month that was delivered anew', async () => {
    const revised = february.map((count, at) => (at === 4 ? count + 50 : count));
    const now = aTable(
      dimensions,
      quarter.map((count, at) => (at === 4 ? count + 50 : count)),
    );
    const earlier = [
      release(january, '2026-01', new Set(), 'part'),
      { ...release(february, '2026-02', new Set(), 'part'), name: 'first' },
      { ...release(revised, '2026-02', new Set(), 'part'), name: 'second' },
      release(march, '2026-03', new Set(), 'part'),
    ];

    const { system } = await withEarlier(now, earlier, {
      policy,
      partition: partitionFor('2026-Q1', ...months),
    });

    // Nine cells of the quarter and of each month, and the one cell that February had otherwise at first.
    expect(system.variables).toBe(9 * 4 + 1);
  });

  it('that do not agree any more are taken to have changed since', async () => {
    const now: DescribedTable = aTable(
      dimensions,
      quarter.map((count, at) => (at === 4 ? count + 50 : count)),
    );
    const earlier = [
      release(january, '2026-01', new Set(), 'part'),
      release(february, '2026-02', new Set(), 'part'),
      release(march, '2026-03', new Set(), 'part'),
    ];

    const { system } = await withEarlier(now, earlier, {
      policy,
      partition: partitionFor('2026-Q1', ...months),
    });

    // Any of the three months may hold the fifty.
    expect(system.variables).toBe(9 * 4 + 3);
  });
});
