import type { Hiding } from './hiding.ts';

/** How much of the price of a line that nothing looked at lies in counts against a variable: several may share it. */
const SHARE = 0.8;
/** Lines with more members than this are not walked along. */
const LONG = 512;

/**
 * The variables near a line: those by which a change of it can be made good with few other rows hidden. In three
 * passes, each taking the variables that lie in the fewest known lines which nothing taken so far lies in.
 */
export class Neighbourhood {
  readonly #hiding: Hiding;
  /** 1 where a variable may change at all, whatever is hidden. */
  readonly #movable: Uint8Array;
  readonly #touched: Uint8Array;
  readonly #taken: Uint8Array;
  readonly #candidate: Uint8Array;

  constructor(hiding: Hiding, movable: Uint8Array) {
    this.#hiding = hiding;
    this.#movable = movable;
    this.#touched = new Uint8Array(hiding.lines.count);
    this.#taken = new Uint8Array(hiding.lines.variables);
    this.#candidate = new Uint8Array(hiding.lines.variables);
  }

  /** @param size about how many variables */
  around(line: number, size: number): readonly number[] {
    const { starts, members } = this.#hiding.lines;
    const box: number[] = [];
    const reached: number[] = [];
    const candidates: number[] = [];
    const take = (variable: number) => {
      box.push(variable);
      this.#taken[variable] = 1;
      this.#reach(variable, reached, candidates);
    };
    const first: number[] = [];
    for (let at = starts[line] ?? 0; at < (starts[line + 1] ?? 0); at += 1) {
      const variable = members[at] ?? 0;
      if (this.#movable[variable] === 1) first.push(variable);
    }
    for (const variable of this.#cheapest(first, Math.max(8, size / 4))) take(variable);
    for (const share of [0.25, 0.6, 1]) {
      const open = candidates.filter((variable) => this.#taken[variable] === 0);
      for (const variable of this.#cheapest(open, size * share - box.length)) take(variable);
    }
    for (const at of reached) this.#touched[at] = 0;
    for (const variable of box) this.#taken[variable] = 0;
    for (const variable of candidates) this.#candidate[variable] = 0;
    return box.sort((left, right) => left - right);
  }

  /**
   * Variables whose change would save most.
   * @param gains what a unit more of each line would save
   * @param taken variables that have been looked at already
   */
  promising(
    gains: readonly (readonly [line: number, gain: number])[],
    taken: ReadonlySet<number>,
    count: number,
  ): readonly number[] {
    const { lines, linePrices } = this.#hiding;
    const sums = new Map<number, number>();
    for (const variable of taken) this.#mark(variable, 1);
    for (const [line, gain] of gains) {
      for (let at = lines.starts[line] ?? 0; at < (lines.starts[line + 1] ?? 0); at += 1) {
        const variable = lines.members[at] ?? 0;
        if (this.#movable[variable] !== 1 || taken.has(variable)) continue;
        sums.set(variable, (sums.get(variable) ?? 0) + gain * (lines.coefficients[at] ?? 0));
      }
    }
    const found: { readonly variable: number; readonly saves: number }[] = [];
    for (const [variable, sum] of sums) {
      let saves = Math.abs(sum);
      for (let by = lines.lineStarts[variable] ?? 0; by < (lines.lineStarts[variable + 1] ?? 0); by += 1) {
        const line = lines.linesOf[by] ?? 0;
        if (this.#touched[line] === 0) saves -= SHARE * Math.min(linePrices[line] ?? 0, 1e9);
      }
      if (Math.abs(sum) > 1e-9) found.push({ variable, saves });
    }
    for (const variable of taken) this.#mark(variable, 0);
    return found
      .sort((left, right) => right.saves - left.saves || left.variable - right.variable)
      .slice(0, count)
      .map(({ variable }) => variable);
  }

  #mark(variable: number, touched: 0 | 1): void {
    const { lineStarts, linesOf } = this.#hiding.lines;
    for (let by = lineStarts[variable] ?? 0; by < (lineStarts[variable + 1] ?? 0); by += 1)
      this.#touched[linesOf[by] ?? 0] = touched;
  }

  #reach(variable: number, reached: number[], candidates: number[]): void {
    const { lineStarts, linesOf, starts, members } = this.#hiding.lines;
    for (let by = lineStarts[variable] ?? 0; by < (lineStarts[variable + 1] ?? 0); by += 1) {
      const line = linesOf[by] ?? 0;
      if (this.#touched[line] === 1) continue;
      this.#touched[line] = 1;
      reached.push(line);
      const from = starts[line] ?? 0;
      const to = starts[line + 1] ?? 0;
      if (to - from > LONG) continue;
      for (let at = from; at < to; at += 1) {
        const other = members[at] ?? 0;
        if (this.#candidate[other] === 1 || this.#movable[other] === 0) continue;
        this.#candidate[other] = 1;
        candidates.push(other);
      }
    }
  }

  /** Those that open the least known price. */
  #cheapest(variables: readonly number[], count: number): readonly number[] {
    if (variables.length <= count) return variables;
    if (count <= 0) return [];
    return variables
      .map((variable) => ({ variable, price: this.#opens(variable) }))
      .sort((left, right) => left.price - right.price || left.variable - right.variable)
      .slice(0, count)
      .map(({ variable }) => variable);
  }

  #opens(variable: number): number {
    const { lineStarts, linesOf } = this.#hiding.lines;
    let price = 0;
    for (let by = lineStarts[variable] ?? 0; by < (lineStarts[variable + 1] ?? 0); by += 1) {
      const line = linesOf[by] ?? 0;
      if (this.#hiding.known[line] === 1 && this.#touched[line] === 0) price += 1;
    }
    return price;
  }
}
