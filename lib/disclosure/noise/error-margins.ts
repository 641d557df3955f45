import type { DescribedTable } from '../model/described-table.ts';
import { incidenceOf } from './incidence.ts';
import { varianceLeft } from './least-squares.ts';
import { type Grid, levelOf, type MeasuredTable } from './measured-table.ts';

/** Cells looked at over all solved rows before the rest is given its own noise as margin. */
const WORK = 4e8;
/** Steps of a solution, about: see `least-squares.ts`. */
const STEPS = 20;

/**
 * The variance of each row once all rows have been made to add up, in units of the noise of weight 1. Rows of one level
 * over about as many inner cells are alike: the first, the middle and the last of them are solved, and the worst stands
 * for all. Levels of few rows gain most and come first; where the work would be too much, a row has the variance of its
 * own noise, which is never too little.
 */
export function variancesLeft(
  table: DescribedTable,
  { rowStands, weights }: MeasuredTable,
  grid: Grid,
): readonly number[] {
  const measured = rowStands.flatMap((stands, row) => (stands === row ? [row] : []));
  const below = measured.map((row) => grid.below[row] ?? new Int32Array());
  const sums = incidenceOf(below, grid.inner);
  const perRow = sums.cells.length * 2 * STEPS;
  const alike = Map.groupBy(
    measured.map((_, place) => place),
    (place) => {
      const cell = table.cells[measured[place] ?? -1];
      const level = cell === undefined ? '' : levelOf(table.axes, cell);
      return `${level} ${Math.ceil(2 * Math.log2((below[place]?.length ?? 0) + 1))}`;
    },
  );
  const left = Float64Array.from(weights, (weight) => 1 / weight);
  const ofRows = Float64Array.from(measured, (row) => weights[row] ?? 1);
  let work = 0;
  for (const places of [...alike.values()].sort((one, other) => one.length - other.length)) {
    const solved = [...new Set([places[0], places[Math.floor(places.length / 2)], places.at(-1)])].filter(
      (place) => place !== undefined,
    );
    work += perRow * solved.length;
    if (work > WORK) break;
    const worst = Math.max(...solved.map((place) => varianceLeft(sums, place, ofRows)));
    for (const place of places) {
      const row = measured[place] ?? -1;
      left[row] = Math.min(worst, left[row] ?? worst);
    }
  }
  return rowStands.map((stands) => left[stands] ?? 1);
}
