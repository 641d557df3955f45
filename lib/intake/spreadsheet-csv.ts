/** What a spreadsheet takes for the beginning of a formula, full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The mark by which spreadsheets know UTF-8. */
export const BYTE_ORDER_MARK = '\ufeff';

/**
 * One line of CSV: every cell in quotes, CRLF at the end. A cell that a spreadsheet could run as a formula gets an
 * apostrophe before it, which spreadsheets read as "this is text".
 */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${asText(cell).replaceAll('"', '""')}"`).join(',')}\r\n`;
}

function asText(cell: string): string {
  return FORMULA.test(cell) ? `'${cell}` : cell;
}
