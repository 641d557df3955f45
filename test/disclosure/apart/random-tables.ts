import fc from 'fast-check';
import type { Rule } from './demands.ts';

export type Codes = Readonly<Record<string, string>>;

/** A table small enough to be attacked cell by cell, with what its policy says of it. */
export interface SmallTable extends Rule {
  /** Inner cells: codes, the groups of codes, and the count `n`. */
  readonly rows: readonly Codes[];
  /** Dimension → columns that group its codes. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly tables: readonly (readonly string[])[];
  /** How many contributors join the attack. */
  readonly insiders?: 0 | 1 | 2;
}

/** Counts as they are in small tables: few people, sometimes many, sometimes nobody; null is impossible. */
const count = fc.oneof(fc.nat(6), fc.nat(40), fc.constant(0), fc.constant(null));

/** Where `some` is asked for, half of the policies ask for more than the sliding protection. */
function rules(protection: 'none' | 'some'): fc.Arbitrary<Rule> {
  const more = fc.option(fc.record({ below: fc.nat(2), above: fc.nat(4) }), { nil: undefined });
  return fc
    .record({
      threshold: fc.integer({ min: 2, max: 6 }),
      zeros: fc.constantFrom('publish' as const, 'protect' as const),
      protection: protection === 'some' ? more : fc.constant(undefined),
      width:
        protection === 'some'
          ? fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined })
          : fc.constant(undefined),
    })
    .map(({ protection: asked, width, ...rule }) => ({
      ...rule,
      ...(asked === undefined ? {} : { protection: asked }),
      ...(width === undefined ? {} : { width }),
    }));
}

/**
 * Linked tables of two or three dimensions: areas with two groupings that need not nest, crosses that share margins,
 * inner cells that are impossible, zeros and small counts.
 */
export const smallTables: fc.Arbitrary<SmallTable> = fc
  .record({
    areas: fc.array(fc.record({ county: fc.nat(1), kind: fc.nat(1) }), { minLength: 2, maxLength: 4 }),
    ages: fc.integer({ min: 2, max: 3 }),
    sexes: fc.integer({ min: 1, max: 2 }),
    counts: fc.array(count, { minLength: 24, maxLength: 24 }),
    tables: fc.constantFrom(
      [['area', 'age']],
      [
        ['area', 'age'],
        ['area', 'sex'],
      ],
      [
        ['area', 'age'],
        ['area', 'sex'],
        ['age', 'sex'],
      ],
      [['area', 'age', 'sex']],
    ),
    rule: rules('some'),
  })
  .map(({ areas, ages, sexes, counts, tables, rule }) => ({
    ...rule,
    tables,
    groups: { area: ['county', 'kind'], age: [], sex: [] },
    rows: filled(
      areas.flatMap(({ county, kind }, area) =>
        range(ages).flatMap((age) =>
          range(sexes).map((sex) => ({
            area: `a${area}`,
            county: `c${county}`,
            kind: `k${kind}`,
            age: `y${age}`,
            sex: `s${sex}`,
          })),
        ),
      ),
      counts,
    ),
  }))
  .filter(({ rows }) => rows.length > 0);

/**
 * Tables of three dimensions, whole or by their pairs: there real numbers bound less closely than whole ones. Two of
 * the dimensions have roll-ups.
 */
export const threeWayTables: fc.Arbitrary<SmallTable> = fc
  .record({
    sizes: fc.tuple(...[0, 1, 2].map(() => fc.integer({ min: 2, max: 3 }))),
    counts: fc.array(fc.oneof(fc.nat(9), fc.nat(3), fc.constant(null)), { minLength: 27, maxLength: 27 }),
    groups: fc.array(fc.nat(1), { minLength: 6, maxLength: 6 }),
    tables: fc.constantFrom(
      [['a', 'b', 'c']],
      [
        ['a', 'b'],
        ['b', 'c'],
        ['a', 'c'],
      ],
      [
        ['a', 'b'],
        ['b', 'c'],
      ],
    ),
    rule: rules('none'),
  })
  .map(({ sizes: [first = 2, second = 2, third = 2], counts, groups, tables, rule }) => ({
    ...rule,
    tables,
    groups: { a: ['over_a'], b: ['over_b'], c: [] },
    rows: filled(
      range(first).flatMap((a) =>
        range(second).flatMap((b) =>
          range(third).map((c) => ({
            a: `a${a}`,
            over_a: `oa${groups[a]}`,
            b: `b${b}`,
            over_b: `ob${groups[3 + b]}`,
            c: `c${c}`,
          })),
        ),
      ),
      counts,
    ),
  }))
  .filter(({ rows }) => rows.length > 1);

/** A table of which one or two contributors join the attack. */
export const tablesWithInsiders: fc.Arbitrary<SmallTable> = fc
  .record({
    areas: fc.integer({ min: 2, max: 3 }),
    ages: fc.integer({ min: 2, max: 3 }),
    counts: fc.array(fc.oneof(fc.nat(4), fc.nat(20), fc.constant(null)), { minLength: 9, maxLength: 9 }),
    insiders: fc.constantFrom(1 as const, 2 as const),
    threshold: fc.integer({ min: 2, max: 5 }),
    zeros: fc.constantFrom('publish' as const, 'protect' as const),
  })
  .map(({ areas, ages, counts, ...rule }) => ({
    ...rule,
    tables: [['area', 'age']],
    groups: { area: ['side'], age: [] },
    rows: filled(
      range(areas).flatMap((area) =>
        range(ages).map((age) => ({ area: `a${area}`, side: area === 0 ? 'east' : 'west', age: `y${age}` })),
      ),
      counts,
    ),
  }))
  .filter(({ rows }) => rows.length > 0);

/** Units that may hold several programs at once, each of one sex. */
export interface SmallRegister extends Rule {
  readonly records: readonly Codes[];
  readonly tables: readonly (readonly string[])[];
}

export const smallRegisters: fc.Arbitrary<SmallRegister> = fc
  .record({
    units: fc.array(
      fc.record({
        programs: fc.subarray(['food', 'rent', 'care', 'legal'], { minLength: 1 }),
        sex: fc.nat(1),
      }),
      { minLength: 4, maxLength: 8 },
    ),
    /** How many units there are of each kind. */
    times: fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 30 })), {
      minLength: 12,
      maxLength: 12,
    }),
    tables: fc.constantFrom([['program', 'sex']], [['program'], ['sex']]),
    threshold: fc.integer({ min: 2, max: 6 }),
    zeros: fc.constantFrom('publish' as const, 'protect' as const),
  })
  .map(({ units, times, ...rule }) => ({
    ...rule,
    records: units.flatMap(({ programs, sex }, kind) =>
      // Few need legal help, so that some cells are small.
      range(programs.includes('legal') ? 1 : (times[kind] ?? 1)).flatMap((copy) =>
        programs.map((program) => ({ who: `u${kind}_${copy}`, program, sex: `s${sex}` })),
      ),
    ),
  }));

function range(length: number): readonly number[] {
  return Array.from({ length }, (_, at) => at);
}

function filled(cells: readonly Codes[], counts: readonly (number | null)[]): readonly Codes[] {
  return cells.flatMap((codes, at) => {
    const n = counts[at] ?? null;
    return n === null ? [] : [{ ...codes, n: String(n) }];
  });
}
