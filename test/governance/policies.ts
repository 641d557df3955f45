import fc from 'fast-check';
import type { OwnedPolicy } from '../../lib/governance/governance.ts';
import type { DisclosurePolicy } from '../../lib/workspace/workspace.ts';

/** Any policy that a workspace can hold. */
export const anyPolicy: fc.Arbitrary<DisclosurePolicy> = fc.record(
  {
    threshold: fc.integer({ min: 1, max: 30 }),
    zeros: fc.constantFrom('published' as const, 'protected' as const),
    minimumDenominator: fc.integer({ min: 1, max: 60 }),
    minimumContributors: fc.integer({ min: 1, max: 20 }),
    dominance: fc.record({ n: fc.integer({ min: 1, max: 5 }), k: fc.constantFrom(0.5, 0.7, 0.75, 0.9) }),
    pPercent: fc.constantFrom(5, 10, 12.5, 40),
    groupDisclosure: fc.boolean(),
    extremeShares: fc.record({ below: fc.constantFrom(2, 5, 30), above: fc.constantFrom(70, 95, 99) }),
    reliability: fc.record(
      {
        relativeStandardError: fc.constantFrom(20, 25, 30),
        relativeIntervalWidth: fc.constantFrom(120, 160),
      },
      { requiredKeys: ['relativeStandardError'] },
    ),
    minimumInterval: fc.integer({ min: 1, max: 40 }),
    protection: fc.record({ below: fc.integer({ min: 0, max: 9 }), above: fc.integer({ min: 0, max: 9 }) }),
    insiders: fc.constantFrom(0 as const, 1 as const, 2 as const),
    revisions: fc.constantFrom('hold' as const, 'suppress' as const, 'publish' as const),
    suppress: fc.boolean(),
    rounding: fc.record({ base: fc.constantFrom(3, 5, 10) }),
    noise: fc.record({
      mechanism: fc.constantFrom('gaussian' as const, 'laplace' as const),
      rho: fc.constantFrom(0.01, 0.1, 1),
      cellsPerPerson: fc.integer({ min: 1, max: 4 }),
      delta: fc.constantFrom(1e-9, 1e-6),
    }),
    cost: fc.constantFrom('cells' as const, 'people' as const),
  },
  { requiredKeys: ['threshold', 'zeros', 'minimumDenominator', 'cost'] },
);

/** Policies of several owners, one at least. */
export const ownedPolicies: fc.Arbitrary<readonly [OwnedPolicy, ...OwnedPolicy[]]> = fc
  .tuple(anyPolicy, fc.array(anyPolicy, { maxLength: 4 }))
  .map(([first, rest]): [OwnedPolicy, ...OwnedPolicy[]] => [
    { owner: 'agency a0', policy: first },
    ...rest.map((policy, index) => ({ owner: `agency a${index + 1}`, policy })),
  ]);
