import type { Highs, Model } from 'highs';
import { AuditTooLarge } from '../errors.ts';
import { type Component, joined } from './components.ts';
import type { Budget } from './programs.ts';
import type { Probes } from './reach.ts';

/** A sum that is wanted to move so far, and whose way it is to move. */
export interface Wanted {
  readonly probe: number;
  readonly end: 'low' | 'high';
  readonly goal: number;
}

/** Distance from a whole number within which a value counts as one. */
const FRACTION = 1e-6;
/** What each unit of a wanted move is worth: as much as so many units that others must move for it. */
const WORTH = 25;
/** How often columns that come out in parts are closed before the rest is taken as it is. */
const DIVES = 12;

/** What came of asking for a move. */
export type Moved =
  | { readonly kind: 'met'; readonly point: Float64Array }
  /** No table goes as far, whole or not. */
  | { readonly kind: 'impossible' };

/**
 * The smallest change of one table that takes a sum as far as asked: a linear program that begins at the table itself
 * and changes little, so it ends soon, and what it finds is nearly always whole. Each column is split into what it
 * gains and what it loses, at a price of 1 each.
 */
export class Moves implements Disposable {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #from: Float64Array;
  readonly #component: Component;
  readonly #budget: Budget;
  readonly #probes: Probes;
  /** The model's row for each probe of several columns; -1 for one of a single column, which needs none. */
  readonly #rowOf: Int32Array;

