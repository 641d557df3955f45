import { basename } from 'node:path';
import { TableDoesNotFit, type TextRow } from '../../disclosure/protect.ts';
import { readWhole } from '../../intake/intake.ts';
import { openFile } from '../files.ts';

/**
 * A CSV file as rows of text by column: UTF-8 (with or without its mark), UTF-16 or Windows-1252, divided by commas,
 * semicolons or tabs, any line ends, quoted fields. Blanks around a field are no part of it. Row n of the answer is
 * row n + 2 of the file.
 * @throws FileUnreadable, TableDoesNotFit
 */
export async function readCsv(path: string): Promise<readonly TextRow[]> {
  const file = basename(path);
  const { store, key } = await openFile(path);
  const read = await readWhole(store, key);
  if ('finding' in read) {
    const { message, remedy } = read.finding;
    throw new TableDoesNotFit({ what: { kind: 'unreadable', file, problem: `${message} ${remedy}` } });
  }
  const [header, ...records] = read.table.records;
  const columns = header?.cells ?? [];
  const twice = columns.find((column, at) => column === '' || columns.indexOf(column) !== at);
  if (twice !== undefined) throw new TableDoesNotFit({ what: { kind: 'column twice', file, column: twice } });
  const before = header?.row ?? 1;
  return records.map(({ row, cells }, at) => {
    const place = { file, row };
    // What follows relies on it: messages count rows from the header on.
    if (row !== at + 2 || before !== 1)
      throw new TableDoesNotFit({
        what: { kind: 'blank row', place: { file, row: before !== 1 ? 1 : at + 2 } },
      });
    const fields = cells.findLastIndex((cell, column) => cell !== '' || column < columns.length) + 1;
    if (fields !== columns.length)
      throw new TableDoesNotFit({ what: { kind: 'fields', place, fields, columns: columns.length } });
    return Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  });
}
