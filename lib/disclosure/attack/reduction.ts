import { PublishedCellsDisagree } from '../errors.ts';
import type { Sheet } from './knowledge.ts';

/** What each column may be; equal where it is determined. */
export interface Bounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** 1 where a column holds whole numbers only. */
  readonly whole: Uint8Array;
}

/** Smaller differences are rounding of sums in double precision. */
const SLACK = 1e-6;
const RELATIVE_SLACK = 1e-9;

/** How far apart two sums of this size may be and still count as equal. */
export function slackAt(size: number): number {
  return Number.isFinite(size) ? Math.max(SLACK, Math.abs(size) * RELATIVE_SLACK) : SLACK;
}

/** Rows by column: the transpose of a sheet. */
function rowsByColumn(
  { starts, columns }: Sheet,
  count: number,
): { starts: Int32Array; rows: Int32Array; entries: Int32Array } {
  const columnStarts = new Int32Array(count + 1);
  for (const column of columns) columnStarts[column + 1] = (columnStarts[column + 1] ?? 0) + 1;
  for (let column = 0; column < count; column += 1)
    columnStarts[column + 1] = (columnStarts[column + 1] ?? 0) + (columnStarts[column] ?? 0);
  const next = columnStarts.slice(0, count);
  const rows = new Int32Array(columns.length);
  const entries = new Int32Array(columns.length);
  for (let row = 0; row + 1 < starts.length; row += 1) {
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const column = columns[at] ?? 0;
      const place = next[column] ?? 0;
      rows[place] = row;
      entries[place] = at;
      next[column] = place + 1;
    }
  }
  return { starts: columnStarts, rows, entries };
}

/**
 * Works out what needs no linear program, and narrows `bounds` in place: a column alone in a sum is bounded by it, and
 * a sum at the least (or most) that its columns allow fixes them all. What each sum can be is kept up to date, so a
 * long sum costs nothing until it says something.
 * @throws PublishedCellsDisagree where the published numbers cannot all be true
 */
