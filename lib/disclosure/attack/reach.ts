import type { Component } from './components.ts';
import type { Asked, Found } from './programs.ts';
import { slackAt } from './reduction.ts';

/** How far a value may be from a whole number and count as one. */
const WHOLE = 1e-6;
/** Distance within which a bound counts as the whole number beside it. */
const ROUNDING = 1e-5;

/** Sums of columns of one component, one a row. */
export interface Probes {
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly coefficients: Float64Array;
}

export const NO_PROBES: Probes = {
  starts: new Int32Array(1),
  columns: new Int32Array(),
  coefficients: new Float64Array(),
};

/** Some of the probes, numbered anew in this order. */
export function chosen({ starts, columns, coefficients }: Probes, wanted: readonly number[]): Probes {
  const ranges = wanted.map((probe) => [starts[probe] ?? 0, starts[probe + 1] ?? 0] as const);
  const ends = [0];
  for (const [from, to] of ranges) ends.push((ends.at(-1) ?? 0) + to - from);
  return {
    starts: Int32Array.from(ends),
    columns: Int32Array.from(ranges.flatMap(([from, to]) => [...columns.subarray(from, to)])),
    coefficients: Float64Array.from(ranges.flatMap(([from, to]) => [...coefficients.subarray(from, to)])),
  };
}

/**
 * What is known of the sums that are asked of a component. The reach is what a table was met for that a reader cannot
 * rule out: each is checked against all that is known, so nothing passes the audit by the word of a solver. It holds
 * whole numbers where it must; in components too large to be searched for them fractions count. The limit is what was
 * proven that no table goes beyond.
 */
export class Reach {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly lowLimit: Float64Array;
  readonly highLimit: Float64Array;
  readonly #component: Component;
  /** The component as far as a table must be of it to count. */
  readonly #counted: Component;
  readonly #probes: Probes;
  /** 1 where a probe is a whole number. */
  readonly #whole: Uint8Array;
  readonly #lowSolved: Uint8Array;
  readonly #highSolved: Uint8Array;

  readonly #keeps: boolean;
  readonly #tables: Float64Array[] = [];

