import type { Highs, Model } from 'highs';
import { AuditTooLarge, PublishedCellsDisagree } from '../errors.ts';
import type { Component } from './components.ts';

/** How much work the audit may be; counted in simplex steps so that the same table always ends alike. */
export interface Budget {
  steps: number;
  /** Linear programs solved. */
  programs: number;
  /** Integer programs solved. */
  searches: number;
  /** Ends that no search could decide. */
  undecided: number;
}

/** A sum of columns, and the end of it that is looked for. */
export interface Asked {
  readonly columns: ArrayLike<number>;
  readonly coefficients: ArrayLike<number>;
  readonly end: 'low' | 'high';
}

export interface Found {
  /** No table goes beyond; infinite where there is no end. */
  readonly bound: number;
  /** Where a program met its best; missing where there is no end, or where a search met nothing. */
  readonly point?: Float64Array;
}

/** What one column may be while one question is asked. */
export interface Confined {
  readonly column: number;
  readonly low: number;
  readonly high: number;
}

/** A target beyond every table, so that a search goes on to the end: the solver takes no infinite one. */
const BEYOND = 1e300;

/** Nodes that one search over whole numbers may open before it counts as undecided. */
const NODES = 100;

/**
 * The least and most that sums of one component's columns can be. Two persistent models at most. Between linear
 * programs only the objective changes, so primal simplex goes on from where it stands (presolve would throw that
 * away); searches over whole numbers have a model of their own, made when the first one is asked.
 */
export class Programs implements Disposable {
  readonly #highs: Highs;
  readonly #component: Component;
  readonly #budget: Budget;
  #linear: Aimed | undefined;
  #whole: Aimed | undefined;

  constructor(highs: Highs, component: Component, budget: Budget) {
    this.#highs = highs;
    this.#component = component;
    this.#budget = budget;
  }

  /**
   * The end where numbers need not be whole.
   * @throws AuditTooLarge once the budget is spent; PublishedCellsDisagree where no table is possible
   */
  bound(asked: Asked, confined: readonly Confined[] = []): Found {
    this.#linear ??= new Aimed(this.#highs, this.#component, false);
    const { modelStatus } = this.#highs.constants;
    const model = this.#linear;
    return model.confined(confined, () => {
      model.aim(asked);
      this.#budget.programs += 1;
      const status = this.#run(model);
      if (status === modelStatus.optimal) return { bound: model.objective(), point: model.point() };
      if (status === modelStatus.infeasible) throw new PublishedCellsDisagree();
      if (status !== modelStatus.unbounded && status !== modelStatus.unboundedOrInfeasible)
        throw this.#tooLarge();
      // Unbounded is said only of what is known to be possible: with nothing to aim at, a program has an end.
      model.aim({ ...asked, columns: [], coefficients: [] });
      if (this.#run(model) !== modelStatus.optimal) throw new PublishedCellsDisagree();
      return { bound: endless(asked) };
    });
  }

  /**
   * The end over whole numbers: searched no further than `enough`, and no longer than the nodes allow.
   * @param start a table to go on from
   * @throws AuditTooLarge once the budget is spent; PublishedCellsDisagree where no table is possible
   */
  search(
    asked: Asked,
    enough: number,
    start: Float64Array | null,
    confined: readonly Confined[] = [],
  ): Found {
    this.#whole ??= new Aimed(this.#highs, this.#component, true);
    const { modelStatus } = this.#highs.constants;
    const model = this.#whole;
    return model.confined(confined, () => {
      model.aim(asked);
      // Where no table is known, nothing says how far is far enough.
      const target = Number.isFinite(enough) ? enough : asked.end === 'high' ? BEYOND : -BEYOND;
      model.goOnFrom(start, target);
      this.#budget.searches += 1;
      const status = this.#run(model);
      if (status === modelStatus.infeasible) throw new PublishedCellsDisagree();
      if (status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible)
        return { bound: endless(asked) };
      return { bound: model.searchedBound(), ...(model.hasPoint() ? { point: model.point() } : {}) };
    });
  }

  #run(model: Aimed): number {
    if (this.#budget.steps <= 0) throw this.#tooLarge();
    this.#budget.steps -= Math.max(1, model.run(this.#budget.steps));
    return model.status();
  }

  #tooLarge(): AuditTooLarge {
    return new AuditTooLarge({ programs: this.#budget.programs + this.#budget.searches });
  }

  [Symbol.dispose](): void {
    this.#linear?.[Symbol.dispose]();
    this.#whole?.[Symbol.dispose]();
  }
}

function endless({ end }: Asked): number {
  return end === 'low' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/** A model of HiGHS whose objective is one sum at a time. */
class Aimed implements Disposable {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #component: Component;
  #objective: ArrayLike<number> = [];

  constructor(highs: Highs, component: Component, searching: boolean) {
    this.#highs = highs;
    this.#component = component;
    const { lower, upper, whole, sheet } = component;
    const infinite = (values: Float64Array) => values.map((value) => this.#infinite(value));
    const numCols = lower.length;
    const numRows = sheet.low.length;
    const { integer, continuous } = highs.constants.variableType;
    this.#model = highs.createModel({
      numCols,
      numRows,
      colCost: new Float64Array(numCols),
      colLower: infinite(lower),
      colUpper: infinite(upper),
      rowLower: infinite(sheet.low),
      rowUpper: infinite(sheet.high),
      matrix: {
        format: 'csr',
        numRows,
        numCols,
        starts: sheet.starts,
        indices: sheet.columns,
        values: sheet.coefficients,
      },
      ...(searching ? { integrality: Array.from(whole, (one) => (one === 1 ? integer : continuous)) } : {}),
    });
    this.#model.options.set(
      searching
        ? { output_flag: false, mip_max_nodes: NODES }
        : { output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 4 },
    );
  }

  #infinite(value: number): number {
    return Number.isFinite(value) ? value : Math.sign(value) * this.#highs.infinity;
  }

