import type { Highs } from 'highs';
import type { Pattern, Sensitive, Subject, System, Weakness } from '../model/system.ts';
import { basePoint } from './base-point.ts';
import { Binding } from './binding.ts';
import { Certificates, type Need } from './certificates.ts';
import { type Ground, heal } from './elastic.ts';
import { Extremes } from './extremes.ts';
import { freedom } from './freedom.ts';
import { Hiding } from './hiding.ts';
import { type Lines, linesOf } from './lines.ts';
import { Neighbourhood } from './neighbourhood.ts';
import type { SuppressionSettings } from './suppress.ts';
import { worthMoving } from './worth-moving.ts';

/** Programs over the whole table that widen many intervals at once, while each settles so large a share. */
const SURVEYS = 24;
const WORTH = 0.04;
/** A line is wide enough after one or two steps each way; more would mean that it never is. */
const STEPS = 12;
/** Up to this many rows each interval that is not wide enough is measured first; beyond, healing finds out. */
const STRETCHED = 2000;

/** A pattern on its way to hold: what is needed, what is shown to hold already, and what is hidden for the rest. */
export class Search {
  readonly system: System;
  readonly lines: Lines;
  readonly base: Float64Array;
  readonly certificates: Certificates;
  readonly hiding: Hiding;
  readonly #highs: Highs;
  readonly #settings: SuppressionSettings;
  readonly #ground: Ground;

  constructor(
    highs: Highs,
    system: System,
    sensitive: readonly Sensitive[],
    settings: SuppressionSettings,
    hidden: Pattern,
  ) {
    this.#highs = highs;
    this.system = system;
    this.#settings = settings;
    this.lines = linesOf(system, sensitive, settings.reader);
    this.base = basePoint(highs, system, this.lines);
    this.certificates = new Certificates(this.lines, this.base);
    this.hiding = new Hiding(this.lines, system, settings, hidden);
    this.#ground = {
      highs,
      hiding: this.hiding,
      near: new Neighbourhood(this.hiding, this.#whatMayMove()),
      base: this.base,
      values: this.certificates.values,
    };
    for (const { row, quantity, width, below = 0, above = 0 } of sensitive) {
      const line = this.lines.ofQuantity[row]?.[quantity] ?? -1;
      const value = this.certificates.values[line] ?? 0;
      this.#need(line, width, value - below, value + above);
    }
    system.secrets.forEach(({ width }, secret) => {
      const line = this.lines.ofSecret[secret] ?? -1;
      const value = this.certificates.values[line] ?? 0;
      this.#need(line, width, value, value);
    });
    for (const row of hidden) this.#needRow(row);
  }

  /** Hides until everything needed is shown to hold. @returns false where nothing does */
  settle(): boolean {
    for (;;) {
      this.survey();
      const open = this.certificates.needed().filter((line) => !this.certificates.isSettled(line));
      if (open.length === 0) return true;
      for (const line of open) {
        for (let step = 0; !this.certificates.isSettled(line); step += 1)
          if (step === STEPS || !this.#heal(line)) return false;
      }
    }
  }

  /** Asks more of a subject, as an attack found it wanting. */
  demand({ subject, low, high, needed, neededLow = low, neededHigh = high }: Weakness): void {
    const line = this.lineOf(subject);
    if (line >= 0) this.#need(line, needed, neededLow, neededHigh);
  }

  lineOf(subject: Subject): number {
    if ('secret' in subject) return this.lines.ofSecret[subject.secret] ?? -1;
    return this.lines.ofQuantity[subject.row]?.[subject.quantity] ?? -1;
  }

  /** Widens many intervals at once: tables in which all that are not wide enough yet are as far out as can be. */
  survey(): void {
    const { certificates } = this;
    let open = certificates.needed().filter((line) => !certificates.isSettled(line));
    if (open.length === 0) return;
    using extremes = this.#extremes();
    let idle = 0;
    for (let round = 0; round < SURVEYS && open.length > 0 && idle < 3; round += 1) {
      const point = extremes.greatest(
        open.map((line, at) => ({
          line,
          weight: directionOf(round, at) * (1 + ((at * 7 + round * 3) % 5) / 5),
        })),
      );
      if (point !== null) certificates.add(point);
      const left = open.filter((line) => !certificates.isSettled(line));
      idle = open.length - left.length < WORTH * open.length ? idle + 1 : 0;
      open = left;
    }
    if (this.system.rows.length <= STRETCHED) for (const line of open) this.#stretch(extremes, line);
  }

  /** @param whole about all that is free, not only about what is likely to do */
  #extremes(whole = false): Extremes {
    const { lines, hiding, base, certificates } = this;
    const { values } = certificates;
    const free = freedom(lines, hiding.known, base);
    const moving = whole ? free : worthMoving(lines, free, base, values);
    return new Extremes(this.#highs, new Binding(lines, moving), base, values);
  }

  /** Finds how far a line can be moved as things stand, as far as that is asked. */
  #stretch(extremes: Extremes, line: number): void {
    for (const weight of [1, -1]) {
      if (this.certificates.isSettled(line)) return;
      const point = extremes.greatest([{ line, weight }]);
      if (point !== null) this.certificates.add(point);
    }
  }

