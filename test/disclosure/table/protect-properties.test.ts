import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCsv } from '../../../lib/cli/protect/read-csv.ts';
import { describeTable } from '../../../lib/disclosure/table/describe-table.ts';
import { innerCells } from '../../../lib/disclosure/table/inner-cells.ts';
import { tableAxes } from '../../../lib/disclosure/table/table-axes.ts';
import { TablePolicyDocument } from '../../../lib/disclosure/table/table-policy.ts';
import { Desk } from './command.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
/** Codes as people write them, trimmed as a reader of CSV files trims. */
const code = fc
  .string({ minLength: 1, maxLength: 6, unit: 'grapheme' })
  .filter((text) => text.trim() === text && text !== 'Total' && !/[\0\uFEFF]/.test(text));

interface Cell {
  readonly a: string;
  readonly b: string;
  readonly n: number;
}

const cells = (codes: fc.Arbitrary<string>) =>
  fc.uniqueArray(fc.record({ a: codes, b: codes, n: fc.integer({ min: 0, max: 60 }) }), {
    minLength: 3,
    maxLength: 14,
    selector: ({ a, b }: Cell) => JSON.stringify([a, b]),
  });

/** All margins of the cells, counted without any code of the product. */
function margins(rows: readonly Cell[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { a, b, n } of rows) {
    for (const key of [
      [a, b],
      [a, 'Total'],
      ['Total', b],
      ['Total', 'Total'],
    ]) {
      const name = JSON.stringify(key);
      sums.set(name, (sums.get(name) ?? 0) + n);
    }
  }
  return sums;
}

const tableOf = (rows: readonly Cell[]) =>
  `a,b,n\n${rows.map(({ a, b, n }) => `${quoted(a)},${quoted(b)},${n}\n`).join('')}`;

describe('any table', () => {
  it('comes out with every published cell once, the true number or none, and none that is small', async () => {
    await desk.write('policy.yaml', 'count: n\ndimensions: { a: {}, b: {} }\npolicy: { threshold: 5 }\n');

    await fc.assert(
      fc.asyncProperty(cells(code), async (rows) => {
        await desk.write('table.csv', tableOf(rows));

        const { code: exit } = await desk.protect();

        if (exit === 1) return;
        expect(exit).toBe(0);
        const written = await readCsv(desk.path('out/table.csv'));
        const expected = margins(rows);
        const unguarded = (text = '') => text.replace(/^'(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/, '');
        expect(
          new Set(written.map((row) => JSON.stringify([unguarded(row['a']), unguarded(row['b'])]))),
        ).toEqual(new Set(expected.keys()));
        expect(written).toHaveLength(expected.size);
        for (const { a, b, value, status } of written) {
          const truth = expected.get(JSON.stringify([unguarded(a), unguarded(b)]));
          expect(value).toBe(status === 'suppressed' ? '' : String(truth));
          expect(value).not.toMatch(/^[1-4]$/);
        }
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it('gives the same bytes whatever the order of its rows', async () => {
    await desk.write('policy.yaml', 'count: n\ndimensions: { a: {}, b: {} }\npolicy: { threshold: 9 }\n');

    await fc.assert(
      fc.asyncProperty(
        cells(fc.constantFrom('p', 'q', 'r', 's')).chain((rows) =>
          fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
        ),
        async ([rows, shuffled]) => {
          await desk.write('one.csv', tableOf(rows));
          await desk.write('other.csv', tableOf(shuffled));

          const one = await desk.protect('--out', desk.path('one'), desk.path('one.csv'));
          const other = await desk.protect('--out', desk.path('other'), desk.path('other.csv'));

          expect(other.code).toBe(one.code);
          if (one.code === 0)
            expect(await desk.read('other/table.csv')).toBe(await desk.read('one/table.csv'));
        },
      ),
      { numRuns: 10 },
    );
  }, 60_000);

  it('tells in the report no more numbers than in the table', async () => {
    const z2 = join(import.meta.dirname, '..', 'data', 'z2.csv');
    await desk.write(
      'policy.yaml',
      'count: ant\ndimensions: { region: { groups: [fylke, kostragr] }, hovedint: {} }\npolicy: { threshold: 4, zeros: protect }\n',
    );

    await desk.protect(z2);
    const marked = readFileSync(z2, 'utf8').replace(/,(\d+)$/gm, (_, count: string) => `,${Number(count)}`);
    await desk.write('marked.csv', marked);

    const report = await desk.read('out/report.html');
    const shown = (await readCsv(desk.path('out/table.csv'))).filter(({ status }) => status === 'published');
    const tables = report.slice(report.indexOf('id="tables"'), report.indexOf('id="asked"'));
    const inReport = [...tables.matchAll(/<td>([\d,]+)<\/td>/g)].map(([, text = '']) =>
      text.replaceAll(',', ''),
    );
    expect(inReport.length).toBe(shown.length);
    expect(inReport.toSorted()).toEqual(shown.map(({ value = '' }) => value).toSorted());
  });
});

describe('units that may be in several cells', () => {
  it('are counted as a set of people is, in every cell and margin', () => {
    const codes = ['p', 'q', 'r'];
    const record = fc.record({
      who: fc.constantFrom('1', '2', '3', '4', '5'),
      a: fc.constantFrom(...codes),
      b: fc.constantFrom(...codes),
    });
    const document = TablePolicyDocument.parse({
      records: true,
      unit: 'who',
      dimensions: { a: {}, b: {} },
      policy: { threshold: 2 },
    });

    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 30 }), (records) => {
        const rows = { rows: records.map((fields, at) => ({ fields, row: at + 2 })) };
        const axes = tableAxes(document, rows, new Map());
        const published = { crosses: [['a', 'b']], rollupsOnly: new Set<string>() };
        const {
          cells: described,
          system,
          formOf,
        } = describeTable(axes, innerCells(document, axes, rows), published);

        for (const [at, { key, members }] of described.entries()) {
          const people = new Set(
            records
              .filter(({ a, b }) => [a, b].every((own, axis) => key[axis] === 'Total' || key[axis] === own))
              .map(({ who }) => who),
          );
          expect(system.rows[at]?.quantities[0]?.value).toBe(people.size);
          expect(formOf(members, 'count')).toEqual(system.rows[at]?.quantities[0]?.form);
        }
      }),
    );
  });
});
