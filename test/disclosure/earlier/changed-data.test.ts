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
const dimensions = { region: { codes: ['a', 'b', 'c'] }, age: { codes: ['x', 'y', 'z'] } };
const counts = [2, 20, 30, 21, 31, 41, 22, 32, 42];
const rectangle = ['a × x', 'a × z', 'c × x', 'c × z'];

function changedBy(cell: number, by: number): DescribedTable {
  return aTable(
    dimensions,
    counts.map((count, at) => (at === cell ? count + by : count)),
  );
}

const yesterday = () => aTable(dimensions, counts);
const first = () => asReleased(yesterday(), placesOf(yesterday(), ...rectangle));

describe('a number that changed by a few people', () => {
  it('is suppressed in every row that would show the change', async () => {
    const now = changedBy(4, 2);

    const { alsoSensitive, hidden } = await protectKnowing(now, [first()], { policy });

    const revised = ['b × y', 'b × Total', 'Total × y', 'Total × Total'];
    expect(keysOf(now, new Set(alsoSensitive.map(({ row }) => row)))).toEqual(revised);
    expect(alsoSensitive.map(({ rule, width }) => `${rule} ${width}`)).toEqual(Array(4).fill('revision 3'));
    expect(keysOf(now, hidden)).toEqual(expect.arrayContaining(revised));
  });

  it('is shown as it was where the policy holds it, and its reader knows that it is near', async () => {
    const now = changedBy(4, 2);
    const [place = -1] = placesOf(now, 'b × y');

    const { held, system } = await withEarlier(now, [first()], {
      policy: { ...policy, revisions: 'hold' },
    });

    expect(held.get(place)).toMatchObject({
      release: '1',
      row: { key: ['b', 'y'], values: { count: 31 } },
    });
    expect(system.facts).toContainEqual({ terms: [[4, 1]], low: 28, high: 34 });
  });

  it('is suppressed in place of being held where its nearness would tell too much', async () => {
    const lines = { region: { codes: ['a', 'b'] } };
    const old = aTable(lines, [20, 30]);
    const now = aTable(lines, [23, 30]);
    const wide = aPolicy({ threshold: 4, zeros: 'published', minimumInterval: 10 });

    const near = await withEarlier(now, [asReleased(old, new Set())], {
      policy: { ...wide, revisions: 'hold' },
    });

    expect([...near.held]).toEqual([]);
    expect(keysOf(now, new Set(near.alsoSensitive.map(({ row }) => row)))).toEqual(['a', 'Total']);
    expect(near.conceded).toEqual([]);
  });

  it('is held again in a third release, and let go once it is far', async () => {
    const hold = { policy: { ...policy, revisions: 'hold' as const } };
    const now = changedBy(4, 2);
    const { held } = await withEarlier(now, [first()], hold);
    const shown = asReleased(now, new Set(), { name: '2' });
    const second = {
      ...shown,
      rows: shown.rows.map((row, at) =>
        held.has(at) ? { ...row, values: held.get(at)?.row.values ?? null, held: true } : row,
      ),
    };
    const [place = -1] = placesOf(now, 'b × y');

    const third = await withEarlier(changedBy(4, 3), [first(), second], hold);
    const fourth = await withEarlier(changedBy(4, 60), [first(), second], hold);

    expect(third.held.get(place)?.row.values).toEqual({ count: 31 });
    expect(fourth.held.size).toBe(0);
    expect(fourth.alsoSensitive).toEqual([]);
  });

  it('is shown where the policy publishes it', async () => {
    const { alsoSensitive, held, system } = await withEarlier(changedBy(4, 2), [first()], {
      policy: { ...policy, revisions: 'publish' },
    });

    const changes = system.secrets.filter(({ name }) => name.startsWith('change'));
    expect([alsoSensitive, [...held], changes]).toEqual([[], [], []]);
  });

  it('is a secret where no row would show it: the margins moved, the cell was hidden', async () => {
    const { system, alsoSensitive } = await withEarlier(changedBy(8, 2), [first()], { policy });

    expect(system.secrets.map(({ name }) => name)).toContain(
      'change of count of c × z in release 1 for 2026',
    );
    expect(alsoSensitive.map(({ row }) => yesterday().cells[row]?.key.join(' × '))).toEqual([
      'c × Total',
      'Total × z',
      'Total × Total',
    ]);
  });

  it('is no revision where it changed by as many as the threshold', async () => {
    const { alsoSensitive } = await withEarlier(changedBy(4, 4), [first()], { policy });

    expect(alsoSensitive).toEqual([]);
  });
});

