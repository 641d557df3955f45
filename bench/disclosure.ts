/**
 * How long suppression and audit take, and how much they hide, on tables in the shapes that releases have: skewed
 * counts, areas with two roll-ups that do not nest, several crosses that share margins. `node bench/disclosure.ts`
 * prints one line a table; a number as argument ends at that many areas.
 */
import { protectTable } from '../lib/disclosure/protect.ts';
import { TablePolicyDocument } from '../lib/disclosure/table/table-policy.ts';

/** Mulberry32: small, seeded, the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Areas of very different size, each in a county and either urban or rural, by age and sex. */
function aCountyTable(areas: number, seed: number): readonly Readonly<Record<string, string>>[] {
  const random = generator(seed);
  const rows: Record<string, string>[] = [];
  for (let area = 0; area < areas; area += 1) {
    const size = 2000 / (1 + area) ** 0.8;
    const place = {
      area: `a${area}`,
      county: `c${area % Math.max(2, Math.round(areas / 8))}`,
      kind: random() < 0.6 ? 'urban' : 'rural',
    };
    for (let age = 0; age < 6; age += 1) {
      for (const sex of ['f', 'm']) {
        const expected = (size * (6 - age)) / 60;
        rows.push({
          ...place,
          age: `y${age}`,
          sex,
          n: String(Math.floor(expected * (0.3 + 1.4 * random()))),
        });
      }
    }
  }
  return rows;
}

const most = Number(process.argv[2] ?? 200);
for (const zeros of ['publish', 'protect'] as const) {
  for (const areas of [10, 20, 25, 50, 100, 200, 400, 800].filter((count) => count <= most)) {
    const policy = TablePolicyDocument.parse({
      count: 'n',
      dimensions: { area: { groups: ['county', 'kind'] }, age: {}, sex: {} },
      tables: [
        ['area', 'age'],
        ['area', 'sex'],
        ['age', 'sex'],
      ],
      policy: { threshold: 11, zeros },
    });
    const table = aCountyTable(areas, 1);
    const started = performance.now();
    const { cells, primary, complementary, hiddenShare, verdict } = await protectTable(
      policy,
      table,
      new Map(),
    );
    const seconds = (performance.now() - started) / 1000;
    process.stdout.write(
      `zeros ${zeros.padEnd(7)} ${String(cells).padStart(6)} cells  ${String(primary).padStart(5)} primary  ` +
        `${String(complementary).padStart(5)} complementary  narrowest ${verdict.narrowest}  ${verdict.programs} programs in the last audit  ` +
        `${(hiddenShare * 100).toFixed(2)} % of people  ${seconds.toFixed(1)} s  ${Math.round(process.memoryUsage().rss / 1_048_576)} MiB\n`,
    );
  }
}
