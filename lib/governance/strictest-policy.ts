import type { DisclosurePolicy } from '../workspace/workspace.ts';

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

/**
 * The strictest of some policies, part by part, so that what satisfies it satisfies each of them. The cost is no
 * matter of strictness: the last one given decides (the indicator's own, where it has a policy).
 * Of dominance rules (n, k) the largest n and the smallest k are taken together: the top n hold at least as much
 * as the top of a smaller n, so that rule implies every one of them.
 * @param owned at least one
 */
export function strictestPolicy(owned: readonly [OwnedPolicy, ...OwnedPolicy[]]): StrictestPolicy {
  const [first] = owned;
  const last = owned.at(-1) ?? first;
  const threshold = greatest(owned, ({ threshold }) => threshold);
  const zeros = owned.find(({ policy }) => policy.zeros === 'protected') ?? first;
  const minimumDenominator = greatest(owned, (policy) => policy.minimumDenominator);
  const minimumInterval = greatest(owned, (policy) => policy.minimumInterval ?? policy.threshold - 1);
  const dominance = strictestDominance(owned);
  return {
    policy: {
      threshold: threshold.value,
      zeros: zeros.policy.zeros,
      minimumDenominator: minimumDenominator.value,
      minimumInterval: minimumInterval.value,
      cost: last.policy.cost,
      ...(dominance === undefined ? {} : { dominance: dominance.rule }),
    },
    boundBy: {
      threshold: threshold.owner,
      zeros: zeros.owner,
      minimumDenominator: minimumDenominator.owner,
      minimumInterval: minimumInterval.owner,
      cost: last.owner,
      ...(dominance === undefined ? {} : { dominance: dominance.owner }),
    },
  };
}

function greatest(
  owned: readonly [OwnedPolicy, ...OwnedPolicy[]],
  part: (policy: DisclosurePolicy) => number,
): { readonly owner: string; readonly value: number } {
  const value = Math.max(...owned.map(({ policy }) => part(policy)));
  const { owner } = owned.find(({ policy }) => part(policy) === value) ?? owned[0];
  return { owner, value };
}

function strictestDominance(owned: readonly OwnedPolicy[]) {
  const rules = owned.flatMap(({ owner, policy }) =>
    policy.dominance === undefined ? [] : [{ owner, ...policy.dominance }],
  );
  if (rules.length === 0) return undefined;
  const n = Math.max(...rules.map((rule) => rule.n));
  const k = Math.min(...rules.map((rule) => rule.k));
  const whole = rules.find((rule) => rule.n === n && rule.k === k);
  const owners = [rules.find((rule) => rule.n === n)?.owner, rules.find((rule) => rule.k === k)?.owner];
  return { rule: { n, k }, owner: whole?.owner ?? [...new Set(owners)].join(', ') };
}
