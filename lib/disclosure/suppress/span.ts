import type { Form, Terms } from '../model/system.ts';

/**
 * Arithmetic is modulo the largest prime below 2^26: products stay exact in a double, and a combination that exists
 * over the rationals is found (save where the prime divides a denominator; the audit decides in any case).
 */
const PRIME = 67_108_859;

/** A sparse vector: variable to coefficient, never zero. */
export type Vector = Map<number, number>;

export function vectorOf(plus: Form, minus: Form = []): Vector {
  const vector: Vector = new Map(plus.map((variable) => [variable, 1]));
  for (const variable of minus) addTo(vector, variable, PRIME - 1);
  return vector;
}

/** @returns null where some coefficient is not whole: the field has no place for it, and intervals must do alone */
export function vectorOfTerms(terms: Terms): Vector | null {
  const vector: Vector = new Map();
  for (const [variable, coefficient] of terms) {
    if (!Number.isInteger(coefficient)) return null;
    const amount = ((coefficient % PRIME) + PRIME) % PRIME;
    if (amount > 0) addTo(vector, variable, amount);
  }
  return vector;
}

function addTo(vector: Vector, variable: number, amount: number): void {
  const sum = ((vector.get(variable) ?? 0) + amount) % PRIME;
  if (sum === 0) vector.delete(variable);
  else vector.set(variable, sum);
}

/** Subtracts `factor` times the other vector. */
function subtract(vector: Vector, factor: number, other: Vector): void {
  for (const [variable, value] of other) addTo(vector, variable, PRIME - ((factor * value) % PRIME));
}

/** By Fermat: the power p − 2. */
function inverse(value: number): number {
  let result = 1;
  let base = value;
  for (let exponent = PRIME - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = (result * base) % PRIME;
    base = (base * base) % PRIME;
  }
  return result;
}

/** Takes from `vector` its part at the variable, by means of a vector that has 1 there. */
export function cancel(vector: Vector, variable: number, unit: Vector): void {
  const factor = vector.get(variable);
  if (factor !== undefined) subtract(vector, factor, unit);
}

/** The same vector scaled so that it has 1 at the variable. */
export function scaledAt(vector: Vector, variable: number): Vector {
  const factor = inverse(vector.get(variable) ?? 1);
  return new Map([...vector].map(([at, value]) => [at, (value * factor) % PRIME]));
}

/** What can be worked out from a growing set of known sums: vectors in echelon form. */
export class Span {
  readonly #pivots = new Map<number, { readonly order: number; readonly unit: Vector }>();
  readonly #order: number[] = [];

  /** What remains of a vector once all that is known is taken from it; empty where it is known. */
  reduce(vector: Vector): Vector {
    const rest: Vector = new Map(vector);
    const waiting = new OrderQueue();
    for (const variable of rest.keys()) this.#enqueue(waiting, variable);
    for (let order = waiting.take(); order !== undefined; order = waiting.take()) {
      const variable = this.#order[order];
      if (variable === undefined || !rest.has(variable)) continue;
      const unit = this.#pivots.get(variable)?.unit;
      if (unit === undefined) continue;
      cancel(rest, variable, unit);
      for (const touched of unit.keys()) this.#enqueue(waiting, touched);
    }
    return rest;
  }

  /** Adds a reduced vector that has 1 at the variable. */
  add(variable: number, unit: Vector): void {
    this.#pivots.set(variable, { order: this.#order.length, unit });
    this.#order.push(variable);
  }

  #enqueue(waiting: OrderQueue, variable: number): void {
    const pivot = this.#pivots.get(variable);
    if (pivot !== undefined) waiting.put(pivot.order);
  }
}

/** Smallest number first, each once: a binary heap. */
class OrderQueue {
  readonly #heap: number[] = [];
  readonly #present = new Set<number>();

  put(order: number): void {
    if (this.#present.has(order)) return;
    this.#present.add(order);
    const heap = this.#heap;
    heap.push(order);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if ((heap[parent] ?? 0) <= (heap[at] ?? 0)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  take(): number | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    this.#present.delete(first);
    if (heap.length > 0) {
      heap[0] = last;
      for (let at = 0; ; ) {
        const left = 2 * at + 1;
        if (left >= heap.length) break;
        const right = left + 1;
        const least = right < heap.length && (heap[right] ?? 0) < (heap[left] ?? 0) ? right : left;
        if ((heap[at] ?? 0) <= (heap[least] ?? 0)) break;
        this.#swap(at, least);
        at = least;
      }
    }
    return first;
  }

  #swap(left: number, right: number): void {
    const kept = this.#heap[left] ?? 0;
    this.#heap[left] = this.#heap[right] ?? 0;
    this.#heap[right] = kept;
  }
}
