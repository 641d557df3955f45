import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OwnedPolicy, strictestPolicy } from '../../lib/governance/governance.ts';
import type { DisclosurePolicy } from '../../lib/workspace/workspace.ts';
import { POLICY } from './governed.ts';

const dominance = fc.record({ n: fc.integer({ min: 1, max: 5 }), k: fc.constantFrom(0.5, 0.7, 0.75, 0.9) });
const policies: fc.Arbitrary<DisclosurePolicy> = fc.record(
  {
    threshold: fc.integer({ min: 1, max: 30 }),
    zeros: fc.constantFrom('published' as const, 'protected' as const),
    minimumDenominator: fc.integer({ min: 1, max: 60 }),
    cost: fc.constantFrom('cells' as const, 'people' as const),
    dominance,
    minimumInterval: fc.integer({ min: 1, max: 40 }),
  },
  { requiredKeys: ['threshold', 'zeros', 'minimumDenominator', 'cost'] },
);
const owned = fc
  .tuple(policies, fc.array(policies, { maxLength: 4 }))
  .map(([first, rest]): [OwnedPolicy, ...OwnedPolicy[]] => [
    { owner: 'agency a0', policy: first },
    ...rest.map((policy, index) => ({ owner: `agency a${index + 1}`, policy })),
  ]);

describe('the strictest policy', () => {
  it('says whose rule bound each part', () => {
    const strictest = strictestPolicy([
      { owner: 'agency a', policy: { ...POLICY, threshold: 20 } },
      { owner: 'agency b', policy: { ...POLICY, zeros: 'protected', dominance: { n: 1, k: 0.8 } } },
      {
        owner: 'agreement x',
        policy: { ...POLICY, minimumDenominator: 30, dominance: { n: 2, k: 0.9 }, cost: 'people' },
      },
    ]);

    expect(strictest).toEqual({
      policy: {
        threshold: 20,
        zeros: 'protected',
        minimumDenominator: 30,
        minimumInterval: 19,
        dominance: { n: 2, k: 0.8 },
        cost: 'people',
      },
      boundBy: {
        threshold: 'agency a',
        zeros: 'agency b',
        minimumDenominator: 'agreement x',
        minimumInterval: 'agency a',
        dominance: 'agreement x, agency b',
        cost: 'agreement x',
      },
    });
  });

  it('is at least as strict as each in every part, and no stricter than some owner asks', () => {
    fc.assert(
      fc.property(owned, (given) => {
        const { policy } = strictestPolicy(given);

        for (const { policy: one } of given) {
          expect(policy.threshold).toBeGreaterThanOrEqual(one.threshold);
          expect(policy.minimumDenominator).toBeGreaterThanOrEqual(one.minimumDenominator);
          expect(policy.minimumInterval).toBeGreaterThanOrEqual(one.minimumInterval ?? one.threshold - 1);
          expect(policy.zeros === 'protected' || one.zeros === 'published').toBe(true);
          expect(
            one.dominance === undefined ||
              ((policy.dominance?.n ?? 0) >= one.dominance.n &&
                (policy.dominance?.k ?? 1) <= one.dominance.k),
          ).toBe(true);
        }
        expect(given.map(({ policy: one }) => one.threshold)).toContain(policy.threshold);
        expect(given.map(({ policy: one }) => one.minimumDenominator)).toContain(policy.minimumDenominator);
      }),
    );
  });

  it('does not depend on the order of owners, its cost aside', () => {
    fc.assert(
      fc.property(owned, (given) => {
        const [first = given[0], ...rest] = [...given].reverse();

        const policies = [strictestPolicy(given), strictestPolicy([first, ...rest])].map(({ policy }) => ({
          ...policy,
          cost: undefined,
        }));

        expect(policies[0]).toEqual(policies[1]);
      }),
    );
  });
});