export function narrowBounds(sheet: Sheet, { lower, upper, whole }: Bounds): void {
  const { starts, columns, coefficients, low, high } = sheet;
  const rows = low.length;
  const held = rowsByColumn(sheet, lower.length);
  const open = new Int32Array(rows);
  const least = new Float64Array(rows);
  const most = new Float64Array(rows);
  const leastUnbounded = new Int32Array(rows);
  const mostUnbounded = new Int32Array(rows);
  const reckon = (row: number) => {
    let [opens, min, max, minUnbounded, maxUnbounded] = [0, 0, 0, 0, 0];
    for (let at = starts[row] ?? 0; at < (starts[row + 1] ?? 0); at += 1) {
      const coefficient = coefficients[at] ?? 0;
      const column = columns[at] ?? 0;
      const from = lower[column] ?? 0;
      const to = upper[column] ?? 0;
      if (from !== to) opens += 1;
      const smallest = coefficient > 0 ? from : to;
      const largest = coefficient > 0 ? to : from;
      if (Number.isFinite(smallest)) min += coefficient * smallest;
      else minUnbounded += 1;
      if (Number.isFinite(largest)) max += coefficient * largest;
      else maxUnbounded += 1;
    }
    open[row] = opens;
    least[row] = min;
    most[row] = max;
    leastUnbounded[row] = minUnbounded;
    mostUnbounded[row] = maxUnbounded;
  };
  const queue: number[] = [];
  const queued = new Uint8Array(rows);
  const enqueue = (row: number) => {
    if (queued[row] === 1) return;
    queued[row] = 1;
    queue.push(row);
  };
  for (let row = 0; row < rows; row += 1) {
    reckon(row);
    enqueue(row);
  }
  const bound = (column: number, from: number, to: number) => {
    const oldLow = lower[column] ?? 0;
    const oldHigh = upper[column] ?? 0;
    const slack = slackAt(Math.max(Math.abs(from), Math.abs(to)));
    const isWhole = whole[column] === 1;
    const newLow = Math.max(oldLow, isWhole ? Math.ceil(from - slack) : from);
    const newHigh = Math.min(oldHigh, isWhole ? Math.floor(to + slack) : to);
    if (newLow <= oldLow + slack && newHigh >= oldHigh - slack && !(newLow === newHigh && oldLow !== oldHigh))
      return;
    if (newLow > newHigh + slack) throw new PublishedCellsDisagree();
    const settled = Math.max(newLow, newHigh);
    lower[column] = newLow;
    upper[column] = settled;
    const closes = oldLow !== oldHigh && newLow === settled;
    for (let place = held.starts[column] ?? 0; place < (held.starts[column + 1] ?? 0); place += 1) {
      const row = held.rows[place] ?? 0;
      const coefficient = coefficients[held.entries[place] ?? 0] ?? 0;
      const minMoves = coefficient > 0 ? [oldLow, newLow] : [oldHigh, settled];
      const maxMoves = coefficient > 0 ? [oldHigh, settled] : [oldLow, newLow];
      move(least, leastUnbounded, row, coefficient, minMoves[0] ?? 0, minMoves[1] ?? 0);
      move(most, mostUnbounded, row, coefficient, maxMoves[0] ?? 0, maxMoves[1] ?? 0);
      if (closes) open[row] = (open[row] ?? 0) - 1;
      enqueue(row);
    }
  };
  const leastOf = (row: number) =>
    (leastUnbounded[row] ?? 0) > 0 ? Number.NEGATIVE_INFINITY : (least[row] ?? 0);
  const mostOf = (row: number) =>
    (mostUnbounded[row] ?? 0) > 0 ? Number.POSITIVE_INFINITY : (most[row] ?? 0);
  const slackOf = (row: number) => Math.max(slackAt(low[row] ?? 0), slackAt(high[row] ?? 0));
  /** What the row says now: nothing, that its columns are at their ends, or what its only open column is. */
  const saying = (row: number) => {
    const slack = slackOf(row);
    if (leastOf(row) >= (high[row] ?? 0) - slack) return 'least';
    if (mostOf(row) <= (low[row] ?? 0) + slack) return 'most';
    return open[row] === 1 ? 'alone' : 'nothing';
  };
  for (let next = 0; next < queue.length; next += 1) {
    const row = queue[next] ?? 0;
    queued[row] = 0;
    if (saying(row) === 'nothing') continue;
    // Kept up to date by differences, which round: reckoned anew before anything is concluded.
    reckon(row);
    const slack = slackOf(row);
    if (leastOf(row) > (high[row] ?? 0) + slack || mostOf(row) < (low[row] ?? 0) - slack)
      throw new PublishedCellsDisagree();
    const says = saying(row);
    if (says === 'nothing' || open[row] === 0) continue;
    const from = starts[row] ?? 0;
    const to = starts[row + 1] ?? 0;
    if (says === 'alone') {
      let rest = 0;
      let alone = from;
      for (let at = from; at < to; at += 1) {
        const column = columns[at] ?? 0;
        if (lower[column] === upper[column]) rest += (coefficients[at] ?? 0) * (lower[column] ?? 0);
        else alone = at;
      }
      const coefficient = coefficients[alone] ?? 1;
      const one = ((low[row] ?? 0) - rest) / coefficient;
      const other = ((high[row] ?? 0) - rest) / coefficient;
      bound(columns[alone] ?? 0, Math.min(one, other), Math.max(one, other));
    } else {
      for (let at = from; at < to; at += 1) {
        const column = columns[at] ?? 0;
        if (lower[column] === upper[column]) continue;
        const atLower = (says === 'least') === (coefficients[at] ?? 0) > 0;
        const value = (atLower ? lower : upper)[column] ?? 0;
        bound(column, value, value);
      }
    }
  }
}

/** Moves what a row can be at an end when a bound of one of its columns moves. */
function move(
  ends: Float64Array,
  unbounded: Int32Array,
  row: number,
  coefficient: number,
  before: number,
  after: number,
): void {
  if (before === after) return;
  if (Number.isFinite(before)) ends[row] = (ends[row] ?? 0) - coefficient * before;
  else unbounded[row] = (unbounded[row] ?? 0) - 1;
  if (Number.isFinite(after)) ends[row] = (ends[row] ?? 0) + coefficient * after;
  else unbounded[row] = (unbounded[row] ?? 0) + 1;
}
