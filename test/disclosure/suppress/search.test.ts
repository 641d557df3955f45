import { describe, expect, it } from 'vitest';
import { EMPTY_SYSTEM, type Sensitive, type System } from '../../../lib/disclosure/model/system.ts';
import { solver } from '../../../lib/disclosure/solver.ts';
import { basePoint } from '../../../lib/disclosure/suppress/base-point.ts';
import { Binding } from '../../../lib/disclosure/suppress/binding.ts';
import { Certificates } from '../../../lib/disclosure/suppress/certificates.ts';
import { Extremes } from '../../../lib/disclosure/suppress/extremes.ts';
import { freedom, knownLines } from '../../../lib/disclosure/suppress/freedom.ts';
import { Hiding } from '../../../lib/disclosure/suppress/hiding.ts';
import { linesOf } from '../../../lib/disclosure/suppress/lines.ts';
import { Neighbourhood } from '../../../lib/disclosure/suppress/neighbourhood.ts';
import { Search } from '../../../lib/disclosure/suppress/search.ts';
import type { SuppressionSettings } from '../../../lib/disclosure/suppress/suppress.ts';
import { trim } from '../../../lib/disclosure/suppress/trimming.ts';
import { twoWay } from '../tables.ts';

const settings: SuppressionSettings = {
  reader: { zeros: 'protected', insiders: 0 },
  cost: 'cells',
  keep: new Set(),
};
const table = twoWay([
  [2, 30, 20],
  [30, 40, 25],
  [20, 35, 45],
]);
const small: readonly Sensitive[] = [{ row: 0, quantity: 0, rule: 'threshold', width: 3 }];

describe('lines', () => {
  it('are one where two rows say the same', () => {
    const twice: System = { ...table, rows: [...table.rows, ...table.rows] };

    const lines = linesOf(twice, [], settings.reader);

    expect(lines.count).toBe(table.rows.length);
    expect(lines.rowsOf[0]).toEqual([0, table.rows.length]);
  });

  it('know that a hidden cell is at least one where zeros are published', () => {
    const lines = linesOf(table, [], { zeros: 'published', insiders: 0 });

    expect(lines.lower[0]).toBe(1);
  });

  it('keep what a reader knows from elsewhere apart from what a row shows', () => {
    const known: System = { ...table, facts: [{ terms: [[0, 1]], low: 0, high: 9 }] };

    const lines = linesOf(known, [], settings.reader);

    expect(lines.count).toBe(table.rows.length + 1);
    expect(lines.always[0]).toBe(0);
  });
});

describe('freedom', () => {
  it('is gone where one hidden cell is alone in its line', () => {
    const lines = linesOf(table, [], settings.reader);
    const base = Float64Array.from(table.truth, (value) => value ?? 0);

    const { free } = freedom(
      lines,
      knownLines(lines, (row) => row === 0),
      base,
    );

    expect([...free].every((mark) => mark === 0)).toBe(true);
  });

  it('is left to four cells that make a swap', () => {
    const lines = linesOf(table, [], settings.reader);
    const base = Float64Array.from(table.truth, (value) => value ?? 0);

    const { free } = freedom(
      lines,
      knownLines(lines, (row) => [0, 1, 3, 4].includes(row)),
      base,
    );

    expect([...free]).toEqual([1, 1, 0, 1, 1, 0, 0, 0, 0]);
  });

  it('is gone where the sum leaves no room', () => {
    const zeros = twoWay([
      [0, 0],
      [5, 9],
    ]);
    const lines = linesOf(zeros, [], settings.reader);

    const { free } = freedom(
      lines,
      knownLines(lines, (row) => row < 4),
      Float64Array.from([0, 0, 5, 9]),
    );

    expect([...free].every((mark) => mark === 0)).toBe(true);
  });
});

