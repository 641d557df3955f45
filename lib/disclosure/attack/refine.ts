import type { Sheet } from './knowledge.ts';

/**
 * Classes of variables that stand with the same coefficients in the very same sums: begins with one class a kind and
 * splits each class by each sum.
 */
export function refine(
  whole: Uint8Array,
  { starts, columns, coefficients, low }: Sheet,
  wanted: readonly (readonly (readonly [variable: number, coefficient: number])[])[],
  apart: readonly number[],
): Int32Array {
  const classOf = Int32Array.from(whole);
  let classes = 2;
  // Which class the members of a class move to while one sum is read.
  const movesTo = new Map<number, number>();
  const splitOne = (variable: number) => {
    const from = classOf[variable] ?? 0;
    const to = movesTo.get(from);
    if (to === undefined) {
      movesTo.set(from, classes);
      classOf[variable] = classes;
      classes += 1;
    } else classOf[variable] = to;
  };
  /** @param at the entry's variable and coefficient by number */
  const splitBy = (
    entries: number,
    variableAt: (at: number) => number,
    coefficientAt: (at: number) => number,
  ) => {
    const seen = new Set<number>();
    for (let at = 0; at < entries; at += 1) seen.add(coefficientAt(at));
    for (const coefficient of seen) {
      movesTo.clear();
      for (let at = 0; at < entries; at += 1) if (coefficientAt(at) === coefficient) splitOne(variableAt(at));
    }
  };
  for (let row = 0; row < low.length; row += 1) {
    const from = starts[row] ?? 0;
    splitBy(
      (starts[row + 1] ?? 0) - from,
      (at) => columns[from + at] ?? 0,
      (at) => coefficients[from + at] ?? 0,
    );
  }
  for (const terms of wanted)
    splitBy(
      terms.length,
      (at) => terms[at]?.[0] ?? 0,
      (at) => terms[at]?.[1] ?? 0,
    );
  for (const variable of apart) {
    movesTo.clear();
    splitOne(variable);
  }
  return classOf;
}
