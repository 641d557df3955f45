import type { Form, Pattern, Reader, System } from '../model/system.ts';

/** Sums of columns that lie between two numbers (equal: known exactly), row by row: compressed sparse rows. */
export interface Sheet {
  /** Row `r` holds the entries from `starts[r]` up to `starts[r + 1]`. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  readonly coefficients: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/** Collects rows of a sheet. */
export class SheetBuilder {
  readonly #starts: number[] = [0];
  readonly #columns: number[] = [];
  readonly #coefficients: number[] = [];
  readonly #low: number[] = [];
  readonly #high: number[] = [];

  entry(column: number, coefficient: number): void {
    this.#columns.push(column);
    this.#coefficients.push(coefficient);
  }

  /** Ends the row whose entries were given since the last one ended. */
  end(low: number, high: number): void {
    this.#starts.push(this.#columns.length);
    this.#low.push(low);
    this.#high.push(high);
  }

  get rows(): number {
    return this.#low.length;
  }

  build(): Sheet {
    return {
      starts: Int32Array.from(this.#starts),
      columns: Int32Array.from(this.#columns),
      coefficients: Float64Array.from(this.#coefficients),
      low: Float64Array.from(this.#low),
      high: Float64Array.from(this.#high),
    };
  }
}

/** Everything that a reader of this pattern knows of the variables, as sums between two numbers. */
export function knownToReaders(system: System, hidden: Pattern, { zeros }: Reader): Sheet {
  const sheet = new SheetBuilder();
  const add = (form: Form, low: number, high: number) => {
    for (const variable of form) sheet.entry(variable, 1);
    sheet.end(low, high);
  };
  system.rows.forEach(({ quantities, root }, at) => {
    if (!hidden.has(at)) {
      for (const { shown, form, value } of quantities) if (shown) add(form, value, value);
      return;
    }
    const rooted = root === null ? undefined : quantities[root];
    // Zeros are always shown under this policy, so what is hidden is at least one.
    if (zeros === 'published' && rooted !== undefined) add(rooted.form, 1, Number.POSITIVE_INFINITY);
  });
  for (const { left, right } of system.relations) {
    // Variables on both sides cancel.
    const leftSet = new Set(left);
    const rightSet = new Set(right);
    for (const variable of left) if (!rightSet.has(variable)) sheet.entry(variable, 1);
    for (const variable of right) if (!leftSet.has(variable)) sheet.entry(variable, -1);
    sheet.end(0, 0);
  }
  for (const { terms, low, high } of system.facts) {
    for (const [variable, coefficient] of terms) if (coefficient !== 0) sheet.entry(variable, coefficient);
    sheet.end(low, high);
  }
  return sheet.build();
}