  /** @param from a table that the component allows */
  constructor(highs: Highs, component: Component, probes: Probes, from: Float64Array, budget: Budget) {
    this.#highs = highs;
    this.#component = component;
    this.#probes = probes;
    this.#from = from;
    this.#budget = budget;
    const { lower, sheet } = component;
    const count = lower.length;
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    const rowLower: number[] = [];
    const rowUpper: number[] = [];
    const add = (
      rows: Pick<Probes, 'starts' | 'columns' | 'coefficients'>,
      row: number,
      low: number,
      high: number,
    ) => {
      let value = 0;
      for (let at = rows.starts[row] ?? 0; at < (rows.starts[row + 1] ?? 0); at += 1) {
        const column = rows.columns[at] ?? 0;
        const coefficient = rows.coefficients[at] ?? 0;
        value += coefficient * (from[column] ?? 0);
        indices.push(column, count + column);
        values.push(coefficient, -coefficient);
      }
      starts.push(indices.length);
      // A table that is possible up to rounding is taken for possible.
      rowLower.push(this.#finite(Math.min(0, low - value)));
      rowUpper.push(this.#finite(Math.max(0, high - value)));
    };
    for (let row = 0; row < sheet.low.length; row += 1)
      add(sheet, row, sheet.low[row] ?? 0, sheet.high[row] ?? 0);
    this.#rowOf = new Int32Array(probes.starts.length - 1).fill(-1);
    for (let probe = 0; probe + 1 < probes.starts.length; probe += 1) {
      if ((probes.starts[probe + 1] ?? 0) - (probes.starts[probe] ?? 0) === 1) continue;
      this.#rowOf[probe] = rowLower.length;
      add(probes, probe, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    }
    this.#model = highs.createModel({
      numCols: 2 * count,
      numRows: rowLower.length,
      colCost: new Float64Array(2 * count).fill(1),
      colLower: new Float64Array(2 * count),
      colUpper: Float64Array.from({ length: 2 * count }, (_, at) =>
        this.#finite(at < count ? this.#room(at, 1) : this.#room(at - count, -1)),
      ),
      rowLower: Float64Array.from(rowLower),
      rowUpper: Float64Array.from(rowUpper),
      matrix: {
        format: 'csr',
        numRows: rowLower.length,
        numCols: 2 * count,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 1 });
  }

  #finite(value: number): number {
    return Number.isFinite(value) ? value : Math.sign(value) * this.#highs.infinity;
  }

  /** How far a column can go up or down from the table. */
  #room(column: number, direction: 1 | -1): number {
    const from = this.#from[column] ?? 0;
    return Math.max(
      0,
      direction > 0
        ? (this.#component.upper[column] ?? 0) - from
        : from - (this.#component.lower[column] ?? 0),
    );
  }

  /** @throws AuditTooLarge once the budget is spent */
  towards(probe: number, end: 'low' | 'high', goal: number): Moved {
    const { starts, columns, coefficients } = this.#probes;
    const first = starts[probe] ?? 0;
    let value = 0;
    for (let at = first; at < (starts[probe + 1] ?? 0); at += 1)
      value += (coefficients[at] ?? 0) * (this.#from[columns[at] ?? 0] ?? 0);
    const row = this.#rowOf[probe] ?? -1;
    if (row >= 0) {
      const [low, high] =
        end === 'high' ? [goal - value, this.#highs.infinity] : [-this.#highs.infinity, goal - value];
      this.#model.changeRowBounds(row, low, high);
      try {
        return this.#run();
      } finally {
        this.#model.changeRowBounds(row, -this.#highs.infinity, this.#highs.infinity);
      }
    }
    const column = columns[first] ?? 0;
    const change = (goal - value) / (coefficients[first] ?? 1);
    const direction = change > 0 ? 1 : -1;
    const room = this.#room(column, direction);
    if (Math.abs(change) > room) return { kind: 'impossible' };
    const [place, other] =
      change > 0 ? [column, this.#from.length + column] : [this.#from.length + column, column];
    const back = this.#room(column, direction > 0 ? -1 : 1);
    this.#model.changeColBounds(place, Math.abs(change), this.#finite(room));
    // Or else it would gain and lose the same, which changes nothing.
    this.#model.changeColBounds(other, 0, 0);
    try {
      return this.#run();
    } finally {
      this.#model.changeColBounds(place, 0, this.#finite(room));
      this.#model.changeColBounds(other, 0, this.#finite(back));
    }
  }

  /**
   * One change that serves many: each wanted column is paid for its way, and takes along what must move with it.
   * @param wanted columns of their own; others are passed over
   * @returns the table with those parts of the change that are whole
   */
  together(wanted: readonly Wanted[]): Float64Array {
    const count = this.#from.length;
    const paid: number[] = [];
    for (const { probe, end, goal } of wanted) {
      const first = this.#probes.starts[probe] ?? 0;
      if ((this.#rowOf[probe] ?? -1) >= 0 || this.#probes.coefficients[first] !== 1) continue;
      const column = this.#probes.columns[first] ?? 0;
      const direction = end === 'high' ? 1 : -1;
      const change = direction * (goal - (this.#from[column] ?? 0));
      if (change <= 0) continue;
      const place = direction > 0 ? column : count + column;
      this.#model.changeColBounds(place, 0, Math.min(change, this.#room(column, direction)));
      this.#model.changeColCost(place, 1 - WORTH);
      // The other way costs more than this one pays, or else it would gain and lose the same.
      this.#model.changeColCost(direction > 0 ? count + column : column, WORTH);
      paid.push(place);
    }
    const closed: number[] = [];
    const isOff = (value: number, column: number) =>
      this.#component.whole[column] === 1 && Math.abs(value - Math.round(value)) > FRACTION;
    this.#model.options.set({ simplex_strategy: 4 });
    try {
      let moved = this.#run();
      this.#model.options.set({ simplex_strategy: 1 });
      for (let dive = 0; dive < DIVES && moved.kind === 'met'; dive += 1) {
        const off = [...moved.point.keys()].filter((column) =>
          isOff(moved.kind === 'met' ? (moved.point[column] ?? 0) : 0, column),
        );
        if (off.length === 0) return moved.point;
        // What came out in parts stays as it is; all else may move on.
        for (const column of off) {
          this.#model.changeColBounds(column, 0, 0);
          this.#model.changeColBounds(count + column, 0, 0);
          closed.push(column);
        }
        moved = this.#run(false);
      }
      return moved.kind === 'met' ? this.#wholeParts(moved.point) : this.#from;
    } finally {
      this.#model.options.set({ simplex_strategy: 1 });
      for (const place of paid) {
        this.#model.changeColCost(place, 1);
        this.#model.changeColCost(place < count ? place + count : place - count, 1);
      }
      for (const column of [...closed, ...paid.map((place) => (place < count ? place : place - count))]) {
        this.#model.changeColBounds(column, 0, this.#finite(this.#room(column, 1)));
        this.#model.changeColBounds(count + column, 0, this.#finite(this.#room(column, -1)));
      }
    }
  }

  /** A change falls into parts that no sum joins, each possible without the others: those of whole numbers stay. */
  #wholeParts(point: Float64Array): Float64Array {
    const { sheet, whole } = this.#component;
    const moves = (column: number) => Math.abs((point[column] ?? 0) - (this.#from[column] ?? 0)) > FRACTION;
    const part = joined(point.length, sheet, moves);
    const broken = new Uint8Array(point.length);
    for (let column = 0; column < point.length; column += 1) {
      const value = point[column] ?? 0;
      if (whole[column] === 1 && Math.abs(value - Math.round(value)) > FRACTION)
        broken[part[column] ?? 0] = 1;
    }
    return point.map((value, column) =>
      broken[part[column] ?? 0] === 1 ? (this.#from[column] ?? 0) : value,
    );
  }

  /** @param anew whether to begin at the table itself: what the last move was tells nothing about the next */
  #run(anew = true): Moved {
    if (this.#budget.steps <= 0)
      throw new AuditTooLarge({ programs: this.#budget.programs + this.#budget.searches });
    const model = this.#model;
    if (anew) model.setBasis();
    model.options.set({ simplex_iteration_limit: Math.min(this.#budget.steps, 2_147_483_647) });
    model.run();
    this.#budget.programs += 1;
    this.#budget.steps -= Math.max(1, Number(model.info.get('simplex_iteration_count')));
    const { modelStatus } = this.#highs.constants;
    const status = model.getModelStatus();
    if (status === modelStatus.infeasible) return { kind: 'impossible' };
    if (status !== modelStatus.optimal)
      throw new AuditTooLarge({ programs: this.#budget.programs + this.#budget.searches });
    const changes = model.getSolution().colValue;
    const count = this.#from.length;
    return {
      kind: 'met',
      point: Float64Array.from(
        this.#from,
        (from, column) => from + (changes[column] ?? 0) - (changes[count + column] ?? 0),
      ),
    };
  }

  [Symbol.dispose](): void {
    this.#model.dispose();
  }
}
