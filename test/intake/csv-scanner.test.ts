import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvScanner, LONGEST_RECORD, RecordTooLong } from '../../lib/intake/csv-scanner.ts';

interface Seen {
  readonly row: number;
  readonly line: number;
  readonly cells: readonly string[];
  readonly unbalancedAt: number | undefined;
}

function scan(
  chunks: readonly string[],
  delimiter = ',',
): { readonly records: readonly Seen[]; readonly scanner: CsvScanner } {
  const records: Seen[] = [];
  const scanner = new CsvScanner(delimiter, { cells: true }, ({ row, line, cells, unbalancedAt, blank }) => {
    if (!blank) records.push({ row, line, cells: [...cells], unbalancedAt });
  });
  for (const chunk of chunks) scanner.push(chunk);
  scanner.end();
  return { records, scanner };
}

const cellsOf = (text: string) => scan([text]).records.map(({ cells }) => cells);

const aCell = fc.string({
  unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '|', '\n', '\r\n', '=', ' ', '\u00a0', '0'),
  maxLength: 8,
});
const aTable = fc
  .integer({ min: 2, max: 5 })
  .chain((width) =>
    fc.array(
      fc.array(fc.record({ text: aCell, quoted: fc.boolean() }), { minLength: width, maxLength: width }),
      { minLength: 1, maxLength: 8 },
    ),
  );

function written(
  table: readonly (readonly { readonly text: string; readonly quoted: boolean }[])[],
  delimiter: string,
  newline: string,
): string {
  const cell = ({ text, quoted }: { readonly text: string; readonly quoted: boolean }) =>
    quoted || /["\r\n,;\t|]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  return table.map((row) => row.map(cell).join(delimiter) + newline).join('');
}

describe('the scanner', () => {
  it('reads back every cell of a table, whatever its quotes, breaks and delimiters, cut into any chunks', () => {
    fc.assert(
      fc.property(
        aTable,
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.integer({ min: 1, max: 7 }),
        (table, delimiter, newline, size) => {
          const text = written(table, delimiter, newline);
          const chunks = text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];

          const { records } = scan(chunks, delimiter);

          const expected = table.map((row, at) => ({
            row: at + 1,
            cells: row.map((cell) => cell.text.trim()),
          }));
          const filled = expected.filter(({ cells }) => cells.some((cell) => cell !== ''));
          expect(records.map(({ row, cells }) => ({ row, cells }))).toEqual(filled);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('counts the same fields whether cells are asked for or not', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r', ' '), maxLength: 40 }),
        (text) => {
          const withCells: number[] = [];
          const without: number[] = [];

          const first = new CsvScanner(',', { cells: true }, ({ cells }) => withCells.push(cells.length));
          first.push(text);
          first.end();
          const second = new CsvScanner(',', { cells: false }, ({ fields }) => without.push(fields));
          second.push(text);
          second.end();

          expect(without).toEqual(withCells);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('keeps the numbers of rows and lines apart where a cell holds a line break', () => {
    const { records } = scan(['a,b\n"x\ny",1\nz,2\n']);

    expect(records.map(({ row, line }) => [row, line])).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
    ]);
  });

  it('counts blank rows as a spreadsheet does, and passes them over', () => {
    const { records } = scan(['a,b\n\n,\n1,2\n']);

    expect(records.map(({ row }) => row)).toEqual([1, 4]);
  });

  it('takes a quotation mark within a value as it stands', () => {
    expect(cellsOf(`h,g\n5'10",Robert "Bob" Smith\n`)[1]).toEqual([`5'10"`, 'Robert "Bob" Smith']);
  });

  it('reads a quoted field after blanks', () => {
    expect(cellsOf('h,g\n1, "Smith, John" \n')[1]).toEqual(['1', 'Smith, John']);
  });

  it('names the field whose quotation mark made it swallow a line', () => {
    const { records } = scan(['a,b,c\n1,"Main St,5\n2,"Oak St",6\n3,x,7\n']);

    expect(records[1]).toMatchObject({ row: 2, line: 2, unbalancedAt: 1 });
    expect(records.at(-1)).toMatchObject({ row: 3, line: 4, cells: ['3', 'x', '7'] });
  });

  it('says that a text ends within quotes', () => {
    const { scanner } = scan(['a,b\n1,"open\n2,x\n']);

    expect(scanner.traits.open).toBe(true);
  });

  it('stops at a record that no table would have, and says where it began', () => {
    const push = () => scan(['a,b\n1,"', 'x\n'.repeat(LONGEST_RECORD)]);

    expect(push).toThrow(RecordTooLong);
    expect(push).toThrow(expect.objectContaining({ row: 2, line: 2, quoted: true }));
  });
});
