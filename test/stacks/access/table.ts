import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A row of a table, by the heading of its column. */
export type Row = Readonly<Record<string, string>>;

export interface Section {
  readonly heading: string;
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/** The tables of docs/access.md, each under its heading. */
export function accessTables(): readonly Section[] {
  return tablesOf(readFileSync(join(import.meta.dirname, '../../../docs/access.md'), 'utf8'));
}

/** @throws RangeError where a row has another number of cells than its table has columns */
export function tablesOf(text: string): readonly Section[] {
  const sections: Section[] = [];
  for (const part of text.split(/^#+ /m).slice(1)) {
    const [heading = '', ...lines] = part.split('\n');
    const [columns, , ...rows] = lines.filter((line) => line.startsWith('|')).map(cellsOf);
    if (columns === undefined) continue;
    sections.push({
      heading,
      columns,
      rows: rows.map((cells) => {
        if (cells.length !== columns.length)
          throw new RangeError(`${heading}: a row of ${cells.length} cells: ${cells.join(' | ')}`);
        return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
      }),
    });
  }
  return sections;
}

/** What stands in one cell, divided by commas. */
export function items(cell: string | undefined): readonly string[] {
  return (cell ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

function cellsOf(line: string): readonly string[] {
  return line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}
