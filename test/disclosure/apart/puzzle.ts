import highs, { type Highs } from 'highs';

/** An unknown by its number, with what it is multiplied by. */
export type Sum = readonly (readonly [unknown: number, times: number])[];

/** What somebody knows: a sum of unknowns is equal to, at least or at most a number. */
export interface Statement {
  readonly sum: Sum;
  readonly is: '=' | '>=' | '<=';
  readonly value: number;
}

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** The plain sum of some unknowns. */
export function plain(unknowns: readonly number[]): Sum {
  return unknowns.map((unknown) => [unknown, 1]);
}

const load = highs as unknown as () => Promise<Highs>;
let loading: Promise<Highs> | undefined;

/** Nearer than this to a whole number is one. */
const NEAR = 1e-6;

/**
 * Unknown whole numbers, none negative, and what is known of them; written down anew for every question in the solver's
 * own text format. Slow and plain on purpose: it shares nothing with the product but the solver.
 */
export class Puzzle {
  readonly #solver: Highs;
  readonly #unknowns: number;
  readonly #known: string;
  readonly #whole: boolean;
  readonly #signed: readonly number[];

  private constructor(
    solver: Highs,
    unknowns: number,
    known: string,
    whole: boolean,
    signed: readonly number[],
  ) {
    this.#solver = solver;
    this.#unknowns = unknowns;
    this.#known = known;
    this.#whole = whole;
    this.#signed = signed;
  }

  /**
   * @param whole look for whole numbers; otherwise for real ones, which bound less closely and take less time
   * @param signed unknowns that may be negative
   */
  static async of(
    unknowns: number,
    statements: readonly Statement[],
    whole = true,
    signed: readonly number[] = [],
  ): Promise<Puzzle> {
    loading ??= load();
    const known = statements
      .filter(({ sum }) => sum.length > 0)
      .map(({ sum, is, value }, at) => ` c${at}: ${text(sum)} ${is} ${value}`)
      .join('\n');
    return new Puzzle(await loading, unknowns, known, whole, signed);
  }

  /** The least and the most that a sum can be: infinite where nothing bounds it. */
  range(sum: Sum): Range {
    if (sum.length === 0) return { low: 0, high: 0 };
    return { low: this.end(sum, 'Minimize'), high: this.end(sum, 'Maximize') };
  }

  /** One end. Real numbers first: where the best ones happen to be whole, no whole ones are better. */
  end(sum: Sum, sense: 'Minimize' | 'Maximize'): number {
    const real = this.#solve(sum, sense, false);
    if (!this.#whole || real.whole || !Number.isFinite(real.value)) return this.#rounded(real.value, sense);
    return this.#rounded(this.#solve(sum, sense, true).value, sense);
  }

  #rounded(value: number, sense: 'Minimize' | 'Maximize'): number {
    if (!this.#whole) return value;
    // Adding 0 makes 0 of -0.
    return (sense === 'Minimize' ? Math.ceil(value - NEAR) : Math.floor(value + NEAR)) + 0;
  }

  #solve(sum: Sum, sense: string, whole: boolean): { readonly value: number; readonly whole: boolean } {
    const all = Array.from({ length: this.#unknowns }, (_, unknown) => `x${unknown}`);
    const free = this.#signed.map((unknown) => ` x${unknown} free`).join('\n');
    const problem = [
      `${sense}\n obj: ${text(sum)}`,
      `Subject To\n${this.#known}\n all: ${all.join(' + ')} >= ${this.#signed.length > 0 ? -1e9 : 0}`,
      ...(free === '' ? [] : [`Bounds\n${free}`]),
      ...(whole ? [`General\n${all.join('\n')}`] : []),
      'End\n',
    ].join('\n');
    const { Status, ObjectiveValue, Columns } = this.#solver.solve(problem, {
      output_flag: false,
      ...(whole ? {} : { presolve: 'off' }),
    });
    if (Status === 'Infeasible') throw new Error('what is known contradicts itself');
    if (Status === 'Optimal') {
      const isWhole = Object.values(Columns).every(
        (column) => 'Primal' in column && Math.abs(column.Primal - Math.round(column.Primal)) < NEAR,
      );
      return { value: ObjectiveValue, whole: isWhole };
    }
    return {
      value: sense === 'Maximize' ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY,
      whole: false,
    };
  }
}

function text(sum: Sum): string {
  return sum.map(([unknown, times]) => `${times < 0 ? '-' : '+'} ${Math.abs(times)} x${unknown}`).join(' ');
}
