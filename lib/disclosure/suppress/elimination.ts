import { isZeroRow, type Pattern, type Sensitive, type System } from '../model/system.ts';
import { cancel, Span, scaledAt, type Vector, vectorOf, vectorOfTerms } from './span.ts';
import type { SuppressionSettings } from './suppress.ts';

/**
 * Complementary suppression by elimination, after GaussSuppression (Langsrud, Privacy in Statistical Databases 2024;
 * statisticsnorway/ssb-ssbtools, R/GaussSuppression.R): rows are published one after the other, the ones that we
 * least want to lose first; a row whose publication would make a protected quantity a combination of what is
 * published is hidden instead. No interval is looked at here; `widening.ts` does.
 * @param ties which of two rows of one size is published first
 */
export function eliminate(
  system: System,
  sensitive: readonly Sensitive[],
  settings: SuppressionSettings,
  ties: 'first' | 'last' = 'first',
): Pattern {
  const { reader } = settings;
  const hidden = new Set(sensitive.map(({ row }) => row));
  const known = new KnownSums();
  for (const { left, right } of system.relations) known.publish([vectorOf(left, right)]);
  for (const { terms, low, high } of system.facts) {
    const vector = low === high ? vectorOfTerms(terms) : null;
    if (vector !== null) known.publish([vector]);
  }
  const isSecret = (value: number) => value !== 0 || reader.zeros === 'protected';
  const protectRow = (at: number) => {
    for (const { shown, value, form } of system.rows[at]?.quantities ?? []) {
      if (shown && isSecret(value)) known.protect(vectorOf(form));
    }
  };
  for (const { row, quantity } of sensitive)
    known.protect(vectorOf(system.rows[row]?.quantities[quantity]?.form ?? []));
  for (const { terms } of system.secrets) {
    const vector = vectorOfTerms(terms);
    if (vector !== null) known.protect(vector);
  }
  for (const row of hidden) protectRow(row);
  for (const at of publicationOrder(system, hidden, settings, ties)) {
    const vectors = (system.rows[at]?.quantities ?? [])
      .filter(({ shown }) => shown)
      .map(({ form }) => vectorOf(form));
    if (known.publish(vectors)) continue;
    hidden.add(at);
    protectRow(at);
  }
  return hidden;
}

/**
 * Rows that may be published, the ones that we least want to lose first: zeros where they are always shown, rows that
 * are to be kept, then by size, because large ones serve most people and are no use to hide small ones behind.
 */
function publicationOrder(
  system: System,
  hidden: ReadonlySet<number>,
  { reader, keep }: SuppressionSettings,
  ties: 'first' | 'last',
): readonly number[] {
  const places = placesByKey(system);
  const direction = ties === 'first' ? 1 : -1;
  return system.rows
    .map((row, at) => ({
      at,
      place: (places[at] ?? 0) * direction,
      rank: reader.zeros === 'published' && isZeroRow(row) ? 2 : keep.has(at) ? 1 : 0,
      size: row.quantities.reduce(
        (most, { shown, value }) => (shown ? Math.max(most, Math.abs(value)) : most),
        0,
      ),
    }))
    .filter(({ at }) => !hidden.has(at))
    .sort((left, right) => right.rank - left.rank || right.size - left.size || left.place - right.place)
    .map(({ at }) => at);
}

/** Where each row comes when they are sorted by key, so that a pattern does not depend on the order of rows. */
export function placesByKey(system: System): Int32Array {
  const names = system.rows.map(({ key }) => JSON.stringify(key));
  const order = names.map((_, at) => at);
  order.sort((left, right) => compare(names[left] ?? '', names[right] ?? '') || left - right);
  const places = new Int32Array(order.length);
  order.forEach((at, place) => {
    places[at] = place;
  });
  return places;
}

function compare(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

/** The sums known to a reader, and what is left of each protected one once the known is taken away. */
class KnownSums {
  readonly #span = new Span();
  readonly #rests: Vector[] = [];
  /** Which rests have a part at a variable. */
  readonly #holders = new Map<number, Set<number>>();

  /** Protects a sum that is not known yet; one that is known already stays so. */
  protect(vector: Vector): void {
    const rest = this.#span.reduce(vector);
    if (rest.size === 0) return;
    const id = this.#rests.length;
    this.#rests.push(rest);
    for (const variable of rest.keys()) this.#hold(variable, id);
  }

  /** Makes sums known, all or none. @returns false where that would make a protected one known */
  publish(vectors: readonly Vector[]): boolean {
    const added: { readonly pivot: number; readonly unit: Vector }[] = [];
    const changed = new Map<number, Vector>();
    for (const vector of vectors) {
      const rest = this.#span.reduce(vector);
      // Vectors of this call are not in the span yet; there are one to a few.
      for (const { pivot, unit } of added) cancel(rest, pivot, unit);
      if (rest.size === 0) continue;
      const pivot = this.#leastHeld(rest);
      const unit = scaledAt(rest, pivot);
      added.push({ pivot, unit });
      const holders = new Set(this.#holders.get(pivot));
      for (const [id, copy] of changed) {
        if (copy.has(pivot)) holders.add(id);
      }
      for (const id of holders) {
        const copy = changed.get(id) ?? new Map(this.#rests[id]);
        cancel(copy, pivot, unit);
        if (copy.size === 0) return false;
        changed.set(id, copy);
      }
    }
    for (const { pivot, unit } of added) this.#span.add(pivot, unit);
    for (const [id, copy] of changed) this.#replace(id, copy);
    return true;
  }

  /** The variable in the fewest protected sums: their vectors stay short. */
  #leastHeld(vector: Vector): number {
    let best = -1;
    let fewest = Number.POSITIVE_INFINITY;
    for (const variable of vector.keys()) {
      const held = this.#holders.get(variable)?.size ?? 0;
      if (held < fewest || (held === fewest && variable < best)) {
        best = variable;
        fewest = held;
      }
    }
    return best;
  }

  #replace(id: number, next: Vector): void {
    const before = this.#rests[id] ?? new Map();
    for (const variable of before.keys()) {
      if (!next.has(variable)) this.#holders.get(variable)?.delete(id);
    }
    for (const variable of next.keys()) {
      if (!before.has(variable)) this.#hold(variable, id);
    }
    this.#rests[id] = next;
  }

  #hold(variable: number, id: number): void {
    const holders = this.#holders.get(variable);
    if (holders === undefined) this.#holders.set(variable, new Set([id]));
    else holders.add(id);
  }
}
