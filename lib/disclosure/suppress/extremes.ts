import type { Highs, Model } from 'highs';
import { finite } from './base-point.ts';
import type { Binding } from './binding.ts';
import type { Point } from './certificates.ts';

/** Amounts below this are rounding. */
const NOTHING = 1e-7;

/**
 * The tables that a reader cannot rule out, as one linear program in differences from the base point: columns are
 * the free variables, rows what binds them. Between two programs only the objective changes, so that primal simplex
 * goes on from where it stands.
 */
export class Extremes implements Disposable {
  readonly #highs: Highs;
  readonly #model: Model;
  readonly #binding: Binding;
  readonly #variables: Int32Array;
  readonly #placeOf: Int32Array;
  #objective: Int32Array = new Int32Array();
  programs = 0;

  constructor(highs: Highs, binding: Binding, base: Float64Array, values: Float64Array) {
    this.#highs = highs;
    this.#binding = binding;
    const { lines, free } = binding;
    const variables: number[] = [];
    this.#placeOf = new Int32Array(lines.variables).fill(-1);
    free.forEach((mark, variable) => {
      if (mark === 1) this.#placeOf[variable] = variables.push(variable) - 1;
    });
    this.#variables = Int32Array.from(variables);
    const starts = [0];
    const indices: number[] = [];
    const coefficients: number[] = [];
    const low: number[] = [];
    const high: number[] = [];
    const add = (line: number, least: number, most: number) => {
      const signs = binding.signsOf(line);
      binding.membersOf(line).forEach((variable, at) => {
        indices.push(this.#placeOf[variable] ?? 0);
        coefficients.push(signs[at] ?? 0);
      });
      starts.push(indices.length);
      low.push(finite(highs, least));
      high.push(finite(highs, most));
    };
    for (const line of binding.binding()) add(line, 0, 0);
    for (const { line, least, most } of ranges(binding, base, values)) add(line, least, most);
    const numCols = variables.length;
    this.#model = highs.createModel({
      numCols,
      numRows: low.length,
      colCost: new Float64Array(numCols),
      colLower: Float64Array.from(variables, (variable) =>
        finite(highs, (lines.lower[variable] ?? 0) - (base[variable] ?? 0)),
      ),
      colUpper: new Float64Array(numCols).fill(highs.infinity),
      rowLower: Float64Array.from(low),
      rowUpper: Float64Array.from(high),
      matrix: {
        format: 'csr',
        numRows: low.length,
        numCols,
        starts: Int32Array.from(starts),
        indices: Int32Array.from(indices),
        values: Float64Array.from(coefficients),
      },
    });
    this.#model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex', simplex_strategy: 4 });
  }

  /**
   * The table in which the weighted sum of lines is greatest.
   * @returns null where nothing limits it: then the solver has no such table
   */
  greatest(wanted: readonly { readonly line: number; readonly weight: number }[]): Point | null {
    const costs = new Map<number, number>();
    for (const { line, weight } of wanted) {
      const signs = this.#binding.signsOf(line);
      this.#binding.membersOf(line).forEach((variable, at) => {
        const place = this.#placeOf[variable] ?? 0;
        costs.set(place, (costs.get(place) ?? 0) - weight * (signs[at] ?? 0));
      });
    }
    const model = this.#model;
    if (this.#objective.length > 0)
      model.changeColsCost(
        { kind: 'set', indices: this.#objective },
        new Float64Array(this.#objective.length),
      );
    this.#objective = Int32Array.from([...costs.keys()].sort((left, right) => left - right));
    if (this.#objective.length === 0) return { variables: new Int32Array(), amounts: new Float64Array() };
    model.changeColsCost(
      { kind: 'set', indices: this.#objective },
      Float64Array.from(this.#objective, (place) => costs.get(place) ?? 0),
    );
    model.run();
    this.programs += 1;
    if (model.getModelStatus() !== this.#highs.constants.modelStatus.optimal) return null;
    return this.#point(model.getSolution().colValue);
  }

  #point(values: Float64Array): Point {
    const moved: number[] = [];
    for (let place = 0; place < values.length; place += 1)
      if (Math.abs(values[place] ?? 0) > NOTHING) moved.push(place);
    return {
      variables: Int32Array.from(moved, (place) => this.#variables[place] ?? 0),
      amounts: Float64Array.from(moved, (place) => values[place] ?? 0),
    };
  }

  [Symbol.dispose](): void {
    this.#model.dispose();
  }
}

/** What else binds differences: lines that may not fall below or rise above something, where variables allow that. */
export function ranges(
  { lines, free }: Binding,
  base: Float64Array,
  values: Float64Array,
): readonly { readonly line: number; readonly least: number; readonly most: number }[] {
  const found: { readonly line: number; readonly least: number; readonly most: number }[] = [];
  for (let line = 0; line < lines.count; line += 1) {
    const ranged = lines.always[line] === 1 && lines.low[line] !== lines.high[line];
    const least = Math.max(
      lines.least[line] ?? 0,
      ranged ? (lines.low[line] ?? 0) : Number.NEGATIVE_INFINITY,
    );
    const most = ranged ? (lines.high[line] ?? 0) : Number.POSITIVE_INFINITY;
    if (least === Number.NEGATIVE_INFINITY && most === Number.POSITIVE_INFINITY) continue;
    let lowest = values[line] ?? 0;
    let open = 0;
    for (let at = lines.starts[line] ?? 0; at < (lines.starts[line + 1] ?? 0); at += 1) {
      const variable = lines.members[at] ?? 0;
      if (free[variable] !== 1) continue;
      open += 1;
      const coefficient = lines.coefficients[at] ?? 0;
      lowest -=
        coefficient < 0
          ? Number.POSITIVE_INFINITY
          : coefficient * ((base[variable] ?? 0) - (lines.lower[variable] ?? 0));
    }
    if (open === 0 || (lowest >= least - 1e-9 && most === Number.POSITIVE_INFINITY)) continue;
    found.push({ line, least: least - (values[line] ?? 0), most: most - (values[line] ?? 0) });
  }
  return found;
}
