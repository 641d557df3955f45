import type { Form, Terms } from '../model/system.ts';

/**
 * Arithmetic is modulo the largest prime below 2^26, with remainders around zero: products stay exact in a double, the
 * small whole numbers that most vectors hold are themselves, and a combination that exists over the rationals is found
 * (save where the prime divides a denominator; the audit decides in any case).
 */
const PRIME = 67_108_859;
const HALF = (PRIME - 1) / 2;

/** A sparse vector: positions, each once, in no order, and what stands there: never zero. */
export interface Vector {
  readonly at: Int32Array;
  readonly by: Float64Array;
}

export const EMPTY: Vector = { at: new Int32Array(), by: new Float64Array() };

export function vectorOf(plus: Form, minus: Form = []): Vector {
  if (minus.length === 0) return { at: Int32Array.from(plus), by: new Float64Array(plus.length).fill(1) };
  return summed([...plus.map((at) => [at, 1] as const), ...minus.map((at) => [at, -1] as const)]);
}

/** @returns null where some coefficient is not whole: the field has no place for it, and intervals must do alone */
export function vectorOfTerms(terms: Terms): Vector | null {
  return terms.every(([, coefficient]) => Number.isInteger(coefficient)) ? summed(terms) : null;
}

function summed(terms: Terms): Vector {
  const sums = new Map<number, number>();
  for (const [at, coefficient] of terms) sums.set(at, remainder((sums.get(at) ?? 0) + (coefficient % PRIME)));
  const kept = [...sums].filter(([, value]) => value !== 0);
  return { at: Int32Array.from(kept, ([at]) => at), by: Float64Array.from(kept, ([, value]) => value) };
}

/** @param value below 2^53 in size */
function remainder(value: number): number {
  return value <= HALF && value >= -HALF ? value : value - Math.round(value / PRIME) * PRIME;
}

/** By Fermat: the power p − 2. */
function inverse(value: number): number {
  if (value === 1 || value === -1) return value;
  let result = 1;
  let base = value;
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = remainder(result * base);
    base = remainder(base * base);
  }
  return result;
}

/** What stands at a position. */
export function coefficientAt({ at, by }: Vector, position: number): number {
  return by[at.indexOf(position)] ?? 0;
}

/** The same vector scaled so that it has 1 at the position. */
export function scaledAt(vector: Vector, position: number): Vector {
  const factor = inverse(coefficientAt(vector, position));
  return factor === 1 ? vector : { at: vector.at, by: vector.by.map((value) => remainder(value * factor)) };
}

/** One vector laid open, so that others can be taken from it; empty again once it is gathered. */
export class OpenVector {
  readonly #values: Float64Array;
  readonly #isTouched: Uint8Array;
  readonly #touched: Int32Array;
  #count = 0;

  constructor(size: number) {
    this.#values = new Float64Array(size);
    this.#isTouched = new Uint8Array(size);
    this.#touched = new Int32Array(size);
  }

  /** What stands at a position. */
  at(position: number): number {
    return this.#values[position] ?? 0;
  }

  /** Subtracts `factor` times a vector. */
  subtract(factor: number, { at, by }: Vector): void {
    const values = this.#values;
    for (let index = 0; index < at.length; index += 1) {
      const position = at[index] ?? 0;
      if (this.#isTouched[position] === 0) {
        this.#isTouched[position] = 1;
        this.#touched[this.#count] = position;
        this.#count += 1;
      }
      values[position] = remainder((values[position] ?? 0) - factor * (by[index] ?? 0));
    }
  }

  /** Takes from it its part at the position, by means of a vector that has 1 there. */
  cancel(position: number, unit: Vector): void {
    const factor = this.at(position);
    if (factor !== 0) this.subtract(factor, unit);
  }

  /** @returns what it holds */
  gather(): Vector {
    let length = 0;
    for (let index = 0; index < this.#count; index += 1)
      if (this.#values[this.#touched[index] ?? 0] !== 0) length += 1;
    const at = new Int32Array(length);
    const by = new Float64Array(length);
    let next = 0;
    for (let index = 0; index < this.#count; index += 1) {
      const position = this.#touched[index] ?? 0;
      const value = this.#values[position] ?? 0;
      this.#isTouched[position] = 0;
      if (value === 0) continue;
      this.#values[position] = 0;
      at[next] = position;
      by[next] = value;
      next += 1;
    }
    this.#count = 0;
    return { at, by };
  }
}

/** What can be worked out from a growing set of known sums: vectors in echelon form. */
export class Span {
  readonly #open: OpenVector;
  /** The place of the vector whose leading position it is, in the order of their coming; −1 where none. */
  readonly #orders: Int32Array;
  readonly #pivots: number[] = [];
  readonly #units: Vector[] = [];
  /** A bit for each vector that may have to be taken away. */
  readonly #waiting: Int32Array;

  /** @param size how many positions vectors have */
  constructor(size: number) {
    this.#open = new OpenVector(size);
    this.#orders = new Int32Array(size).fill(-1);
    this.#waiting = new Int32Array((size >> 5) + 1);
  }

  /** What remains of a vector once all that is known is taken from it; empty where it is known. */
  reduce(vector: Vector): Vector {
    const least = this.#await(vector, this.#waiting.length);
    if (least === this.#waiting.length) return vector;
    const open = this.#open;
    open.subtract(-1, vector);
    const waiting = this.#waiting;
    const words = (this.#units.length >> 5) + 1;
    // A vector holds no leading position of an earlier one, so that what it adds waits further up.
    for (let word = least; word < words; word += 1) {
      for (let bits = waiting[word] ?? 0; bits !== 0; bits = waiting[word] ?? 0) {
        const order = (word << 5) + 31 - Math.clz32(bits & -bits);
        waiting[word] = bits & (bits - 1);
        const factor = open.at(this.#pivots[order] ?? 0);
        if (factor === 0) continue;
        const unit = this.#units[order] ?? EMPTY;
        open.subtract(factor, unit);
        this.#await(unit, words, order);
      }
    }
    return open.gather();
  }

  /** Adds a reduced vector that has 1 at the position. */
  add(position: number, unit: Vector): void {
    this.#orders[position] = this.#units.length;
    this.#pivots.push(position);
    this.#units.push(unit);
  }

  /** @returns the first word of `#waiting` with a bit of its own, or `none` */
  #await({ at }: Vector, none: number, after = -1): number {
    let least = none;
    for (let index = 0; index < at.length; index += 1) {
      const order = this.#orders[at[index] ?? 0] ?? -1;
      if (order <= after) continue;
      const word = order >> 5;
      this.#waiting[word] = (this.#waiting[word] ?? 0) | (1 << (order & 31));
      if (word < least) least = word;
    }
    return least;
  }
}
