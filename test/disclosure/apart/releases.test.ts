import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Desk } from '../table/command.ts';
import { releasesOfOnePolicy, releasesOfTwoPolicies, revisedReleases } from './random-releases.ts';
import { cellsThatMayHaveChanged, learntFromBoth, publish, smallChanges } from './releases.ts';
import { runs } from './runs.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await Desk.open();
});
afterEach(() => desk.close());

describe('two releases of one period, attacked together by a program written apart', () => {
  it.each([
    ['by one policy', releasesOfOnePolicy],
    ['by a policy that was changed in between', releasesOfTwoPolicies],
  ])('give nothing away %s, where the naive second one does', async (_, releases) => {
    let judged = 0;
    let naiveLeaks = 0;

    await fc.assert(
      fc.asyncProperty(releases, async (both) => {
        const { first, second } = both;
        const earlier = await publish(desk, 'first', first);
        const later = earlier && (await publish(desk, 'second', second, { folder: 'first', release: first }));
        if (earlier === null || later === null) return;

        judged += 1;
        expect(await learntFromBoth(both, earlier, later)).toEqual([]);
        const naive = await publish(desk, 'naive', second);
        if (naive !== null) naiveLeaks += (await learntFromBoth(both, earlier, naive)).length > 0 ? 1 : 0;
      }),
      runs(11),
    );

    expect(judged).toBeGreaterThan(5);
    expect(naiveLeaks).toBeGreaterThan(0);
  });

  it('give nothing away where cells were counted anew, nor how few people that concerned', async () => {
    let judged = 0;
    let naiveLeaks = 0;

    await fc.assert(
      fc.asyncProperty(revisedReleases, async (both) => {
        const { first, second } = both;
        const earlier = await publish(desk, 'first', first);
        const later = earlier && (await publish(desk, 'second', second, { folder: 'first', release: first }));
        if (earlier === null || later === null) return;

        judged += 1;
        const changed = await cellsThatMayHaveChanged(both, earlier);
        expect(smallChanges(both, earlier, later)).toEqual([]);
        expect(await learntFromBoth(both, earlier, later, { changed })).toEqual([]);
        const naive = await publish(desk, 'naive', second);
        if (naive !== null) naiveLeaks += smallChanges(both, earlier, naive).length > 0 ? 1 : 0;
      }),
      runs(11),
    );

    expect(judged).toBeGreaterThan(3);
    expect(naiveLeaks).toBeGreaterThan(0);
  });
});
