import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { protectTable } from '../../../lib/disclosure/table/table.ts';
import { TablePolicyDocument } from '../../../lib/disclosure/table/table-policy.ts';

type TextRow = Readonly<Record<string, string>>;

/** The shipped tables are plain: no quoted field holds a comma. */
function shipped(name: string): readonly TextRow[] {
  const lines = readFileSync(join(import.meta.dirname, '..', 'data', name), 'utf8')
    .trim()
    .split('\n');
  const [header = [], ...rows] = lines.map((line) =>
    line.split(',').map((field) => field.replaceAll('"', '')),
  );
  return rows.map((fields) => Object.fromEntries(header.map((column, at) => [column, fields[at] ?? ''])));
}

const policy = (given: object) =>
  TablePolicyDocument.parse({ count: 'n', policy: { threshold: 4, zeros: 'protect' }, ...given });
const hiddenKeys = (rows: Awaited<ReturnType<typeof protectTable>>['rows']) =>
  rows.filter(({ value }) => value === null).map(({ key }) => key.join('/'));

describe('protecting a table', () => {
  it('hides no more of z1 than GaussSuppression, with intervals no narrower', async () => {
    const document = policy({ count: 'ant', dimensions: { region: {}, hovedint: {} } });

    const result = await protectTable(document, shipped('z1.csv'), new Map());

    expect(result).toMatchObject({ cells: 45, primary: 3, people: 596 });
    expect(result.primary + result.complementary).toBeLessThanOrEqual(6);
    expect(result.verdict?.narrowest).toBeGreaterThanOrEqual(3);
  });

  it('hides no more of z2 with its two groupings that do not nest', async () => {
    const document = policy({
      count: 'ant',
      dimensions: { region: { groups: ['fylke', 'kostragr'] }, hovedint: {} },
    });

    const result = await protectTable(document, shipped('z2.csv'), new Map());

    expect(result).toMatchObject({ cells: 100, primary: 11, people: 706 });
    expect(result.primary + result.complementary).toBeLessThanOrEqual(29);
    expect(result.verdict?.narrowest).toBeGreaterThanOrEqual(3);
  });

  it('gives the same table whatever the order of its rows', async () => {
    const document = policy({
      count: 'ant',
      dimensions: { region: { groups: ['fylke', 'kostragr'] }, hovedint: {} },
    });
    const rows = shipped('z2.csv');
    const expected = await protectTable(document, rows, new Map());

    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...rows], { minLength: rows.length }), async (shuffled) => {
        expect((await protectTable(document, shuffled, new Map())).rows).toEqual(expected.rows);
      }),
      { numRuns: 3 },
    );
  });

  it('reads hierarchies of several levels, and hangs what they do not name under the total', async () => {
    const document = policy({ dimensions: { place: { hierarchies: ['places.csv'] } } });
    const rows = [
      { place: 'a', n: '10' },
      { place: 'b', n: '20' },
      { place: 'c', n: '30' },
      { place: 'd', n: '40' },
    ];
    const hierarchy = [
      { code: 'a', parent: 'west' },
      { code: 'b', parent: 'west' },
      { code: 'c', parent: 'east' },
      { code: 'west', parent: 'coast' },
      { code: 'coast', parent: 'Total' },
      { code: 'east', parent: 'Total' },
    ];

    const result = await protectTable(document, rows, new Map([['places.csv', hierarchy]]));

    expect(Object.fromEntries(result.rows.map(({ key, value }) => [key.join(), value]))).toEqual({
      a: 10,
      b: 20,
      c: 30,
      d: 40,
      coast: 30,
      east: 30,
      west: 30,
      Total: 100,
    });
  });

  it('protects crosses that share margins together', async () => {
    const document = policy({
      dimensions: { a: {}, b: {}, c: {} },
      tables: [
        ['a', 'b'],
        ['a', 'c'],
      ],
    });
    const rows = ['x', 'y'].flatMap((a) =>
      ['x', 'y'].flatMap((b) =>
        ['x', 'y'].map((c, at) => ({ a, b, c, n: a === 'x' && b === 'x' ? String(at) : '20' })),
      ),
    );

    const result = await protectTable(document, rows, new Map());

    expect(hiddenKeys(result.rows)).toContain('x/x/Total');
    expect(result.complementary).toBe(3);
  });

  it('counts rows where each is a unit', async () => {
    const document = policy({ count: undefined, records: true, dimensions: { a: {} } });
    const rows = Array.from({ length: 9 }, (_, at) => ({ a: at < 4 ? 'x' : 'y' }));

    const result = await protectTable(document, rows, new Map());

    expect(result.rows.map(({ value }) => value)).toEqual([4, 5, 9]);
  });

  it('checks margins that the table holds and makes them anew', async () => {
    const document = policy({ dimensions: { a: {} }, total: 'All' });
    const rows = [
      { a: 'x', n: '10' },
      { a: 'y', n: '20' },
    ];

    const right = await protectTable(document, [...rows, { a: 'All', n: '30' }], new Map());
    const wrong = protectTable(document, [...rows, { a: 'All', n: '31' }], new Map());

    expect(right.cells).toBe(3);
    await expect(wrong).rejects.toThrow('Row 4: the margin in the table is not the sum of its cells.');
  });

  it.each([
    [
      'a column that nothing names',
      { dimensions: { a: {} } },
      [{ a: 'x', b: 'y', n: '1' }],
      "says nothing of 'b'",
    ],
    [
      'a column that is not there',
      { dimensions: { a: {}, c: {} } },
      [{ a: 'x', n: '1' }],
      "column 'c', which the table does not have",
    ],
    [
      'a count that is no whole number',
      { dimensions: { a: {} } },
      [{ a: 'x', n: '1.5' }],
      "Row 2: 'n' is no whole number",
    ],
    [
      'a cell that comes twice',
      { dimensions: { a: {} } },
      [
        { a: 'x', n: '1' },
        { a: 'x', n: '2' },
      ],
      'Row 3: this is the same cell as row 2',
    ],
    ['a code that reads Total', { dimensions: { a: {} } }, [{ a: 'Total', n: '1' }], "'a' reads 'Total'"],
    [
      'a cross of an unknown dimension',
      { dimensions: { a: {} }, tables: [['z']] },
      [{ a: 'x', n: '1' }],
      "'z', which is not among",
    ],
    ['no row at all', { dimensions: { a: {} } }, [], 'has no rows'],
    ['a count that is not named', { count: undefined, dimensions: { a: {} } }, [{ a: 'x' }], "needs 'count'"],
    ['no threshold', { policy: {}, dimensions: { a: {} } }, [{ a: 'x', n: '1' }], "neither 'preset' nor"],
  ])('refuses %s', async (_what, given, rows, sentence) => {
    const protecting = protectTable(policy(given), rows, new Map());

    await expect(protecting).rejects.toThrow(sentence);
  });

  it('refuses a hierarchy in which a code stands above itself', async () => {
    const document = policy({ dimensions: { a: { hierarchies: ['h.csv'] } } });
    const circle = [
      { code: 'x', parent: 'y' },
      { code: 'y', parent: 'x' },
    ];

    const protecting = protectTable(document, [{ a: 'x', n: '10' }], new Map([['h.csv', circle]]));

    await expect(protecting).rejects.toThrow('h.csv, row 2: the code stands above itself');
  });

  it('takes an owner’s rule by name, and lets parts of it be overridden', async () => {
    const rows = [
      { a: 'x', n: '12' },
      { a: 'y', n: '40' },
      { a: 'z', n: '0' },
    ];
    const hiddenUnder = async (given: object) =>
      hiddenKeys(
        (
          await protectTable(
            TablePolicyDocument.parse({ count: 'n', dimensions: { a: {} }, ...given }),
            rows,
            new Map(),
          )
        ).rows,
      );

    expect(await hiddenUnder({ preset: 'cms' })).toEqual([]);
    expect(await hiddenUnder({ preset: 'delaware-doe' })).toContain('x');
    expect(await hiddenUnder({ preset: 'uk-llc' })).toContain('z');
    expect(await hiddenUnder({ preset: 'uk-llc', policy: { zeros: 'publish' } })).toEqual([]);
  });
});
