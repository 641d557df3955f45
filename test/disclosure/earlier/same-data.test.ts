import { describe, expect, it } from 'vitest';
import { attackPattern } from '../../../lib/disclosure/attack/attack.ts';
import { withEarlier } from '../../../lib/disclosure/earlier/with-earlier.ts';
import { readerOf } from '../../../lib/disclosure/protect-system.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
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
/** One primary cell: a × x. Alone, its rectangle with b and y costs least. */
const table = () => aTable(dimensions, [2, 20, 30, 21, 31, 41, 22, 32, 42]);
const otherRectangle = () => placesOf(table(), 'a × x', 'a × z', 'c × x', 'c × z');

/** The narrowest interval that any of the releases leaves of a cell. */
function narrowest(bounds: Awaited<ReturnType<typeof jointBounds>>, wanted: string): number {
  return Math.min(...bounds.filter(({ cell }) => cell === wanted).map(({ width }) => width));
}

describe('a release after another of the same data', () => {
  it('gives a small cell away where each is protected alone, and does not where the earlier one is known', async () => {
    const first = asReleased(table(), otherRectangle());
    const alone = await protectAlone(table(), policy);

    const naive = await jointBounds(table(), [first, asReleased(table(), alone)], policy);
    const { hidden } = await protectKnowing(table(), [first], { policy });
    const ours = await jointBounds(table(), [first, asReleased(table(), hidden)], policy);

    expect(naive).toContainEqual(expect.objectContaining({ cell: 'a × x', low: 2, high: 2 }));
    expect(narrowest(ours, 'a × x')).toBeGreaterThanOrEqual(3);
    expect(Math.min(...ours.map(({ width }) => width))).toBeGreaterThanOrEqual(1);
  });

  it('is refused by the audit where it was protected alone', async () => {
    const alone = await protectAlone(table(), policy);
    const { system } = await withEarlier(table(), [asReleased(table(), otherRectangle())], { policy });
    const small = sensitiveQuantities(table().system, policy);

    const unknowing = await attackPattern(table().system, alone, small, readerOf(policy));
    const knowing = await attackPattern(system, alone, small, readerOf(policy));

    expect([unknowing.passed, knowing.passed]).toEqual([true, false]);
    expect(knowing.determined).toBeGreaterThanOrEqual(4);
  });

  it('hides nothing that the earlier one showed, for that would protect nothing', async () => {
    const first = asReleased(table(), otherRectangle());

    const { hidden } = await protectKnowing(table(), [first], { policy });

    expect(keysOf(table(), hidden)).toEqual(keysOf(table(), otherRectangle()));
  });

  it('does not show what the earlier one hid, were it for nothing: a reader would learn it all the same', async () => {
    const inner = new Set(table().cells.flatMap(({ key }, at) => (key.includes('Total') ? [] : [at])));
    const first = asReleased(table(), inner);

    const { hidden } = await protectKnowing(table(), [first], { policy });
    const ours = await jointBounds(table(), [first, asReleased(table(), hidden)], policy);

    expect(hidden).toEqual(inner);
    expect(narrowest(ours, 'a × x')).toBeGreaterThanOrEqual(3);
  });

  it('knows all earlier ones at once', async () => {
    const inner = table().cells.flatMap(({ key }, at) => (key.includes('Total') ? [] : [at]));
    const showing = (...keys: readonly string[]) => {
      const shown = placesOf(table(), ...keys);
      return new Set(inner.filter((at) => !shown.has(at)));
    };
    const releases = [
      asReleased(table(), showing('a × y'), { name: '1' }),
      asReleased(table(), showing('b × x', 'b × y', 'b × z'), { name: '2' }),
    ];

    const { hidden } = await protectKnowing(table(), releases, { policy });
    const ours = await jointBounds(table(), [...releases, asReleased(table(), hidden)], policy);

    expect(keysOf(table(), hidden)).toEqual(['a × x', 'a × z', 'c × x', 'c × z']);
    expect(narrowest(ours, 'a × x')).toBeGreaterThanOrEqual(3);
  });

  it('learns nothing from the same release given twice', async () => {
    const first = asReleased(table(), otherRectangle());

    const once = await withEarlier(table(), [first], { policy });
    const twice = await withEarlier(table(), [first, first, { ...first, name: '2' }], { policy });

    expect(twice).toEqual(once);
  });

  it('shares every cell with the earlier one where nothing has changed', async () => {
    const first = asReleased(table(), otherRectangle());

    const { system, alsoSensitive, held, conceded } = await withEarlier(table(), [first], { policy });

    expect(system.variables).toBe(9);
    expect(system.secrets.map(({ width }) => width)).toEqual([1, 1, 1]);
    expect([alsoSensitive, [...held], conceded]).toEqual([[], [], []]);
  });

  it('takes from a rounded one that each number is less than the base away', async () => {
    const rounded = {
      ...asReleased(table(), new Set()),
      roundedTo: 10,
      rows: table().cells.map(({ key }, at) => ({
        key,
        values: { count: Math.round((table().system.rows[at]?.quantities[0]?.value ?? 0) / 10) * 10 },
      })),
    };

    const { system } = await withEarlier(table(), [rounded], { policy });

    expect(system.facts).toContainEqual({ terms: [[1, 1]], low: 11, high: 29 });
    expect(system.variables).toBe(9);
  });

  it('takes nothing from one with noise', async () => {
    const noisy = { ...asReleased(table(), new Set()), noisy: true };

    const { system } = await withEarlier(table(), [noisy], { policy });

    expect(system).toEqual(table().system);
  });

  it('says what a laxer policy gave away for good', async () => {
    const all = asReleased(table(), new Set());

    const { conceded } = await withEarlier(table(), [all], { policy });

    expect(conceded).toEqual([{ row: [...placesOf(table(), 'a × x')][0], quantity: 0, width: 0 }]);
  });

  it('asks of what is left by a laxer policy no more than is left', async () => {
    const first = asReleased(table(), otherRectangle());
    const stricter = aPolicy({ threshold: 41, zeros: 'published' });

    const { conceded } = await withEarlier(table(), [first], { policy: stricter });

    const left = conceded.map(({ row, width }) => [table().cells[row]?.key.join(' × '), width]);
    expect(left).toContainEqual(['a × x', 22]);
    expect(left).toContainEqual(['a × y', 0]);
  });
});
