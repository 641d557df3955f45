import type { Form, System } from './system.ts';

/** What tells a sum of variables from every other; equal for sums that the system's relations make equal. */
export type Print = readonly [number, number, number];

/** The largest prime below 2^26: products of two residues stay exact in a double. */
const PRIME = 67_108_859;
/** Three residues of 26 bits: among a million sums the odds of two alike by chance are under 1 in 10^11. */
const PARTS = [0, 1, 2] as const;

/** The print of no variables: a number that is always zero. */
export const NO_PRINT: Print = [0, 0, 0];

/**
 * Finds numbers that are always the same though they are named or made differently: a group of a single code and that
 * code, a margin over a dimension of one code, denominators that two rates share. Each variable that no relation
 * determines gets residues of its own, a determined one those that follow; a sum has the sum of its variables'.
 */
export function printsOf({
  variables,
  relations,
}: Pick<System, 'variables' | 'relations'>): (form: Form) => Print {
  const solved = solve(relations);
  const residues = PARTS.map((part) => {
    const of = new Float64Array(variables);
    for (let variable = 0; variable < variables; variable += 1) {
      const terms = solved.get(variable);
      of[variable] =
        terms === undefined
          ? mixed(variable, part)
          : terms.reduce((sum, [other, coefficient]) => (sum + coefficient * (of[other] ?? 0)) % PRIME, 0);
    }
    return of;
  });
  const sum = (form: Form, part: number) =>
    form.reduce((total, variable) => (total + (residues[part]?.[variable] ?? 0)) % PRIME, 0);
  return (form) => [sum(form, 0), sum(form, 1), sum(form, 2)];
}

/** The print of a difference. */
export function printLess(left: Print, right: Print): Print {
  const less = (part: 0 | 1 | 2) => (left[part] - right[part] + PRIME) % PRIME;
  return [less(0), less(1), less(2)];
}

export function samePrint(left: Print, right: Print): boolean {
  return left[0] === right[0] && left[1] === right[1] && left[2] === right[2];
}

type Terms = readonly (readonly [variable: number, coefficient: number])[];

/** Relations in echelon form modulo the prime: a variable → what it is the sum of, all of lower number. */
function solve(relations: System['relations']): ReadonlyMap<number, Terms> {
  const solved = new Map<number, Terms>();
  for (const { left, right } of relations) {
    const terms = new Map<number, number>();
    const add = (variable: number, coefficient: number) => {
      const sum = ((terms.get(variable) ?? 0) + coefficient + PRIME) % PRIME;
      if (sum === 0) terms.delete(variable);
      else terms.set(variable, sum);
    };
    for (const variable of left) add(variable, 1);
    for (const variable of right) add(variable, PRIME - 1);
    while (terms.size > 0) {
      const lead = [...terms.keys()].reduce((most, variable) => Math.max(most, variable));
      const coefficient = terms.get(lead) ?? 0;
      terms.delete(lead);
      const known = solved.get(lead);
      if (known === undefined) {
        const factor = PRIME - inverse(coefficient);
        solved.set(
          lead,
          [...terms].map(([variable, own]) => [variable, (own * factor) % PRIME]),
        );
        break;
      }
      for (const [variable, own] of known) add(variable, (own * coefficient) % PRIME);
    }
  }
  return solved;
}

/** By Fermat: a^(p−2). */
function inverse(value: number): number {
  let result = 1;
  let square = value % PRIME;
  for (let rest = PRIME - 2; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * square) % PRIME;
    square = (square * square) % PRIME;
  }
  return result;
}

/** A residue that shows no pattern over neighbouring variables (the finaliser of MurmurHash3). */
function mixed(variable: number, part: number): number {
  const scramble = (value: number, shift: number, factor: number) =>
    Math.imul(value ^ (value >>> shift), factor);
  const first = scramble(
    Math.imul(variable + 1, 0x9e3779b1) ^ Math.imul(part + 1, 0x7feb352d),
    16,
    0x85ebca6b,
  );
  const last = scramble(first, 13, 0xc2b2ae35);
  return (((last ^ (last >>> 16)) >>> 0) % (PRIME - 1)) + 1;
}
