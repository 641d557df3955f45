import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { finestCount } from '../../../lib/disclosure/model/cube.ts';
import type { DescribedTable } from '../../../lib/disclosure/model/described-table.ts';
import { boundedCounts } from '../../../lib/disclosure/noise/contributions.ts';
import { AmountsCannotBeNoisy } from '../../../lib/disclosure/noise/errors.ts';
import { type MeasuredTable, measuredTable } from '../../../lib/disclosure/noise/measured-table.ts';
import type { Axis } from '../../../lib/indicators/measure.ts';
import { seeded } from '../keyed-bytes.ts';
import { aCube, anAxis, aRateCube } from './cubes.ts';
import { anOverlap } from './overlaps.ts';

/** Roots of weights are binary fractions. */
const ROUNDING = 1 + 1e-12;

/** How much the numbers that get noise differ between two tables: their squares and themselves, as they weigh. */
function changeBetween(
  measured: MeasuredTable,
  before: readonly (readonly number[])[],
  after: readonly (readonly number[])[],
): { readonly sum: number; readonly squares: number } {
  const changes = measured.rowStands.flatMap((stands, row) =>
    stands === row
      ? measured.quantities.map((at) => ({
          by: Math.abs((after[row]?.[at] ?? 0) - (before[row]?.[at] ?? 0)),
          weight: measured.weights[row] ?? 0,
        }))
      : [],
  );
  return {
    squares: changes.reduce((sum, { by, weight }) => sum + weight * by * by, 0),
    sum: changes.reduce((sum, { by, weight }) => sum + Math.sqrt(weight) * by, 0),
  };
}

const countsOf = ({ system }: DescribedTable) =>
  system.rows.map(({ quantities }) => quantities.map(({ value }) => value));

