import type { Highs, Model } from 'highs';
import { AuditTooLarge } from '../errors.ts';
import type { Component } from './equations.ts';

/** How much work the audit may be; counted in simplex steps so that the same table always ends alike. */
export interface Budget {
  steps: number;
  programs: number;
}

/**
 * The least and most that sums of one component's unknowns can be. One persistent model: between two programs only
 * the objective changes, so primal simplex goes on from where it stands (presolve would throw that away).
 */
export class ComponentBounds implements Disposable {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #placeOf: ReadonlyMap<number, number>;
  readonly #budget: Budget;
  #objective: readonly number[] = [];

  constructor(highs: Highs, component: Component, lower: Float64Array, upper: Float64Array, budget: Budget) {
    this.#highs = highs;
    this.#budget = budget;
    this.#placeOf = new Map(component.unknowns.map((unknown, place) => [unknown, place]));
    const infinite = (value: number) => (Number.isFinite(value) ? value : Math.sign(value) * highs.infinity);
    const starts = [0];
    const indices: number[] = [];
    const values: number[] = [];
    for (const { plus, minus } of component.knowledge) {
      for (const [list, sign] of [
        [plus, 1],
        [minus, -1],
      ] as const) {
        for (const unknown of list) {
          indices.push(this.#placeOf.get(unknown) ?? 0);
          values.push(sign);
        }
      }
      starts.push(indices.length);
    }
    const numCols = component.unknowns.length;
    const numRows = component.knowledge.length;
    this.#model = highs.createModel({
      numCols,
      numRows,
      colCost: new Float64Array(numCols),
      colLower: Float64Array.from(component.unknowns, (unknown) => infinite(lower[unknown] ?? 0)),
      colUpper: Float64Array.from(component.unknowns, (unknown) => infinite(upper[unknown] ?? 0)),
      rowLower: Float64Array.from(component.knowledge, ({ low }) => infinite(low)),
      rowUpper: Float64Array.from(component.knowledge, ({ high }) => infinite(high)),
      matrix: {
        format: 'csr',
        numRows,
        numCols,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(values),
      },
    });
    this.#model.options.set({
      output_flag: false,
      presolve: 'off',
      solver: 'simplex',
      simplex_strategy: 4,
    });
  }

  /**
   * @param sum unknowns of this component
   * @returns the bound (infinite where there is none) and, where it is attained, the unknowns' values by number
   * @throws AuditTooLarge once the budget is spent
   */
  solve(
    sum: readonly number[],
    sense: 'least' | 'most',
  ): { readonly bound: number; readonly at?: (unknown: number) => number } {
    const { objectiveSense, modelStatus } = this.#highs.constants;
    const model = this.#model;
    for (const place of this.#objective) model.changeColCost(place, 0);
    this.#objective = sum.map((unknown) => this.#placeOf.get(unknown) ?? 0);
    for (const place of this.#objective) model.changeColCost(place, 1);
    model.changeObjectiveSense(sense === 'least' ? objectiveSense.minimize : objectiveSense.maximize);
    if (this.#budget.steps <= 0) throw new AuditTooLarge({ programs: this.#budget.programs });
    model.options.set({ simplex_iteration_limit: this.#budget.steps });
    model.run();
    this.#budget.programs += 1;
    this.#budget.steps -= Number(model.info.get('simplex_iteration_count'));
    const status = model.getModelStatus();
    if (status === modelStatus.optimal) {
      const values = model.getSolution().colValue;
      return {
        bound: model.getObjectiveValue(),
        at: (unknown) => values[this.#placeOf.get(unknown) ?? 0] ?? 0,
      };
    }
    if (status === modelStatus.unbounded || status === modelStatus.unboundedOrInfeasible) {
      return { bound: sense === 'least' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY };
    }
    throw new AuditTooLarge({ programs: this.#budget.programs });
  }

  [Symbol.dispose](): void {
    this.#model.dispose();
  }
}
