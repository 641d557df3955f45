import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countBelow, policyOf, protectedOrNull, sheetOf, tooClose } from './protected.ts';
import { type SmallTable, smallTables, threeWayTables } from './random-tables.ts';
import { runs } from './runs.ts';

describe('a protected table, attacked by a program written apart', () => {
  it('gives nothing away, whatever linked tables it is of and however far readers are to be kept', async () => {
    let judged = 0;

    await fc.assert(
      fc.asyncProperty(smallTables, async (table) => {
        const result = await protectedOrNull(policyOf(table), table.rows);
        if (result === null) return;

        judged += result.primary > 0 ? 1 : 0;
        expect(await tooClose(table, result)).toEqual([]);
      }),
      runs(40),
    );

    expect(judged).toBeGreaterThan(15);
  });

  it('gives nothing away in three dimensions, where whole numbers bound more closely than real ones', async () => {
    let judged = 0;

    await fc.assert(
      fc.asyncProperty(threeWayTables, async (table) => {
        const result = await protectedOrNull(policyOf(table), table.rows);
        if (result === null) return;

        judged += result.primary > 0 ? 1 : 0;
        expect(await tooClose(table, result)).toEqual([]);
      }),
      runs(18),
    );

    expect(judged).toBeGreaterThan(8);
  });

  it('would be found out: with one complementary cell shown, some attack gets closer', async () => {
    const table: SmallTable = {
      rows: ['a0', 'a1', 'a2'].flatMap((area, a) =>
        ['y0', 'y1', 'y2'].map((age, y) => ({ area, age, n: String(a + y === 0 ? 3 : 20 + a * 7 + y * 5) })),
      ),
      groups: { area: [], age: [] },
      tables: [['area', 'age']],
      threshold: 11,
      zeros: 'publish',
    };
    const result = await protectedOrNull(policyOf(table), table.rows);
    if (result === null) throw new Error('this table can be protected');
    const { below } = sheetOf(table, result);
    const truth = (key: readonly string[]) => countBelow(table.rows, below(key));
    const complementary = result.rows.filter(
      ({ key, value }) => value === null && truth(key) >= table.threshold,
    );

    const found = await Promise.all(
      complementary.map((shown) =>
        tooClose(table, {
          ...result,
          rows: result.rows.map((row) => (row === shown ? { ...row, value: truth(row.key) } : row)),
        }),
      ),
    );

    expect(complementary.length).toBeGreaterThan(0);
    expect(found.filter((closer) => closer.length === 0)).toEqual([]);
  });
});
