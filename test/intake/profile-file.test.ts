import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileFile } from '../../lib/intake/profile-file.ts';
import { aBench, aColumn, aContract, type Bench, writtenTable } from './builders.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await aBench();
});
afterAll(async () => bench[Symbol.asyncDispose]());

const HEADER = ['client', 'surname', 'visited', 'site'];
const GOOD = [HEADER, ['1', 'Lee', '2026-01-02', 'N']];

async function profile(bytes: Uint8Array | string, contract = aContract()) {
  await bench.landing.put('file', bytes);
  return profileFile(bench.landing, 'file', contract);
}

const hex = (text: string, rest = '') => Buffer.concat([Buffer.from(text, 'hex'), Buffer.from(rest)]);

describe('what a file is', () => {
  it.each([
    ['an XLSX workbook', hex('504b0304', 'xl/workbook.xml'), 'file_not_a_table', 'Excel workbook (XLSX)'],
    ['an XLS workbook', hex('d0cf11e0a1b11ae1', 'x'.repeat(100)), 'file_not_a_table', 'Excel workbook (XLS)'],
    [
      'an ODS spreadsheet',
      hex('504b0304', 'mimetypeapplication/vnd.oasis.opendocument.spreadsheet'),
      'file_not_a_table',
      'ODS',
    ],
    ['a PDF', Buffer.from('%PDF-1.7 …'), 'file_not_a_table', 'PDF'],
    ['a ZIP archive', hex('504b0304', 'data.csv'), 'file_not_a_table', 'ZIP'],
    ['a web page', Buffer.from('\n<!DOCTYPE html><html>'), 'file_not_a_table', 'web page'],
    ['JSON', Buffer.from('[{"client": 1}]'), 'file_not_a_table', 'JSON'],
    ['random bytes', hex('00017f00ff10', 'client,surname'), 'file_not_a_table', 'binary'],
    [
      'zero bytes far into the file',
      Buffer.from(`client,surname\n${'1,x\n'.repeat(20_000)}\0`),
      'file_not_a_table',
      'binary',
    ],
    ['nothing', Buffer.alloc(0), 'file_empty', 'empty'],
    ['blanks', Buffer.from(' \n\n'), 'file_empty', 'empty'],
    ['gzip of gzip', gzipSync(gzipSync('client')), 'file_not_a_table', 'gzip'],
    [
      'a truncated gzip',
      gzipSync(writtenTable(GOOD)).subarray(0, 30),
      'file_truncated',
      'ends before its end',
    ],
    ['a damaged gzip', hex('1f8b0800000000000003ffffffffff'), 'file_damaged', 'damaged'],
    [
      'a gzip bomb',
      gzipSync(Buffer.concat([Buffer.from('client\n'), Buffer.alloc(80 << 20, '1\n')])),
      'file_unpacks_too_large',
      'far more',
    ],
    ['a header alone', writtenTable([HEADER]), 'no_rows', 'no rows'],
    [
      'another table',
      writtenTable([
        ['a', 'b'],
        ['1', '2'],
      ]),
      'header_missing',
      'names none of the columns',
    ],
    [
      'bytes of no known encoding',
      Buffer.from('client,surname\n1,\x81\x8d\n', 'latin1'),
      'encoding_unknown',
      'neither UTF-8',
    ],
    [
      'a quote that never closes',
      Buffer.from('client,surname\n1,Lee\n2,"Ng\n3,Oh\n'),
      'quote_never_closed',
      'row 3 (line 3',
    ],
    [
      'a row without an end',
      Buffer.from(`client,surname\n1,${'x'.repeat(1_100_000)}\n`),
      'row_too_long',
      'Row 2',
    ],
  ])('refuses %s and says so', async (_, bytes, code, words) => {
    const found = await profile(bytes);

    expect(found.readable).toBe(false);
    expect(found.findings).toContainEqual(
      expect.objectContaining({
        code,
        severity: 'fatal',
        level: 'file',
        message: expect.stringContaining(words),
      }),
    );
    expect(found.findings.every(({ remedy }) => remedy.length > 10)).toBe(true);
  });

  it.each([
    ['comma', { delimiter: ',' }],
    ['semicolon', { delimiter: ';' }],
    ['tab', { delimiter: '\t' }],
    ['pipe', { delimiter: '|' }],
  ] as const)('recognises the %s', async (_, writing) => {
    const found = await profile(writtenTable(GOOD, writing));

    expect(found).toMatchObject({
      readable: true,
      plan: { format: { delimiter: writing.delimiter }, rows: 1 },
    });
  });

  it('finds columns by alias, in another order, whatever the case and the blanks', async () => {
    const found = await profile(
      writtenTable([
        [' SITE ', 'Last  Name', 'Client', 'Visited'],
        ['N', 'Lee', '1', '2026-01-02'],
      ]),
    );

    expect(found).toMatchObject({
      plan: {
        columns: [
          { name: 'client', header: 'Client', at: 2 },
          { name: 'surname', header: 'Last  Name', at: 1 },
          { name: 'visited', header: 'Visited', at: 3 },
          { name: 'site', header: 'SITE', at: 0 },
        ],
      },
    });
  });

  it('obeys the line that a spreadsheet writes to itself', async () => {
    const found = await profile('sep=;\r\nclient;surname\r\n1;Lee, Jr\r\n');

    expect(found).toMatchObject({
      plan: { format: { delimiter: ';', hiddenLines: 1 }, headerRow: 1, rows: 1 },
    });
  });

  it('says which required column is missing, and where one is called nearly so', async () => {
    const found = await profile('clent,surname\n1,Lee\n');

    expect(found.findings).toContainEqual(
      expect.objectContaining({
        code: 'column_missing',
        column: 'client',
        message: expect.stringContaining('Column A of the file is called nearly so'),
      }),
    );
  });

  it('sees that the header stands below a title', async () => {
    const found = await profile('Visits of the quarter,,\n\nclient,surname,visited,site\n1,Lee,,N\n');

    expect(found.findings[0]).toMatchObject({
      code: 'header_missing',
      remedy: expect.stringContaining('Remove the lines above'),
    });
  });

  it('refuses two columns for one', async () => {
    const found = await profile('client,surname,last name\n1,Lee,Li\n');

    expect(found.findings).toContainEqual(
      expect.objectContaining({ code: 'column_twice', message: expect.stringContaining('B and C') }),
    );
  });

  it('repeats nothing of a first row that holds a person instead of names of columns', async () => {
    const found = await profile('4711,Zanzibarova,1961-02-03,N\n4712,Lee,1970-01-01,S\n');

    expect(found.readable).toBe(false);
    expect(JSON.stringify(found)).not.toMatch(/4711|Zanzibarova|1961/);
  });

  it('repeats nothing of a header that is mostly somebody else’s', async () => {
    const found = await profile('client,Zanzibarova,Lee,Main Street\n1,2,3,4\n');

    expect(JSON.stringify(found)).not.toContain('Zanzibarova');
    expect(found.findings).toContainEqual(
      expect.objectContaining({
        code: 'column_unknown',
        message: expect.stringContaining('columns B, C, D'),
      }),
    );
  });

  it('needs the column of a consent that the contract requires', async () => {
    const contract = aContract({
      columns: [...aContract().columns, aColumn('agreed', { role: 'consent' })],
      requiredConsent: ['Y'],
    });

    const found = await profile(writtenTable(GOOD), contract);

    expect(found.findings).toContainEqual(
      expect.objectContaining({ code: 'column_missing', column: 'agreed' }),
    );
  });

  it('ends in a plan or in a finding, whatever the bytes', async () => {
    const start = fc.constantFrom(
      '',
      'client,surname\n',
      '\ufeffclient;site\r\n',
      'sep=,\n',
      '"client"',
      '\xff\xfe',
      '\x1f\x8b\x08',
    );
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (begin, rest) => {
        const found = await profile(Buffer.concat([Buffer.from(begin, 'latin1'), rest]));

        expect(found.readable || found.findings.some(({ severity }) => severity === 'fatal')).toBe(true);
      }),
      { numRuns: 120 },
    );
  });
});
