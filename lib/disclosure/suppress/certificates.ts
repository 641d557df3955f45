import type { Lines } from './lines.ts';

/** A table that a reader cannot rule out, as its differences from the base point. */
export interface Point {
  readonly variables: Int32Array;
  readonly amounts: Float64Array;
}

/** How far a reader must be kept from a line, as values of the line. */
export interface Need {
  width: number;
  /** The interval must reach down to `low` and up to `high` at least. */
  low: number;
  high: number;
}

/** Distance within which a bound counts as the whole number beside it. */
const ROUNDING = 1e-5;

/**
 * What has to hold of which lines, and the tables that show it does. A point that a reader cannot rule out stays so
 * when more is hidden, so that each need is settled about once, whatever happens to the pattern meanwhile.
 */
export class Certificates {
  readonly #lines: Lines;
  /** What each line is at the base point. */
  readonly values: Float64Array;
  readonly #needs = new Map<number, Need>();
  readonly #low: Float64Array;
  readonly #high: Float64Array;
  readonly #lowPoint: (Point | undefined)[] = [];
  readonly #highPoint: (Point | undefined)[] = [];
  readonly #sums: Float64Array;
  readonly #seen: Uint8Array;

  constructor(lines: Lines, base: Float64Array) {
    this.#lines = lines;
    this.values = new Float64Array(lines.count);
    for (let line = 0; line < lines.count; line += 1) {
      let sum = 0;
      for (let at = lines.starts[line] ?? 0; at < (lines.starts[line + 1] ?? 0); at += 1)
        sum += (lines.coefficients[at] ?? 0) * (base[lines.members[at] ?? 0] ?? 0);
      this.values[line] = sum;
    }
    this.#low = this.values.slice();
    this.#high = this.values.slice();
    this.#sums = new Float64Array(lines.count);
    this.#seen = new Uint8Array(lines.count);
  }

  /** Asks for more, never for less, of a line. */
  need(line: number, { width, low, high }: Need): void {
    const before = this.#needs.get(line);
    if (before === undefined) this.#needs.set(line, { width, low, high });
    else {
      before.width = Math.max(before.width, width);
      before.low = Math.min(before.low, low);
      before.high = Math.max(before.high, high);
    }
  }

  /** No longer asks anything of a line. @returns what was asked */
  release(line: number): Need | undefined {
    const before = this.#needs.get(line);
    this.#needs.delete(line);
    return before;
  }

  needOf(line: number): Need | undefined {
    return this.#needs.get(line);
  }

  /** Lines of which something is asked, ascending. */
  needed(): readonly number[] {
    return [...this.#needs.keys()].sort((left, right) => left - right);
  }

  /** The values that the points found so far reach. */
  reached(line: number): { readonly low: number; readonly high: number } {
    const low = this.#low[line] ?? 0;
    const high = this.#high[line] ?? 0;
    return this.#lines.whole[line] === 1
      ? { low: Math.ceil(low - ROUNDING) + 0, high: Math.floor(high + ROUNDING) }
      : { low, high };
  }

  isSettled(line: number): boolean {
    const need = this.#needs.get(line);
    if (need === undefined) return true;
    const { low, high } = this.reached(line);
    return high - low >= need.width - ROUNDING && low <= need.low + ROUNDING && high >= need.high - ROUNDING;
  }

  /** Takes in a table that cannot be ruled out. */
  add(point: Point): void {
    const touched = this.#sumsOf(point);
    for (const line of touched) {
      const value = (this.values[line] ?? 0) + (this.#sums[line] ?? 0);
      if (value < (this.#low[line] ?? 0) - ROUNDING) {
        this.#low[line] = value;
        this.#lowPoint[line] = point;
      }
      if (value > (this.#high[line] ?? 0) + ROUNDING) {
        this.#high[line] = value;
        this.#highPoint[line] = point;
      }
      this.#sums[line] = 0;
      this.#seen[line] = 0;
    }
  }

  /** The points that a line's ends stand on. */
  pointsOf(line: number): readonly Point[] {
    return [this.#lowPoint[line], this.#highPoint[line]].filter((point) => point !== undefined);
  }

  /** Forgets the ends of a line that stand on a point that may be ruled out now. @returns how to take that back */
  forget(line: number, isOut: (point: Point) => boolean): () => void {
    const before = [this.#low[line], this.#high[line], this.#lowPoint[line], this.#highPoint[line]] as const;
    const [low, high, lowPoint, highPoint] = before;
    if (lowPoint !== undefined && isOut(lowPoint)) {
      this.#low[line] = this.values[line] ?? 0;
      this.#lowPoint[line] = undefined;
    }
    if (highPoint !== undefined && isOut(highPoint)) {
      this.#high[line] = this.values[line] ?? 0;
      this.#highPoint[line] = undefined;
    }
    return () => {
      this.#low[line] = low ?? 0;
      this.#high[line] = high ?? 0;
      this.#lowPoint[line] = lowPoint;
      this.#highPoint[line] = highPoint;
    };
  }

  /** Lines whose value a point changes. */
  moved(point: Point): readonly number[] {
    const touched = this.#sumsOf(point);
    const lines = touched.filter((line) => Math.abs(this.#sums[line] ?? 0) > ROUNDING);
    for (const line of touched) {
      this.#sums[line] = 0;
      this.#seen[line] = 0;
    }
    return lines;
  }

  #sumsOf({ variables, amounts }: Point): number[] {
    const { lineStarts, linesOf, weights } = this.#lines;
    const touched: number[] = [];
    for (let at = 0; at < variables.length; at += 1) {
      const variable = variables[at] ?? 0;
      const amount = amounts[at] ?? 0;
      for (let by = lineStarts[variable] ?? 0; by < (lineStarts[variable + 1] ?? 0); by += 1) {
        const line = linesOf[by] ?? 0;
        if (this.#seen[line] === 0) {
          this.#seen[line] = 1;
          touched.push(line);
        }
        this.#sums[line] = (this.#sums[line] ?? 0) + (weights[by] ?? 0) * amount;
      }
    }
    return touched;
  }
}
