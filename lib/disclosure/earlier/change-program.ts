import type { Highs } from 'highs';
import type { System, Terms } from '../model/system.ts';
import { GrowingProgram, type Solution } from './growing-program.ts';
import { isSame, type Statement } from './read-earlier.ts';
import type { Vintages } from './vintages.ts';

export interface Question {
  readonly system: System;
  readonly vintages: Vintages;
  readonly statements: readonly Statement[];
  /** The entries that any statement bears on, ascending. */
  readonly entries: readonly number[];
  /** What an entry holds today; null where that is not known. */
  readonly today: (entry: number) => number | null;
}

export interface Changes {
  /** How many changed in all. */
  readonly cost: number;
  readonly changed: (vintage: number, entry: number) => boolean;
  readonly holding: (vintage: number, entry: number) => number;
  /** By how much a statement is not explained. */
  readonly unexplained: (statement: number) => number;
}

/** What it costs not to explain a number, in changed people: more than any explanation. */
const UNEXPLAINED = 1e6;
/** How much the program may be scaled: enough for a mean of as many explanations. */
const LARGEST_SCALE = 1e5;
/** Solver's noise. */
export const NOISE = 1e-6;

/**
 * The linear program of all that may have changed: what entries hold in each vintage (at least nothing), how far each
 * rises and falls from one vintage to the next, what was said, what always adds up. Whatever is known stands in one
 * column, the scale, which is 1.
 */
class ChangeProgram {
  readonly #question: Question;
  readonly #program: GrowingProgram;
  readonly #infinity: number;
  readonly #scale: number;
  /** By vintage and entry: what is known without any program. */
  readonly #known: readonly ReadonlyMap<number, number>[];
  readonly #columns: readonly ReadonlyMap<number, number>[];
  /** By vintage and entry: columns of rise and fall. */
  readonly #moves: readonly Map<number, readonly [rise: number, fall: number]>[];

  constructor(question: Question, highs: Highs, price: number, scale: number) {
    this.#question = question;
    this.#program = new GrowingProgram(highs);
    this.#infinity = highs.infinity;
    this.#scale = this.#program.column(1, scale, 0);
    this.#known = knownAtOnce(question);
    this.#columns = this.#unknowns();
    this.#moves = question.vintages.list.map(() => new Map());
    this.#addMoves(price);
    this.#addRelations();
    this.#addSums();
  }

  #unknowns(): readonly ReadonlyMap<number, number>[] {
    const { system, entries, vintages } = this.#question;
    return vintages.list.map(
      (_, vintage) =>
        new Map(
          entries
            .filter((entry) => this.#known[vintage]?.has(entry) !== true)
            .map((entry) => [
              entry,
              this.#program.column(system.signed.has(entry) ? -this.#infinity : 0, this.#infinity, 0),
            ]),
        ),
    );
  }

  /** A sum of entries in columns. */
  #sum(vintage: number, terms: Terms): Terms {
    return terms.map(([entry, coefficient]) => {
      const known = this.#known[vintage]?.get(entry);
      return known === undefined
        ? [this.#columns[vintage]?.get(entry) ?? this.#scale, coefficient]
        : [this.#scale, coefficient * known];
    });
  }

  #addMoves(price: number): void {
    const { entries, vintages } = this.#question;
    vintages.list.forEach(({ newer }, vintage) => {
      if (newer === null) return;
      for (const entry of entries) {
        if (this.#known[vintage]?.has(entry) && this.#known[newer]?.has(entry)) continue;
        const rise = this.#program.column(0, this.#infinity, price);
        const fall = this.#program.column(0, this.#infinity, price);
        this.#moves[vintage]?.set(entry, [rise, fall]);
        const difference = [...this.#sum(vintage, [[entry, 1]]), ...this.#sum(newer, [[entry, -1]])];
        this.#program.row([...difference, [rise, -1], [fall, 1]], 0, 0);
      }
    });
  }

  #addRelations(): void {
    const { system, entries, vintages } = this.#question;
    const asked = new Set(entries);
    for (const { left, right } of system.relations) {
      if (![...left, ...right].some((entry) => asked.has(entry))) continue;
      const terms: Terms = [
        ...left.map((entry) => [entry, 1] as const),
        ...right.map((entry) => [entry, -1] as const),
      ];
      vintages.list.forEach((_, vintage) => {
        if (vintage > 0) this.#program.row(this.#sum(vintage, terms), 0, 0);
      });
    }
  }

  #addSums(): void {
    const { system, entries, vintages } = this.#question;
    for (const { whole, parts, complete } of vintages.sums) {
      for (const entry of entries) {
        if (!complete && system.signed.has(entry)) continue;
        const sum = parts.flatMap((part) => this.#sum(part, [[entry, 1]]));
        const rest = this.#sum(whole, [[entry, -1]]);
        this.#program.row([...sum, ...rest], complete ? 0 : -this.#infinity, 0);
      }
    }
  }

  /** @param give columns that may make up for what is missing, one list a statement */
  addStatements(give: (statement: number) => Terms): void {
    this.#question.statements.forEach(({ vintage, terms, low, high }, at) => {
      const sum = [...this.#sum(vintage, terms), ...give(at)];
      if (low === high) this.#program.row([...sum, [this.#scale, -low]], 0, 0);
      else {
        if (Number.isFinite(low)) this.#program.row([...sum, [this.#scale, -low]], 0, this.#infinity);
        if (Number.isFinite(high)) this.#program.row([...sum, [this.#scale, -high]], -this.#infinity, 0);
      }
    });
  }

