import { describe, expect, it } from 'vitest';
import type { EarlierRow, EarlierTable } from '../../../lib/disclosure/earlier/earlier-table.ts';
import { withEarlier } from '../../../lib/disclosure/earlier/with-earlier.ts';
import type { DescribedTable } from '../../../lib/disclosure/model/described-table.ts';
import { EMPTY_SYSTEM, type Role } from '../../../lib/disclosure/model/system.ts';
import { aPolicy } from '../tables.ts';

const policy = aPolicy({ threshold: 4, zeros: 'published' });

/** Of each region: persons; of them in the numerator, in the denominator only, and in neither; and an amount. */
type Region = readonly [numerator: number, rest: number, outside: number, amount: number];

const KINDS: readonly (readonly [name: string, role: Role, parts: readonly number[], shown: boolean])[] = [
  ['persons', 'count', [0], true],
  ['numerator', 'count', [1], true],
  ['denominator', 'denominator', [1, 2], true],
  ['complement', 'complement', [2], false],
  ['amount', 'sum', [4], true],
];
const PER_REGION = 5;

/** Two regions p and q and their total, with a rate and a sum; variables as `indicatorTable` would lay them out. */
function aRateTable(regions: readonly [Region, Region]): DescribedTable {
  const truth = regions.flatMap(([numerator, rest, outside, amount]) => [
    numerator + rest + outside,
    numerator,
    rest,
    outside,
    amount,
  ]);
  const formOf = (members: readonly (readonly number[])[], quantity: string) => {
    const [, , parts = []] = KINDS.find(([name]) => name === quantity) ?? [];
    return (members[0] ?? []).flatMap((region) => parts.map((part) => region * PER_REGION + part));
  };
  const cells = [
    { key: ['p'], members: [[0]] },
    { key: ['q'], members: [[1]] },
    { key: ['Total'], members: [[0, 1]] },
  ];
  const amounts = regions.map((_, region) => region * PER_REGION + 4);
  return {
    axes: [{ name: 'region', codes: ['p', 'q'], groups: [], total: true }],
    cells,
    formOf,
    system: {
      ...EMPTY_SYSTEM,
      variables: truth.length,
      truth,
      fractional: new Set(amounts),
      signed: new Set(amounts),
      relations: regions.map((_, region) => {
        const first = region * PER_REGION;
        return { left: [first], right: [first + 1, first + 2, first + 3] };
      }),
      rows: cells.map(({ key, members }) => ({
        key,
        root: 0,
        quantities: KINDS.map(([name, role, , shown]) => {
          const form = formOf(members, name);
          const value = form.reduce((sum, variable) => sum + (truth[variable] ?? 0), 0);
          return { name, role, shown, form, value };
        }),
      })),
    },
  };
}

function released(table: DescribedTable, rows: (row: EarlierRow) => EarlierRow = (row) => row): EarlierTable {
  return {
    name: '1',
    period: { id: '2026', is: 'same' },
    dimensions: ['region'],
    rows: table.system.rows.map(({ key, quantities }) =>
      rows({
        key,
        values: Object.fromEntries(
          quantities.filter(({ shown }) => shown).map(({ name, value }) => [name, value]),
        ),
      }),
    ),
  };
}

const hidingP = (row: EarlierRow): EarlierRow => (row.key[0] === 'q' ? row : { ...row, values: null });

describe('rates and sums of an earlier release', () => {
  it('share all their cells with today where nothing has changed', async () => {
    const table = aRateTable([
      [20, 30, 10, 12.5],
      [40, 50, 60, -70.25],
    ]);

    const { system, conceded } = await withEarlier(table, [released(table)], { policy });

    expect(system.variables).toBe(10);
    expect(system.facts).toContainEqual({
      terms: [
        [1, 1],
        [2, 1],
      ],
      low: 50,
      high: 50,
    });
    expect(conceded.map(({ width }) => width).filter((width) => width > 0)).toEqual([]);
  });

  it('stay tied to one another in data that changed', async () => {
    const old = aRateTable([
      [20, 30, 10, 12.5],
      [40, 50, 60, -70.25],
    ]);
    const now = aRateTable([
      [20, 30, 10, 12.5],
      [90, 50, 60, -10],
    ]);

    const { system } = await withEarlier(now, [released(old)], { policy });

    // Persons of q, those of them in the numerator, and the amount: what must have been otherwise.
    expect(system.variables).toBe(13);
    expect(system.relations).toContainEqual({ left: [10], right: [7, 8, 11] });
    expect([...system.fractional]).toEqual([4, 9, 12]);
    expect([...system.signed]).toEqual([4, 9, 12]);
  });

  it('hidden with their row are secrets where the row was too small, sums included', async () => {
    const table = aRateTable([
      [2, 30, 10, 12.5],
      [40, 50, 60, -70.25],
    ]);
    const onlyTotal: DescribedTable = {
      ...table,
      cells: table.cells.slice(2),
      system: { ...table.system, rows: table.system.rows.slice(2) },
    };

    const { system } = await withEarlier(onlyTotal, [released(table, hidingP)], { policy });

    expect(
      system.secrets.map(({ name, terms, width, whole }) => [name.split(' ')[0], terms, width, whole]),
    ).toEqual(
      expect.arrayContaining([
        ['numerator', [[1, 1]], 3, true],
        ['amount', [[4, 1]], 3.75, false],
      ]),
    );
  });

  it('that the earlier release gave away itself, by its margins, are no secrets any more', async () => {
    const old = aRateTable([
      [20, 30, 10, 12.5],
      [40, 50, 60, -70.25],
    ]);
    const now = aRateTable([
      [60, 30, 10, 12.5],
      [40, 50, 60, -70.25],
    ]);
    const onlyQAndTotal = (row: EarlierRow): EarlierRow =>
      row.key[0] === 'p' ? { ...row, values: null } : row;

    const { system } = await withEarlier(now, [released(old, onlyQAndTotal)], { policy });

    expect(system.variables).toBeGreaterThan(10);
    expect(system.secrets).toEqual([]);
  });

  it('told by a code are known as far as the code goes', async () => {
    const table = aRateTable([
      [2, 98, 10, 12.5],
      [40, 50, 60, -70.25],
    ]);
    const coded = (row: EarlierRow): EarlierRow =>
      row.key[0] === 'p'
        ? {
            ...row,
            values: null,
            also: [
              {
                terms: [
                  ['numerator', 100],
                  ['denominator', -5],
                ],
                low: Number.NEGATIVE_INFINITY,
                high: -1,
              },
            ],
          }
        : row;

    const { system } = await withEarlier(table, [released(table, coded)], { policy });

    expect(system.facts).toContainEqual({
      terms: [
        [1, 95],
        [2, -5],
      ],
      low: Number.NEGATIVE_INFINITY,
      high: -1,
    });
  });

  it('of measures that are no longer published say nothing', async () => {
    const table = aRateTable([
      [20, 30, 10, 12.5],
      [40, 50, 60, -70.25],
    ]);
    const more = (row: EarlierRow): EarlierRow => ({ ...row, values: { ...row.values, visits: 7 } });

    const { system } = await withEarlier(table, [released(table, more)], { policy });
    const without = await withEarlier(table, [released(table)], { policy });

    expect(system).toEqual(without.system);
  });
});
