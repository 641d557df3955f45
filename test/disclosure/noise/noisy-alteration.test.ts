import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyedBytes } from '../../../lib/disclosure/model/alteration.ts';
import type { DescribedTable } from '../../../lib/disclosure/model/described-table.ts';
import { epsilonOf, gaussianRho, laplaceRho } from '../../../lib/disclosure/noise/accounting.ts';
import { noisyAlteration } from '../../../lib/disclosure/noise/noisy-alteration.ts';
import type { NoisePolicy } from '../../../lib/workspace/workspace.ts';
import { seeded } from '../keyed-bytes.ts';
import { aCube, anAxis, aRateCube, rowOf } from './cubes.ts';
import { anOverlap } from './overlaps.ts';

const NOISE: NoisePolicy = { mechanism: 'gaussian', rho: 0.1, cellsPerPerson: 1, delta: 1e-6 };

const AXES = [
  anAxis('area', 8, { north: [0, 1, 2, 3], odd: [1, 3, 5, 7] }),
  anAxis('age', 4),
  anAxis('sex', 2),
];
const dense = aCube(AXES, (_, number) => 25 + Math.floor(900 / (1 + number)));
const sparse = aCube(AXES, (_, number) => (number % 6 === 0 ? Math.floor(900 / (1 + number)) : 0));

const truthOf = ({ system }: DescribedTable, row: number) => system.rows[row]?.quantities[0]?.value ?? 0;

function shownBy(
  table: DescribedTable,
  {
    noise = NOISE,
    key = seeded(1),
    label = 'people 2026',
  }: {
    readonly noise?: NoisePolicy;
    readonly key?: KeyedBytes;
    readonly label?: string;
  } = {},
): readonly number[] {
  const altered = noisyAlteration(table, noise, key, label);
  return table.cells.map((_, row) => altered.valueOf(row, 0));
}

/** The finest rows below a row, by their keys. */
function leavesBelow(table: DescribedTable, row: number): readonly number[] {
  const inside = table.cells[row]?.members ?? [];
  return table.cells.flatMap((cell, at) =>
    cell.members.every(
      (members, axis) => members.length === 1 && inside[axis]?.includes(members[0] ?? -1) === true,
    )
      ? [at]
      : [],
  );
}

