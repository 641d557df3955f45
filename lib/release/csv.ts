import type { SqlValue } from '../ports/query-engine.ts';

/** What a spreadsheet takes for the beginning of a formula, full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

/**
 * CSV as RFC 4180 has it, with LF: a header, then the rows. NULL is an empty field and empty text is `""`. Text that
 * a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function toCsv(header: readonly string[], rows: readonly (readonly SqlValue[])[]): string {
  return [header.map(textField), ...rows.map((row) => row.map(field))]
    .map((fields) => `${fields.join(',')}\n`)
    .join('');
}

function field(value: SqlValue): string {
  if (value === null) return '';
  return typeof value === 'string' ? textField(value) : String(value);
}

function textField(text: string): string {
  const safe = FORMULA.test(text) && !isNumber(text) ? `'${text}` : text;
  return safe === '' || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Decimals travel as text, and a negative one is no formula. */
function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text);
}
