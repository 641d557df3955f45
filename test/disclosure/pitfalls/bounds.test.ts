import { describe, expect, it } from 'vitest';
import { attackSheets } from '../apart/attack-apart.ts';
import { sheetOf, tooClose } from '../apart/protected.ts';
import { plain } from '../apart/puzzle.ts';
import type { SmallTable } from '../apart/random-tables.ts';
import { grid, hiddenIn, naively, protectedTable, shownIn } from './pitfall.ts';

describe('pitfall 13: "protected" as no more than low ≠ high', () => {
  const table: SmallTable = {
    rows: grid(['row', 'column'], { w: { a: 1, b: 3, c: 40 }, x: { a: 20, b: 30, c: 50 } }),
    groups: { row: [], column: [] },
    tables: [['row', 'column']],
    threshold: 11,
    zeros: 'publish',
  };

  it('passes for a peer: 1 to 3 is no exact disclosure', async () => {
    const { bounds, verdict } = await naively(table, ['w × a', 'w × b', 'x × a', 'x × b']);

    expect(bounds.get('w × a')).toEqual({ low: 1, high: 3 });
    expect(verdict).toMatchObject({ passed: false, determined: 0, narrowest: 2 });
  });

  it('does not pass for us: the interval is as wide as the policy asks', async () => {
    const ours = await protectedTable(table);

    expect(ours.verdict?.narrowest ?? 0).toBeGreaterThanOrEqual(10);
  });
});

describe('pitfall 14: fewer hidden cells look like a win', () => {
  const table: SmallTable = {
    rows: grid(['row', 'column'], {
      w: { a: 3, b: 12, c: 40, d: 80 },
      x: { a: 14, b: 13, c: 50, d: 90 },
      y: { a: 60, b: 70, c: 300, d: 400 },
    }),
    groups: { row: [], column: [] },
    tables: [['row', 'column']],
    threshold: 4,
    zeros: 'publish',
  };

  it('hides more where readers are to be kept further away, and says what it reached', async () => {
    const results = await Promise.all([3, 14, 60].map((width) => protectedTable({ ...table, width })));

    const hidden = results.map((result) => hiddenIn(result).length);
    const people = results.map((result) => result.hiddenShare);
    const narrowest = results.map(({ verdict }) => verdict?.narrowest ?? 0);
    expect(narrowest.map((reached, at) => reached >= ([3, 14, 60][at] ?? 0))).toEqual([true, true, true]);
    expect(hidden).toEqual(hidden.toSorted((left, right) => left - right));
    expect(people).toEqual(people.toSorted((left, right) => left - right));
    expect(people[2]).toBeGreaterThan(people[0] ?? 0);
  });
});

describe('pitfall 15: bounds of real numbers', () => {
  // Rows in pairs, each pair shown in one column: real numbers leave 0 to 1 for r0 × c0, whole ones leave 1.
  const counts = [1, 2, 3, 0, 3, 0, 0, 1, 1];
  const table: SmallTable = {
    rows: counts.map((n, at) => {
      const row = Math.floor(at / 3);
      return {
        row: `r${row}`,
        column: `c${at % 3}`,
        without2: row === 2 ? '' : 'r0+r1',
        without0: row === 0 ? '' : 'r1+r2',
        without1: row === 1 ? '' : 'r0+r2',
        n: String(n),
      };
    }),
    groups: { row: ['without0', 'without1', 'without2'], column: [] },
    tables: [['row', 'column']],
    threshold: 2,
    zeros: 'protect',
  };
  const shown = [
    'r0 × Total',
    'r1 × Total',
    'r2 × Total',
    'Total × c0',
    'r0+r1 × c1',
    'r1+r2 × c2',
    'r0+r2 × c1',
  ];

  it('are wider than those of whole numbers, and the audit looks for whole ones', async () => {
    const all = await naively(table, []);
    const hidden = all.published.rows
      .map(({ key }) => key.join(' × '))
      .filter((name) => !shown.includes(name));

    const { published, bounds, verdict } = await naively(table, hidden);
    const real = await attackSheets([sheetOf(table, published)], table.rows.length, { whole: false });

    const ofReal = real.find(({ key }) => key.join(' × ') === 'r0 × c0');
    const ofWhole = bounds.get('r0 × c0');
    expect((ofReal?.high ?? 0) - (ofReal?.low ?? 0)).toBeGreaterThanOrEqual(1);
    expect((ofWhole?.high ?? 0) - (ofWhole?.low ?? 0)).toBe(0);
    expect(verdict.passed).toBe(false);
  });

  it('do not deceive us', async () => {
    const ours = await protectedTable({ ...table, threshold: 3, zeros: 'publish' });

    expect(await tooClose({ ...table, threshold: 3, zeros: 'publish' }, ours)).toEqual([]);
  });
});

describe('pitfall 16: telling which cells are primary', () => {
  const table: SmallTable = {
    rows: grid(['row', 'column'], { w: { a: 3, b: 20, c: 40 }, x: { a: 30, b: 25, c: 50 } }),
    groups: { row: [], column: [] },
    tables: [['row', 'column']],
    threshold: 11,
    zeros: 'publish',
  };

  it('tells how small they are: the attack gets closer', async () => {
    const ours = await protectedTable(table);
    const { below } = sheetOf(table, ours);
    const told = {
      sum: plain(below(['w', 'a'])),
      is: '<=' as const,
      value: table.threshold - 1,
    };

    const [without, knowing] = await Promise.all(
      [[], [told]].map((also) => attackSheets([sheetOf(table, ours)], table.rows.length, { also })),
    );

    const width = (bounds: typeof without) =>
      (bounds ?? []).reduce((least, { low, high }) => Math.min(least, high - low), Number.POSITIVE_INFINITY);
    expect(shownIn(ours, 'w × a')).toBeNull();
    expect(width(knowing)).toBeLessThan(width(without));
    expect(width(knowing)).toBeLessThan(10);
  });

  it('does not happen to us: a hidden cell says that it is suppressed, whichever it is', async () => {
    const ours = await protectedTable(table);

    const hidden = ours.rows.filter(({ value }) => value === null);

    expect([ours.primary, ours.complementary]).toEqual([1, 3]);
    expect(hidden.map(({ key, ...said }) => said)).toEqual(
      hidden.map(() => ({ value: null, status: 'suppressed' })),
    );
  });
});