describe('a noisy table', () => {
  it('adds up along every margin and group, in whole numbers that are not negative', () => {
    for (const table of [dense, sparse]) {
      const shown = shownBy(table);

      expect(shown.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
      table.cells.forEach((_, row) => {
        const sum = leavesBelow(table, row).reduce((total, leaf) => total + (shown[leaf] ?? 0), 0);
        expect(shown[row]).toBe(sum);
      });
    }
  });

  it('is never a rate above one, nor more in a denominator than there are persons', () => {
    const table = aRateCube(AXES, (number) => [number % 2, (number % 2) + (number % 3), 2 + (number % 5)]);
    const altered = noisyAlteration(table, { ...NOISE, rho: 0.05 }, seeded(3), 'rates');

    const rows = table.cells.map((_, row) =>
      [0, 1, 2, 3, 4].map((quantity) => altered.valueOf(row, quantity)),
    );

    for (const [persons = 0, numerator = 0, denominator = 0, complement, remainder] of rows) {
      expect(numerator).toBeLessThanOrEqual(denominator);
      expect(denominator).toBeLessThanOrEqual(persons);
      expect(complement).toBe(denominator - numerator);
      expect(remainder).toBe(persons - denominator);
    }
    expect(rows.some(([, numerator]) => (numerator ?? 0) > 0)).toBe(true);
  });

  it('says the same when it is made again, and of other data says something else throughout', () => {
    const oneMore = aCube(AXES, (_, number) => 25 + Math.floor(900 / (1 + number)) + (number === 5 ? 1 : 0));

    const [first, again, other] = [shownBy(dense), shownBy(dense), shownBy(oneMore)];

    const same = first.filter((value, row) => value === other[row]).length;
    expect(again).toEqual(first);
    expect(same / first.length).toBeLessThan(0.3);
  });

  it('has fresh noise for another period, another budget, another key', () => {
    const plain = shownBy(dense);
    const others = [
      shownBy(dense, { label: 'people 2027' }),
      shownBy(dense, { noise: { ...NOISE, rho: 0.100001 } }),
      shownBy(dense, { noise: { ...NOISE, delta: 1e-7 } }),
      shownBy(dense, { key: seeded(2) }),
    ];

    for (const other of others) {
      const same = plain.filter((value, row) => value === other[row]).length;

      expect(same / plain.length).toBeLessThan(0.3);
    }
  });

  it('shows impossible cells as zero, and gives noise to possible ones where nobody is', () => {
    const axes = [anAxis('area', 40), anAxis('kind', 2)];
    const table = aCube(axes, ([area = ''], number) =>
      number % 2 === 1 && area < 'area3' ? null : area.endsWith('9') ? 60 : 0,
    );
    const impossible = table.cells.flatMap((_, row) =>
      table.system.rows[row]?.quantities[0]?.form.length === 0 ? [row] : [],
    );

    const releases = [1, 2, 3, 4, 5, 6, 7, 8].map((key) => shownBy(table, { key: seeded(key) }));

    const noisy = releases.map((shown) =>
      shown.filter((value, row) => value > 0 && truthOf(table, row) === 0 && !impossible.includes(row)),
    );
    expect(impossible.length).toBeGreaterThan(10);
    expect(releases.every((shown) => impossible.every((row) => shown[row] === 0))).toBe(true);
    expect(noisy.flat().length).toBeGreaterThan(40);
  });

  it('states what it guarantees: ρ, its (ε, δ), and for Laplace noise an ε without δ', () => {
    const gaussian = noisyAlteration(dense, NOISE, seeded(1), 'x').guarantee;
    const laplace = noisyAlteration(dense, { ...NOISE, mechanism: 'laplace' }, seeded(1), 'x').guarantee;

    expect(gaussian).toEqual({ rho: 0.1, epsilon: epsilonOf(0.1, 1e-6), delta: 1e-6, pureEpsilon: null });
    expect(laplace.pureEpsilon).toBeGreaterThan(laplace.epsilon / 2);
  });

  it('costs what it says: whoever comes or goes, the noise of the rows they are in adds up to ρ at most', () => {
    const gaussian = noisyAlteration(dense, NOISE, seeded(1), 'x');
    const laplace = noisyAlteration(dense, { ...NOISE, mechanism: 'laplace' }, seeded(1), 'x');
    const finest = dense.system.truth.map((_, variable) =>
      dense.cells.flatMap((_cell, row) =>
        dense.system.rows[row]?.quantities[0]?.form.includes(variable) === true ? [row] : [],
      ),
    );
    const most = (cost: (row: number) => number) =>
      Math.max(...finest.map((rows) => rows.reduce((sum, row) => sum + cost(row), 0)));

    const scaleOf = (row: number) => Math.sqrt(laplace.varianceOf(row) / 2);

    expect(most((row) => gaussianRho(1, gaussian.varianceOf(row)))).toBeCloseTo(0.1, 9);
    expect(most((row) => laplaceRho(1 / scaleOf(row)))).toBeCloseTo(0.1, 9);
    expect(most((row) => 1 / scaleOf(row))).toBeCloseTo(laplace.guarantee.pureEpsilon ?? 0, 9);
  });

  it('needs more noise where a person may count in more cells', () => {
    const margins = [1, 2, 3].map(
      (cellsPerPerson) => noisyAlteration(dense, { ...NOISE, cellsPerPerson }, seeded(1), 'x').plainMargin,
    );

    expect(margins[1] ?? 0).toBeGreaterThan(1.9 * (margins[0] ?? 0));
    expect(margins[2] ?? 0).toBeGreaterThan(2.8 * (margins[0] ?? 0));
  });
});

describe('whoever sees a noisy number', () => {
  it('can tell by odds of e to the ε at most whether one person is in it, and the noise is no larger than that takes', () => {
    const noise = { ...NOISE, mechanism: 'laplace', rho: 0.5 } as const;
    const releases = 2500;
    const oddsOf = (count: number) => {
      const table = aCube([anAxis('x', 1)], () => count);
      const seen = new Map<number, number>();
      for (let release = 0; release < releases; release += 1) {
        const shown = noisyAlteration(table, noise, seeded(release), 'x').valueOf(0, 0);
        seen.set(shown, (seen.get(shown) ?? 0) + 1);
      }
      return seen;
    };

    const [without, having] = [oddsOf(7), oddsOf(8)];

    const logs = [...without].flatMap(([shown, times]) => {
      const other = having.get(shown) ?? 0;
      if (times < 40 || other < 40) return [];
      return [{ log: Math.abs(Math.log(times / other)), off: Math.sqrt(1 / times + 1 / other) }];
    });
    // ρ = ε²/2, so ε = 1.
    expect(logs.length).toBeGreaterThan(4);
    expect(logs.every(({ log, off }) => log <= 1 + 5 * off)).toBe(true);
    expect(logs.every(({ log, off }) => log >= 1 - 5 * off)).toBe(true);
  });
});

describe('the error that is stated', () => {
  const releases = Array.from({ length: 24 }, (_, at) => at);

  it.each(['gaussian', 'laplace'] as const)('holds in 95 of 100 numbers with %s noise', (mechanism) => {
    const noise = { ...NOISE, mechanism };
    const within = releases.flatMap((release) => {
      const altered = noisyAlteration(dense, noise, seeded(release), 'x');
      return dense.cells.map(
        (_, row) => Math.abs(altered.valueOf(row, 0) - truthOf(dense, row)) <= altered.marginOf(row, 0),
      );
    });

    const share = within.filter((held) => held).length / within.length;

    expect(share).toBeGreaterThan(0.94);
    expect(share).toBeLessThan(0.995);
  });

  it('is a quarter smaller than that of noise alone, and the numbers are as much nearer', () => {
    const altered = noisyAlteration(dense, NOISE, seeded(1), 'x');
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = releases.flatMap((release) => {
      const shown = shownBy(dense, { key: seeded(release) });
      return shown.map((value, row) => (value - truthOf(dense, row)) ** 2);
    });

    const noiseAlone = Math.sqrt(mean(dense.cells.map((_, row) => altered.varianceOf(row))));
    const error = Math.sqrt(mean(squares));

    expect(error).toBeLessThan(0.75 * noiseAlone);
    expect(mean(dense.cells.map((_, row) => altered.marginOf(row, 0)))).toBeLessThan(0.8 * 1.96 * noiseAlone);
  });

  it('leans to no side in sums over many empty cells', () => {
    const total = rowOf(sparse, 'Total', 'Total', 'Total');
    const errors = releases.map(
      (release) => (shownBy(sparse, { key: seeded(release) })[total] ?? 0) - truthOf(sparse, total),
    );

    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;

    // Were every negative cell simply called zero, the total of these 64 would be too large by more than 100.
    expect(Math.abs(mean)).toBeLessThan(6);
  });
});

describe('a noisy table in which persons may be in several cells', () => {
  const axes = [anAxis('program', 5)];
  const persons = Array.from({ length: 400 }, (_, at) =>
    [0, 1, 2, 3, 4].filter((program) => (at * 7 + program * program * 11) % (program + 2) === 0),
  );
  const noise = { ...NOISE, rho: 0.5, cellsPerPerson: 2 };

  it('counts nobody in more cells than the policy allows', () => {
    const table = anOverlap(axes, persons);
    const exact = { ...noise, rho: 1e9 };

    const shown = shownBy(table, { noise: exact });

    const inCells = persons.reduce((sum, cells) => sum + Math.min(2, cells.length), 0);
    const leaves = table.cells.flatMap(({ key }, row) => (key[0] === 'Total' ? [] : [row]));
    expect(leaves.reduce((sum, row) => sum + (shown[row] ?? 0), 0)).toBe(inCells);
    expect(shown[rowOf(table, 'Total')]).toBe(persons.filter((cells) => cells.length > 0).length);
  });

  it('does not show by its zeros which cells nobody is in', () => {
    const nobody = anOverlap(
      [anAxis('program', 60)],
      persons.map((cells) => cells.filter((cell) => cell < 2)),
    );

    const shown = shownBy(nobody, { noise });

    const empty = nobody.cells.flatMap((_, row) => (truthOf(nobody, row) === 0 ? [row] : []));
    expect(empty.length).toBeGreaterThan(50);
    expect(empty.filter((row) => (shown[row] ?? 0) > 0).length).toBeGreaterThan(15);
  });
});

describe('any table of counts', () => {
  it('becomes a noisy one that adds up', () => {
    const counts = fc.array(fc.option(fc.nat(40), { freq: 4 }), { minLength: 12, maxLength: 12 });

    fc.assert(
      fc.property(counts, fc.constantFrom(0.01, 0.3, 5), fc.boolean(), (given, rho, laplace) => {
        const axes = [anAxis('x', 3, { g: [0, 1] }), anAxis('y', 4)];
        const table = aCube(axes, (_, number) => given[number] ?? null, [['x', 'y']]);

        const shown = shownBy(table, {
          noise: { ...NOISE, rho, mechanism: laplace ? 'laplace' : 'gaussian' },
        });

        table.cells.forEach((_, row) => {
          const sum = leavesBelow(table, row).reduce((total, leaf) => total + (shown[leaf] ?? 0), 0);
          expect(shown[row]).toBe(sum);
        });
      }),
      { numRuns: 60 },
    );
  });
});
