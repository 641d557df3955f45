import fc from 'fast-check';

/** A table small enough for every whole number to be tried, with what its policy says of it. */
export interface SmallTable {
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Dimension → columns that group its codes. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly tables: readonly (readonly string[])[];
  readonly threshold: number;
  readonly zeros: 'publish' | 'protect';
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
    counts: fc.array(fc.oneof(fc.nat(6), fc.nat(40), fc.constant(0), fc.constant(null)), {
      minLength: 24,
      maxLength: 24,
    }),
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
    threshold: fc.integer({ min: 2, max: 6 }),
    zeros: fc.constantFrom('publish' as const, 'protect' as const),
  })
  .map(({ areas, ages, sexes, counts, tables, threshold, zeros }) => {
    const rows = areas.flatMap(({ county, kind }, area) =>
      Array.from({ length: ages }, (_, age) => age).flatMap((age) =>
        Array.from({ length: sexes }, (_, sex) => ({
          area: `a${area}`,
          county: `c${county}`,
          kind: `k${kind}`,
          age: `y${age}`,
          sex: `s${sex}`,
          count: counts[(area * ages + age) * sexes + sex],
        })),
      ),
    );
    return {
      rows: rows
        .filter(({ count }) => count !== null && count !== undefined)
        .map(({ count, ...codes }) => ({ ...codes, n: String(count) })),
      groups: { area: ['county', 'kind'], age: [], sex: [] },
      tables,
      threshold,
      zeros,
    };
  })
  .filter(({ rows }) => rows.length > 0);
