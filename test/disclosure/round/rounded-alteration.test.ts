import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Alteration } from '../../../lib/disclosure/model/alteration.ts';
import { EMPTY_SYSTEM, type Row, type System } from '../../../lib/disclosure/model/system.ts';
import { AmountsCannotBeRounded } from '../../../lib/disclosure/round/errors.ts';
import { roundedAlteration } from '../../../lib/disclosure/round/rounded-alteration.ts';
import { seeded } from '../keyed-bytes.ts';
import { aCount, aCube, anAxis, aRateCube, rowOf } from '../noise/cubes.ts';
import { chiSquareTail } from '../noise/goodness.ts';

/** Cells that stand each for itself, with their counts. */
function cellsOf(values: readonly number[]): System {
  return {
    ...EMPTY_SYSTEM,
    variables: values.length,
    truth: values,
    rows: values.map(
      (_, at): Row => ({ key: [`c${at}`], root: 0, quantities: [aCount('count', [at], values)] }),
    ),
  };
}

const shownBy = (altered: Alteration, system: System) => system.rows.map((_, row) => altered.valueOf(row, 0));

describe('random rounding', () => {
  it.each([
    [3, 7],
    [3, 8],
    [5, 11],
    [5, 14],
    [10, 21],
    [10, 9],
    [7, 3],
  ])('to base %d is right on average for %d', (base, value) => {
    const system = cellsOf(new Array<number>(20_000).fill(value));

    const shown = shownBy(roundedAlteration(system, base, seeded(base), 'people'), system);

    const up = shown.filter((rounded) => rounded > value).length;
    const expected = (system.rows.length * (value % base)) / base;
    const statistic =
      (up - expected) ** 2 / expected + (up - expected) ** 2 / (system.rows.length - expected);
    expect(new Set(shown)).toEqual(new Set([value - (value % base), value - (value % base) + base]));
    expect(chiSquareTail(statistic, 1)).toBeGreaterThan(1e-6);
  });

  it('leaves multiples and zeros as they are', () => {
    const system = cellsOf([0, 3, 6, 300, 0, 9]);

    expect(shownBy(roundedAlteration(system, 3, seeded(1), 'people'), system)).toEqual([0, 3, 6, 300, 0, 9]);
  });

  it('shows every count as a multiple that is less than the base away', () => {
    const counts = fc.array(fc.nat(2000), { minLength: 1, maxLength: 30 });

    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 20 }), fc.nat(), (values, base, seed) => {
        const system = cellsOf(values);
        const altered = roundedAlteration(system, base, seeded(seed), 'people');

        values.forEach((value, row) => {
          const shown = altered.valueOf(row, 0);

          expect(shown % base).toBe(0);
          expect(Math.abs(shown - value)).toBeLessThanOrEqual(altered.marginOf(row, 0));
        });
      }),
    );
  });

  it('rounds the same cell alike in every table and release, whatever else is in it', () => {
    const first = aCube([anAxis('x', 30), anAxis('y', 4)], (_, number) => 1 + (number % 17));
    const grown = aCube([anAxis('x', 40), anAxis('y', 4)], (_, number) => 1 + (number % 17), [
      ['x', 'y'],
      ['y'],
    ]);

    const [before, after] = [first, grown].map((table) =>
      roundedAlteration(table.system, 5, seeded(1), 'people 2026'),
    );

    const same = first.cells.flatMap(({ key }, row) => {
      const later = rowOf(grown, ...key);
      const [value, valueLater] = [
        first.system.rows[row]?.quantities[0]?.value,
        grown.system.rows[later]?.quantities[0]?.value,
      ];
      return value === valueLater ? [[before?.valueOf(row, 0), after?.valueOf(later, 0)]] : [];
    });
    expect(same.length).toBeGreaterThan(120);
    expect(same.every(([one, other]) => one === other)).toBe(true);
  });

  it('gives whoever averages a hundred releases nothing', () => {
    const table = aCube([anAxis('x', 50)], (_, number) => 1 + (number % 20));
    const releases = Array.from({ length: 100 }, () =>
      shownBy(roundedAlteration(table.system, 5, seeded(1), 'people 2026'), table.system),
    );

    const averages = table.cells.map(
      (_, row) => releases.reduce((sum, shown) => sum + (shown[row] ?? 0), 0) / releases.length,
    );

    expect(averages).toEqual(releases[0]);
  });

  it('would give a count away to averaging, were every release rounded anew', () => {
    const table = aCube([anAxis('x', 50)], (_, number) => 1 + (number % 20));
    const releases = Array.from({ length: 400 }, (_, release) =>
      shownBy(roundedAlteration(table.system, 5, seeded(1), `release ${release}`), table.system),
    );

    const guessed = table.cells.filter((_, row) => {
      const average = releases.reduce((sum, shown) => sum + (shown[row] ?? 0), 0) / releases.length;
      return Math.round(average) === table.system.rows[row]?.quantities[0]?.value;
    });

    expect(guessed.length).toBeGreaterThan(45);
  });

  it('draws once for rows that always say the same: a group of one code, the margin of a single code', () => {
    const table = aCube(
      [
        anAxis('x', 60, Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`g${at}`, [at]]))),
        anAxis('y', 1),
      ],
      (_, number) => 1 + number,
    );
    const altered = roundedAlteration(table.system, 10, seeded(1), 'people');

    for (let at = 0; at < 60; at += 1) {
      const shown = [
        [`x${at}`, 'y0'],
        [`g${at}`, 'y0'],
        [`x${at}`, 'Total'],
        [`g${at}`, 'Total'],
      ].map((key) => altered.valueOf(rowOf(table, ...key), 0));

      expect(new Set(shown).size).toBe(1);
    }
  });

  it('keeps a numerator within its denominator, and that within all persons', () => {
    const table = aRateCube([anAxis('x', 200), anAxis('y', 2)], (number) => [
      number % 7,
      (number % 7) + (number % 2),
      (number % 7) + (number % 2) + (number % 3),
    ]);
    const altered = roundedAlteration(table.system, 5, seeded(1), 'people');

    const rows = table.cells.map((_, row) => [0, 1, 2].map((quantity) => altered.valueOf(row, quantity)));

    expect(
      rows.every(
        ([persons = 0, numerator = 0, denominator = 0]) => numerator <= denominator && denominator <= persons,
      ),
    ).toBe(true);
    expect(rows.some(([persons, numerator]) => persons !== numerator)).toBe(true);
  });

  it('rounds another period, another count and another base for itself', () => {
    const system = cellsOf(Array.from({ length: 300 }, () => 4));
    const shown = (base: number, label: string) =>
      shownBy(roundedAlteration(system, base, seeded(1), label), system);

    const agreeing = (one: readonly number[], other: readonly number[]) =>
      one.filter((value, at) => value > 4 === (other[at] ?? 0) > 4).length / one.length;

    expect(agreeing(shown(5, 'people 2026'), shown(5, 'people 2027'))).toBeLessThan(0.8);
    expect(agreeing(shown(5, 'people 2026'), shown(5, 'jobs 2026'))).toBeLessThan(0.8);
    expect(agreeing(shown(3, 'people 2026'), shown(5, 'people 2026'))).toBeLessThan(0.6);
  });

  it('refuses sums of amounts, which it does not protect', () => {
    const system = cellsOf([5, 7]);
    const sums = system.rows.map((row) => ({
      ...row,
      quantities: row.quantities.map((quantity) => ({ ...quantity, role: 'sum' as const })),
    }));

    expect(() => roundedAlteration({ ...system, rows: sums }, 3, seeded(1), 'benefits')).toThrow(
      AmountsCannotBeRounded,
    );
  });
});
