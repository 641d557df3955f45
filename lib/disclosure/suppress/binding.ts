import type { Freedom } from './freedom.ts';
import type { Lines } from './lines.ts';

/**
 * The known sums restricted to what is still free: what binds a move. Lines that bind the same variables are one, so
 * that of nested groups in which little is hidden only one is looked at.
 */
export class Binding {
  readonly lines: Lines;
  readonly free: Uint8Array;
  /** 1 where a line binds, and stands for all others that bind alike. */
  readonly #binds: Uint8Array;
  readonly #alike = new Map<string, number>();
  readonly #members: (Int32Array | undefined)[];
  readonly #signs: (Float64Array | undefined)[];

  constructor(lines: Lines, { free, known }: Freedom) {
    this.lines = lines;
    this.free = free;
    this.#binds = new Uint8Array(lines.count);
    this.#members = new Array(lines.count);
    this.#signs = new Array(lines.count);
    for (let line = 0; line < lines.count; line += 1) if (known[line] === 1) this.admit(line);
  }

  /** Lines that bind, ascending. */
  binding(): readonly number[] {
    const found: number[] = [];
    for (let line = 0; line < this.#binds.length; line += 1) if (this.#binds[line] === 1) found.push(line);
    return found;
  }

  binds(line: number): boolean {
    return this.#binds[line] === 1;
  }

  /** A line becomes known. @returns whether it binds what nothing bound yet */
  admit(line: number): boolean {
    if (this.lines.always[line] === 1 && this.lines.low[line] !== this.lines.high[line]) return false;
    if (this.membersOf(line).length === 0) return false;
    const key = this.#keyOf(line);
    if (this.#alike.has(key)) return false;
    this.#alike.set(key, line);
    this.#binds[line] = 1;
    return true;
  }

  /** Takes back `admit`, where that said true. */
  dismiss(line: number): void {
    this.#binds[line] = 0;
    this.#alike.delete(this.#keyOf(line));
  }

  /** Free variables of a line. */
  membersOf(line: number): Int32Array {
    const before = this.#members[line];
    if (before !== undefined) return before;
    const { starts, members, coefficients } = this.lines;
    const ids: number[] = [];
    const signs: number[] = [];
    for (let at = starts[line] ?? 0; at < (starts[line + 1] ?? 0); at += 1) {
      const variable = members[at] ?? 0;
      if (this.free[variable] !== 1) continue;
      ids.push(variable);
      signs.push(coefficients[at] ?? 0);
    }
    const made = Int32Array.from(ids);
    this.#members[line] = made;
    this.#signs[line] = Float64Array.from(signs);
    return made;
  }

  /** What each of `membersOf` is multiplied by. */
  signsOf(line: number): Float64Array {
    this.membersOf(line);
    return this.#signs[line] ?? new Float64Array();
  }

  /** Lines that bind a variable. */
  linesOf(variable: number): readonly number[] {
    const { lineStarts, linesOf } = this.lines;
    const found: number[] = [];
    for (let at = lineStarts[variable] ?? 0; at < (lineStarts[variable + 1] ?? 0); at += 1) {
      const line = linesOf[at] ?? 0;
      if (this.#binds[line] === 1) found.push(line);
    }
    return found;
  }

  /** Two sums over scrambled numbers: alike lines have the same, others hardly ever; an attack follows in any case. */
  #keyOf(line: number): string {
    const ids = this.membersOf(line);
    const signs = this.signsOf(line);
    let first = 0;
    let second = 0;
    for (let at = 0; at < ids.length; at += 1) {
      const id = (ids[at] ?? 0) + 1;
      const sign = signs[at] ?? 0;
      const scrambled = Math.imul(id ^ (id >>> 15), 0x2c1b3c6d);
      first = (first + Math.imul(scrambled, sign * 8)) | 0;
      second = (second + Math.imul(scrambled ^ (scrambled >>> 13), 0x297a2d39 + sign * 8)) | 0;
    }
    return `${ids.length}/${first}/${second}`;
  }
}