  /** Columns by which each statement may be missed, at a price beyond any explanation's. */
  slack(): readonly Terms[] {
    return this.#question.statements.map(() => [
      [this.#program.column(0, this.#infinity, UNEXPLAINED), -1],
      [this.#program.column(0, this.#infinity, UNEXPLAINED), 1],
    ]);
  }

  /**
   * Lets every entry claim up to 1 of its own scaled change, while all changes together stay the fewest: at the best,
   * all that some explanation changes claims 1.
   */
  claims(fewest: number): readonly ReadonlyMap<number, number>[] {
    const all = this.#moves.flatMap((of) => [...of.values()].flat());
    this.#program.row(
      [...all.map((column) => [column, 1] as const), [this.#scale, -fewest]],
      -this.#infinity,
      0,
    );
    return this.#moves.map(
      (of) =>
        new Map(
          [...of].map(([entry, [rise, fall]]) => {
            const claim = this.#program.column(0, 1, -1);
            this.#program.row(
              [
                [rise, 1],
                [fall, 1],
                [claim, -1],
              ],
              0,
              this.#infinity,
            );
            return [entry, claim];
          }),
        ),
    );
  }

  solve(): Solution | null {
    return this.#program.solve();
  }

  holding({ values }: Solution): Changes['holding'] {
    return (vintage, entry) =>
      this.#known[vintage]?.get(entry) ??
      (values[this.#columns[vintage]?.get(entry) ?? -1] ?? 0) / (values[this.#scale] ?? 1);
  }

  /** Entries known in both vintages, and not to be the same. */
  changedForSure(vintage: number, entry: number): boolean {
    const newer = this.#question.vintages.list[vintage]?.newer ?? null;
    const before = this.#known[vintage]?.get(entry);
    const after = newer === null ? undefined : this.#known[newer]?.get(entry);
    return before !== undefined && after !== undefined && !isSame(before, after);
  }
}

/** Today's data, and finest cells that were shown. */
function knownAtOnce({
  system,
  vintages,
  statements,
  entries,
  today,
}: Question): readonly ReadonlyMap<number, number>[] {
  const known = vintages.list.map(() => new Map<number, number>());
  for (const entry of entries) {
    const value = today(entry);
    if (value !== null) known[0]?.set(entry, value);
  }
  for (const { vintage, terms, low, high } of statements) {
    const [only, ...others] = terms;
    if (only === undefined || others.length > 0 || low !== high) continue;
    const value = low / only[1];
    if (value >= 0 || system.signed.has(only[0])) known[vintage]?.set(only[0], value);
  }
  return known;
}

/**
 * An explanation with the fewest changes, and everything that any explanation with as few changes.
 * @returns null where nothing explains all statements. @throws AuditTooLarge
 */
export function explain(question: Question, highs: Highs): Changes | null {
  const plain = new ChangeProgram(question, highs, 1, 1);
  plain.addStatements(() => []);
  const fewest = plain.solve();
  if (fewest === null) return null;
  const common = {
    cost: fewest.cost,
    holding: plain.holding(fewest),
    unexplained: () => 0,
  };
  if (fewest.cost <= NOISE) return { ...common, changed: (...of) => plain.changedForSure(...of) };
  const free = new ChangeProgram(question, highs, 0, LARGEST_SCALE);
  free.addStatements(() => []);
  const claims = free.claims(fewest.cost);
  const values = free.solve()?.values;
  return {
    ...common,
    changed: (vintage, entry) =>
      plain.changedForSure(vintage, entry) || (values?.[claims[vintage]?.get(entry) ?? -1] ?? 0) > 0.5,
  };
}

/** The place of the first statement that nothing explains. @throws AuditTooLarge */
export function firstUnexplained(question: Question, highs: Highs): number {
  const elastic = new ChangeProgram(question, highs, 1, 1);
  const slack = elastic.slack();
  elastic.addStatements((at) => slack[at] ?? []);
  const values = elastic.solve()?.values;
  return slack.findIndex((terms) => terms.some(([column]) => (values?.[column] ?? 0) > NOISE));
}
