import type { Fact, Form, System, Terms } from '../model/system.ts';
import { type Explanation, isTrueOf } from './fewest-changes.ts';
import { gathered, type QuantityKind, type Statement } from './read-earlier.ts';
import type { Vintages } from './vintages.ts';

/** Today's system with variables for what earlier data may have held besides. */
export interface EarlierVariables {
  /** With relations and facts, and without secrets of earlier releases. */
  readonly system: System;
  /** A sum of entries in a vintage, in the system's variables; entries that hold nobody are left out. */
  readonly termsOf: (vintage: number, terms: Terms) => Terms;
}

/**
 * Gives every entry of every vintage a variable: the one of the next newer vintage unless it may differ from it; the
 * table's own for today's data. What was said becomes facts; sums of periods, and the relations of the table, hold in
 * every vintage.
 */
export function earlierVariables(
  table: System,
  vanished: readonly QuantityKind[],
  vintages: Vintages,
  statements: readonly Statement[],
  { entries, differs, example }: Explanation,
): EarlierVariables {
  const signed = new Set(table.signed);
  const fractional = new Set(table.fractional);
  const isFractional = (entry: number) =>
    entry < table.variables ? table.fractional.has(entry) : vanished[entry - table.variables]?.role === 'sum';
  /** Of what this run does not know, numbers that fit all that was said; they are possible, which is all that is asked. */
  const holding: (number | null)[] = Array.from(
    { length: table.variables },
    (_, at) => table.truth[at] ?? null,
  );
  const made = (vintage: number, entry: number) => {
    const variable = holding.length;
    if (table.signed.has(entry)) signed.add(variable);
    if (isFractional(entry)) fractional.add(variable);
    const possible = example(vintage, entry);
    holding.push(isFractional(entry) ? possible : wholeOrNull(possible));
    return variable;
  };
  /** Entry → variable; missing where today's own stands, or where nobody is. */
  const own: Map<number, number>[] = [];
  for (const [vintage, { newer }] of vintages.list.entries()) {
    const of = new Map(newer === null ? [] : own[newer]);
    for (const entry of entries) {
      if (newer === null ? vintage > 0 : differs(vintage, entry)) of.set(entry, made(vintage, entry));
    }
    own.push(of);
  }
  const termsOf = (vintage: number, terms: Terms): Terms =>
    gathered(
      terms.flatMap(([entry, coefficient]) => {
        const variable = own[vintage]?.get(entry) ?? (entry < table.variables ? entry : undefined);
        return variable === undefined ? [] : [[variable, coefficient] as const];
      }),
    );
  const truth = (entry: number) => (entry < table.variables ? (table.truth[entry] ?? null) : 0);
  const facts = new FactsOnce();
  for (const fact of table.facts) facts.add(fact);
  for (const { vintage, terms, low, high } of statements) {
    facts.add({ terms: termsOf(vintage, terms), low, high });
    // What was said of the same period and is still true, readers take to be still true, whatever changed below it.
    if (vintages.list[vintage]?.period === vintages.list[0]?.period && isTrueOf({ terms, low, high }, truth))
      facts.add({ terms: termsOf(0, terms), low, high });
  }
  const relations = inEveryVintage(table.relations, vintages, own, termsOf);
  for (const { whole, parts, complete } of vintages.sums) {
    for (const entry of entries) {
      const terms: Terms = [[entry, 1]];
      const left = parts.flatMap((part) => termsOf(part, terms));
      const right = termsOf(whole, terms);
      if (complete) relations.push({ left: left.map(([at]) => at), right: right.map(([at]) => at) });
      else if (!table.signed.has(entry))
        facts.add({
          terms: gathered([...left, ...right.map(([at]) => [at, -1] as const)]),
          low: Number.NEGATIVE_INFINITY,
          high: 0,
        });
    }
  }
  return {
    termsOf,
    system: {
      ...table,
      variables: holding.length,
      signed,
      fractional,
      relations,
      facts: facts.all(),
      truth: holding,
    },
  };
}

function wholeOrNull(value: number): number | null {
  const whole = Math.round(value);
  // Plus nothing, so that a zero has no sign.
  return Math.abs(value - whole) < 1e-6 ? whole + 0 : null;
}

function inEveryVintage(
  relations: System['relations'],
  vintages: Vintages,
  own: readonly ReadonlyMap<number, number>[],
  termsOf: EarlierVariables['termsOf'],
): { left: Form; right: Form }[] {
  const all = relations.map(({ left, right }) => ({ left, right }));
  const seen = new Set<string>();
  vintages.list.forEach((_, vintage) => {
    if (vintage === 0 || own[vintage]?.size === 0) return;
    for (const { left, right } of relations) {
      if (![...left, ...right].some((entry) => own[vintage]?.has(entry))) continue;
      const side = (form: Form) =>
        termsOf(
          vintage,
          form.map((entry) => [entry, 1] as const),
        ).map(([variable]) => variable);
      const mapped = { left: side(left), right: side(right) };
      const key = `${mapped.left.join()}=${mapped.right.join()}`;
      if (seen.has(key)) continue;
      seen.add(key);
      all.push(mapped);
    }
  });
  return all;
}

/** Facts about the same sum become one. */
class FactsOnce {
  readonly #facts = new Map<string, Fact>();

  add({ terms, low, high }: Fact): void {
    if (terms.length === 0) return;
    const key = terms.flat().join();
    const known = this.#facts.get(key);
    this.#facts.set(
      key,
      known === undefined
        ? { terms, low, high }
        : { terms, low: Math.max(low, known.low), high: Math.min(high, known.high) },
    );
  }

  all(): readonly Fact[] {
    return [...this.#facts.values()];
  }
}