describe('data that changed between releases', () => {
  it('get an unknown of their own only where they must have changed', async () => {
    const { system } = await withEarlier(changedBy(4, 70), [first()], { policy });

    expect(system.variables).toBe(10);
    expect(system.facts).toContainEqual({ terms: [[9, 1]], low: 31, high: 31 });
    expect(system.facts).toContainEqual({
      terms: [
        [3, 1],
        [5, 1],
        [9, 1],
      ],
      low: 93,
      high: 93,
    });
  });

  it('get one in each place where as few changes explain the numbers', async () => {
    const all = new Set(yesterday().cells.flatMap(({ key }, at) => (key.includes('Total') ? [] : [at])));
    const onlyMargins = asReleased(yesterday(), all);
    const moved = aTable(
      dimensions,
      counts.map((count, at) => count + ([70, 0, 0, 0, 70][at] ?? 0)),
    );

    const { system } = await withEarlier(moved, [onlyMargins], { policy });

    // Rows a and b and columns x and y grew by 70: either diagonal of the four cells explains it.
    expect(system.variables).toBe(13);
  });

  it('still count as known where a margin is what it was, whatever moved below it', async () => {
    const moved = aTable(
      dimensions,
      counts.map((count, at) => count + ([0, 0, 0, 9, -9][at] ?? 0)),
    );

    const { system } = await withEarlier(moved, [first()], { policy });

    expect(system.facts).toContainEqual({
      terms: [
        [3, 1],
        [4, 1],
        [5, 1],
      ],
      low: 93,
      high: 93,
    });
    expect(system.facts).toContainEqual({
      terms: [
        [5, 1],
        [9, 1],
        [10, 1],
      ],
      low: 93,
      high: 93,
    });
  });

  it('leave the protection of everything else as it was', async () => {
    const four = { ...dimensions, region: { codes: ['a', 'b', 'c', 'd'] } };
    const old = aTable(four, [...counts, 50, 60, 70]);
    const now = aTable(four, [...counts, 150, 360, 570]);
    const earlier = asReleased(old, placesOf(old, ...rectangle));
    const stillTrue = {
      ...earlier,
      rows: earlier.rows.filter(({ key: [region] }) => region !== 'd' && region !== 'Total'),
    };

    const naive = await jointBounds(
      now,
      [stillTrue, asReleased(now, await protectAlone(now, policy))],
      policy,
    );
    const { hidden } = await protectKnowing(now, [earlier], { policy });
    const ours = await jointBounds(now, [stillTrue, asReleased(now, hidden)], policy);

    expect(naive).toContainEqual(expect.objectContaining({ cell: 'a × x', low: 2, high: 2 }));
    expect(ours.filter(({ cell, width }) => cell === 'a × x' && width < 3)).toEqual([]);
    expect(keysOf(now, hidden)).toEqual(rectangle);
  });

  it('may be others altogether: then the earlier release tells nothing, and nothing is refused', async () => {
    const now = aTable(
      dimensions,
      counts.map((count) => count * 3 + 5),
    );

    const { system, hidden } = await protectKnowing(now, [first()], { policy });

    expect(system.variables).toBe(18);
    expect(hidden.size).toBeLessThan(now.cells.length);
  });

  it('may leave nobody where somebody was hidden: the earlier cell is kept, and today’s zero shown', async () => {
    const now = changedBy(0, -2);

    const { system, hidden } = await protectKnowing(now, [first()], { policy });

    expect(system.secrets.find(({ name }) => name.startsWith('count of a × x'))?.width).toBe(3);
    expect(keysOf(now, hidden)).not.toContain('a × x');
  });

  it('are compared from release to release, so that what changed once is not a change again', async () => {
    const now = changedBy(4, 70);
    const hidden = placesOf(now, ...rectangle);
    const releases = [
      first(),
      asReleased(now, hidden, { name: '2' }),
      asReleased(now, hidden, { name: '3' }),
    ];

    const { system } = await withEarlier(now, releases, { policy });

    expect(system.variables).toBe(10);
  });
});
