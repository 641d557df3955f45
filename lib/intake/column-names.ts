import { type Column, type Contract, normalisedHeader } from '../workspace/workspace.ts';

/** The contract's columns by every normalised name that a file may give them. */
export function columnsByHeader(contract: Contract): ReadonlyMap<string, Column> {
  const named = contract.columns.flatMap((column) =>
    [...column.aliases, column.name].map((name) => [normalisedHeader(name), column] as const),
  );
  return new Map(named);
}

/** The letters by which a spreadsheet calls a column; `at` counts from 0. */
export function columnLetters(at: number): string {
  const rest = Math.floor(at / 26);
  const letter = String.fromCharCode(65 + (at % 26));
  return rest === 0 ? letter : columnLetters(rest - 1) + letter;
}

/** Whether one typing error (a letter more, less or other, or two swapped) leads from one name to the other. */
export function nearlyEqual(left: string, right: string): boolean {
  if (Math.min(left.length, right.length) < 3 || Math.abs(left.length - right.length) > 1) return false;
  let from = 0;
  while (from < left.length && left[from] === right[from]) from += 1;
  const [a, b] = [left.slice(from), right.slice(from)];
  return (
    a.slice(1) === b.slice(1) ||
    a.slice(1) === b ||
    a === b.slice(1) ||
    (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
  );
}
