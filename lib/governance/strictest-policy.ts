import type { DisclosurePolicy } from '../workspace/workspace.ts';
import { combined, type Stricter, strictest } from './strictest-part.ts';

/** A policy and who asks for it, in the words that are shown: `agency schools`, `agreement early_childhood`. */
export interface OwnedPolicy {
  readonly owner: string;
  readonly policy: DisclosurePolicy;
}

export interface StrictestPolicy {
  readonly policy: DisclosurePolicy;
  /** Each part of the policy, and whose it is: the first owner that asks for as much. */
  readonly boundBy: Readonly<Record<string, string>>;
}

const greater: Stricter<number> = (one, other) => one > other;
const smaller: Stricter<number> = (one, other) => one < other;

/** From the laxest to the strictest. */
const REVISIONS = ['publish', 'hold', 'suppress'] as const;

/**
 * The strictest of some policies, part by part, so that what satisfies it satisfies each of them; what an owner does
 * not say counts as the default that it means. The cost is no matter of strictness: the last one given decides (the
 * indicator's own, where it has a policy).
 *
 * Parts of several numbers are combined number by number. Of dominance rules (n, k) that is the largest n and the
 * smallest k: the top n hold at least as much as the top of a smaller n, so that rule implies every one of them. Of
 * noise it is the smallest ρ, δ and cells a person, and Laplace before Gauss, for the same ρ guarantees more there.
 * Where one owner has numbers hidden and another has them altered, both is done; where some ask for noise and
 * others for rounding, noisy numbers are rounded.
 * @param owned at least one
 */
export function strictestPolicy(owned: readonly [OwnedPolicy, ...OwnedPolicy[]]): StrictestPolicy {
  const [first] = owned;
  const last = owned.at(-1) ?? first;
  const parts = {
    threshold: strictest(owned, ({ threshold }) => threshold, greater),
    zeros: strictest(
      owned,
      ({ zeros }) => zeros,
      (one, other) => one === 'protected' && other !== one,
    ),
    minimumDenominator: strictest(owned, (policy) => policy.minimumDenominator, greater),
    minimumContributors: strictest(
      owned,
      (policy) => policy.minimumContributors ?? policy.threshold,
      greater,
    ),
    dominance: combined(owned, ({ dominance }) => dominance, { n: greater, k: smaller }),
    pPercent: strictest(owned, ({ pPercent }) => pPercent, greater),
    groupDisclosure: strictest(owned, (policy) => policy.groupDisclosure, asks),
    extremeShares: combined(owned, ({ extremeShares }) => extremeShares, { below: greater, above: smaller }),
    reliability: combined(owned, ({ reliability }) => reliability, {
      relativeStandardError: smaller,
      relativeIntervalWidth: smaller,
    }),
    minimumInterval: strictest(owned, (policy) => policy.minimumInterval ?? policy.threshold - 1, greater),
    protection: combined(owned, ({ protection }) => protection, { below: greater, above: greater }),
    insiders: strictest(owned, ({ insiders }) => insiders, greater),
    revisions: strictest(
      owned,
      ({ revisions = 'suppress' }) => revisions,
      (one, other) => REVISIONS.indexOf(one) > REVISIONS.indexOf(other),
    ),
    suppress: strictest(owned, ({ suppress = true }) => suppress, asks),
    rounding: combined(owned, ({ rounding }) => rounding, { base: greater }),
    noise: combined(owned, ({ noise }) => noise, {
      mechanism: (one, other) => one === 'laplace' && other !== one,
      rho: smaller,
      cellsPerPerson: smaller,
      delta: smaller,
    }),
    cost: { value: last.policy.cost, owner: last.owner },
  } satisfies Parts;
  return {
    policy: taken(parts, ({ value }) => value) as unknown as DisclosurePolicy,
    boundBy: taken(parts, ({ owner }) => owner) as Readonly<Record<string, string>>,
  };
}

/** Every part of a policy has to stand among these, or the strictest would lose it. */
type Parts = {
  readonly [Part in keyof DisclosurePolicy]-?:
    | { readonly value: NonNullable<DisclosurePolicy[Part]>; readonly owner: string }
    | undefined;
};

function asks(one: boolean, other: boolean): boolean {
  return one && !other;
}

/** Of each part that somebody asks for, its value or its owner. */
function taken<T>(
  parts: Parts,
  what: (bound: NonNullable<Parts[keyof Parts]>) => T,
): Readonly<Record<string, T>> {
  return Object.fromEntries(
    Object.entries(parts).flatMap(([part, bound]) => (bound === undefined ? [] : [[part, what(bound)]])),
  );
}
