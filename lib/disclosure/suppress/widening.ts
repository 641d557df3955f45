import type { Highs, Model } from 'highs';
import { isZeroRow, type Pattern, type System, type Weakness } from '../model/system.ts';
import { solver } from '../solver.ts';
import type { SuppressionSettings } from './suppress.ts';

/** Deviations below this are rounding. */
const MOVED = 1e-6;

/**
 * Hides more rows until each demanded interval is wide enough: for each demand a linear program moves the quantity as
 * far as needed while the other published numbers move as little as they can, at a price; the rows that moved are
 * hidden. (The relaxation of Fischetti and Salazar-González's incremental model, Management Science 47(7), 2001, a
 * primary cell at a time.)
 * @returns the pattern with what it takes; the same pattern never comes back
 */
export async function widen(
  system: System,
  hidden: Pattern,
  demands: readonly Weakness[],
  policy: SuppressionSettings,
): Promise<Pattern> {
  using elastic = new ElasticTable(await solver(), system, hidden, policy);
  const wider = new Set(hidden);
  for (const demand of demands) {
    if (elastic.alreadyReaches(demand)) continue;
    for (const row of elastic.hideFor(demand)) wider.add(row);
  }
  // Rounding can make the two programs differ over the last digit; hiding all that may be hidden always holds.
  if (wider.size === hidden.size) for (const row of elastic.everyRow()) wider.add(row);
  return wider;
}

/**
 * The whole table as one linear program in which every published number may deviate, at a price a unit; hidden ones
 * deviate for nothing. Columns: the unknowns, then for each quantity how far it rises and how far it falls.
 */
class ElasticTable implements Disposable {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #system: System;
  readonly #hidden: Set<number>;
  readonly #policy: SuppressionSettings;
  readonly #upper: Float64Array;
  /** Column of the rise of each quantity; the fall is the next. */
  readonly #riseOf: readonly (readonly number[])[];
  /** Solutions met so far, as the values of quantities: what they reach needs no program. */
  readonly #reached: Map<string, { low: number; high: number }> = new Map();

  constructor(highs: Highs, system: System, hidden: Pattern, policy: SuppressionSettings) {
    this.#highs = highs;
    this.#system = system;
    this.#policy = policy;
    this.#hidden = new Set(hidden);
    let column = system.variables;
    this.#riseOf = system.rows.map(({ quantities }) =>
      quantities.map(() => {
        column += 2;
        return column - 2;
      }),
    );
    const numCols = column;
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    const right: number[] = [];
    const equation = (terms: readonly (readonly [number, number])[], value: number) => {
      for (const [at, coefficient] of terms) {
        indices.push(at);
        values.push(coefficient);
      }
      starts.push(indices.length);
      right.push(value);
    };
    system.rows.forEach(({ quantities }, row) => {
      quantities.forEach(({ form, value }, quantity) => {
        const rise = this.#riseOf[row]?.[quantity] ?? 0;
        equation([...form.map((variable) => [variable, 1] as const), [rise, -1], [rise + 1, 1]], value);
      });
    });
    for (const { left, right: other } of system.relations) {
      const sides = new Map(left.map((variable) => [variable, 1]));
      for (const variable of other) sides.set(variable, (sides.get(variable) ?? 0) - 1);
      equation(
        [...sides].filter(([, coefficient]) => coefficient !== 0),
        0,
      );
    }
    const lower = new Float64Array(numCols);
    for (const variable of system.signed) lower[variable] = -highs.infinity;
    const { upper, cost } = this.#prices(numCols);
    this.#upper = upper;
    this.#model = highs.createModel({
      numCols,
      numRows: right.length,
      colCost: cost,
      colLower: lower,
      colUpper: upper,
      rowLower: Float64Array.from(right),
      rowUpper: Float64Array.from(right),
      matrix: {
        format: 'csr',
        numRows: right.length,
        numCols,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex' });
  }

