import type { Finding } from '../finding.ts';
import type { DisclosurePolicy, Indicator, Workspace } from '../model.ts';
import type { AgencyDocument } from '../schemas/agency.ts';
import type { IndicatorDocument } from '../schemas/indicator.ts';
import type { Source } from '../source.ts';
import type { Known } from './known.ts';

/** Whether the policies that apply to an indicator can protect what it publishes. */
export function checkPolicies(
  { yaml, name }: Source<IndicatorDocument>,
  { workspace }: Known,
): readonly Finding[] {
  const indicator = workspace.indicators.find(({ id }) => id === name);
  if (indicator === undefined) return [];
  const policies = policiesOn(indicator, workspace);
  return indicator.measures.flatMap(({ kind, name: measure }, index) => {
    if (kind !== 'sum' && kind !== 'mean') return [];
    const reason = whyAmountUncovered(policies, `${kind} "${measure}"`, indicator.crosses);
    return reason === null
      ? []
      : [yaml.finding(['measures', index], { code: 'policy', severity: 'warning', ...reason })];
  });
}

/**
 * A sum or a mean can give away its largest contributors even where many people stand behind it, which only a rule on
 * dominance prevents; and neither rounding nor noise covers an amount, so that a run leaves the indicator out.
 */
function whyAmountUncovered(
  policies: readonly DisclosurePolicy[],
  amount: string,
  crosses: readonly (readonly string[])[],
): { readonly message: string; readonly remedy: string } | null {
  const altered = policies.find(({ rounding, noise }) => rounding !== undefined || noise !== undefined);
  if (altered !== undefined) {
    const how = altered.noise === undefined ? 'rounds' : 'adds noise to';
    return {
      message: `A policy that applies ${how} counts, which does not protect the ${amount}: runs will leave this indicator out.`,
      remedy: 'Publish counts and rates here, or the amount under policies that suppress and alter nothing.',
    };
  }
  if (policies.some(({ dominance, pPercent }) => dominance !== undefined || pPercent !== undefined))
    return null;
  const names = crosses.map((cross) => cross.join(' × ')).join('; ');
  return {
    message: `No policy covers the ${amount} by ${names || 'nothing'}: none that applies has a dominance or p% rule.`,
    remedy:
      'Add dominance: { n: 2, k: 0.9 } or pPercent: 10 to the policy of the collaborative, an owner or this indicator.',
  };
}

/** Whether every owner whose data go into a noisy indicator says what may be spent of its privacy. */
export function checkBudgets(
  agencies: readonly Source<AgencyDocument>[],
  { workspace }: Known,
): readonly Finding[] {
  const noisy = workspace.indicators.filter((indicator) =>
    policiesOn(indicator, workspace).some(({ noise }) => noise !== undefined),
  );
  return agencies.flatMap(({ yaml, name, document }) => {
    const ids = noisy.filter((indicator) => ownersOf(indicator).includes(name)).map(({ id }) => id);
    if (ids.length === 0 || document.privacyBudget !== undefined) return [];
    return [
      yaml.finding([], {
        code: 'policy',
        severity: 'warning',
        message: `Noise is added to ${ids.join(', ')}, and this owner of its data has no privacyBudget: runs will leave it out.`,
        remedy: 'Write privacyBudget: { rho: 1 }: what all such releases may spend together.',
      }),
    ];
  });
}

function ownersOf({ datasets }: Indicator): readonly string[] {
  return datasets.map((dataset) => dataset.split('/')[0] ?? '');
}

/** Those of the owners, of the agreements that permit the indicator, and its own. */
function policiesOn(indicator: Indicator, workspace: Workspace): readonly DisclosurePolicy[] {
  const { agencies, collaborative, agreements } = workspace;
  const permitting = agreements.filter(
    ({ datasets, indicators }) =>
      indicator.datasets.every((dataset) => datasets.includes(dataset)) &&
      (indicators.includes('*') || indicators.includes(indicator.id)),
  );
  return [
    ...ownersOf(indicator).map((owner) => agencies.get(owner)?.policy ?? collaborative.policy),
    ...permitting.map(({ policy }) => policy),
    indicator.policy,
  ].filter((policy) => policy !== undefined);
}
