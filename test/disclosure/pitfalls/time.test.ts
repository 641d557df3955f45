import { describe, expect, it } from 'vitest';
import {
  type EarlierTable,
  keyedStream,
  protectTable,
  type TablePolicy,
  TablePolicyDocument,
} from '../../../lib/disclosure/protect.ts';
import { attackSheets, type PublishedTable } from '../apart/attack-apart.ts';
import { sheetOf, tooClose } from '../apart/protected.ts';
import type { SmallTable } from '../apart/random-tables.ts';
import { grid, hiddenIn, naively, protectedTable, shownIn } from './pitfall.ts';

/** What a reader has of a table that was published earlier of the same cells. */
function published({ dimensions, rows }: PublishedTable): EarlierTable {
  return {
    name: 'the first',
    period: { id: '2026', is: 'same' },
    dimensions,
    rows: rows.map(({ key, value }) => ({ key, values: value === null ? null : { count: value } })),
  };
}

describe('pitfall 9: differencing over geography and time', () => {
  const areas = (groups: Readonly<Record<string, readonly [city: string, county: string]>>) =>
    Object.entries({ a: 40, b: 30, c: 4, d: 50, e: 35 }).map(([area, n]) => ({
      area,
      city: groups[area]?.[0] ?? '',
      county: groups[area]?.[1] ?? '',
      n: String(n),
    }));
  const table: SmallTable = {
    rows: areas({
      a: ['city', 'north'],
      b: ['city', 'north'],
      c: ['', 'north'],
      d: ['', 'south'],
      e: ['', 'south'],
    }),
    groups: { area: ['city', 'county'] },
    tables: [['area']],
    threshold: 11,
    zeros: 'publish',
  };

  it('takes a city from its county and finds who lives between the two', async () => {
    const { bounds, verdict } = await naively(table, ['c', 'd']);

    expect(bounds.get('c')).toEqual({ low: 4, high: 4 });
    expect(verdict.passed).toBe(false);
  });

  it('does not find it in ours, with both groupings in one table or one after the other', async () => {
    const ours = await protectedTable(table);
    const byCounty = { ...table, groups: { area: ['county'] } };
    const first = await protectedTable(byCounty);
    const document = (former: boolean) =>
      TablePolicyDocument.parse({
        count: 'n',
        dimensions: { area: { groups: ['city'], ...(former ? { former: ['county.csv'] } : {}) } },
        ignore: ['county'],
        policy: { threshold: 11 },
      });
    const counties = new Map([
      ['county.csv', table.rows.map(({ area = '', county = '' }) => ({ code: area, parent: county }))],
    ]);
    const naive = await protectTable(document(false), table.rows, new Map());
    const later = await protectTable(document(true), table.rows, counties, { earlier: [published(first)] });

    const joint = (second: PublishedTable): PublishedTable => ({
      dimensions: ['area'],
      rows: [...first.rows, ...second.rows],
    });

    expect(await tooClose(table, ours)).toEqual([]);
    expect(await tooClose(table, joint(naive))).not.toEqual([]);
    expect(await tooClose(table, joint(later))).toEqual([]);
  });
});

describe('pitfall 11: averaging noise away', () => {
  const rows = grid(['row', 'column'], { w: { a: 13, b: 29 }, x: { a: 44, b: 52 } });
  const rounding = TablePolicyDocument.parse({
    count: 'n',
    dimensions: { row: {}, column: {} },
    policy: { method: 'round', round: { base: 10 } },
  });
  const noise = TablePolicyDocument.parse({
    count: 'n',
    dimensions: { row: {}, column: {} },
    policy: { method: 'dp', dp: { rho: 0.1 } },
  });
  const key = (number: number) => keyedStream(new Uint8Array(32).fill(number));
  const many = async (document: TablePolicy, keyOf: (run: number) => number) => {
    const shown: number[] = [];
    for (let run = 0; run < 150; run += 1) {
      const table = await protectTable(document, rows, new Map(), { keyedBytes: key(keyOf(run)) });
      shown.push(shownIn(table, 'w × a') ?? Number.NaN);
    }
    return { values: new Set(shown).size, mean: shown.reduce((sum, one) => sum + one, 0) / shown.length };
  };

  it.each([
    ['rounding', rounding],
    ['noise', noise],
  ])('gains nothing over %s: the same cell is always shown alike', async (_, document) => {
    const anew = await many(document, (run) => run);
    const ours = await many(document, () => 7);

    expect(Math.abs(anew.mean - 13)).toBeLessThan(2);
    expect(anew.values).toBeGreaterThan(1);
    expect(ours.values).toBe(1);
  });
});

describe('pitfall 12: a pattern that changes from run to run', () => {
  const table: SmallTable = {
    rows: grid(['row', 'column'], {
      w: { a: 3, b: 20, c: 41 },
      x: { a: 25, b: 36, c: 47 },
      y: { a: 28, b: 39, c: 52 },
    }),
    groups: { row: [], column: [] },
    tables: [['row', 'column']],
    threshold: 11,
    zeros: 'publish',
  };

  it('gives by comparison what each of its patterns protects', async () => {
    const [one, other] = await Promise.all([
      naively(table, ['w × a', 'w × b', 'x × a', 'x × b']),
      naively(table, ['w × a', 'w × c', 'y × a', 'y × c']),
    ]);

    const bounds = await attackSheets(
      [one, other].map((naive) => sheetOf(table, naive.published)),
      table.rows.length,
    );

    expect([one.learnt, other.learnt]).toEqual([[], []]);
    expect(bounds.filter(({ key }) => key.join(' × ') === 'w × a')).toEqual([
      expect.objectContaining({ low: 3, high: 3 }),
      expect.objectContaining({ low: 3, high: 3 }),
    ]);
  });

  it('does not change with us: not with the order of rows, nor after an earlier release by another tool', async () => {
    const ours = await protectedTable(table);
    const turned = await protectedTable({ ...table, rows: table.rows.toReversed() });
    const { published: other } = await naively(table, ['w × a', 'w × c', 'y × a', 'y × c']);
    const document = TablePolicyDocument.parse({
      count: 'n',
      dimensions: { row: {}, column: {} },
      policy: { threshold: 11 },
    });

    const later = await protectTable(document, table.rows, new Map(), { earlier: [published(other)] });

    expect(hiddenIn(turned)).toEqual(hiddenIn(ours));
    expect(
      await tooClose(table, { dimensions: later.dimensions, rows: [...other.rows, ...later.rows] }),
    ).toEqual([]);
  });
});
