import { readdir } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from './command.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const COUNTS = 'count: n\ndimensions: { a: {} }\npolicy: { threshold: 5 }\n';
const RECORDS = 'records: true\ndimensions: { a: {} }\npolicy: { threshold: 2 }\n';
const UNITS = 'records: true\nunit: who\ndimensions: { a: {} }\npolicy: { threshold: 2 }\n';
const HIERARCHY = 'count: n\ndimensions: { a: { hierarchies: [h.csv] } }\npolicy: { threshold: 5 }\n';

describe('what does not fit', () => {
  it.each<readonly [what: string, policy: string, table: string, sentence: string]>([
    ['an empty count', COUNTS, 'a,n\nx,10\ny,\n', "table.csv, row 3: 'n' is empty; write 0 where"],
    ['a negative count', COUNTS, 'a,n\nx,-1\n', "row 2: 'n' is negative"],
    ['a fraction', COUNTS, 'a,n\nx,1.5\n', "row 2: 'n' is no whole number"],
    ['separators in a count', COUNTS, 'a,n\nx,"1,234"\n', "row 2: 'n' has separators between its digits"],
    ['a count beyond exact numbers', COUNTS, 'a,n\nx,1234567890123456\n', "row 2: 'n' is larger than"],
    ['words for a count', COUNTS, 'a,n\nx,few\n', "row 2: 'n' is no number"],
    ['an empty code', COUNTS, 'a,n\n,10\n', "row 2: 'a' is empty. Write a code"],
    ['a code that reads Total', COUNTS, 'a,n\nTotal,10\n', "row 2: 'a' reads 'Total'"],
    ['a cell twice', COUNTS, 'a,n\nx,10\ny,10\n x ,10\n', 'row 4: this is the same cell as row 2'],
    ['a field too many', COUNTS, 'a,n\nx,10,5\n', 'row 2: it has 3 fields, and the header has 2'],
    ['a field too few', COUNTS, 'a,n\nx\n', 'row 2: it has 1 fields, and the header has 2'],
    ['a blank row between others', COUNTS, 'a,n\nx,10\n\ny,10\n', 'row 3: the row is blank'],
    ['no rows', COUNTS, 'a,n\n', 'The table has no rows'],
    ['an empty file', COUNTS, '', 'table.csv cannot be read as a table. The file is empty.'],
    ['a quotation mark without its partner', COUNTS, 'a,n\nx,"10\ny,20\n', 'is opened and never closed'],
    ['a column twice', COUNTS, 'a,n,n\nx,10,10\n', "two columns are called 'n'"],
    ['a column without a name', COUNTS, 'a,,n\nx,1,10\n', 'a column has no name'],
    ['a column of which nothing is said', COUNTS, 'a,b,n\nx,y,10\n', "The policy says nothing of 'b'"],
    [
      'a column of records of which nothing is said',
      RECORDS,
      'a,who\nx,1\n',
      "or name the column of units with 'unit'",
    ],
    ['a row of nobody', UNITS, 'a,who\nx,p1\nx,\n', "row 3: 'who' is empty"],
    [
      'a count of records',
      `${RECORDS}count: n\n`,
      'a,n\nx,1\n',
      "says 'records: true', so each row is one unit, and also",
    ],
    ['margins among records', `total: All\n${RECORDS}`, 'a\nx\n', "'total' belongs to tables of counts"],
    ['units of counts', `${COUNTS}unit: a\n`, 'a,n\nx,10\n', "'unit' belongs to 'records: true'"],
    ['no dimension', 'count: n\ndimensions: {}\npolicy: { threshold: 5 }\n', 'n\n10\n', 'names no dimension'],
    [
      'a dimension called value',
      'count: n\ndimensions: { value: {} }\npolicy: { threshold: 5 }\n',
      'value,n\nx,10\n',
      "cannot be called 'value'",
    ],
    ['a column for two things', `${COUNTS}ignore: [a]\n`, 'a,n\nx,10\n', "uses column 'a' for two things"],
    [
      'a cross of an unknown dimension',
      `${COUNTS}tables: [[b]]\n`,
      'a,n\nx,10\n',
      "'tables' names 'b', which is not among",
    ],
    ['a dimension twice in a cross', `${COUNTS}tables: [[a, a]]\n`, 'a,n\nx,10\n', "names 'a' twice"],
    [
      'an unknown code to keep',
      COUNTS.replace('5 }', '5, keep: [{ a: z }] }'),
      'a,n\nx,10\n',
      "'keep' names 'z', which is no code",
    ],
    [
      'roll-ups that are not there',
      COUNTS.replace('a: {}', 'a: { publish: rollups }'),
      'a,n\nx,10\n',
      'and has none',
    ],
    [
      'neither threshold nor preset',
      'count: n\ndimensions: { a: {} }\n',
      'a,n\nx,10\n',
      "neither 'preset' nor",
    ],
    [
      'noise without settings',
      COUNTS.replace('5 }', '5, method: dp }'),
      'a,n\nx,10\n',
      "'method: dp' needs its settings",
    ],
    [
      'settings of noise without noise',
      COUNTS.replace('5 }', '5, dp: { rho: 1 } }'),
      'a,n\nx,10\n',
      "'dp' needs 'method: dp'",
    ],
  ])('refuses %s', async (_what, policy, table, sentence) => {
    await desk.write('policy.yaml', policy);
    await desk.write('table.csv', table);

    const { code, err } = await desk.protect();

    expect(err).toContain(sentence);
    expect(code).toBe(2);
    expect(await readdir(desk.folder)).not.toContain('out');
  });

  it.each<readonly [what: string, hierarchy: string, sentence: string]>([
    [
      'a code that stands above itself',
      'code,parent\nx,g\ng,h\nh,g\n',
      'h.csv, row 3: the code stands above itself',
    ],
    [
      'a circle that no code of the table leads to',
      'code,parent\nx,g\np,q\nq,p\n',
      'h.csv, row 3: the code stands above itself',
    ],
    [
      'a code with two parents',
      'code,parent\nx,g\nx,h\n',
      'h.csv, row 3: the code has another parent in row 2',
    ],
    ['other columns', 'child,group\nx,g\n', "h.csv, row 1: the columns must be 'code' and 'parent'"],
    ['a parent of Total', 'code,parent\nx,g\nTotal,all\n', "h.csv, row 3: 'Total' is the top"],
    ['an empty code', 'code,parent\nx,g\n,h\n', "h.csv, row 3: 'code' is empty"],
    [
      'a group that is a code of the table',
      'code,parent\nx,y\n',
      "table.csv, row 3: 'a' reads 'y', which stands above other codes",
    ],
  ])('refuses a hierarchy with %s', async (_what, hierarchy, sentence) => {
    await desk.write('policy.yaml', HIERARCHY);
    await desk.write('h.csv', hierarchy);
    await desk.write('table.csv', 'a,n\nx,10\ny,20\n');

    const { code, err } = await desk.protect();

    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });

  it('refuses one name for two groups, and takes one group of two hierarchies', async () => {
    await desk.write('policy.yaml', HIERARCHY.replace('[h.csv]', '[h.csv, k.csv]'));
    await desk.write('h.csv', 'code,parent\nx,g\ny,g\n');
    await desk.write('table.csv', 'a,n\nx,10\ny,20\nz,40\n');

    await desk.write('k.csv', 'code,parent\nx,g\nz,g\n');
    const differing = await desk.protect();
    await desk.write('k.csv', 'code,parent\ny,g\nx,g\nz,k\n');
    const agreeing = await desk.protect();

    expect(differing.err).toContain("'g' names a group and also a code or another group");
    expect(agreeing.code).toBe(0);
    expect(await desk.cells()).toEqual({ x: 10, y: 20, z: 40, g: 30, k: 40, Total: 70 });
  });

  it('takes rows of groups for margins where the policy says what margins read, and checks them', async () => {
    await desk.write('policy.yaml', `total: All\n${HIERARCHY}`);
    await desk.write('h.csv', 'code,parent\nx,g\ny,g\n');

    await desk.write('table.csv', 'a,n\nx,10\ny,20\nz,40\ng,30\nAll,70\n');
    const right = await desk.protect();
    await desk.write('table.csv', 'a,n\nx,10\ny,20\nz,40\ng,31\nAll,70\n');
    const wrong = await desk.protect();

    expect(right.code).toBe(0);
    expect(wrong.err).toContain('table.csv, row 5: the margin in the table is not the sum of its cells');
  });

  it('never shows what stands in a field that it refuses', async () => {
    await desk.write('policy.yaml', COUNTS);
    await desk.write('table.csv', 'a,n\nx,Jane Roe\n');

    const { err } = await desk.protect();

    expect(err).not.toContain('Jane');
  });
});

