import { descend } from './descend.ts';
import { type Incidence, missedBy, sumAbove, sumRows } from './incidence.ts';

/** Steps of conjugate gradients; tables have few distinct levels, and about as many steps as levels are enough. */
const STEPS = 60;
/** As many where a solution goes on from the one before it. */
const STEPS_ON = 25;
/** Where the gradient has become this small against its beginning, squared, nothing moves by a person any more. */
const ENOUGH = 1e-16;
/** Rounds of holding cells at their bounds and of letting them go. */
const ROUNDS = 25;
/** Rounds over all cells one by one, where holding and letting go has gone round in circles. */
const LAST_ROUNDS = 200;
const SMALL = 1e-9;

/** The inner cells whose sums come nearest to the given rows, by weighted least squares; a cell may be below zero. */
export function fitFreely(table: Incidence, given: Float64Array, weights: Float64Array): Float64Array {
  const fit = new Float64Array(table.inner);
  solve(table, given, weights, fit, new Uint8Array(table.inner), STEPS);
  return fit;
}

/**
 * How much each row matters where cells have to stay within bounds. Cells that would be below zero and become zero push
 * the rows over them up; rows over many cells are held firmly, so that it is the many cells that give a little.
 */
export function firmness({ rows, offsets }: Incidence): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) =>
    Math.max(1, (offsets[row + 1] ?? 0) - (offsets[row] ?? 0)),
  );
}

/**
 * The inner cells, none below zero or above its bound, whose sums come nearest to the given rows by weighted least
 * squares: conjugate gradients over the free cells; those that leave their bounds are held there, those that pull away
 * from it are let go again. That is fast and may go round in circles, so cells are then moved one by one.
 * @param above `table` turned
 * @param start cells to begin with
 */
export function fitWithin(
  table: Incidence,
  above: Incidence,
  given: Float64Array,
  most: Float64Array,
  start: Float64Array,
): Float64Array {
  const weights = firmness(table);
  const fit = Float64Array.from(start);
  const held = new Uint8Array(table.inner);
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) solve(table, given, weights, fit, held, STEPS_ON);
    const changed = hold(fit, held, most);
    if (changed === 0 && letGo(table, given, weights, fit, held, most) === 0) break;
  }
  const within = fit.map((value, cell) => Math.min(Math.max(0, value), most[cell] ?? 0));
  descend(
    { above, weights, most, whole: false, rounds: LAST_ROUNDS },
    within,
    missedBy(table, within, given),
  );
  return within;
}

/** Puts cells that left their bounds there and holds them. */
function hold(fit: Float64Array, held: Uint8Array, most: Float64Array): number {
  let changed = 0;
  for (let cell = 0; cell < fit.length; cell += 1) {
    const value = fit[cell] ?? 0;
    const bound = most[cell] ?? 0;
    if (value >= -SMALL && value <= bound + SMALL) continue;
    fit[cell] = value < 0 ? 0 : bound;
    held[cell] = 1;
    changed += 1;
  }
  return changed;
}

/** Frees held cells that least squares would move inside their bounds: those that pull most, so that few come back. */
function letGo(
  table: Incidence,
  given: Float64Array,
  weights: Float64Array,
  fit: Float64Array,
  held: Uint8Array,
  most: Float64Array,
): number {
  const residual = missedBy(table, fit, given);
  const pull = sumAbove(table, residual, weights, new Float64Array(table.inner));
  const inwards = pull.map((value, cell) => {
    if (held[cell] === 0 || (most[cell] ?? 0) <= 0) return 0;
    return (fit[cell] ?? 0) <= SMALL ? value : -value;
  });
  const largest = inwards.reduce((high, value) => Math.max(high, value), 0);
  if (largest < 1e-6) return 0;
  let freed = 0;
  inwards.forEach((value, cell) => {
    if (value <= largest / 4) return;
    held[cell] = 0;
    freed += 1;
  });
  return freed;
}

/** Conjugate gradients on the normal equations, over the cells that are not held; `fit` is moved there. */
function solve(
  table: Incidence,
  given: Float64Array,
  weights: Float64Array,
  fit: Float64Array,
  held: Uint8Array,
  steps: number,
): void {
  const { rows, inner } = table;
  const moved = new Float64Array(rows);
  const residual = missedBy(table, fit, given);
  const gradient = new Float64Array(inner);
  const direction = new Float64Array(inner);
  let size = gradientOf(table, residual, weights, held, gradient);
  const enough = size * ENOUGH + 1e-12;
  let keep = 0;
  for (let step = 0; step < steps && size > enough; step += 1) {
    for (let cell = 0; cell < inner; cell += 1)
      direction[cell] = (gradient[cell] ?? 0) + keep * (direction[cell] ?? 0);
    sumRows(table, direction, moved);
    let curve = 0;
    for (let row = 0; row < rows; row += 1) curve += (weights[row] ?? 0) * (moved[row] ?? 0) ** 2;
    const length = size / curve;
    for (let cell = 0; cell < inner; cell += 1)
      fit[cell] = (fit[cell] ?? 0) + length * (direction[cell] ?? 0);
    for (let row = 0; row < rows; row += 1) residual[row] = (residual[row] ?? 0) - length * (moved[row] ?? 0);
    const next = gradientOf(table, residual, weights, held, gradient);
    keep = next / size;
    size = next;
  }
}

/** Writes the gradient over the free cells; @returns its length squared */
function gradientOf(
  table: Incidence,
  residual: Float64Array,
  weights: Float64Array,
  held: Uint8Array,
  gradient: Float64Array,
): number {
  sumAbove(table, residual, weights, gradient);
  let size = 0;
  for (let cell = 0; cell < gradient.length; cell += 1) {
    const value = held[cell] === 1 ? 0 : (gradient[cell] ?? 0);
    gradient[cell] = value;
    size += value * value;
  }
  return size;
}

/**
 * The variance of a row once all rows have been made to add up, where a row by itself has 1/weight.
 * @param weights as in `fitFreely`
 */
export function varianceLeft(table: Incidence, row: number, weights: Float64Array): number {
  const alone = 1 / (weights[row] ?? 1);
  const unit = new Float64Array(table.rows);
  unit[row] = alone;
  const fit = fitFreely(table, unit, weights);
  return Math.min(alone, Math.max(0, sumRows(table, fit, unit)[row] ?? alone));
}
