import type { Lines } from './lines.ts';

/** Smaller differences are rounding of sums in double precision. */
const SLACK = 1e-6;

/** What a reader can still be unsure of under a pattern, as far as simple steps tell. */
export interface Freedom {
  /** 1 where a reader may not know the variable. */
  readonly free: Uint8Array;
  /** 1 where a reader knows the line. */
  readonly known: Uint8Array;
}

/** Which lines a reader knows when these rows are hidden. */
export function knownLines(lines: Lines, isHidden: (row: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: lines.count }, (_, line) =>
    lines.always[line] === 1 || lines.rowsOf[line]?.some((row) => !isHidden(row)) === true ? 1 : 0,
  );
}

/**
 * Works out which variables follow from the known lines at once: one alone in a line, and all of a line that leaves
 * no room. The point stands for everything that is known, so what follows is its value there.
 * @param isLeft tells which variables may move at all; all others stay as they are
 */
export function freedom(
  lines: Lines,
  known: Uint8Array,
  point: Float64Array,
  isLeft: (variable: number) => boolean = () => true,
): Freedom {
  const free = Uint8Array.from({ length: lines.variables }, (_, variable) => (isLeft(variable) ? 1 : 0));
  const left = new Int32Array(lines.count);
  const room = new Float64Array(lines.count);
  const takesAll = new Uint8Array(lines.count);
  const queue: number[] = [];
  for (let line = 0; line < lines.count; line += 1) {
    const from = lines.starts[line] ?? 0;
    const to = lines.starts[line + 1] ?? 0;
    let count = 0;
    for (let at = from; at < to; at += 1) count += free[lines.members[at] ?? 0] ?? 0;
    left[line] = count;
    if (count === 0) continue;
    if (known[line] !== 1 || lines.low[line] !== lines.high[line]) continue;
    takesAll[line] = 1;
    for (let at = from; at < to; at += 1) {
      const variable = lines.members[at] ?? 0;
      if (free[variable] === 0) continue;
      if ((lines.coefficients[at] ?? 0) < 0) takesAll[line] = 2;
      room[line] = (room[line] ?? 0) + (point[variable] ?? 0) - (lines.lower[variable] ?? 0);
    }
    if (left[line] === 1 || (takesAll[line] === 1 && (room[line] ?? 0) <= SLACK)) queue.push(line);
  }
  while (queue.length > 0) {
    const line = queue.pop() ?? 0;
    for (let at = lines.starts[line] ?? 0; at < (lines.starts[line + 1] ?? 0); at += 1) {
      const variable = lines.members[at] ?? 0;
      if (free[variable] === 0) continue;
      free[variable] = 0;
      const slack = (point[variable] ?? 0) - (lines.lower[variable] ?? 0);
      for (let by = lines.lineStarts[variable] ?? 0; by < (lines.lineStarts[variable + 1] ?? 0); by += 1) {
        const other = lines.linesOf[by] ?? 0;
        const remaining = (left[other] ?? 0) - 1;
        left[other] = remaining;
        if (takesAll[other] === 0 || remaining === 0) continue;
        room[other] = (room[other] ?? 0) - slack;
        if (remaining === 1 || (takesAll[other] === 1 && (room[other] ?? 0) <= SLACK)) queue.push(other);
      }
    }
  }
  return { free, known };
}
