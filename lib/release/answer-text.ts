import type { SqlValue } from '../ports/query-engine.ts';
import type { Answer, AnswerKind } from '../ports/reader.ts';
import { toCsv } from './csv.ts';

export const ANSWER_FORMATS = ['table', 'csv', 'json'] as const;
export type AnswerFormat = (typeof ANSWER_FORMATS)[number];

/** An answer as text that ends with a line break. */
export function answerText(answer: Answer, format: AnswerFormat): string {
  switch (format) {
    case 'json':
      return asJson(answer);
    case 'csv':
      return asCsv(answer);
    case 'table':
      return asTable(answer);
  }
}

/** An array of objects. Integers and decimals are written digit by digit: JSON has no limit to them, `Number` has. */
function asJson({ columns, rows }: Answer): string {
  const lines = rows.map((row) => {
    const fields = columns.map(
      ({ name, kind }, at) => `${JSON.stringify(name)}: ${jsonValue(row[at] ?? null, kind)}`,
    );
    return `  {${fields.join(', ')}}`;
  });
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

function jsonValue(value: SqlValue, kind: AnswerKind): string {
  if (value === null) return 'null';
  if (kind === 'integer' || kind === 'decimal') return String(value);
  return JSON.stringify(typeof value === 'bigint' ? String(value) : value);
}

function asCsv({ columns, rows }: Answer): string {
  return toCsv(
    columns.map(({ name }) => name),
    rows,
  );
}

/** What stands in the place of a number that is withheld. */
const SUPPRESSED = 'suppressed';

/** Columns aligned for a fixed-width screen, numbers to the right, and below them how many rows there are. */
function asTable({ columns, rows }: Answer): string {
  const status = columns.findIndex(({ name }) => name === 'status');
  const cells = rows.map((row) =>
    columns.map(({ kind }, at) => cellText(row[at] ?? null, kind, row[status] === SUPPRESSED)),
  );
  const widths = columns.map(({ name }, at) =>
    Math.max(width(name), ...cells.map((row) => width(row[at] ?? ''))),
  );
  const line = (texts: readonly string[]) =>
    columns
      .map(({ kind }, at) => pad(texts[at] ?? '', widths[at] ?? 0, kind))
      .join('  ')
      .trimEnd();
  const withheld = rows.filter((row) => row[status] === SUPPRESSED).length;
  return [
    line(columns.map(({ name }) => name)),
    widths.map((wide) => '─'.repeat(wide)).join('  '),
    ...cells.map(line),
    '',
    `${rows.length} row${rows.length === 1 ? '' : 's'}${withheld === 0 ? '' : `, ${withheld} of them suppressed to protect people`}`,
    '',
  ].join('\n');
}

function cellText(value: SqlValue, kind: AnswerKind, suppressed: boolean): string {
  if (value === null) return suppressed && isNumber(kind) ? SUPPRESSED : '';
  // A line break or an escape sequence in a value must not draw on the reader's terminal.
  return [...String(value)].map((character) => (/\p{Cc}/u.test(character) ? ' ' : character)).join('');
}

function isNumber(kind: AnswerKind): boolean {
  return kind === 'integer' || kind === 'decimal' || kind === 'double';
}

function pad(text: string, wide: number, kind: AnswerKind): string {
  const blanks = ' '.repeat(wide - width(text));
  return isNumber(kind) ? `${blanks}${text}` : `${text}${blanks}`;
}

function width(text: string): number {
  return [...text].length;
}
