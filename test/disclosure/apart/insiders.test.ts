import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackSheets } from './attack-apart.ts';
import { isTooClose } from './demands.ts';
import { countBelow, policyOf, protectedOrNull, sheetOf } from './protected.ts';
import { plain, type Statement } from './puzzle.ts';
import { type SmallTable, tablesWithInsiders } from './random-tables.ts';
import { runs } from './runs.ts';

/** Where one or two contributors may sit: inner cells, one of them twice where two sit there. */
function worlds({ rows, insiders = 0 }: SmallTable): readonly (readonly number[])[] {
  const held = rows.map(({ n }) => Number(n));
  const alone = held.flatMap((count, cell) => (count >= 1 ? [[cell]] : []));
  if (insiders === 1) return alone;
  return alone.flatMap(([first = 0]) =>
    held.flatMap((count, second) =>
      second > first
        ? count >= 1
          ? [[first, second]]
          : []
        : second === first && count >= 2
          ? [[first, first]]
          : [],
    ),
  );
}

/** What is learnt too closely in some world by those who sit in it. */
async function learnt(
  table: SmallTable,
  published: Parameters<typeof sheetOf>[1],
): Promise<readonly string[]> {
  const sheet = sheetOf(table, published);
  const found: string[] = [];
  for (const world of worlds(table)) {
    const inside = (cells: readonly number[]) => world.filter((cell) => cells.includes(cell)).length;
    const also = [...new Set(world)].map(
      (cell): Statement => ({ sum: plain([cell]), is: '>=', value: inside([cell]) }),
    );
    const bounds = await attackSheets([sheet], table.rows.length, { also });
    for (const { key, low, high } of bounds) {
      const cells = sheet.below(key);
      // That those who sit in a cell know it to hold them is no fault of the table.
      const reached = low <= inside(cells) ? 0 : low;
      const value = countBelow(table.rows, cells);
      if (
        high - low < 1 ||
        isTooClose({ low: reached, high }, value, table) ||
        isNarrow(low, high, value, table)
      )
        found.push(`${key.join(' × ')} is ${low} to ${high} for who sits in ${world.join(' and ')}`);
    }
  }
  return found;
}

/** The sliding protection stays what it is, wherever the attackers sit. */
function isNarrow(low: number, high: number, value: number, { threshold, zeros }: SmallTable): boolean {
  const primary = value < threshold && (value > 0 || zeros === 'protect');
  return primary && high - low < Math.max(1, threshold - 1);
}

describe('a protected table, attacked by those who are counted in it', () => {
  it('gives nothing away to one or two of them, wherever they are', async () => {
    let judged = 0;

    await fc.assert(
      fc.asyncProperty(tablesWithInsiders, async (table) => {
        const result = await protectedOrNull(policyOf(table), table.rows);
        if (result === null) return;

        judged += result.primary > 0 ? 1 : 0;
        expect(await learnt(table, result)).toEqual([]);
      }),
      runs(12),
    );

    expect(judged).toBeGreaterThan(3);
  });

  it('would give something away, were they not reckoned with', async () => {
    let leaks = 0;

    await fc.assert(
      fc.asyncProperty(tablesWithInsiders, async (table) => {
        const result = await protectedOrNull(policyOf({ ...table, insiders: 0 }), table.rows);
        if (result !== null && leaks === 0) leaks += (await learnt(table, result)).length;
      }),
      runs(12),
    );

    expect(leaks).toBeGreaterThan(0);
  });
});
