import { PublishedCellsDisagree } from '../errors.ts';
import { type Sheet, SheetBuilder } from './knowledge.ts';
import { slackAt } from './reduction.ts';

/** More passes than this are not worth their time. */
const PASSES = 4;

/**
 * The same knowledge in shorter sums: what a known sum holds whole of another known sum is taken out of it (a total
 * without its parts says nothing, and goes). Linear programs over hierarchies become several times smaller by it.
 * @throws PublishedCellsDisagree
 */
export function shorterSums(sheet: Sheet, columns: number): Sheet {
  let shorter = sheet;
  for (let pass = 0; pass < PASSES; pass += 1) {
    const next = onePass(shorter, columns);
    if (next.columns.length === shorter.columns.length) return next;
    shorter = next;
  }
  return shorter;
}

function onePass({ starts, columns, coefficients, low, high }: Sheet, count: number): Sheet {
  const rows = low.length;
  const lengthOf = (row: number) => (starts[row + 1] ?? 0) - (starts[row] ?? 0);
  const rowsOf: number[][] = Array.from({ length: count }, () => []);
  const order = Array.from({ length: rows }, (_, row) => row).sort(
    (left, right) => lengthOf(left) - lengthOf(right) || left - right,
  );
  const shared = new Int32Array(rows);
  const left = new Float64Array(count);
  const shorter = new SheetBuilder();
  // Shortest first, so that each sum is taken out of longer ones only: nothing is lost, step by step it can be undone.
  for (const row of order) {
    const from = starts[row] ?? 0;
    const to = starts[row + 1] ?? 0;
    let [remaining, knownLow, knownHigh] = [to - from, low[row] ?? 0, high[row] ?? 0];
    const met: number[] = [];
    for (let at = from; at < to; at += 1) {
      const column = columns[at] ?? 0;
      left[column] = coefficients[at] ?? 0;
      for (const other of rowsOf[column] ?? []) {
        if (shared[other] === 0) met.push(other);
        shared[other] = (shared[other] ?? 0) + 1;
      }
    }
    const within = met.filter((other) => shared[other] === lengthOf(other));
    within.sort((one, other) => lengthOf(other) - lengthOf(one) || one - other);
    for (const other of within) {
      if (remaining < lengthOf(other)) continue;
      const first = starts[other] ?? 0;
      const end = starts[other + 1] ?? 0;
      const times = (left[columns[first] ?? 0] ?? 0) / (coefficients[first] ?? 1);
      let fits = times !== 0;
      for (let at = first; fits && at < end; at += 1)
        fits = left[columns[at] ?? 0] === times * (coefficients[at] ?? 0);
      if (!fits) continue;
      for (let at = first; at < end; at += 1) left[columns[at] ?? 0] = 0;
      remaining -= end - first;
      knownLow -= times * (low[other] ?? 0);
      knownHigh -= times * (low[other] ?? 0);
    }
    for (const other of met) shared[other] = 0;
    for (let at = from; at < to; at += 1) {
      const column = columns[at] ?? 0;
      const coefficient = left[column] ?? 0;
      if (coefficient !== 0) shorter.entry(column, coefficient);
      left[column] = 0;
    }
    if (remaining > 0) shorter.end(knownLow, knownHigh);
    else if (knownLow > slackAt(high[row] ?? 0) || knownHigh < -slackAt(low[row] ?? 0))
      throw new PublishedCellsDisagree();
    // Only what is known exactly can be taken out of another sum.
    if (low[row] === high[row]) for (let at = from; at < to; at += 1) rowsOf[columns[at] ?? 0]?.push(row);
  }
  return shorter.build();
}