  /**
   * @param keeps whether every table that is met is kept, the truth first
   * @param inWholeNumbers whether a table must hold whole numbers to count
   */
  constructor(component: Component, probes: Probes, keeps = false, inWholeNumbers = true) {
    this.#keeps = keeps;
    this.#counted = inWholeNumbers
      ? component
      : { ...component, whole: new Uint8Array(component.whole.length) };
    const count = probes.starts.length - 1;
    this.#component = component;
    this.#probes = probes;
    this.#whole = Uint8Array.from({ length: count }, (_, probe) => (this.#isWhole(probe) ? 1 : 0));
    this.#lowSolved = new Uint8Array(count);
    this.#highSolved = new Uint8Array(count);
    this.low = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.high = new Float64Array(count).fill(Number.NEGATIVE_INFINITY);
    this.lowLimit = Float64Array.from({ length: count }, (_, probe) => this.#limit(probe, 'low'));
    this.highLimit = Float64Array.from({ length: count }, (_, probe) => this.#limit(probe, 'high'));
    if (component.truth !== null) this.offer(component.truth);
  }

  #isWhole(probe: number): boolean {
    const { columns, coefficients } = this.asked(probe, 'low');
    for (let at = 0; at < columns.length; at += 1)
      if (this.#component.whole[columns[at] ?? 0] === 0 || !Number.isInteger(coefficients[at])) return false;
    return true;
  }

  #limit(probe: number, end: 'low' | 'high'): number {
    const { starts, columns, coefficients } = this.#probes;
    const { lower, upper } = this.#component;
    let sum = 0;
    for (let at = starts[probe] ?? 0; at < (starts[probe + 1] ?? 0); at += 1) {
      const coefficient = coefficients[at] ?? 0;
      sum += coefficient * (((end === 'low') === coefficient > 0 ? lower : upper)[columns[at] ?? 0] ?? 0);
    }
    return sum;
  }

  get tables(): readonly Float64Array[] {
    return this.#tables;
  }

  valueOf(probe: number, point: Float64Array): number {
    const { starts, columns, coefficients } = this.#probes;
    let sum = 0;
    for (let at = starts[probe] ?? 0; at < (starts[probe + 1] ?? 0); at += 1)
      sum += (coefficients[at] ?? 0) * (point[columns[at] ?? 0] ?? 0);
    return sum;
  }

  /** Widens the reach by a table that a solver met; one that is not whole, or not possible, is left. @returns whether it counts */
  offer(given: ArrayLike<number>): boolean {
    const point = wholePoint(this.#counted, given);
    if (point === null) return false;
    if (this.#keeps) this.#tables.push(point);
    for (let probe = 0; probe < this.low.length; probe += 1) {
      const value = this.valueOf(probe, point);
      if (value < (this.low[probe] ?? 0)) this.low[probe] = value;
      if (value > (this.high[probe] ?? 0)) this.high[probe] = value;
    }
    return true;
  }

  /** The end of a probe as a question to a solver. */
  asked(probe: number, end: 'low' | 'high'): Asked {
    const { starts, columns, coefficients } = this.#probes;
    const from = starts[probe] ?? 0;
    const to = starts[probe + 1] ?? 0;
    return { columns: columns.subarray(from, to), coefficients: coefficients.subarray(from, to), end };
  }

  /** Many ends as one question: as far as all of them together can be. */
  askedTogether(wanted: readonly { readonly probe: number; readonly end: 'low' | 'high' }[]): Asked {
    const sums = new Map<number, number>();
    for (const { probe, end } of wanted) {
      const { columns, coefficients } = this.asked(probe, end);
      for (let at = 0; at < columns.length; at += 1) {
        const column = columns[at] ?? 0;
        const sign = end === 'high' ? 1 : -1;
        sums.set(column, (sums.get(column) ?? 0) + sign * (coefficients[at] ?? 0));
      }
    }
    return { columns: [...sums.keys()], coefficients: [...sums.values()], end: 'high' };
  }

  /** Whether a table was met that takes a probe as far as `goal`. */
  attains(probe: number, end: 'low' | 'high', goal: number): boolean {
    return end === 'high' ? (this.high[probe] ?? 0) >= goal - WHOLE : (this.low[probe] ?? 0) <= goal + WHOLE;
  }

  /** Whether a table was met at the very limit. */
  isExact(probe: number, end: 'low' | 'high'): boolean {
    return this.attains(probe, end, (end === 'high' ? this.highLimit : this.lowLimit)[probe] ?? 0);
  }

  /** Whether a linear program has nothing more to say of this end. */
  isSolved(probe: number, end: 'low' | 'high'): boolean {
    return this.isExact(probe, end) || (end === 'high' ? this.#highSolved : this.#lowSolved)[probe] === 1;
  }

  /** Takes in what a linear program found. */
  solved(probe: number, end: 'low' | 'high', { bound, point }: Found): void {
    (end === 'high' ? this.#highSolved : this.#lowSolved)[probe] = 1;
    this.limitTo(probe, end, bound);
    if (point !== undefined) this.offer(point);
    // Without an end, whole numbers go as far; and what need not be whole goes as far as the program says.
    if (Number.isFinite(bound) && this.#whole[probe] === 1) return;
    if (end === 'high') this.high[probe] = Math.max(this.high[probe] ?? 0, bound);
    else this.low[probe] = Math.min(this.low[probe] ?? 0, bound);
  }

  /** Takes a limit for met. */
  grant(probe: number, end: 'low' | 'high'): void {
    if (end === 'high') this.high[probe] = Math.max(this.high[probe] ?? 0, this.highLimit[probe] ?? 0);
    else this.low[probe] = Math.min(this.low[probe] ?? 0, this.lowLimit[probe] ?? 0);
  }

  /** No table takes this probe to more (less) than this. */
  limitTo(probe: number, end: 'low' | 'high', value: number): void {
    const isWhole = this.#whole[probe] === 1;
    if (end === 'high') {
      const limit = isWhole ? Math.floor(value + ROUNDING) : value;
      this.highLimit[probe] = Math.min(this.highLimit[probe] ?? 0, limit);
    } else {
      const limit = isWhole ? Math.ceil(value - ROUNDING) : value;
      this.lowLimit[probe] = Math.max(this.lowLimit[probe] ?? 0, limit);
    }
  }
}

/** The point with its whole columns made whole, if it is a table that the knowledge allows; otherwise null. */
export function wholePoint(component: Component, given: ArrayLike<number>): Float64Array | null {
  const { lower, upper, whole, sheet } = component;
  const point = new Float64Array(lower.length);
  for (let column = 0; column < lower.length; column += 1) {
    const value = given[column] ?? 0;
    const rounded = whole[column] === 1 ? Math.round(value) : value;
    const slack = whole[column] === 1 ? WHOLE : slackAt(value);
    if (
      Math.abs(rounded - value) > WHOLE ||
      !(rounded >= (lower[column] ?? 0) - slack && rounded <= (upper[column] ?? 0) + slack)
    )
      return null;
    point[column] = rounded;
  }
  for (let row = 0; row < sheet.low.length; row += 1) {
    let sum = 0;
    for (let at = sheet.starts[row] ?? 0; at < (sheet.starts[row + 1] ?? 0); at += 1)
      sum += (sheet.coefficients[at] ?? 0) * (point[sheet.columns[at] ?? 0] ?? 0);
    const low = sheet.low[row] ?? 0;
    const high = sheet.high[row] ?? 0;
    if (sum < low - slackAt(low) || sum > high + slackAt(high)) return null;
  }
  return point;
}
