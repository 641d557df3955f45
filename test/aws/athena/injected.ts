import { AthenaFailure } from './failure.ts';

/** As many values of an injected partition as Athena takes in one query. */
const MOST_VALUES = 1_000;

/**
 * Refuses a scan of a table whose partition column is injected unless the select that scans it compares the column
 * with literals only.
 */
export function checkInjected(select: string, table: string, column: string): void {
  const bare = select.replaceAll(/'(?:[^']|'')*'/g, (text) => `'${'x'.repeat(text.length - 2)}'`);
  const scans = [
    ...bare.matchAll(
      new RegExp(`\\b(?:FROM|JOIN|,)\\s*(?:"?[\\w-]+"?\\s*\\.\\s*)?"?${table}"?(?![\\w"])`, 'gi'),
    ),
  ];
  for (const { index } of scans) {
    const scope = innermost(bare, index);
    const condition = new RegExp(
      `"?\\b${column}\\b"?\\s*(?:=\\s*'x*'|IN\\s*\\(((?:\\s*'x*'\\s*,?)+)\\))`,
      'i',
    ).exec(scope);
    if (condition === null) {
      throw new AthenaFailure(
        `CONSTRAINT_VIOLATION: For the injected projected partition column ${column}, the WHERE clause must contain only static equality conditions, and at least one such condition must be present.`,
      );
    }
    const values = condition[1]?.split(',').length ?? 1;
    if (values > MOST_VALUES) {
      throw new AthenaFailure(
        `CONSTRAINT_VIOLATION: The injected projected partition column ${column} has ${values} values; ${MOST_VALUES} are allowed.`,
      );
    }
  }
}

/** The text between the brackets that stand nearest around a place; all of it where none do. */
function innermost(text: string, at: number): string {
  let depth = 0;
  let from = at;
  for (; from > 0; from -= 1) {
    const sign = text[from - 1];
    if (sign === ')') depth += 1;
    if (sign === '(') {
      if (depth === 0) break;
      depth -= 1;
    }
  }
  depth = 0;
  let to = at;
  for (; to < text.length; to += 1) {
    const sign = text[to];
    if (sign === '(') depth += 1;
    if (sign === ')') {
      if (depth === 0) break;
      depth -= 1;
    }
  }
  return text.slice(from, to);
}
