import { isZeroRow, type Reader, type Sensitive, type System, type Terms } from '../model/system.ts';

/**
 * Every sum that matters in a system, once: what rows show, what a reader knows besides, and what is only watched
 * (secrets, and protected quantities that no row shows). Rows of a sparse matrix over the variables, and the same
 * matrix by variable.
 */
export interface Lines {
  readonly count: number;
  readonly variables: number;
  /** The members of line l are `members[starts[l]] … members[starts[l + 1] - 1]`. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
  readonly coefficients: Float64Array;
  /** The lines of variable v are `linesOf[lineStarts[v]] …`, with what v is multiplied by in each. */
  readonly lineStarts: Int32Array;
  readonly linesOf: Int32Array;
  readonly weights: Float64Array;
  /** What a reader knows of a line that is known. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** At least this, even where it is hidden: 1 for the root of a row where zeros are published. */
  readonly least: Float64Array;
  /** Whether its value is a whole number. */
  readonly whole: Uint8Array;
  /** Which rows show it. None: `always` says whether a reader knows it. */
  readonly rowsOf: readonly (readonly number[])[];
  readonly always: Uint8Array;
  /** The lines that a row shows. */
  readonly ofRow: readonly (readonly number[])[];
  /** The lines of a row's quantities, shown or not, and of each secret. */
  readonly ofQuantity: readonly (readonly number[])[];
  readonly ofSecret: readonly number[];
  /** No variable can be below this: 0, minus infinity where signed, more where contributors know what is theirs. */
  readonly lower: Float64Array;
  /** Rows that are always shown: zeros, where zeros are published. */
  readonly open: Uint8Array;
}

/** Collects lines; equal ones are one. */
class LineCollector {
  readonly starts: number[] = [0];
  readonly members: number[] = [];
  readonly coefficients: number[] = [];
  readonly low: number[] = [];
  readonly high: number[] = [];
  readonly least: number[] = [];
  readonly whole: number[] = [];
  readonly always: number[] = [];
  readonly rowsOf: number[][] = [];
  readonly #found = new Map<string, number>();

  /** @returns the line of these terms, a new one where there is none yet of its kind */
  line(terms: Terms, whole: boolean, kind: 'quantity' | 'fact' = 'quantity'): number {
    const key = `${kind}/${keyOf(terms)}`;
    const before = this.#found.get(key);
    if (before !== undefined && this.#isSame(before, terms)) return before;
    const line = this.low.length;
    if (before === undefined) this.#found.set(key, line);
    for (const [variable, coefficient] of terms) {
      this.members.push(variable);
      this.coefficients.push(coefficient);
    }
    this.starts.push(this.members.length);
    this.low.push(Number.NEGATIVE_INFINITY);
    this.high.push(Number.POSITIVE_INFINITY);
    this.least.push(Number.NEGATIVE_INFINITY);
    this.whole.push(whole ? 1 : 0);
    this.always.push(0);
    this.rowsOf.push([]);
    return line;
  }

  /** A reader always knows that the line lies between two numbers. */
  know(line: number, low: number, high: number): void {
    this.always[line] = 1;
    this.low[line] = Math.max(this.low[line] ?? 0, low);
    this.high[line] = Math.min(this.high[line] ?? 0, high);
  }

  #isSame(line: number, terms: Terms): boolean {
    const from = this.starts[line] ?? 0;
    return (
      (this.starts[line + 1] ?? 0) - from === terms.length &&
      terms.every(
        ([variable, coefficient], at) =>
          this.members[from + at] === variable && this.coefficients[from + at] === coefficient,
      )
    );
  }
}

/** Two sums over scrambled numbers of the variables: equal terms have equal keys, others hardly ever. */
function keyOf(terms: Terms): string {
  let first = 0;
  let second = 0;
  for (const [variable, coefficient] of terms) {
    const scrambled = Math.imul((variable + 1) ^ ((variable + 1) >>> 15), 0x2c1b3c6d);
    first = (first + Math.imul(scrambled, coefficient * 8)) | 0;
    second = (second + Math.imul(scrambled ^ (scrambled >>> 13), 0x297a2d39 + coefficient * 8)) | 0;
  }
  return `${terms.length}/${first}/${second}`;
}

/** Same variable twice becomes once; what cancels goes. */
function combined(terms: Terms): Terms {
  const sums = new Map<number, number>();
  for (const [variable, coefficient] of terms) sums.set(variable, (sums.get(variable) ?? 0) + coefficient);
  return [...sums].filter(([, coefficient]) => coefficient !== 0).sort(([left], [right]) => left - right);
}

