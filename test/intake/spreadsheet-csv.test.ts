import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvScanner } from '../../lib/intake/csv-scanner.ts';
import { csvLine } from '../../lib/intake/spreadsheet-csv.ts';

const aCell = fc.string({
  unit: fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '"', "'", ',', 'a', '1', '＝'),
  maxLength: 6,
});

describe('CSV that we write', () => {
  it('reads back to what was written, and no cell begins like a formula', () => {
    fc.assert(
      fc.property(fc.array(aCell, { minLength: 1, maxLength: 4 }), (cells) => {
        const read: string[][] = [];
        const scanner = new CsvScanner(',', { cells: true }, (record) => read.push([...record.cells]));

        scanner.push(csvLine(cells));
        scanner.end();

        const [record = []] = read;
        expect(read).toHaveLength(1);
        expect(record).toHaveLength(cells.length);
        expect(record.every((cell, at) => [cells[at]?.trim(), `'${cells[at]}`.trim()].includes(cell))).toBe(
          true,
        );
        expect(record.some((cell) => /^[=+\-@＝]/.test(cell))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
