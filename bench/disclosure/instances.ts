import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tables in the shapes that real releases have, made from a seed: the same seed gives the same table everywhere. */

type TextRow = Readonly<Record<string, string>>;

export interface Instance {
  readonly name: string;
  /** One row an inner cell: codes, the groups of areas as columns, and its count `n`. */
  readonly rows: readonly TextRow[];
  /** Dimension → columns that group its codes, each level whole. */
  readonly dimensions: Readonly<Record<string, readonly string[]>>;
  readonly tables: readonly (readonly string[])[];
  /** Counts below it are primary. */
  readonly threshold: number;
  /** The column of counts. */
  readonly count: string;
}

/** Mulberry32: small, seeded, the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** A whole number about `mean`: Poisson below 30, else its normal approximation. */
function about(mean: number, random: () => number): number {
  if (mean > 30) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.max(0, Math.round(mean + normal * Math.sqrt(mean)));
  }
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = random(); product > limit; product *= random()) count += 1;
  return count;
}

/** Areas by falling size, each in a county and of a kind; the two groupings do not nest. */
function areas(count: number, random: () => number) {
  return Array.from({ length: count }, (_, at) => ({
    size: 1 / (1 + at) ** 0.7,
    codes: {
      area: `a${at}`,
      county: `c${at % Math.max(2, Math.round(count / 8))}`,
      kind: random() < 0.6 ? 'urban' : 'rural',
    },
  }));
}

const AGES = [9, 8, 7, 6, 4, 2];
const PROGRAMS = [10, 6, 3, 1.5, 0.5];

/** Four linked tables over areas with two groupings, ages, sexes and programs; inner cells of all four dimensions. */
export function linkedTables(count: number, seed: number): Instance {
  const random = seeded(seed);
  /** People in the smallest area. */
  const fewest = 60;
  const rows = areas(count, random).flatMap(({ size, codes }) =>
    AGES.flatMap((ageWeight, age) =>
      ['f', 'm'].flatMap((sex) =>
        PROGRAMS.flatMap((programWeight, program) => {
          const mean = (size * count ** 0.7 * fewest * ageWeight * programWeight) / (36 * 2 * 21);
          return [
            {
              ...codes,
              age: `y${age}`,
              sex,
              program: `p${program}`,
              n: String(about(mean * (0.5 + random()), random)),
            },
          ];
        }),
      ),
    ),
  );
  return {
    name: 'linked',
    threshold: 11,
    count: 'n',
    rows,
    dimensions: { area: ['county', 'kind'], age: [], sex: [], program: [] },
    tables: [
      ['area', 'age'],
      ['area', 'sex'],
      ['area', 'program'],
      ['age', 'sex', 'program'],
    ],
  };
}

/** One table of many small areas by age and sex: most cells are small. */
export function smallAreas(count: number, seed: number): Instance {
  const random = seeded(seed);
  const rows = areas(count, random).flatMap(({ codes }) => {
    const size = 20 + 500 * random() ** 3;
    return AGES.flatMap((weight, age) =>
      ['f', 'm'].map((sex) => ({
        ...codes,
        age: `y${age}`,
        sex,
        n: String(about((size * weight) / 36 / 2, random)),
      })),
    );
  });
  return {
    name: 'small areas',
    threshold: 11,
    count: 'n',
    rows,
    dimensions: { area: ['county', 'kind'], age: [], sex: [] },
    tables: [['area', 'age', 'sex']],
  };
}

/** One table by a hierarchy of four levels (tract, town, county, region) and program. */
export function deepHierarchy(tracts: number, seed: number): Instance {
  const random = seeded(seed);
  const rows = Array.from({ length: tracts }, (_, at) => at).flatMap((at) => {
    const town = Math.floor(at / 6);
    const county = Math.floor(town / 5);
    const size = 20 + 400 * random() ** 4;
    return PROGRAMS.map((weight, program) => ({
      tract: `t${at}`,
      town: `w${town}`,
      county: `c${county}`,
      region: `r${Math.floor(county / 4)}`,
      program: `p${program}`,
      n: String(about((size * weight) / 21, random)),
    }));
  });
  return {
    name: 'deep',
    threshold: 11,
    count: 'n',
    rows,
    dimensions: { tract: ['town', 'county', 'region'], program: [] },
    tables: [['tract', 'program']],
  };
}

/** Counts over six orders of size, by area, age and sex, in three crosses. */
export function skewedCounts(count: number, seed: number): Instance {
  const random = seeded(seed);
  const rows = areas(count, random).flatMap(({ codes }) =>
    AGES.flatMap((weight, age) =>
      ['f', 'm'].map((sex) => ({
        ...codes,
        age: `y${age}`,
        sex,
        n: String(Math.floor((Math.exp(random() * random() * 12) * weight) / 9)),
      })),
    ),
  );
  return {
    name: 'skewed',
    threshold: 11,
    count: 'n',
    rows,
    dimensions: { area: ['county', 'kind'], age: [], sex: [] },
    tables: [
      ['area', 'age'],
      ['area', 'sex'],
      ['age', 'sex'],
    ],
  };
}

/** One of the two small public tables that the tests have; `z2` with its two groupings of regions. */
export function publicTable(name: 'z1' | 'z2'): Instance {
  const file = join(import.meta.dirname, '..', '..', 'test', 'disclosure', 'data', `${name}.csv`);
  const [header = [], ...lines] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.replaceAll('"', '').split(','));
  return {
    name,
    threshold: 4,
    count: 'ant',
    rows: lines.map((line) => Object.fromEntries(header.map((column, at) => [column, line[at] ?? '']))),
    dimensions: { region: header.filter((column) => ['fylke', 'kostragr'].includes(column)), hovedint: [] },
    tables: [['region', 'hovedint']],
  };
}
