import fc from 'fast-check';
import type { Codes } from './random-tables.ts';

/** One release of a table: which cells were there, what was published of them, and by which rule. */
export interface Release {
  /** Inner cells with their count `n`, and `county` and `kind` of their area. */
  readonly rows: readonly Codes[];
  /** Groupings of areas that it shows. */
  readonly groups: readonly ('county' | 'kind')[];
  readonly tables: readonly (readonly string[])[];
  readonly threshold: number;
  readonly zeros: 'publish' | 'protect';
}

/** Two releases of one period. */
export interface Releases {
  readonly first: Release;
  readonly second: Release;
}

const CROSSES = [
  [['area', 'age']],
  [
    ['area', 'age'],
    ['area', 'sex'],
  ],
  [
    ['area', 'age'],
    ['age', 'sex'],
  ],
  [['area', 'sex'], ['age']],
  [['area', 'age', 'sex']],
];

const shown = fc.record({
  groups: fc.subarray(['county' as const, 'kind' as const]),
  tables: fc.constantFrom(...CROSSES),
});

/**
 * The same people in both, by other crosses and groupings; in some the last area has appeared since.
 * @param thresholds of the first and the second release
 */
function releases(
  rules: fc.Arbitrary<{
    readonly thresholds: readonly [number, number];
    readonly zeros: readonly [Release['zeros'], Release['zeros']];
  }>,
): fc.Arbitrary<Releases> {
  return fc
    .record({
      areas: fc.array(fc.record({ county: fc.nat(1), kind: fc.nat(1) }), { minLength: 3, maxLength: 4 }),
      counts: fc.array(fc.oneof(fc.nat(6), fc.integer({ min: 5, max: 40 }), fc.constant(0)), {
        minLength: 16,
        maxLength: 16,
      }),
      appeared: fc.boolean(),
      shown: fc.tuple(shown, shown),
      rules,
    })
    .map(({ areas, counts, appeared, shown: [before, after], rules: { thresholds, zeros } }) => {
      const rows = areas.flatMap(({ county, kind }, area) =>
        [0, 1].flatMap((age) =>
          [0, 1].map((sex) => ({
            area: `a${area}`,
            county: `c${county}`,
            kind: `k${kind}`,
            age: `y${age}`,
            sex: `s${sex}`,
            n: String(counts[area * 4 + age * 2 + sex]),
          })),
        ),
      );
      const last = `a${areas.length - 1}`;
      return {
        first: {
          ...before,
          rows: rows.filter(({ area }) => !appeared || area !== last),
          threshold: thresholds[0],
          zeros: zeros[0],
        },
        second: { ...after, rows, threshold: thresholds[1], zeros: zeros[1] },
      };
    });
}

const threshold = fc.integer({ min: 3, max: 6 });
const zeros = fc.constantFrom('publish' as const, 'protect' as const);

/** By one policy. */
export const releasesOfOnePolicy = releases(
  fc.tuple(threshold, zeros).map(([one, same]) => ({ thresholds: [one, one], zeros: [same, same] })),
);

/** By a policy that was changed in between. */
export const releasesOfTwoPolicies = releases(
  fc.record({ thresholds: fc.tuple(threshold, threshold), zeros: fc.tuple(zeros, zeros) }),
);

/** The second after some cells were counted anew. */
export const revisedReleases: fc.Arbitrary<Releases> = fc
  .tuple(
    releasesOfOnePolicy,
    fc.array(
      fc.tuple(fc.nat(11), fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -15, max: 15 }))),
      {
        minLength: 1,
        maxLength: 4,
      },
    ),
  )
  .map(([{ first, second }, changes]) => ({
    first,
    second: {
      ...second,
      rows: second.rows.map((row, at) => {
        const by = changes.reduce((sum, [cell, change]) => sum + (cell === at ? change : 0), 0);
        return { ...row, n: String(Math.max(0, Number(row['n']) + by)) };
      }),
    },
  }));
