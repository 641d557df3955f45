import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../table/command.ts';
import { attackSheets, cellsBelow, readPublished } from './attack-apart.ts';
import { isTooClose, type Rule } from './demands.ts';
import { countBelow } from './protected.ts';
import { runs } from './runs.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

interface Place extends Rule {
  /** Child → parent, of three levels and of one that does not nest in them. */
  readonly nested: ReadonlyMap<string, string>;
  readonly kinds: ReadonlyMap<string, string>;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Tracts in towns in counties, and tracts by kind; by age. */
const places: fc.Arbitrary<Place> = fc
  .record({
    towns: fc.array(fc.nat(2), { minLength: 4, maxLength: 6 }),
    counties: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1)),
    kinds: fc.array(fc.constantFrom('urban', 'rural', null), { minLength: 6, maxLength: 6 }),
    counts: fc.array(fc.oneof(fc.nat(6), fc.integer({ min: 5, max: 60 })), { minLength: 12, maxLength: 12 }),
    threshold: fc.integer({ min: 3, max: 8 }),
    zeros: fc.constantFrom('publish' as const, 'protect' as const),
  })
  .map(({ towns, counties, kinds, counts, ...rule }) => {
    const tracts = towns.map((_, at) => `t${at}`);
    return {
      ...rule,
      nested: new Map([
        ...towns.map((town, at) => [`t${at}`, `w${town}`] as const),
        ...[...new Set(towns)].map((town) => [`w${town}`, `c${counties[town]}`] as const),
      ]),
      kinds: new Map(
        tracts.flatMap((tract, at) => {
          const kind = kinds[at] ?? null;
          return kind === null ? [] : [[tract, kind] as const];
        }),
      ),
      rows: tracts.flatMap((tract, at) =>
        ['young', 'old'].map((age, of) => ({ tract, age, n: String(counts[at * 2 + of]) })),
      ),
    };
  });

const csv = (header: string, lines: readonly (readonly string[])[]) =>
  `${[header, ...lines.map((line) => line.join())].join('\n')}\n`;

/** What table.csv and the question tell a reader of each hidden cell too closely. */
async function learnt({ nested, kinds, rows, ...rule }: Place, table: string): Promise<readonly string[]> {
  const published = readPublished(table);
  const above = (code: string): readonly string[] => {
    const parent = nested.get(code);
    return parent === undefined ? [] : [parent, ...above(parent)];
  };
  const groupsOf = (dimension: string, code: string) =>
    dimension === 'tract' ? [...above(code), kinds.get(code) ?? ''] : [];
  const below = (key: readonly string[]) => cellsBelow(published.dimensions, key, { inner: rows, groupsOf });
  const sheet = { rows: published.rows, below, zerosShown: rule.zeros === 'publish' };
  const bounds = await attackSheets([sheet], rows.length);
  return bounds
    .filter((bound) => isTooClose(bound, countBelow(rows, below(bound.key)), rule))
    .map(({ key, low, high }) => `${key.join(' × ')} is ${low} to ${high}`);
}

describe('table.csv as the command writes it, attacked by a program written apart', () => {
  it('gives nothing away, with hierarchies of three levels and another across them', async () => {
    let judged = 0;

    await fc.assert(
      fc.asyncProperty(places, async (place) => {
        await desk.write('nested.csv', csv('code,parent', [...place.nested]));
        await desk.write(
          'kinds.csv',
          csv('code,parent', [...place.kinds, ['urban', 'Total'], ['rural', 'Total']]),
        );
        await desk.write(
          'table.csv',
          csv(
            'tract,age,n',
            place.rows.map((row) => Object.values(row)),
          ),
        );
        await desk.write(
          'policy.yaml',
          `count: n
dimensions: { tract: { hierarchies: [nested.csv, kinds.csv] }, age: {} }
policy: { threshold: ${place.threshold}, zeros: ${place.zeros} }
`,
        );

        const { code, err } = await desk.protect();
        if (code === 1 && err.includes('Everything in this table would have to be hidden')) return;

        judged += 1;
        expect(code).toBe(0);
        expect(await learnt(place, await desk.read('out/table.csv'))).toEqual([]);
      }),
      runs(12),
    );

    expect(judged).toBeGreaterThan(5);
  });
});
