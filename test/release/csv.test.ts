import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCsv } from '../../lib/release/csv.ts';

/** Reads CSV back, field by field. */
function parse(csv: string): string[][] {
  const rows: string[][] = [[]];
  let field = '';
  let quoted = false;
  for (let at = 0; at < csv.length; at += 1) {
    const character = csv[at] ?? '';
    if (quoted) {
      if (character !== '"') field += character;
      else if (csv[at + 1] === '"') {
        field += '"';
        at += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ',' || character === '\n') {
      rows.at(-1)?.push(field);
      field = '';
      if (character === '\n') rows.push([]);
    } else field += character;
  }
  return rows.slice(0, -1);
}

describe('CSV', () => {
  it('reads back as it was written, but for the apostrophe before a formula', () => {
    const table = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string(), fc.bigInt()), {
      minLength: 1,
    });

    fc.assert(
      fc.property(table, (rows) => {
        const read = parse(toCsv(['a', 'b', 'c'], rows)).slice(1);

        const plain = read.map(([a = '', b = '', c = '']) => [a, b, c]);
        for (const [at, row] of rows.entries()) {
          const found = plain[at] ?? [];
          expect([row[0], `'${row[0]}`]).toContain(found[0]);
          expect([row[1], `'${row[1]}`]).toContain(found[1]);
          expect(found[2]).toBe(String(row[2]));
        }
      }),
    );
  });

  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])(
    'gives a spreadsheet no formula to run: %j',
    (formula) => {
      const [, [field = ''] = []] = parse(toCsv(['a'], [[formula]]));

      expect(field).toBe(`'${formula}`);
    },
  );

  it('tells nothing from empty text, and leaves a negative number a number', () => {
    const csv = toCsv(['a', 'b', 'c'], [[null, '', '-12.5000']]);

    expect(csv).toBe('a,b,c\n,"",-12.5000\n');
  });
});
