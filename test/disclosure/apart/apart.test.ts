import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ProtectedTable, protectTable, TablePolicyDocument } from '../../../lib/disclosure/protect.ts';
import { TributaryError } from '../../../lib/errors/tributary-error.ts';
import { attackApart, type Bounds } from './attack-apart.ts';
import { type SmallTable, smallTables } from './random-tables.ts';

function policyOf({ groups, tables, threshold, zeros }: SmallTable) {
  return TablePolicyDocument.parse({
    count: 'n',
    dimensions: Object.fromEntries(
      Object.entries(groups).map(([name, columns]) => [name, { groups: columns }]),
    ),
    tables,
    policy: { threshold, zeros },
  });
}

/** The protected table, or null where it was refused: everything would have to go. */
async function protectedOrNull(table: SmallTable): Promise<ProtectedTable | null> {
  try {
    return await protectTable(policyOf(table), table.rows, new Map());
  } catch (error) {
    if (error instanceof TributaryError && error.code === 'DISCLOSURE_NOTHING_LEFT') return null;
    throw error;
  }
}

function attack({ rows, groups, zeros }: SmallTable, published: Pick<ProtectedTable, 'dimensions' | 'rows'>) {
  return attackApart([published], {
    inner: rows,
    groupsOf: (dimension, code) => {
      const row = rows.find((one) => one[dimension] === code);
      return (groups[dimension] ?? []).map((column) => row?.[column] ?? '');
    },
    zerosShown: zeros === 'publish',
    whole: true,
  });
}

/** The true count of a cell. */
function truth({ rows, groups }: SmallTable, { dimensions }: ProtectedTable, key: readonly string[]): number {
  return rows
    .filter((row) =>
      dimensions.every((dimension, at) =>
        ['Total', row[dimension], ...(groups[dimension] ?? []).map((column) => row[column])].includes(
          key[at],
        ),
      ),
    )
    .reduce((sum, { n }) => sum + Number(n), 0);
}

/** Hidden cells that this attack bounds more closely than the policy allows. */
function tooClose(table: SmallTable, result: ProtectedTable, bounds: readonly Bounds[]): readonly Bounds[] {
  return bounds.filter(({ key, low, high }) => {
    const value = truth(table, result, key);
    const small = value < table.threshold && (value > 0 || table.zeros === 'protect');
    return high - low < (small ? Math.max(1, table.threshold - 1) : 1);
  });
}

describe('a protected table, attacked by a program written apart', () => {
  it('gives nothing away, whatever linked tables it is of', async () => {
    await fc.assert(
      fc.asyncProperty(smallTables, async (table) => {
        const result = await protectedOrNull(table);
        if (result === null) return;

        const found = tooClose(table, result, await attack(table, result));

        expect(found).toEqual([]);
      }),
      { numRuns: 60, seed: 20261122 },
    );
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
    const result = await protectedOrNull(table);
    if (result === null) throw new Error('this table can be protected');
    const complementary = result.rows.filter(
      ({ key, value }) => value === null && truth(table, result, key) >= table.threshold,
    );

    const found = await Promise.all(
      complementary.map(async (shown) => {
        const weakened = result.rows.map((row) =>
          row === shown ? { ...row, value: truth(table, result, row.key) } : row,
        );
        return tooClose(table, result, await attack(table, { ...result, rows: weakened }));
      }),
    );

    expect(complementary.length).toBeGreaterThan(0);
    expect(found.filter((closer) => closer.length === 0)).toEqual([]);
  });
});
