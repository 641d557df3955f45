import { isZeroRow, type Pattern, type Sensitive, type System, type Terms } from '../model/system.ts';
import { onFewerPositions } from './column-basis.ts';
import { KnownSums } from './known-sums.ts';
import { EMPTY, type Vector, vectorOf, vectorOfTerms } from './span.ts';
import type { SuppressionSettings } from './suppress.ts';

/**
 * Complementary suppression by elimination, after GaussSuppression (Langsrud, Privacy in Statistical Databases 2024;
 * statisticsnorway/ssb-ssbtools, R/GaussSuppression.R): rows are published one after the other, the ones that we
 * least want to lose first; a row whose publication would make a protected quantity a combination of what is
 * published is hidden instead. No interval is looked at here; `search.ts` does.
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
  const sums = sumsOf(system, sensitive);
  const known = new KnownSums(sums.size);
  const isSecret = (value: number) => value !== 0 || reader.zeros === 'protected';
  const protectRow = (at: number) => {
    for (const { value, vector } of sums.rows[at] ?? []) if (isSecret(value)) known.protect(vector);
  };
  for (const vector of sums.known) known.publish([vector]);
  for (const vector of sums.secret) known.protect(vector);
  for (const row of hidden) protectRow(row);
  for (const at of publicationOrder(system, hidden, settings, ties)) {
    if (known.publish((sums.rows[at] ?? []).map(({ vector }) => vector))) continue;
    hidden.add(at);
    protectRow(at);
  }
  return hidden;
}

/** All sums that matter as vectors: what is known from the start, what is secret apart from rows, what rows show. */
interface Sums {
  readonly size: number;
  readonly known: readonly Vector[];
  readonly secret: readonly Vector[];
  readonly rows: readonly (readonly { readonly value: number; readonly vector: Vector }[])[];
}

function sumsOf(system: System, sensitive: readonly Sensitive[]): Sums {
  const known = [
    ...system.relations.map(({ left, right }) => vectorOf(left, right)),
    ...system.facts.flatMap(({ terms, low, high }) => vectorIf(low === high, terms)),
  ];
  const secret = [
    ...sensitive.map(({ row, quantity }) => vectorOf(system.rows[row]?.quantities[quantity]?.form ?? [])),
    ...system.secrets.flatMap(({ terms }) => vectorIf(true, terms)),
  ];
  const shown = system.rows.map(({ quantities }) => quantities.filter((quantity) => quantity.shown));
  const all = [...known, ...secret, ...shown.flatMap((row) => row.map(({ form }) => vectorOf(form)))];
  const { vectors, size } = onFewerPositions(all, system.variables);
  const ofRows = vectors.slice(known.length + secret.length).values();
  return {
    size,
    known: vectors.slice(0, known.length),
    secret: vectors.slice(known.length, known.length + secret.length),
    rows: shown.map((row) => row.map(({ value }) => ({ value, vector: ofRows.next().value ?? EMPTY }))),
  };
}

function vectorIf(wanted: boolean, terms: Terms): readonly Vector[] {
  const vector = wanted ? vectorOfTerms(terms) : null;
  return vector === null ? [] : [vector];
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