  /** Hides a row, and asks that what it says cannot be worked out. */
  hide(row: number): void {
    this.hiding.hide(row);
    this.#needRow(row);
  }

  /**
   * Shows that lines are as wide as asked, as things stand.
   * @returns false at the first that is not
   */
  widen(wanted: readonly number[]): boolean {
    if (wanted.every((line) => this.certificates.isSettled(line))) return true;
    using extremes = this.#extremes(true);
    return wanted.every((line) => {
      this.#stretch(extremes, line);
      return this.certificates.isSettled(line);
    });
  }

  /** Hides the row that costs least among those that a reader knows and that share something with the subject. */
  hideNear(subject: Subject): void {
    const { lines, hiding } = this;
    const line = this.lineOf(subject);
    let best = -1;
    for (let at = lines.starts[line] ?? 0; at < (lines.starts[line + 1] ?? 0); at += 1) {
      const variable = lines.members[at] ?? 0;
      for (let by = lines.lineStarts[variable] ?? 0; by < (lines.lineStarts[variable + 1] ?? 0); by += 1) {
        for (const row of lines.rowsOf[lines.linesOf[by] ?? 0] ?? []) {
          if (hiding.isHidden(row) || lines.open[row] === 1) continue;
          if (best < 0 || (hiding.prices[row] ?? 0) < (hiding.prices[best] ?? 0)) best = row;
        }
      }
    }
    if (best >= 0) this.hide(best);
  }

  /** No longer asks anything for a row's sake that is not asked for a rule's. @returns what is no longer asked */
  releaseRow(row: number): readonly (readonly [number, Need])[] {
    return (this.lines.ofRow[row] ?? []).flatMap((line) => {
      if (this.hiding.known[line] === 0) return [];
      const need = this.certificates.release(line);
      return need === undefined ? [] : [[line, need] as const];
    });
  }

  /** How far a line has to be moved: one of these will do for the next step. */
  #reachings(line: number): readonly number[] {
    const need = this.certificates.needOf(line);
    if (need === undefined) return [];
    const { low, high } = this.certificates.reached(line);
    const value = this.certificates.values[line] ?? 0;
    if (high < need.high) return [Math.max(need.high, low + need.width) - value];
    if (low > need.low) return [Math.min(need.low, high - need.width) - value];
    const down = high - need.width;
    return [low + need.width - value, ...(down < this.#possible(line) - 1e-6 ? [] : [down - value])];
  }

  #heal(line: number): boolean {
    const best = heal(this.#ground, line, this.#reachings(line));
    if (best === null) return false;
    this.certificates.add(best.point);
    for (const row of best.rows) this.hide(row);
    return true;
  }

  #needRow(row: number): void {
    const { quantities = [] } = this.system.rows[row] ?? {};
    quantities.forEach(({ shown, value, role }, at) => {
      // Where zeros are published a zero is no secret, wherever it follows from.
      if (!shown || (value === 0 && this.#settings.reader.zeros === 'published')) return;
      const line = this.lines.ofQuantity[row]?.[at] ?? -1;
      const width = role === 'sum' ? Math.max(1e-3, Math.abs(value) * 1e-4) : 1;
      this.#need(line, width, value, value);
    });
  }

  /** Nothing is asked that no reader could be kept from: a count is never below 0, nor a hidden root below 1. */
  #need(line: number, width: number, low: number, high: number): void {
    this.certificates.need(line, { width, low: Math.max(low, this.#possible(line)), high });
  }

  /** The least that a line can be taken for, whatever is hidden. */
  #possible(line: number): number {
    const { starts, members, coefficients, lower, least } = this.lines;
    let possible = 0;
    for (let at = starts[line] ?? 0; at < (starts[line + 1] ?? 0); at += 1) {
      const coefficient = coefficients[at] ?? 0;
      possible += coefficient > 0 ? coefficient * (lower[members[at] ?? 0] ?? 0) : Number.NEGATIVE_INFINITY;
    }
    return Math.max(possible, least[line] ?? possible);
  }

  #whatMayMove(): Uint8Array {
    const { lines } = this;
    const fixed = Uint8Array.from({ length: lines.count }, (_, line) =>
      lines.always[line] === 1 || (lines.rowsOf[line] ?? []).some((row) => lines.open[row] === 1) ? 1 : 0,
    );
    return freedom(lines, fixed, this.base).free;
  }
}

/** All up, all down, then by halves. */
function directionOf(round: number, at: number): 1 | -1 {
  const turn = round % 2 === 0 ? 1 : -1;
  const half = round >> 1;
  return half > 0 && ((at >> ((half - 1) % 10)) & 1) === 1 ? (turn === 1 ? -1 : 1) : turn;
}
