import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunPlan, strictestPolicy } from '../../lib/governance/governance.ts';
import type { DisclosurePolicy } from '../../lib/workspace/workspace.ts';
import { POLICY } from './governed.ts';
import { ownedPolicies } from './policies.ts';

/** The strictest of some policies, whose owners are called a, b and so on. */
function strictestOf(first: Partial<DisclosurePolicy>, ...rest: readonly Partial<DisclosurePolicy>[]) {
  const [a, ...others] = [first, ...rest].map((policy, at) => ({
    owner: String.fromCharCode(97 + at),
    policy: { ...POLICY, ...policy },
  }));
  return strictestPolicy([a ?? { owner: 'a', policy: POLICY }, ...others]);
}

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
        minimumContributors: 20,
        minimumInterval: 19,
        dominance: { n: 2, k: 0.8 },
        revisions: 'suppress',
        suppress: true,
        cost: 'people',
      },
      boundBy: {
        threshold: 'agency a',
        zeros: 'agency b',
        minimumDenominator: 'agreement x',
        minimumContributors: 'agency a',
        minimumInterval: 'agency a',
        dominance: 'agreement x, agency b',
        revisions: 'agency a',
        suppress: 'agency a',
        cost: 'agreement x',
      },
    });
  });

  it.each<[keyof DisclosurePolicy, Partial<DisclosurePolicy>, Partial<DisclosurePolicy>, unknown, string]>([
    ['pPercent', { pPercent: 10 }, { pPercent: 15 }, 15, 'b'],
    ['minimumContributors', { minimumContributors: 3 }, { threshold: 20 }, 20, 'b'],
    ['minimumContributors', { minimumContributors: 30 }, { threshold: 20 }, 30, 'a'],
    ['groupDisclosure', { groupDisclosure: false }, { groupDisclosure: true }, true, 'b'],
    [
      'extremeShares',
      { extremeShares: { below: 5, above: 98 } },
      { extremeShares: { below: 2, above: 95 } },
      { below: 5, above: 95 },
      'a, b',
    ],
    [
      'reliability',
      { reliability: { relativeStandardError: 30 } },
      { reliability: { relativeStandardError: 25, relativeIntervalWidth: 160 } },
      { relativeStandardError: 25, relativeIntervalWidth: 160 },
      'b',
    ],
    [
      'protection',
      { protection: { below: 5, above: 1 } },
      { protection: { below: 2, above: 1 } },
      { below: 5, above: 1 },
      'a',
    ],
    ['insiders', {}, { insiders: 2 }, 2, 'b'],
    ['revisions', { revisions: 'publish' }, { revisions: 'hold' }, 'hold', 'b'],
    ['revisions', { revisions: 'hold' }, {}, 'suppress', 'b'],
    ['suppress', { suppress: false }, {}, true, 'b'],
    ['suppress', { suppress: false }, { suppress: false }, false, 'a'],
    ['rounding', { rounding: { base: 5 } }, { rounding: { base: 3 } }, { base: 5 }, 'a'],
    [
      'noise',
      { noise: { mechanism: 'gaussian', rho: 0.1, cellsPerPerson: 3, delta: 1e-6 } },
      { noise: { mechanism: 'laplace', rho: 0.2, cellsPerPerson: 1, delta: 1e-6 } },
      { mechanism: 'laplace', rho: 0.1, cellsPerPerson: 1, delta: 1e-6 },
      'b, a',
    ],
  ])('has the strictest %s, of %j and %j', (part, one, other, value, owner) => {
    const { policy, boundBy } = strictestOf(one, other);

    expect(policy[part]).toEqual(value);
    expect(boundBy[part]).toBe(owner);
  });

  it('adds noise and rounds where owners ask for both', () => {
    const noise = { mechanism: 'gaussian', rho: 0.1, cellsPerPerson: 1, delta: 1e-6 } as const;

    const { policy, boundBy } = strictestOf({ rounding: { base: 5 } }, { noise });

    expect(policy).toMatchObject({ rounding: { base: 5 }, noise });
    expect(boundBy).toMatchObject({ rounding: 'a', noise: 'b' });
  });

  it('is at least as strict as each in every part, and no stricter than some owner asks', () => {
    fc.assert(
      fc.property(ownedPolicies, (given) => {
        const { policy } = strictestPolicy(given);

        for (const { policy: one } of given) {
          expect(policy.threshold).toBeGreaterThanOrEqual(one.threshold);
          expect(policy.minimumDenominator).toBeGreaterThanOrEqual(one.minimumDenominator);
          expect(policy.minimumContributors).toBeGreaterThanOrEqual(one.minimumContributors ?? one.threshold);
          expect(policy.minimumInterval).toBeGreaterThanOrEqual(one.minimumInterval ?? one.threshold - 1);
          expect(policy.pPercent ?? 0).toBeGreaterThanOrEqual(one.pPercent ?? 0);
          expect(policy.insiders ?? 0).toBeGreaterThanOrEqual(one.insiders ?? 0);
          expect(policy.protection?.below ?? 0).toBeGreaterThanOrEqual(one.protection?.below ?? 0);
          expect(policy.protection?.above ?? 0).toBeGreaterThanOrEqual(one.protection?.above ?? 0);
          expect(policy.noise?.rho ?? Infinity).toBeLessThanOrEqual(one.noise?.rho ?? Infinity);
          expect(policy.zeros === 'protected' || one.zeros === 'published').toBe(true);
          expect(policy.groupDisclosure === true || one.groupDisclosure !== true).toBe(true);
          expect(policy.suppress === true || one.suppress === false).toBe(true);
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
      fc.property(ownedPolicies, (given) => {
        const [first = given[0], ...rest] = [...given].reverse();

        const policies = [strictestPolicy(given), strictestPolicy([first, ...rest])].map(({ policy }) => ({
          ...policy,
          cost: undefined,
        }));

        expect(policies[0]).toEqual(policies[1]);
      }),
    );
  });

  it('is the same policy again where it is mixed with one that it was made of', () => {
    fc.assert(
      fc.property(ownedPolicies, (given) => {
        const { policy } = strictestPolicy(given);

        const again = strictestPolicy([{ owner: 'all', policy }, given[0], { owner: 'all', policy }]);

        expect(again.policy).toEqual(policy);
      }),
    );
  });

  it('stands whole in the plan of a run', () => {
    fc.assert(
      fc.property(ownedPolicies, (given) => {
        const { policy } = strictestPolicy(given);

        const read = RunPlan.shape.indicators.element.shape.policy.parse(JSON.parse(JSON.stringify(policy)));

        expect(read).toEqual(policy);
      }),
    );
  });

  it('has an owner for each of its parts', () => {
    fc.assert(
      fc.property(ownedPolicies, (given) => {
        const { policy, boundBy } = strictestPolicy(given);

        expect(Object.keys(boundBy).sort()).toEqual(Object.keys(policy).sort());
      }),
    );
  });
});
