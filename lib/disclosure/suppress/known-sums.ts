import { coefficientAt, EMPTY, OpenVector, Span, scaledAt, type Vector } from './span.ts';

/** The sums known to a reader, and what is left of each protected one once the known is taken away. */
export class KnownSums {
  readonly #span: Span;
  readonly #open: OpenVector;
  readonly #rests: Vector[] = [];
  /** Which rests have a part at a position; some no longer have. */
  readonly #holders: number[][];
  /** How many rests have a part at a position. */
  readonly #held: Int32Array;

  /** @param size how many positions vectors have */
  constructor(size: number) {
    this.#span = new Span(size);
    this.#open = new OpenVector(size);
    this.#holders = Array.from({ length: size }, () => []);
    this.#held = new Int32Array(size);
  }

  /** Protects a sum that is not known yet; one that is known already stays so. */
  protect(vector: Vector): void {
    const rest = this.#span.reduce(vector);
    if (rest.at.length === 0) return;
    this.#rests.push(rest);
    this.#hold(this.#rests.length - 1, rest);
  }

  /** Makes sums known, all or none. @returns false where that would make a protected one known */
  publish(vectors: readonly Vector[]): boolean {
    const added: { readonly pivot: number; readonly unit: Vector }[] = [];
    const changed = new Map<number, Vector>();
    for (const vector of vectors) {
      // Vectors of this call are not in the span yet; there are one to a few.
      const rest = this.#less(this.#span.reduce(vector), added);
      if (rest.at.length === 0) continue;
      const pivot = this.#leastHeld(rest);
      const unit = scaledAt(rest, pivot);
      added.push({ pivot, unit });
      for (const id of this.#holding(pivot, changed)) {
        const left = this.#less(changed.get(id) ?? this.#rests[id] ?? EMPTY, [{ pivot, unit }]);
        if (left.at.length === 0) return false;
        changed.set(id, left);
      }
    }
    for (const { pivot, unit } of added) this.#span.add(pivot, unit);
    for (const [id, rest] of changed) this.#replace(id, rest);
    return true;
  }

  #less(vector: Vector, units: readonly { readonly pivot: number; readonly unit: Vector }[]): Vector {
    if (units.length === 0) return vector;
    this.#open.subtract(-1, vector);
    for (const { pivot, unit } of units) this.#open.cancel(pivot, unit);
    return this.#open.gather();
  }

  /** The position in the fewest protected sums: their vectors stay short. */
  #leastHeld({ at }: Vector): number {
    let best = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (const position of at) {
      const held = this.#held[position] ?? 0;
      if (held > fewest || (held === fewest && position > best)) continue;
      best = position;
      fewest = held;
    }
    return best;
  }

  /** The rests with a part at a position, with what this call has made of them so far. */
  #holding(position: number, changed: ReadonlyMap<number, Vector>): readonly number[] {
    const has = (vector: Vector | undefined) => vector !== undefined && coefficientAt(vector, position) !== 0;
    const kept = [...new Set(this.#holders[position])].filter((id) => has(this.#rests[id]));
    this.#holders[position] = kept;
    if (changed.size === 0) return kept;
    const fresh = [...changed].flatMap(([id, vector]) => (has(vector) ? [id] : []));
    return [...kept.filter((id) => !changed.has(id)), ...fresh];
  }

  #replace(id: number, next: Vector): void {
    for (const position of this.#rests[id]?.at ?? []) this.#held[position] = (this.#held[position] ?? 0) - 1;
    this.#rests[id] = next;
    this.#hold(id, next);
  }

  #hold(id: number, { at }: Vector): void {
    for (const position of at) {
      this.#held[position] = (this.#held[position] ?? 0) + 1;
      this.#holders[position]?.push(id);
    }
  }
}
