import { describe, expect, it } from 'vitest';
import { withEarlier } from '../../../lib/disclosure/earlier/with-earlier.ts';
import type { DescribedTable } from '../../../lib/disclosure/model/described-table.ts';
import { aPolicy } from '../tables.ts';
import {
  asReleased,
  aTable,
  jointBounds,
  keysOf,
  placesOf,
  protectAlone,
  protectKnowing,
} from './releases.ts';

const policy = aPolicy({ threshold: 4, zeros: 'published' });

/** Protected alone and beside an earlier release in which nothing was hidden: what a reader of both bounds a cell to. */
async function aloneAndKnowing(
  now: DescribedTable,
  earlier: ReturnType<typeof asReleased>,
  cell: string,
  asRead = { now, earlier },
) {
  const alone = await protectAlone(now, policy);
  const { hidden } = await protectKnowing(now, [earlier], { policy });
  const bounds = async (pattern: ReadonlySet<number>) =>
    (await jointBounds(asRead.now, [asRead.earlier, asReleased(now, pattern)], policy)).filter(
      (bound) => bound.cell === cell,
    );
  return { naive: await bounds(alone), ours: await bounds(hidden), hidden };
}

describe('codes that are no longer what they were', () => {
  it('a category that was split: the old one less one half is the other', async () => {
    const before = aTable({ race: { codes: ['w', 'b'] }, region: { codes: ['p', 'q'] } }, [42, 70, 10, 12]);
    const now = aTable(
      { race: { codes: ['w1', 'w2', 'b'], former: { w: ['w1', 'w2'] } }, region: { codes: ['p', 'q'] } },
      [2, 20, 40, 50, 10, 12],
    );

    const { naive, ours } = await aloneAndKnowing(now, asReleased(before, new Set()), 'w1 × p');

    expect(naive.map(({ width }) => width)).toEqual([0]);
    expect(ours.every(({ width }) => width >= 3)).toBe(true);
  });

  it('a category that was split and whose name one half keeps', async () => {
    const before = aTable({ race: { codes: ['w', 'b'] }, region: { codes: ['p', 'q'] } }, [42, 70, 10, 12]);
    const now = aTable(
      { race: { codes: ['n', 'w', 'b'], former: { w: ['n', 'w'] } }, region: { codes: ['p', 'q'] } },
      [2, 20, 40, 50, 10, 12],
    );

    const { system } = await withEarlier(now, [asReleased(before, new Set())], { policy });

    expect(system.variables).toBe(6);
    expect(system.facts).toContainEqual({
      terms: [
        [0, 1],
        [2, 1],
      ],
      low: 42,
      high: 42,
    });
  });

  it('a geography redrawn: old and new regions overlap in areas', async () => {
    const before = aTable(
      { region: { codes: ['old 1', 'old 2'] }, sex: { codes: ['f', 'm'] } },
      [80, 63, 85, 83],
    );
    const now = aTable(
      {
        region: {
          codes: ['a1', 'a2', 'a3', 'a4'],
          groups: { north: ['a1', 'a2'], south: ['a3', 'a4'] },
          former: { 'old 1': ['a2', 'a3'], 'old 2': ['a1', 'a4'] },
        },
        sex: { codes: ['f', 'm'] },
      },
      [15, 12, 20, 2, 60, 61, 70, 71],
    );

    const { naive, ours } = await aloneAndKnowing(now, asReleased(before, new Set()), 'a2 × m');

    expect(naive.map(({ width }) => width)).toEqual([0]);
    expect(ours.every(({ width }) => width >= 3)).toBe(true);
  });

  it('a region whose name went to another one: the numbers tell which of the two is meant', async () => {
    const regions = (north: readonly string[], south: readonly string[]) => ({ north, south });
    const now = aTable(
      {
        region: {
          codes: ['a1', 'a2', 'a3', 'a4'],
          groups: regions(['a1', 'a2'], ['a3', 'a4']),
          former: regions(['a2', 'a3'], ['a1', 'a4']),
        },
      },
      [15, 20, 60, 70],
    );
    const drawn = (north: number, south: number) =>
      asReleased(aTable({ region: { codes: ['north', 'south'] } }, [north, south]), new Set());

    const former = await withEarlier(now, [drawn(80, 85)], { policy });
    const today = await withEarlier(now, [drawn(35, 130)], { policy });

    expect([former.system.variables, today.system.variables]).toEqual([4, 4]);
    expect(former.system.facts[0]?.terms.map(([variable]) => variable)).toEqual([1, 2]);
    expect(today.system.facts[0]?.terms.map(([variable]) => variable)).toEqual([0, 1]);
  });

  it('a category that has appeared: the new total less the old one is the new category', async () => {
    const before = aTable({ race: { codes: ['w', 'b'] }, region: { codes: ['p', 'q'] } }, [40, 50, 20, 25]);
    const dimensions = (former: Readonly<Record<string, readonly string[]>>) => ({
      race: { codes: ['w', 'b', 'n'], former },
      region: { codes: ['p', 'q'] },
    });
    const counts = [40, 50, 20, 25, 2, 30];
    const now = aTable(dimensions({}), counts);
    const earlier = asReleased(before, new Set());
    const asRead = {
      now: aTable(dimensions({ formerly: ['w', 'b'] }), counts),
      earlier: {
        ...earlier,
        rows: earlier.rows.map(({ key: [race = '', region = ''], values }) => ({
          key: [race === 'Total' ? 'formerly' : race, region],
          values,
        })),
      },
    };

    const { naive, ours, hidden } = await aloneAndKnowing(now, earlier, 'n × p', asRead);

    expect(naive.map(({ width }) => width)).toEqual([0]);
    expect(ours.every(({ width }) => width >= 3)).toBe(true);
    expect(keysOf(now, hidden)).toContain('Total × p');
  });

  it('a month added to a quarter and a year: both grow by just that month', async () => {
    const months = (codes: readonly string[], former = {}) => ({
      region: { codes: ['p', 'q'] },
      month: { codes, groups: { Q1: codes }, former },
    });
    const before = aTable(months(['01', '02']), [40, 41, 50, 51]);
    const counts = [40, 41, 2, 50, 51, 52];
    const now = aTable(months(['01', '02', '03']), counts);
    const earlier = asReleased(before, new Set());
    const asRead = {
      now: aTable(months(['01', '02', '03'], { formerly: ['01', '02'] }), counts),
      earlier: {
        ...earlier,
        rows: earlier.rows.map(({ key: [region = '', month = ''], values }) => ({
          key: [region, month === 'Total' || month === 'Q1' ? 'formerly' : month],
          values,
        })),
      },
    };

    const { naive, ours, hidden } = await aloneAndKnowing(now, earlier, 'p × 03', asRead);

    expect(naive.map(({ width }) => width)).toEqual([0]);
    expect(ours.every(({ width }) => width >= 3)).toBe(true);
    expect(keysOf(now, hidden)).toEqual(expect.arrayContaining(['p × Q1', 'p × Total']));
  });

  it('a former group that is declared over today’s codes did not hold one that has appeared since', async () => {
    const before = aTable({ area: { codes: ['a', 'b', 'c'], groups: { kind: ['a', 'b'] } } }, [40, 50, 20]);
    const now = aTable(
      { area: { codes: ['a', 'b', 'c', 'd'], former: { kind: ['a', 'b', 'd'] } } },
      [40, 50, 20, 30],
    );

    const { system } = await withEarlier(now, [asReleased(before, new Set())], { policy });

    const told = system.facts.map(({ terms, low }) => [terms.map(([variable]) => variable), low]);
    expect(told).toContainEqual([[0, 1], 90]);
    expect(told).toContainEqual([[0, 1, 2], 110]);
    expect(told.flat(2)).not.toContain(3);
  });

  it('a table of a time when zeros were hidden says of what it hid only that it is no less than none', async () => {
    const now = aTable({ area: { codes: ['a', 'b', 'c'] } }, [40, 0, 20]);
    const hidden = placesOf(now, 'b', 'a');

    const told = async (zeros: 'published' | 'protected') =>
      (await withEarlier(now, [asReleased(now, hidden, { zeros })], { policy })).system.facts.map(
        ({ terms, low }) => [terms.map(([variable]) => variable), low],
      );

    expect(await told('protected')).toEqual([
      [[2], 20],
      [[0, 1, 2], 60],
    ]);
    expect(await told('published')).toContainEqual([[0], 1]);
  });

  it('a dimension that the earlier release did not have: its cells are totals over it', async () => {
    const before = aTable({ region: { codes: ['p', 'q'] } }, [22, 43]);
    const now = aTable({ region: { codes: ['p', 'q'] }, sex: { codes: ['f', 'm'] } }, [20, 2, 21, 22]);

    const { system } = await withEarlier(now, [asReleased(before, new Set())], { policy });

    expect(system.facts.map(({ terms, low }) => [terms.map(([variable]) => variable), low])).toEqual([
      [[0, 1], 22],
      [[2, 3], 43],
      [[0, 1, 2, 3], 65],
    ]);
  });

  it('a dimension that is declared and no longer published still tells', async () => {
    const both = { region: { codes: ['p', 'q'] }, sex: { codes: ['f', 'm'] } };
    const before = aTable(both, [20, 2, 21, 22]);
    const now = aTable(both, [20, 2, 21, 22], [['region']]);

    const { system, conceded } = await withEarlier(
      now,
      [asReleased(before, placesOf(before, 'p × f', 'p × m', 'q × f', 'q × m'))],
      { policy },
    );

    expect(conceded).toEqual([]);
    expect(system.secrets.map(({ name, width }) => [name, width])).toEqual([
      ['count of p × f in release 1 for 2026', 1],
      ['count of p × m in release 1 for 2026', 3],
      ['count of q × f in release 1 for 2026', 1],
      ['count of q × m in release 1 for 2026', 1],
    ]);
  });

  it('a dimension that is gone is refused by name', async () => {
    const before = aTable({ region: { codes: ['p', 'q'] }, sex: { codes: ['f', 'm'] } }, [20, 2, 21, 22]);
    const now = aTable({ region: { codes: ['p', 'q'] } }, [22, 43]);

    const refused = withEarlier(now, [asReleased(before, new Set(), { name: '0007' })], { policy });

    await expect(refused).rejects.toThrow(/'0007' shows 'f' in dimension 'sex'.*Keep the dimension declared/);
  });

  it('a code that nobody explains is refused by name', async () => {
    const before = aTable({ region: { codes: ['p', 'r'] } }, [22, 43]);
    const now = aTable({ region: { codes: ['p', 'q'] } }, [22, 43]);

    const refused = withEarlier(now, [asReleased(before, new Set())], { policy });

    await expect(refused).rejects.toThrow(
      /Release '1' shows 'r' in dimension 'region'.*Declare under 'former'/,
    );
  });

  it('a code that holds nobody any more is declared as none of today’s', async () => {
    const before = aTable({ region: { codes: ['p', 'r'] } }, [22, 43]);
    const now = aTable({ region: { codes: ['p', 'q'], former: { r: [] } } }, [22, 30]);

    const { system, alsoSensitive } = await withEarlier(now, [asReleased(before, new Set())], { policy });

    expect(system.variables).toBe(3);
    expect(system.facts.map(({ terms, low }) => [terms.map(([variable]) => variable), low])).toEqual([
      [[0], 22],
      [[2], 43],
      [[0, 2], 65],
    ]);
    expect(alsoSensitive).toEqual([]);
  });

  it('a cell that is impossible today, and was not then, has people of its own', async () => {
    const dimensions = { region: { codes: ['p', 'q'] }, sex: { codes: ['f', 'm'] } };
    const before = aTable(dimensions, [20, 12, 21, 22]);
    const now = aTable(dimensions, [20, null, 21, 22]);

    const { system } = await withEarlier(now, [asReleased(before, new Set())], { policy });

    expect(system.variables).toBe(4);
    expect(system.facts).toContainEqual({
      terms: [
        [0, 1],
        [3, 1],
      ],
      low: 32,
      high: 32,
    });
  });

  it('numbers that no data explain are refused: a code meant something else', async () => {
    const before = aTable({ area: { codes: ['a', 'b', 'c'], groups: { north: ['a', 'b'] } } }, [10, 20, 40]);
    const now = aTable({ area: { codes: ['a', 'b', 'c'], groups: { north: ['b', 'c'] } } }, [10, 20, 40]);

    const refused = withEarlier(now, [asReleased(before, new Set())], { policy });

    await expect(refused).rejects.toThrow(/Release '1' shows numbers that cannot be sums.*first is north/);
  });
});
