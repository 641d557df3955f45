import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileFile } from '../../lib/intake/profile-file.ts';
import { openSource } from '../../lib/intake/source.ts';
import { aBench, aColumn, aContract, type Bench, type Writing, writtenTable } from './builders.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await aBench();
});
afterAll(async () => bench[Symbol.asyncDispose]());

const contract = aContract({
  columns: [aColumn('a'), aColumn('b'), aColumn('c')],
  localId: { column: 'a', scope: 'clinic/visits' },
});

interface Row {
  readonly row: number;
  readonly cells: readonly (string | null)[];
}

async function readBack(
  bytes: Uint8Array | string,
  force?: 'scanner',
): Promise<{ readonly native: boolean; readonly rows: readonly Row[] }> {
  await bench.landing.put('file', bytes);
  const profile = await profileFile(bench.landing, 'file', contract);
  if (!profile.readable) throw new Error(profile.findings.map(({ code }) => code).join());
  const plan = force === 'scanner' ? { ...profile.plan, native: false } : profile.plan;
  const source = await openSource(bench.workbench, { store: bench.landing, key: 'file', plan }, contract);
  const rows = await bench.workbench.rows(
    `SELECT row_number, a, b, c FROM (${source}) WHERE _flaw IS NULL ORDER BY row_number`,
  );
  return {
    native: plan.native,
    rows: rows.map(({ row_number: row, a, b, c }) => ({
      row: Number(row),
      cells: [a, b, c].map((cell) => (cell === null || cell === undefined ? null : String(cell))),
    })),
  };
}

const aCell = fc.string({
  unit: fc.constantFrom(
    'a',
    'Z',
    'é',
    'ÿ',
    '"',
    "'",
    ',',
    ';',
    '\t',
    '|',
    '\n',
    '\r\n',
    '=',
    ' ',
    '\u00a0',
    '0',
    '\\',
  ),
  maxLength: 8,
});
const aTable = fc.array(fc.tuple(aCell, aCell, aCell), { minLength: 1, maxLength: 12 });
const aWriting = fc.record<Writing>({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r\n'),
  encoding: fc.constantFrom('utf-8', 'utf-8 with mark', 'utf-16le', 'utf-16be', 'windows-1252'),
  gzip: fc.boolean(),
  quoteAll: fc.boolean(),
});

const expectedRows = (table: readonly (readonly string[])[]) =>
  table
    .map((cells, at) => ({
      row: at + 2,
      cells: cells.map((cell) => (cell.trim() === '' ? null : cell.trim())),
    }))
    .filter(({ cells }) => cells.some((cell) => cell !== null));

describe('the source', () => {
  it('gives back every cell and row number of a table, however it was written', async () => {
    await fc.assert(
      fc.asyncProperty(aTable, aWriting, async (table, writing) => {
        fc.pre(expectedRows(table).length > 0);
        const marked = table.map(([a, b, c]) => [a, b, `${c}é`]);

        const { rows } = await readBack(writtenTable([['a', 'b', 'c'], ...marked], writing));

        expect(rows).toEqual(expectedRows(marked));
      }),
      { numRuns: 80 },
    );
  });

  it('reads alike through the engine and through the scanner', async () => {
    await fc.assert(
      fc.asyncProperty(
        aTable,
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (table, newline, quoteAll) => {
          fc.pre(expectedRows(table).length === table.length);
          const bytes = writtenTable([['a', 'b', 'c'], ...table], { newline, quoteAll });

          const native = await readBack(bytes);
          const scanned = await readBack(bytes, 'scanner');

          expect(native.native).toBe(true);
          expect(native.rows).toEqual(scanned.rows);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('leaves a regular file to the engine, gzip included', async () => {
    const { native, rows } = await readBack(
      writtenTable(
        [
          ['a', 'b', 'c'],
          ['1', 'x\ny', ''],
          ['2', '', 'z'],
        ],
        { gzip: true, newline: '\r\n' },
      ),
    );

    expect(native).toBe(true);
    expect(rows).toEqual([
      { row: 2, cells: ['1', 'x\ny', null] },
      { row: 3, cells: ['2', null, 'z'] },
    ]);
  });

  it('keeps the order of rows over many batches', async () => {
    const table = Array.from({ length: 20_000 }, (_, at) => [
      String(at),
      'x',
      at === 7 ? 'He said "hi"' : 'y',
    ]);

    const stray = `a,b,c\n${table.map((cells) => cells.join(',')).join('\n')}\n`;
    const { native, rows } = await readBack(stray);

    expect(native).toBe(false);
    expect(rows.every(({ row, cells }) => cells[0] === String(row - 2))).toBe(true);
    expect(rows).toHaveLength(20_000);
  });

  it('marks rows that are out of step and reads the others', async () => {
    await bench.landing.put('file', 'a,b,c\n1,2\n1,2,3,4\n1,"x,3\n4,"y",6\n7,8,9\n7,8,9,\n');
    const profile = await profileFile(bench.landing, 'file', contract);
    if (!profile.readable) throw new Error('unreadable');

    const source = await openSource(
      bench.workbench,
      { store: bench.landing, key: 'file', plan: profile.plan },
      contract,
    );
    const rows = await bench.workbench.rows(
      `SELECT row_number, _flaw, _flaw_column, _line, _end_line FROM (${source}) ORDER BY row_number`,
    );

    expect(
      rows.map(({ row_number: row, _flaw: flaw, _flaw_column: column, _line: from, _end_line: to }) => [
        row,
        flaw,
        column,
        from,
        to,
      ]),
    ).toEqual([
      [2n, 'fields_too_few', null, 2n, 2n],
      [3n, 'fields_too_many', null, 3n, 3n],
      [4n, 'quote_unbalanced', 'b', 4n, 5n],
      [5n, null, null, null, null],
      [6n, null, null, null, null],
    ]);
  });
});