  aim({ columns, coefficients, end }: Asked): void {
    const { objectiveSense } = this.#highs.constants;
    for (let at = 0; at < this.#objective.length; at += 1)
      this.#model.changeColCost(this.#objective[at] ?? 0, 0);
    for (let at = 0; at < columns.length; at += 1)
      this.#model.changeColCost(columns[at] ?? 0, coefficients[at] ?? 0);
    this.#objective = columns;
    this.#model.changeObjectiveSense(end === 'low' ? objectiveSense.minimize : objectiveSense.maximize);
  }

  goOnFrom(start: Float64Array | null, enough: number): void {
    this.#model.options.set({ objective_target: enough });
    if (start !== null) this.#model.setSolution({ colValue: start });
  }

  /** Asks with some columns confined further, and frees them again. */
  confined<T>(columns: readonly Confined[], ask: () => T): T {
    const { lower, upper } = this.#component;
    const set = (column: number, low: number, high: number) =>
      this.#model.changeColBounds(column, this.#infinite(low), this.#infinite(high));
    for (const { column, low, high } of columns) set(column, low, high);
    try {
      return ask();
    } finally {
      for (const { column } of columns) set(column, lower[column] ?? 0, upper[column] ?? 0);
    }
  }

  /** @returns the simplex steps that it took */
  run(steps: number): number {
    this.#model.options.set({ simplex_iteration_limit: Math.min(steps, 2_147_483_647) });
    this.#model.run();
    return Number(this.#model.info.get('simplex_iteration_count'));
  }

  status(): number {
    return this.#model.getModelStatus();
  }

  objective(): number {
    return this.#model.getObjectiveValue();
  }

  searchedBound(): number {
    return Number(this.#model.info.get('mip_dual_bound'));
  }

  hasPoint(): boolean {
    return (
      Number(this.#model.info.get('primal_solution_status')) === this.#highs.constants.solutionStatus.feasible
    );
  }

  point(): Float64Array {
    return this.#model.getSolution().colValue;
  }

  [Symbol.dispose](): void {
    this.#model.dispose();
  }
}
