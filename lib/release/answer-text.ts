import type { Answer, AnswerKind } from '../ports/reader.ts';
import type { SqlValue } from '../ports/query-engine.ts';
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
    const fields = columns.map(({ name, kind }, at) => `${JSON.stringify(name)}: ${jsonValue(row[at] ?? null, kind)}`);
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
  // Two columns of an answer may share a name; records cannot.
  const positions = columns.map((_, at) => String(at));
  const [, ...lines] = toCsv(positions, rows.map((row) => Object.fromEntries(row.map((value, at) => [String(at), value]))))
    .trimEnd()
    .split('\n');
  const [header] = toCsv(columns.map(({ name }) => name), []).split('\n');
  return `${[header, ...lines].join('\n')}\n`;
}
