import type { Pattern, System } from '../model/system.ts';
import type { Lines } from './lines.ts';
import type { SuppressionSettings } from './suppress.ts';

/** A row that is to be kept costs as much as this many others. */
const KEPT = 1000;

/** Which rows are hidden so far, which lines a reader therefore knows, and what hiding a row more costs. */
export class Hiding {
  readonly lines: Lines;
  readonly known: Uint8Array;
  /** Infinite for rows that are always shown. */
  readonly prices: Float64Array;
  /** What it costs to take each line from the reader: 0 where it is not known, infinite where that cannot be. */
  readonly linePrices: Float64Array;
  readonly #hidden: Set<number>;
  readonly #shownBy: Int32Array;

  constructor(lines: Lines, system: System, settings: SuppressionSettings, hidden: Pattern) {
    this.lines = lines;
    this.#hidden = new Set(hidden);
    this.#shownBy = Int32Array.from(
      lines.rowsOf,
      (rows) => rows.filter((row) => !this.#hidden.has(row)).length,
    );
    this.known = Uint8Array.from(lines.always, (always, line) =>
      always === 1 || (this.#shownBy[line] ?? 0) > 0 ? 1 : 0,
    );
    this.prices = pricesOf(system, lines, settings);
    this.linePrices = Float64Array.from(lines.rowsOf, (_, line) => this.#priceOf(line));
  }

  get rows(): Pattern {
    return this.#hidden;
  }

  isHidden(row: number): boolean {
    return this.#hidden.has(row);
  }

  /** @returns the lines that a reader no longer knows */
  hide(row: number): readonly number[] {
    if (this.#hidden.has(row)) return [];
    this.#hidden.add(row);
    const lost: number[] = [];
    for (const line of this.lines.ofRow[row] ?? []) {
      const left = (this.#shownBy[line] ?? 0) - 1;
      this.#shownBy[line] = left;
      this.linePrices[line] = this.#priceOf(line);
      if (left > 0 || this.lines.always[line] === 1) continue;
      this.known[line] = 0;
      lost.push(line);
    }
    return lost;
  }

  /** @returns the lines that a reader comes to know */
  show(row: number): readonly number[] {
    if (!this.#hidden.delete(row)) return [];
    const gained: number[] = [];
    for (const line of this.lines.ofRow[row] ?? []) {
      this.#shownBy[line] = (this.#shownBy[line] ?? 0) + 1;
      this.linePrices[line] = this.#priceOf(line);
      if (this.known[line] === 1) continue;
      this.known[line] = 1;
      gained.push(line);
    }
    return gained;
  }

  #priceOf(line: number): number {
    if (this.lines.always[line] === 1) return Number.POSITIVE_INFINITY;
    let price = 0;
    for (const row of this.lines.rowsOf[line] ?? []) {
      if (this.#hidden.has(row)) continue;
      price += (this.prices[row] ?? 0) / Math.max(1, this.lines.ofRow[row]?.length ?? 1);
    }
    return price;
  }
}

/** How many people a row speaks of. */
export function peopleIn(system: System, row: number): number {
  const { quantities = [], root = null } = system.rows[row] ?? {};
  if (root !== null) return Math.abs(quantities[root]?.value ?? 0);
  return quantities.reduce((most, { value, shown }) => (shown ? Math.max(most, Math.abs(value)) : most), 0);
}

function pricesOf(system: System, { open }: Lines, { cost, keep }: SuppressionSettings): Float64Array {
  const sizes = system.rows.map((_, row) => peopleIn(system, row));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 1);
  return Float64Array.from(sizes, (size, row) => {
    if (open[row] === 1) return Number.POSITIVE_INFINITY;
    const share = size / largest;
    // A little for size where cells count, so that among equals the smaller is hidden; and for cells where size does.
    const price = cost === 'people' ? 1e-3 + share : 1 + 0.5 * share;
    return keep.has(row) ? price + KEPT : price;
  });
}