describe('how a table may be written', () => {
  const TABLE = 'a,n\nx,10\n"y, z",20\n';
  const expected = { '"y/ z"': 20, x: 10, Total: 30 };

  it.each<readonly [what: string, bytes: string | Uint8Array]>([
    ['with a byte order mark', `\uFEFF${TABLE}`],
    ['with line ends of Windows', TABLE.replaceAll('\n', '\r\n')],
    ['with blanks around fields', ' a , n \n x , 10 \n"y, z", 20\n'],
    ['with everything in quotes', '"a","n"\n"x","10"\n"y, z","20"\n'],
    ['divided by semicolons', 'a;n\nx;10\n"y, z";20\n'],
    ['in UTF-16', Buffer.from(`\uFEFF${TABLE}`, 'utf16le')],
    ['with blank lines at its end', `${TABLE}\n\n`],
    ['without a line end at its end', TABLE.trimEnd()],
    ['with zeros before its digits', TABLE.replace('10', '0010')],
  ])('is read %s', async (_what, bytes) => {
    await desk.write('policy.yaml', COUNTS);
    await desk.write('table.csv', bytes);

    const { code } = await desk.protect();

    expect(code).toBe(0);
    expect(await desk.cells()).toEqual(expected);
  });

  it('keeps codes apart that differ in case or accents, and quotes what needs it', async () => {
    await desk.write('policy.yaml', COUNTS);
    await desk.write('table.csv', 'a,n\nA,10\na,20\ná,30\n"say ""x""",40\n');

    await desk.protect();

    const lines = (await desk.read('out/table.csv')).split('\n');
    expect(lines).toEqual([
      'a,value,status',
      'A,10,published',
      'a,20,published',
      '"say ""x""",40,published',
      'á,30,published',
      'Total,100,published',
      '',
    ]);
  });
});