  /** How far each quantity may deviate, and what a unit costs. */
  #prices(numCols: number): { readonly upper: Float64Array; readonly cost: Float64Array } {
    const upper = new Float64Array(numCols).fill(this.#highs.infinity);
    const cost = new Float64Array(numCols);
    const largest = Math.max(
      1,
      ...this.#system.rows.flatMap(({ quantities }) => quantities.map(({ value }) => Math.abs(value))),
    );
    this.#system.rows.forEach((row, at) => {
      const fixed = this.#policy.reader.zeros === 'published' && isZeroRow(row);
      row.quantities.forEach(({ value, shown }, quantity) => {
        const rise = this.#riseOf[at]?.[quantity] ?? 0;
        const size = Math.abs(value) / largest;
        // A little for size, so that among equals the smaller is hidden.
        const price = this.#policy.cost === 'people' ? 1e-3 + size : 1 + size;
        if (shown && !this.#hidden.has(at)) {
          cost[rise] = price;
          cost[rise + 1] = price;
        }
        if (fixed && shown) {
          upper[rise] = 0;
          upper[rise + 1] = 0;
        }
        // Where zeros are always shown, a reader knows that what is hidden is at least one.
        if (this.#policy.reader.zeros === 'published' && quantity === row.root)
          upper[rise + 1] = Math.max(0, value - 1);
      });
    });
    return { upper, cost };
  }

  /** Whether a solution met on the way shows the demanded width already. */
  alreadyReaches({ subject, low, high, needed }: Weakness): boolean {
    if (!('row' in subject)) return false;
    const { row, quantity } = subject;
    const reached = this.#reached.get(`${row}/${quantity}`);
    return (
      reached !== undefined && Math.max(high, reached.high) - Math.min(low, reached.low) >= needed - MOVED
    );
  }

  /** @returns the rows to hide so that the quantity reaches one of the two ends that make its interval wide enough */
  hideFor({ subject, low, high, needed }: Weakness): readonly number[] {
    if (!('row' in subject)) return this.#hide(this.everyRow());
    const { row, quantity } = subject;
    const value = this.#system.rows[row]?.quantities[quantity]?.value ?? 0;
    const rise = this.#riseOf[row]?.[quantity] ?? 0;
    const up = this.#push(rise, rise + 1, low + needed - value);
    const down = this.#push(rise + 1, rise, value - (high - needed));
    const chosen = down === undefined || (up !== undefined && up.price <= down.price) ? up : down;
    if (chosen === undefined) return this.#hide(this.everyRow());
    this.#remember(chosen.values);
    return this.#hide(chosen.moved);
  }

  /** Everything that may be hidden at all: the last resort, where no finite deviation does. */
  everyRow(): readonly number[] {
    return this.#system.rows.flatMap((row, at) =>
      this.#policy.reader.zeros === 'published' && isZeroRow(row) ? [] : [at],
    );
  }

  #push(
    column: number,
    against: number,
    distance: number,
  ):
    | { readonly price: number; readonly moved: readonly number[]; readonly values: Float64Array }
    | undefined {
    const model = this.#model;
    const upper = this.#upper[column] ?? 0;
    if (distance > upper) return undefined;
    // Rise and fall of a hidden quantity cost nothing; one must not make up for the other.
    model.changeColBounds(column, Math.max(0, distance), upper);
    model.changeColBounds(against, 0, 0);
    model.run();
    const solved = model.getModelStatus() === this.#highs.constants.modelStatus.optimal;
    const values = solved ? model.getSolution().colValue : undefined;
    const price = solved ? model.getObjectiveValue() : 0;
    model.changeColBounds(column, 0, upper);
    model.changeColBounds(against, 0, this.#upper[against] ?? 0);
    if (values === undefined) return undefined;
    const moved = this.#system.rows.flatMap(({ quantities }, at) => {
      const deviates = quantities.some(({ shown }, quantity) => {
        const rise = this.#riseOf[at]?.[quantity] ?? 0;
        return shown && Math.abs((values[rise] ?? 0) - (values[rise + 1] ?? 0)) > MOVED;
      });
      return deviates && !this.#hidden.has(at) ? [at] : [];
    });
    return { price, moved, values };
  }

  #remember(values: Float64Array): void {
    this.#system.rows.forEach(({ quantities }, at) => {
      quantities.forEach(({ value }, quantity) => {
        const rise = this.#riseOf[at]?.[quantity] ?? 0;
        const now = value + (values[rise] ?? 0) - (values[rise + 1] ?? 0);
        const key = `${at}/${quantity}`;
        const before = this.#reached.get(key) ?? { low: value, high: value };
        this.#reached.set(key, { low: Math.min(before.low, now), high: Math.max(before.high, now) });
      });
    });
  }

  #hide(rows: readonly number[]): readonly number[] {
    for (const at of rows) {
      this.#hidden.add(at);
      this.#system.rows[at]?.quantities.forEach((_, quantity) => {
        const rise = this.#riseOf[at]?.[quantity] ?? 0;
        this.#model.changeColCost(rise, 0);
        this.#model.changeColCost(rise + 1, 0);
      });
    }
    return rows;
  }

  [Symbol.dispose](): void {
    this.#model.dispose();
  }
}
