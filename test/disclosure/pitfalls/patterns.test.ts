import { describe, expect, it } from 'vitest';
import type { PublishedTable } from '../apart/attack-apart.ts';
import { sheetOf, tooClose } from '../apart/protected.ts';
import type { SmallTable } from '../apart/random-tables.ts';
import { grid, hiddenIn, naively, protectedTable, shownIn } from './pitfall.ts';

describe('pitfall 1: two hidden cells in every line, and yet solvable', () => {
  // The 4×4 instance of sdcTable (R/test_problems.R): w × b follows from two rows and two columns together.
  const table: SmallTable = {
    rows: grid(['row', 'column'], {
      w: { a: 30, b: 47, c: 64, d: 89 },
      x: { a: 90, b: 124, c: 5, d: 31 },
      y: { a: 92, b: 100, c: 59, d: 85 },
      z: { a: 800, b: 991, c: 651, d: 685 },
    }),
    groups: { row: [], column: [] },
    tables: [['row', 'column']],
    threshold: 6,
    zeros: 'publish',
  };
  const peers = ['w × a', 'w × b', 'w × c', 'x × a', 'x × c', 'y × b', 'y × d', 'z × b', 'z × d'];

  it('gives w × b away exactly, which counting lines cannot see and the audit does', async () => {
    const { bounds, verdict } = await naively(table, peers);

    expect(bounds.get('w × b')).toEqual({ low: 47, high: 47 });
    expect(verdict).toMatchObject({ passed: false, determined: 1 });
  });

  it('is mended by x × b, as its authors say', async () => {
    const { verdict, learnt } = await naively(table, [...peers, 'x × b']);

    expect(learnt).toEqual([]);
    expect(verdict).toMatchObject({ passed: true, determined: 0 });
  });

  it.each([6, 32, 65])('does not happen to us at a threshold of %d', async (threshold) => {
    const ours = await protectedTable({ ...table, threshold });

    expect(await tooClose({ ...table, threshold }, ours)).toEqual([]);
  });
});

describe('pitfall 2: linked tables, each safe by itself', () => {
  // sdcTools/UserSupport#136: one dimension, two groupings.
  const county = (codes: string, name: string, big: string) =>
    [...codes].map((region) => ({ region, county: name, size: big.includes(region) ? 'BIG' : 'small' }));
  const counts: Readonly<Record<string, number>> = { A: 2, B: 2, I: 8, J: 8, K: 3, L: 3, M: 3, N: 7 };
  const table: SmallTable = {
    rows: [...county('ABIJ', 'county-1', 'LM'), ...county('KLMN', 'county-2', 'LM')].map((codes) => ({
      ...codes,
      n: String(counts[codes.region]),
    })),
    groups: { region: ['county', 'size'] },
    tables: [['region']],
    threshold: 4,
    zeros: 'protect',
  };

  it('gives K away: county-2 less N less BIG', async () => {
    const { bounds, verdict } = await naively(table, ['A', 'B', 'K', 'L', 'M']);

    expect(bounds.get('K')).toEqual({ low: 3, high: 3 });
    expect(verdict).toMatchObject({ passed: false });
  });

  it('is not seen where each grouping is protected by itself', async () => {
    const byCounty = await protectedTable({ ...table, groups: { region: ['county'] } });
    const bySize = await protectedTable({ ...table, groups: { region: ['size'] } });

    const both: PublishedTable = { dimensions: ['region'], rows: [...byCounty.rows, ...bySize.rows] };

    expect(await tooClose(table, both)).not.toEqual([]);
  });

  it('does not happen to us: both groupings are one table', async () => {
    const ours = await protectedTable(table);

    expect(await tooClose(table, ours)).toEqual([]);
  });
});

