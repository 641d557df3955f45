import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidenceOf, sumRows, turned } from '../../../lib/disclosure/noise/incidence.ts';
import { firmness, fitFreely, fitWithin, varianceLeft } from '../../../lib/disclosure/noise/least-squares.ts';
import { wholeNumbers } from '../../../lib/disclosure/noise/whole-numbers.ts';

/** A row for each cell and one for all. */
function withTotal(cells: number) {
  const all = Array.from({ length: cells }, (_, cell) => cell);
  return incidenceOf([...all.map((cell) => Int32Array.of(cell)), Int32Array.from(all)], cells);
}

const even = (rows: number) => new Float64Array(rows).fill(1);

const noBound = (cells: number) => new Float64Array(cells).fill(Number.MAX_SAFE_INTEGER);

describe('making noisy rows add up', () => {
  it('spreads what a total disagrees by over it and its cells', () => {
    const fit = fitFreely(withTotal(3), Float64Array.of(10, 20, 30, 64), even(4));

    expect([...fit].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([11, 21, 31]);
  });

  it('leaves rows that agree as they are', () => {
    const fit = fitFreely(withTotal(3), Float64Array.of(10, 20, 30, 60), even(4));

    expect([...fit].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([10, 20, 30]);
  });

  it('knows how much of its variance a row keeps: of a cell and its total, as algebra says', () => {
    const table = withTotal(3);

    expect(varianceLeft(table, 0, even(4))).toBeCloseTo(3 / 4, 9);
    expect(varianceLeft(table, 3, even(4))).toBeCloseTo(3 / 4, 9);
    // A total of weight 3 is as exact as three cells together: each knows it by half.
    expect(varianceLeft(table, 3, Float64Array.of(1, 1, 1, 1 / 3))).toBeCloseTo(3 / 2, 9);
  });

  it('keeps cells within their bounds, and none fits better there', () => {
    const rows = fc.array(fc.uniqueArray(fc.nat(4), { minLength: 1 }), { minLength: 2, maxLength: 8 });
    const numbers = fc.array(fc.integer({ min: -10, max: 30 }), { minLength: 8, maxLength: 8 });

    fc.assert(
      fc.property(
        rows,
        numbers,
        fc.array(fc.nat(12), { minLength: 5, maxLength: 5 }),
        (below, given, most) => {
          const table = incidenceOf(
            below.map((cells) => Int32Array.from(cells)),
            5,
          );
          const wanted = Float64Array.from(given.slice(0, below.length));
          const bounds = Float64Array.from(most);
          const weights = firmness(table);
          const missed = (cells: Float64Array) =>
            sumRows(table, cells, new Float64Array(table.rows)).reduce(
              (sum, value, row) => sum + (weights[row] ?? 0) * (value - (wanted[row] ?? 0)) ** 2,
              0,
            );

          const fit = fitWithin(
            table,
            turned(table),
            wanted,
            bounds,
            fitFreely(table, wanted, even(table.rows)),
          );

          expect(fit.every((value, cell) => value >= 0 && value <= (bounds[cell] ?? 0))).toBe(true);
          // Convex: where no small step within the bounds is better, nothing is.
          for (let cell = 0; cell < 5; cell += 1) {
            for (const by of [-0.01, 0.01]) {
              const moved = Float64Array.from(fit);
              moved[cell] = Math.min(Math.max(0, (fit[cell] ?? 0) + by), bounds[cell] ?? 0);
              expect(missed(moved)).toBeGreaterThanOrEqual(missed(fit) - 1e-3);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });
});

describe('making cells whole', () => {
  it('keeps the total of a thousand thirds', () => {
    const table = withTotal(999);
    const fit = new Float64Array(999).fill(1 / 3);
    const given = Float64Array.of(...fit, 333);

    const whole = wholeNumbers(table, turned(table), given, fit, noBound(999));

    expect(whole.reduce((sum, value) => sum + value, 0)).toBe(333);
    expect(whole.every((value) => value === 0 || value === 1)).toBe(true);
  });

  it('leaves whole cells alone', () => {
    const given = Float64Array.of(10, 0, 30, 40);

    expect([
      ...wholeNumbers(withTotal(3), turned(withTotal(3)), given, given.slice(0, 3), noBound(3)),
    ]).toEqual([10, 0, 30]);
  });

  it('stays within the bounds whatever the rows ask for', () => {
    const asked = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 5, maxLength: 5 });

    fc.assert(
      fc.property(asked, fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }), (given, most) => {
        const bounds = Float64Array.from(most);
        const table = withTotal(4);
        const rows = Float64Array.from(given);
        const fit = fitWithin(table, turned(table), rows, bounds, fitFreely(table, rows, even(table.rows)));

        const whole = wholeNumbers(table, turned(table), rows, fit, bounds);

        expect(
          whole.every((value, cell) => Number.isInteger(value) && value >= 0 && value <= (bounds[cell] ?? 0)),
        ).toBe(true);
      }),
    );
  });
});
