import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackPattern } from '../../../lib/disclosure/attack/attack.ts';
import { NothingLeftToPublish } from '../../../lib/disclosure/errors.ts';
import { readerOf, sensitiveIn } from '../../../lib/disclosure/protect-system.ts';
import { aPolicy } from '../tables.ts';
import { asReleased, aTable, jointBounds, protectAlone, protectKnowing } from './releases.ts';

const dimensions = {
  region: { codes: ['a', 'b', 'c'], groups: { west: ['a', 'b'] } },
  sex: { codes: ['f', 'm'] },
};
const counts = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 6, maxLength: 6 });
const policies = fc.record({
  zeros: fc.constantFrom('published' as const, 'protected' as const),
  revisions: fc.constantFrom('publish' as const, 'suppress' as const, 'hold' as const),
});

/** Undefined where everything would have to go: then nothing is published, so nothing leaks. */
async function unlessNothingIsLeft<Of>(protecting: Promise<Of>): Promise<Of | undefined> {
  try {
    return await protecting;
  } catch (error) {
    if (error instanceof NothingLeftToPublish) return undefined;
    throw error;
  }
}

describe('two releases together', () => {
  it('leave every small cell of both as wide as the policy asks, where nothing has changed', async () => {
    await fc.assert(
      fc.asyncProperty(counts, policies, async (given, { zeros, revisions }) => {
        const policy = aPolicy({ threshold: 3, zeros, revisions });
        const first = aTable(dimensions, given, [['region'], ['sex']]);
        const second = aTable(dimensions, given);
        const before = await unlessNothingIsLeft(protectAlone(first, policy));
        if (before === undefined) return;
        const now = await unlessNothingIsLeft(
          protectKnowing(second, [asReleased(first, before)], { policy }),
        );
        if (now === undefined) return;

        const bounds = await jointBounds(
          second,
          [asReleased(first, before), asReleased(second, now.hidden)],
          policy,
        );

        const value = (cell: string) =>
          second.system.rows.find(({ key }) => key.join(' × ') === cell)?.quantities[0]?.value ?? 0;
        const isSmall = (count: number) => count < 3 && (count > 0 || zeros === 'protected');
        const weak = bounds.filter(({ cell, width }) => width < (isSmall(value(cell)) ? 2 : 0));
        expect(weak).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it('never contradict each other, whatever has changed, and withstand the attack', async () => {
    await fc.assert(
      fc.asyncProperty(counts, counts, counts, policies, async (one, other, third, { zeros, revisions }) => {
        const policy = aPolicy({ threshold: 3, zeros, revisions });
        const tables = [one, other].map((given) => aTable(dimensions, given));
        const hidden = await Promise.all(
          tables.map((table) => unlessNothingIsLeft(protectAlone(table, policy))),
        );
        const releases = tables.flatMap((table, at) => {
          const pattern = hidden[at];
          return pattern === undefined ? [] : [asReleased(table, pattern, { name: `${at + 1}` })];
        });
        const mixed = third.map((count, at) => (at % 2 === 0 ? count : (one[at] ?? 0)));

        const now = await unlessNothingIsLeft(
          protectKnowing(aTable(dimensions, mixed), releases, { policy }),
        );
        if (now === undefined) return;
        const verdict = await attackPattern(
          now.system,
          now.hidden,
          sensitiveIn(now.system, policy, now),
          readerOf(policy),
        );

        expect(verdict.passed).toBe(true);
      }),
      { numRuns: 25 },
    );
  });
});
