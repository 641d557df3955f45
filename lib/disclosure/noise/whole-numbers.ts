import { descend } from './descend.ts';
import { type Incidence, missedBy } from './incidence.ts';
import { firmness } from './least-squares.ts';

/** Rounds over all cells; few are needed. */
const ROUNDS = 30;

/**
 * Whole numbers near fitted cells, within the same bounds, whose sums come near the given rows. The start rounds
 * running totals in place of cells, so that thousands of thirds do not all become nothing.
 * @param above `table` turned
 */
export function wholeNumbers(
  table: Incidence,
  above: Incidence,
  given: Float64Array,
  fit: Float64Array,
  most: Float64Array,
): Float64Array {
  const whole = roundedRunning(fit, most);
  descend(
    { above, weights: firmness(table), most, whole: true, rounds: ROUNDS },
    whole,
    missedBy(table, whole, given),
  );
  return whole;
}

function roundedRunning(fit: Float64Array, most: Float64Array): Float64Array {
  let owed = 0;
  return fit.map((value, cell) => {
    const rounded = Math.min(Math.max(0, Math.round(value + owed)), most[cell] ?? 0);
    owed = Math.min(1, Math.max(-1, owed + value - rounded));
    return rounded;
  });
}
