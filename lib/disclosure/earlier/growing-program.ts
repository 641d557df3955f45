import type { Highs } from 'highs';
import { AuditTooLarge } from '../errors.ts';
import type { Terms } from '../model/system.ts';

/** More simplex steps than this, and the table is refused as too large. */
const STEP_LIMIT = 5_000_000;

export interface Solution {
  readonly values: Float64Array;
  readonly cost: number;
}

/** A linear program that grows column by column and row by row, and is solved once. */
export class GrowingProgram {
  readonly #highs: Highs;
  readonly #lower: number[] = [];
  readonly #upper: number[] = [];
  readonly #cost: number[] = [];
  readonly #starts: number[] = [0];
  readonly #indices: number[] = [];
  readonly #values: number[] = [];
  readonly #low: number[] = [];
  readonly #high: number[] = [];

  constructor(highs: Highs) {
    this.#highs = highs;
  }

  column(lower: number, upper: number, cost: number): number {
    this.#lower.push(lower);
    this.#upper.push(upper);
    this.#cost.push(cost);
    return this.#cost.length - 1;
  }

  row(terms: Terms, low: number, high: number): void {
    const sums = new Map<number, number>();
    for (const [column, coefficient] of terms) sums.set(column, (sums.get(column) ?? 0) + coefficient);
    for (const [column, coefficient] of sums) {
      if (coefficient === 0) continue;
      this.#indices.push(column);
      this.#values.push(coefficient);
    }
    this.#starts.push(this.#indices.length);
    this.#low.push(low);
    this.#high.push(high);
  }

  /** The cheapest solution; null where there is none. @throws AuditTooLarge */
  solve(): Solution | null {
    const numCols = this.#cost.length;
    const numRows = this.#low.length;
    using model = this.#highs.createModel({
      numCols,
      numRows,
      colCost: Float64Array.from(this.#cost),
      colLower: Float64Array.from(this.#lower),
      colUpper: Float64Array.from(this.#upper),
      rowLower: Float64Array.from(this.#low),
      rowUpper: Float64Array.from(this.#high),
      matrix: {
        format: 'csr',
        numRows,
        numCols,
        starts: Int32Array.from(this.#starts),
        indices: Int32Array.from(this.#indices),
        values: Float64Array.from(this.#values),
      },
    });
    const { modelStatus } = this.#highs.constants;
    model.options.set({ output_flag: false, solver: 'simplex', simplex_iteration_limit: STEP_LIMIT });
    model.run();
    const status = model.getModelStatus();
    if (status === modelStatus.infeasible || status === modelStatus.unboundedOrInfeasible) return null;
    if (status !== modelStatus.optimal) throw new AuditTooLarge({ programs: 1 });
    return { values: Float64Array.from(model.getSolution().colValue), cost: model.getObjectiveValue() };
  }
}