describe('extremes', () => {
  it('are as far as the smallest cell of the swap allows', async () => {
    const highs = await solver();
    const lines = linesOf(table, [], settings.reader);
    const base = Float64Array.from(table.truth, (value) => value ?? 0);
    const certificates = new Certificates(lines, base);
    const known = knownLines(lines, (row) => [0, 1, 3, 4].includes(row));
    using extremes = new Extremes(
      highs,
      new Binding(lines, freedom(lines, known, base)),
      base,
      certificates.values,
    );

    for (const weight of [1, -1]) {
      const point = extremes.greatest([{ line: 0, weight }]);
      if (point !== null) certificates.add(point);
    }

    expect(certificates.reached(0)).toEqual({ low: 0, high: 32 });
  });
});

describe('the base point', () => {
  it('is made where the truth is not known, so that everything shown is true of it', async () => {
    const unknown: System = { ...table, truth: table.truth.map(() => null) };
    const lines = linesOf(unknown, [], settings.reader);

    const point = basePoint(await solver(), unknown, lines);

    expect(point[0]).toBeCloseTo(2);
    expect(point[4]).toBeCloseTo(40);
  });

  it('is refused where the shown numbers cannot all be true', async () => {
    const wrong: System = {
      ...EMPTY_SYSTEM,
      variables: 2,
      truth: [null, null],
      facts: [
        { terms: [[0, 1]], low: 5, high: 5 },
        {
          terms: [
            [0, 1],
            [1, 1],
          ],
          low: 3,
          high: 3,
        },
      ],
    };
    const highs = await solver();

    const attempt = () => basePoint(highs, wrong, linesOf(wrong, [], settings.reader));

    expect(attempt).toThrow('cannot all be true');
  });
});

describe('hiding', () => {
  it('takes a line from the reader once no row shows it, and gives it back', () => {
    const twice: System = { ...table, rows: [...table.rows, ...table.rows] };
    const lines = linesOf(twice, [], settings.reader);
    const hiding = new Hiding(lines, twice, settings, new Set());

    const first = hiding.hide(0);
    const second = hiding.hide(table.rows.length);
    const back = hiding.show(0);

    expect([first, second, back]).toEqual([[], [0], [0]]);
  });

  it('asks most for rows that are to be kept', () => {
    const lines = linesOf(table, [], settings.reader);

    const { prices } = new Hiding(lines, table, { ...settings, keep: new Set([3]) }, new Set());

    expect(Math.max(...prices)).toBe(prices[3]);
  });
});

describe('the neighbourhood', () => {
  it('of a cell begins with the cell and comes back the same', () => {
    const lines = linesOf(table, [], settings.reader);
    const hiding = new Hiding(lines, table, settings, new Set([0]));
    const near = new Neighbourhood(hiding, new Uint8Array(9).fill(1));

    const box = near.around(0, 5);

    expect(box).toContain(0);
    expect(near.around(0, 5)).toEqual(box);
    expect(near.around(0, 100)).toHaveLength(9);
  });
});

describe('the search', () => {
  it('hides a swap around a small cell', async () => {
    const search = new Search(await solver(), table, small, settings, new Set([0]));

    const settled = search.settle();

    expect(settled).toBe(true);
    expect(search.hiding.rows.size).toBe(4);
  });

  it('shows again what is hidden for nothing, as long as everything stays wide enough', async () => {
    const inner = [0, 1, 2, 3, 4, 5, 6, 7, 8];
    const search = new Search(await solver(), table, small, settings, new Set(inner));
    search.settle();

    trim(search, inner.toReversed().slice(0, -1));

    expect(search.hiding.rows.size).toBeLessThan(inner.length);
    expect(search.hiding.isHidden(0)).toBe(true);
    expect(search.certificates.needed().every((line) => search.certificates.isSettled(line))).toBe(true);
  });

  it('says so where nothing makes an interval wide enough', async () => {
    const known: System = { ...table, facts: [{ terms: [[0, 1]], low: 2, high: 2 }] };
    const search = new Search(await solver(), known, small, settings, new Set([0]));

    const settled = search.settle();

    expect(settled).toBe(false);
  });
});