describe('pitfall 4: two small cells whose sum is small', () => {
  const table: SmallTable = {
    rows: grid(['row', 'column'], {
      w: { a: 1, b: 2, c: 30, d: 40 },
      x: { a: 25, b: 35, c: 50, d: 60 },
      y: { a: 45, b: 55, c: 65, d: 75 },
    }),
    groups: { row: [], column: [] },
    tables: [['row', 'column']],
    threshold: 11,
    zeros: 'publish',
  };

  it('leaves one of two values for each: their line says 3 for both', async () => {
    const { bounds, verdict } = await naively(table, ['w × a', 'w × b', 'x × a', 'x × b']);

    expect(bounds.get('w × a')).toEqual({ low: 1, high: 2 });
    expect(verdict).toMatchObject({ passed: false, determined: 0, narrow: 2, narrowest: 1 });
  });

  it('does not happen to us: a third of their line goes with them', async () => {
    const ours = await protectedTable(table);

    expect(hiddenIn(ours).filter((name) => name.startsWith('w')).length).toBeGreaterThan(2);
    expect(await tooClose(table, ours)).toEqual([]);
  });
});

describe('pitfall 5: zeros', () => {
  const rows = grid(['row', 'column'], {
    w: { a: 0, b: 0, c: 0 },
    x: { a: 20, b: 30, c: 40 },
    y: { a: 25, b: 35, c: 45 },
  });
  const table: SmallTable = {
    rows,
    groups: { row: [], column: [] },
    tables: [['row', 'column']],
    threshold: 4,
    zeros: 'protect',
  };

  it('hidden zeros under a zero that is shown are no secret', async () => {
    const inner = ['w × a', 'w × b', 'w × c', 'x × a', 'x × b', 'x × c'];

    const { bounds, verdict } = await naively(table, inner);

    expect(bounds.get('w × a')).toEqual({ low: 0, high: 0 });
    expect(verdict).toMatchObject({ passed: false, determined: 6 });
  });

  it('are hidden with their margin where zeros are protected', async () => {
    const ours = await protectedTable(table);

    expect(hiddenIn(ours)).toContain('w × Total');
    expect(await tooClose(table, ours)).toEqual([]);
  });

  it('hide nothing where zeros are published', async () => {
    const ours = await protectedTable({ ...table, zeros: 'publish' });

    expect(hiddenIn(ours)).toEqual([]);
  });

  it('that are impossible are left out, and readers are taken to know that they are', async () => {
    const possible = rows.filter(({ row, column }) => row !== 'w' || column === 'a');

    const ours = await protectedTable({ ...table, rows: possible });

    expect(shownIn(ours, 'w × b')).toBeUndefined();
    expect(await tooClose({ ...table, rows: possible }, ours)).toEqual([]);
  });
});

describe('pitfall 7: margins', () => {
  // AI-SDC/ACRO#198: the nursery data by recommendation and parents.
  const table: SmallTable = {
    rows: grid(['recommend', 'parents'], {
      not_recom: { great: 1440, pretentious: 1440, usual: 1440 },
      priority: { great: 858, pretentious: 1484, usual: 1924 },
      recommend: { great: 0, pretentious: 0, usual: 2 },
      spec_prior: { great: 2022, pretentious: 1264, usual: 758 },
      very_recom: { great: 0, pretentious: 132, usual: 196 },
    }),
    groups: { recommend: [], parents: [] },
    tables: [['recommend', 'parents']],
    threshold: 10,
    zeros: 'protect',
  };
  const small = ['recommend × great', 'recommend × pretentious', 'recommend × usual', 'very_recom × great'];

  it('of the true data give small cells away', async () => {
    const { bounds, verdict } = await naively(table, small);

    expect(bounds.get('recommend × usual')).toEqual({ low: 2, high: 2 });
    expect(verdict.passed).toBe(false);
  });

  it('are hidden where they would, and where they are shown they are the true ones', async () => {
    const ours = await protectedTable(table);

    const margins = ours.rows.filter(({ key, value }) => key.includes('Total') && value !== null);
    const { below } = sheetOf(table, ours);
    const truth = margins.map(({ key }) =>
      below(key).reduce((sum, cell) => sum + Number(table.rows[cell]?.['n']), 0),
    );
    expect(margins.length).toBeGreaterThan(3);
    expect(margins.map(({ value }) => value)).toEqual(truth);
    expect(await tooClose(table, ours)).toEqual([]);
  });
});