const someAxes: fc.Arbitrary<readonly Axis[]> = fc
  .array(
    fc.record({
      size: fc.integer({ min: 1, max: 4 }),
      groups: fc.array(fc.uniqueArray(fc.nat(3), { minLength: 1 }), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((all) =>
    all.map(({ size, groups }, at) =>
      anAxis(
        'xyz'[at] ?? 'w',
        size,
        Object.fromEntries(
          groups
            .map((members) => members.filter((member) => member < size))
            .filter((members) => members.length > 0)
            .map((members, group) => [`g${group}`, members]),
        ),
      ),
    ),
  );

describe('how much one person changes', () => {
  it('is never more than is reckoned, in whatever cell of whatever table', () => {
    fc.assert(
      fc.property(someAxes, fc.nat(1000), fc.boolean(), (axes, where, withGaps) => {
        const finest = finestCount(axes);
        const changed = where % finest;
        const count = (extra: number) => (_: readonly string[], number: number) =>
          withGaps && number % 5 === 3 && number !== changed ? null : number === changed ? extra : number % 3;
        const crosses = axes.length > 1 ? axes.map(({ name }) => [name]) : undefined;
        const [before, after] = [aCube(axes, count(4), crosses), aCube(axes, count(5), crosses)];

        const measured = measuredTable(before, 1);

        const change = changeBetween(measured, countsOf(before), countsOf(after));
        expect(change.sum).toBeGreaterThan(0);
        expect(change.sum).toBeLessThanOrEqual(measured.change.sum * ROUNDING);
        expect(change.squares).toBeLessThanOrEqual(measured.change.squares);
      }),
    );
  });

  it('is reached: a table of two axes changes in four rows', () => {
    const axes = [anAxis('x', 3), anAxis('y', 2)];
    const before = aCube(axes, () => 1);
    const after = aCube(axes, (_, number) => (number === 4 ? 2 : 1));

    const { change, ...measured } = measuredTable(before, 1);

    const reached = changeBetween({ ...measured, change }, countsOf(before), countsOf(after));
    expect(reached.squares).toBe(change.squares);
    expect(reached.sum).toBeCloseTo(change.sum, 9);
    // The fourth roots, in sixteenths, of how many rows there are like each: 6 cells, 3 and 2 margins, one total.
    expect(change.squares).toBe(25 + 21 + 19 + 16);
  });

  it('covers a person in the numerator, who is in the denominator and among all persons too', () => {
    const axes = [anAxis('x', 3)];
    const [before, after] = [5, 6].map((n) =>
      aRateCube(axes, (number) => (number === 1 ? [n, n + 4, n + 9] : [2, 7, 9])),
    );
    if (before === undefined || after === undefined) throw new Error('no tables');

    const measured = measuredTable(before, 1);

    const change = changeBetween(measured, countsOf(before), countsOf(after));
    expect(measured.weights).toEqual([21, 21, 21, 16]);
    expect(change.squares).toBe(3 * (21 + 16));
    expect(measured.change.squares).toBe(change.squares);
  });

  it('covers a person in several cells of a table that adds up, all of them in one margin', () => {
    const axes = [anAxis('x', 4)];
    const before = aCube(axes, () => 3);
    const after = aCube(axes, (_, number) => (number < 2 ? 4 : 3));

    const measured = measuredTable(before, 2);

    const change = changeBetween(measured, countsOf(before), countsOf(after));
    // Two cells by one each, the total by two: 22 is 16 times the fourth root of 4.
    expect(change.squares).toBe(22 + 22 + 4 * 16);
    expect(change.sum).toBeLessThanOrEqual(measured.change.sum * ROUNDING);
    expect(change.squares).toBeLessThanOrEqual(measured.change.squares);
  });

  it('is bounded where a person is in many cells, of which only some are counted', () => {
    const person = fc.uniqueArray(fc.nat(100), { minLength: 1, maxLength: 8 });

    fc.assert(
      fc.property(
        someAxes,
        fc.array(person, { maxLength: 12 }),
        person,
        fc.integer({ min: 1, max: 4 }),
        (axes, others, added, cellsPerPerson) => {
          const within = (cells: readonly number[]) => cells.map((cell) => cell % finestCount(axes));
          const before = anOverlap(axes, others.map(within));
          const after = anOverlap(axes, [...others, added].map(within));
          const counts = (table: DescribedTable) => boundedCounts(table, cellsPerPerson, seeded('kept'));

          const measured = measuredTable(before, cellsPerPerson);

          const change = changeBetween(measured, counts(before), counts(after));
          expect(change.sum).toBeGreaterThan(0);
          expect(change.sum).toBeLessThanOrEqual(measured.change.sum * ROUNDING);
          expect(change.squares).toBeLessThanOrEqual(measured.change.squares);
        },
      ),
    );
  });
});

describe('what gets noise', () => {
  it('is every number once: a group of one code, a single code’s margin, a shared denominator are not drawn twice', () => {
    const table = aCube([anAxis('x', 2, { only: [1], both: [0, 1] }), anAxis('y', 1)], () => 5);

    const { rowStands } = measuredTable(table, 1);

    expect(new Set(rowStands).size).toBe(3);
    expect(table.cells).toHaveLength(10);
  });

  it('is what is shown; what follows from it is not drawn', () => {
    const table = aRateCube([anAxis('x', 2)], () => [1, 2, 3]);

    expect(measuredTable(table, 1).quantities).toEqual([0, 1, 2]);
  });

  it('is no sum of amounts', () => {
    const table = aCube([anAxis('x', 2)], () => 1);
    const rows = table.system.rows.map((row) => ({
      ...row,
      quantities: row.quantities.map((quantity) => ({ ...quantity, role: 'sum' as const })),
    }));

    expect(() => measuredTable({ ...table, system: { ...table.system, rows } }, 1)).toThrow(
      AmountsCannotBeNoisy,
    );
  });

  it('does not depend on which sets of cells occur, even where nobody said that persons may be in several', () => {
    const axes = [anAxis('x', 3)];
    const { overlapping: _, ...unsaid } = anOverlap(axes, [[0, 1], [2]]);

    expect(measuredTable(unsaid, 2).grid).toBeNull();
  });
});
