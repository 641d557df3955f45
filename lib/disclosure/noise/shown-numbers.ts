import type { DescribedTable } from '../model/described-table.ts';
import { printLess, printsOf, samePrint } from '../model/same-number.ts';
import type { Numbers } from './consistent-numbers.ts';
import { NumberHasNoNoise } from './errors.ts';
import type { MeasuredTable } from './measured-table.ts';

/** A number that is not shown has no noise of its own: it is what the shown ones leave. */
export function shownOrDifference(
  table: DescribedTable,
  { stands }: MeasuredTable,
  shown: Numbers,
): (row: number, quantity: number) => number {
  const { rows } = table.system;
  const [first] = rows;
  const printOf = printsOf(table.system);
  const derived = new Map<number, readonly [number, number] | null>();
  const pairFor = (quantity: number) => {
    const known = derived.get(quantity);
    if (known !== undefined) return known;
    const pairs = stands.flatMap((left) => stands.map((right) => [left, right] as const));
    const found = pairs.find(([left, right]) => {
      if (left === null || right === null) return false;
      return rows.every(({ quantities }) => {
        const form = (at: number) => printOf(quantities[at]?.form ?? []);
        return samePrint(printLess(form(left), form(right)), form(quantity));
      });
    });
    const pair = found === undefined ? null : ([found[0] ?? -1, found[1] ?? -1] as const);
    derived.set(quantity, pair);
    return pair;
  };
  return (row: number, quantity: number): number => {
    const values = shown[row] ?? [];
    const standing = stands[quantity] ?? null;
    if (standing !== null) return values[standing] ?? 0;
    const pair = pairFor(quantity);
    if (pair === null)
      throw new NumberHasNoNoise({ quantity: first?.quantities[quantity]?.name ?? String(quantity) });
    return (values[pair[0]] ?? 0) - (values[pair[1]] ?? 0);
  };
}
