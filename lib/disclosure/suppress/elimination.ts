import { isZeroRow, type Pattern, type Reader, type Sensitive, type System } from '../model/system.ts';
import { cancel, Span, scaledAt, type Vector, vectorOf } from './span.ts';
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
  { reader: policy }: SuppressionSettings,
  ties: 'first' | 'last' = 'first',
): Pattern {
  const hidden = new Set(sensitive.map(({ row }) => row));
  const known = new KnownSums();
  for (const { left, right } of system.relations) known.publish([vectorOf(left, right)]);
  const isSecret = (value: number) => value !== 0 || policy.zeros === 'protected';
  const protectRow = (at: number) => {
    for (const { shown, value, form } of system.rows[at]?.quantities ?? []) {
      if (shown && isSecret(value)) known.protect(form);
    }
  };
  for (const { row, quantity } of sensitive)
    known.protect(system.rows[row]?.quantities[quantity]?.form ?? []);
  for (const row of hidden) protectRow(row);
  for (const at of publicationOrder(system, hidden, policy, ties)) {
    const vectors = (system.rows[at]?.quantities ?? [])
      .filter(({ shown }) => shown)
      .map(({ form }) => vectorOf(form));
    if (known.publish(vectors)) continue;
    hidden.add(at);
    protectRow(at);
  }
  return hidden;
}

/** Rows that may be published, zeros first where they are always shown, then by size: large ones serve most people. */
function publicationOrder(
  system: System,
  hidden: ReadonlySet<number>,
  policy: Reader,
  ties: 'first' | 'last',
): readonly number[] {
  const weight = (at: number) => {
    const row = system.rows[at];
    if (row === undefined) return 0;
    if (policy.zeros === 'published' && isZeroRow(row)) return Number.POSITIVE_INFINITY;
    return Math.max(...row.quantities.filter(({ shown }) => shown).map(({ value }) => Math.abs(value)));
  };
  const direction = ties === 'first' ? 1 : -1;
  return system.rows
    .map((_, at) => ({ at, weight: weight(at) }))
    .filter(({ at }) => !hidden.has(at))
    .sort((left, right) =>
      left.weight === right.weight ? (left.at - right.at) * direction : right.weight - left.weight,
    )
    .map(({ at }) => at);
}

/** The sums known to a reader, and what is left of each protected one once the known is taken away. */
class KnownSums {
  readonly #span = new Span();
  readonly #rests: Vector[] = [];
  /** Which rests have a part at a variable. */
  readonly #holders = new Map<number, Set<number>>();

  /** Protects a sum that is not known yet; one that is known already stays so. */
  protect(form: readonly number[]): void {
    const rest = this.#span.reduce(vectorOf(form));
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
