import type { DisclosurePolicy } from './model.ts';
import type { PolicyDocument } from './schemas/policy.ts';

/**
 * What holds where a collaborative says nothing. 11 is the cell size policy of CMS (counts of 1 to 10 are not shown);
 * see docs/workspace.md.
 */
const DEFAULT: DisclosurePolicy = {
  threshold: 11,
  zeros: 'published',
  minimumDenominator: 11,
  cost: 'cells',
};

/** The collaborative's policy, whole. The smallest denominator is the threshold unless said otherwise. */
export function collaborativePolicy(document: PolicyDocument): DisclosurePolicy {
  return completed(document, { ...DEFAULT, minimumDenominator: document.threshold ?? DEFAULT.threshold });
}

/** A data owner's policy: parts that it does not say come from the collaborative. */
export function ownersPolicy(document: PolicyDocument, collaborative: DisclosurePolicy): DisclosurePolicy {
  const minimumDenominator = Math.max(collaborative.minimumDenominator, document.threshold ?? 0);
  const { minimumInterval, ...rest } = collaborative;
  // An interval was chosen for its threshold; with another threshold the default for that one holds.
  const inherited =
    document.threshold === undefined && minimumInterval !== undefined ? { minimumInterval } : {};
  return completed(document, { ...rest, minimumDenominator, ...inherited });
}

/** An agreement's or indicator's policy on top of the owners': it asks for nothing where it says nothing. */
export function additionalPolicy(
  document: PolicyDocument,
  collaborative: DisclosurePolicy,
): DisclosurePolicy {
  return completed(document, {
    threshold: 1,
    zeros: 'published',
    minimumDenominator: 1,
    cost: collaborative.cost,
  });
}

function completed(document: PolicyDocument, base: DisclosurePolicy): DisclosurePolicy {
  const dominance = document.dominance ?? base.dominance;
  const minimumInterval = document.minimumInterval ?? base.minimumInterval;
  return {
    threshold: document.threshold ?? base.threshold,
    zeros: document.zeros ?? base.zeros,
    minimumDenominator: document.minimumDenominator ?? base.minimumDenominator,
    cost: document.cost ?? base.cost,
    ...(dominance === undefined ? {} : { dominance }),
    ...(minimumInterval === undefined ? {} : { minimumInterval }),
  };
}