/** Writes a system as lines. @param sensitive tells which quantities that no row shows are watched */
export function linesOf(system: System, sensitive: readonly Sensitive[], reader: Reader): Lines {
  const collector = new LineCollector();
  const ones = (form: readonly number[]): Terms => form.map((variable) => [variable, 1]);
  const watched = new Set(sensitive.map(({ row, quantity }) => `${row}/${quantity}`));
  const ofRow: number[][] = [];
  const ofQuantity = system.rows.map(({ quantities, root }, row) => {
    const shownLines: number[] = [];
    ofRow.push(shownLines);
    return quantities.map(({ form, value, shown, role }, at) => {
      if (!shown && !watched.has(`${row}/${at}`)) return -1;
      const line = collector.line(ones(form), role !== 'sum');
      if (shown) {
        collector.low[line] = Math.max(collector.low[line] ?? value, value);
        collector.high[line] = Math.min(collector.high[line] ?? value, value);
        collector.rowsOf[line]?.push(row);
        shownLines.push(line);
        if (
          at === root &&
          reader.zeros === 'published' &&
          !isZeroRow(system.rows[row] ?? { key: [], quantities, root })
        )
          collector.least[line] = 1;
      }
      return line;
    });
  });
  for (const { left, right } of system.relations) {
    const terms = combined([...ones(left), ...right.map((variable) => [variable, -1] as const)]);
    if (terms.length > 0) collector.know(collector.line(terms, false, 'fact'), 0, 0);
  }
  for (const { terms, low, high } of system.facts) {
    const line = collector.line(combined(terms), false, 'fact');
    collector.know(line, low, high);
  }
  const ofSecret = system.secrets.map(({ terms, whole }) => collector.line(combined(terms), whole));
  return {
    ...byVariable(system.variables, collector),
    low: Float64Array.from(collector.low),
    high: Float64Array.from(collector.high),
    least: Float64Array.from(collector.least),
    whole: Uint8Array.from(collector.whole),
    always: Uint8Array.from(collector.always),
    rowsOf: collector.rowsOf,
    ofRow,
    ofQuantity,
    ofSecret,
    lower: lowerEnds(system, reader, collector),
    open: Uint8Array.from(system.rows, (row) => (reader.zeros === 'published' && isZeroRow(row) ? 1 : 0)),
  };
}

function byVariable(variables: number, { starts, members, coefficients, low }: LineCollector) {
  const lineStarts = new Int32Array(variables + 1);
  for (const variable of members) lineStarts[variable + 1] = (lineStarts[variable + 1] ?? 0) + 1;
  for (let at = 0; at < variables; at += 1)
    lineStarts[at + 1] = (lineStarts[at + 1] ?? 0) + (lineStarts[at] ?? 0);
  const next = lineStarts.slice();
  const lines = new Int32Array(members.length);
  const weights = new Float64Array(members.length);
  for (let line = 0; line < low.length; line += 1) {
    for (let at = starts[line] ?? 0; at < (starts[line + 1] ?? 0); at += 1) {
      const variable = members[at] ?? 0;
      const place = next[variable] ?? 0;
      lines[place] = line;
      weights[place] = coefficients[at] ?? 0;
      next[variable] = place + 1;
    }
  }
  return {
    count: low.length,
    variables,
    starts: Int32Array.from(starts),
    members: Int32Array.from(members),
    coefficients: Float64Array.from(coefficients),
    lineStarts,
    linesOf: lines,
    weights,
  };
}

/**
 * The least that a reader must take each variable for. Contributors know that they are there; reckoning with all of
 * them at once is more than any one or two know together, so what holds then holds against each.
 */
function lowerEnds(system: System, { insiders }: Reader, collector: LineCollector): Float64Array {
  const lower = Float64Array.from({ length: system.variables }, (_, variable) => {
    if (system.signed.has(variable)) return Number.NEGATIVE_INFINITY;
    if (system.fractional.has(variable)) return 0;
    return Math.min(insiders, system.truth[variable] ?? 0);
  });
  collector.least.forEach((least, line) => {
    const from = collector.starts[line] ?? 0;
    if ((collector.starts[line + 1] ?? 0) - from !== 1) return;
    const variable = collector.members[from] ?? 0;
    lower[variable] = Math.max(lower[variable] ?? 0, least);
  });
  return lower;
}
