import { type Freedom, freedom } from './freedom.ts';
import type { Lines } from './lines.ts';

/** Up to so many free variables a program over the whole table moves all of them. */
const MANY = 3000;
/** Beyond, so many are taken for both reasons from all hidden lines together, and at least so many from each. */
const ENOUGH = 3000;
const LEAST = 2;
/** Lines with more members than this are not looked along. */
const LONG = 512;

/**
 * Of many free variables those with which a program over the whole table is likely to find its moves; what is possible
 * with all others as they are, is possible. Of each hidden line it takes the variables through which most passes (so
 * that lines side by side take their like, which make up for each other), and those that leave most room below.
 */
export function worthMoving(
  lines: Lines,
  before: Freedom,
  base: Float64Array,
  values: Float64Array,
): Freedom {
  const { free, known } = before;
  if (free.reduce((sum, mark) => sum + mark, 0) <= MANY) return before;
  const hidden: number[] = [];
  for (let line = 0; line < lines.count; line += 1)
    if (known[line] === 0 && (lines.starts[line + 1] ?? 0) - (lines.starts[line] ?? 0) <= LONG)
      hidden.push(line);
  const each = Math.max(LEAST, Math.floor(ENOUGH / Math.max(1, hidden.length)));
  const passes = whatPasses(lines, free, values);
  const room = base.map((value, variable) => value - (lines.lower[variable] ?? 0));
  const taken = new Uint8Array(lines.variables);
  for (const line of hidden) {
    const members: number[] = [];
    for (let at = lines.starts[line] ?? 0; at < (lines.starts[line + 1] ?? 0); at += 1) {
      const variable = lines.members[at] ?? 0;
      if (free[variable] === 1) members.push(variable);
    }
    for (const most of [passes, room]) {
      const order = members.toSorted(
        (left, right) =>
          (most[right] ?? 0) - (most[left] ?? 0) ||
          (passes[right] ?? 0) - (passes[left] ?? 0) ||
          left - right,
      );
      for (const variable of order.slice(0, each)) taken[variable] = 1;
    }
  }
  return freedom(lines, known, base, (variable) => taken[variable] === 1 && free[variable] === 1);
}

/** For each free variable, how large the lines through it are, as a product. */
function whatPasses(lines: Lines, free: Uint8Array, values: Float64Array): Float64Array {
  return Float64Array.from(free, (mark, variable) => {
    if (mark === 0) return 0;
    let sum = 0;
    for (let by = lines.lineStarts[variable] ?? 0; by < (lines.lineStarts[variable + 1] ?? 0); by += 1)
      sum += Math.log1p(Math.abs(values[lines.linesOf[by] ?? 0] ?? 0));
    return sum;
  });
}
