import type { DisclosurePolicy } from './model.ts';
import { presetPolicy } from './presets.ts';
import type { PolicyDocument } from './schemas/policy.ts';
import { methodSaid } from './schemas/policy-conflicts.ts';

/**
 * What holds where a collaborative says nothing. 11 is the cell size policy of CMS (counts of 1 to 10 are not shown);
 * see docs/disclosure-rules.md.
 */
const DEFAULT: DisclosurePolicy = {
  threshold: 11,
  zeros: 'published',
  minimumDenominator: 11,
  cost: 'cells',
};

/** The base of random rounding where a policy asks for rounding and names none: Stats NZ's. */
const DEFAULT_BASE = 3;

/** The collaborative's policy, whole. The smallest denominator is the threshold unless said otherwise. */
export function collaborativePolicy(document: PolicyDocument): DisclosurePolicy {
  return completed(document, { ...DEFAULT, minimumDenominator: document.threshold ?? DEFAULT.threshold });
}

/** A data owner's policy: parts that it does not say come from its preset, then from the collaborative. */
export function ownersPolicy(document: PolicyDocument, collaborative: DisclosurePolicy): DisclosurePolicy {
  const { threshold } = partsSaid(document);
  if (threshold === undefined) return completed(document, collaborative);
  // An interval was chosen for its threshold; with another threshold the default for that one holds.
  const { minimumInterval: _, minimumContributors, ...rest } = collaborative;
  return completed(document, {
    ...rest,
    minimumDenominator: Math.max(collaborative.minimumDenominator, threshold),
    ...(minimumContributors === undefined
      ? {}
      : { minimumContributors: Math.max(minimumContributors, threshold) }),
  });
}

/**
 * An agreement's or indicator's policy on top of the owners': it asks for nothing where it says nothing. Whatever it
 * says of what may be shown asks for hiding, even where an owner would only round.
 */
export function additionalPolicy(
  document: PolicyDocument,
  collaborative: DisclosurePolicy,
): DisclosurePolicy {
  const { preset, method, rounding, noise, cost, reliability, ...rules } = document;
  return completed(document, {
    threshold: 1,
    zeros: 'published',
    minimumDenominator: 1,
    suppress: Object.keys(rules).length > 0,
    revisions: 'publish',
    cost: collaborative.cost,
  });
}

/** What a policy says itself or by its preset, and takes over; an altered method leaves none of another's settings. */
function completed(document: PolicyDocument, base: DisclosurePolicy): DisclosurePolicy {
  const { rounding, noise, ...rest } = base;
  const inherited = methodSaid(document) === undefined ? base : rest;
  const policy: DisclosurePolicy = { ...inherited, ...partsSaid(document) };
  // Where zeros were shown, a reader would see of a group that nobody is in any category but one.
  return policy.groupDisclosure === true ? { ...policy, zeros: 'protected' } : policy;
}

function partsSaid(document: PolicyDocument): Partial<DisclosurePolicy> {
  const { preset, method: _, ...own } = document;
  const ofPreset: Partial<DisclosurePolicy> = preset === undefined ? {} : presetPolicy(preset);
  return { ...ofPreset, ...raised(own, ofPreset), ...own, ...methodParts(document, ofPreset) };
}

/** A threshold above the preset's raises the denominator that goes with it. */
function raised(
  { threshold }: Partial<DisclosurePolicy>,
  { minimumDenominator }: Partial<DisclosurePolicy>,
): Partial<DisclosurePolicy> {
  if (threshold === undefined || minimumDenominator === undefined) return {};
  return { minimumDenominator: Math.max(minimumDenominator, threshold) };
}

function methodParts(
  document: PolicyDocument,
  ofPreset: Partial<DisclosurePolicy>,
): Partial<DisclosurePolicy> {
  switch (methodSaid(document)) {
    case undefined:
      return {};
    case 'suppress':
      return { suppress: true };
    case 'round':
      return {
        suppress: false,
        rounding: document.rounding ?? ofPreset.rounding ?? { base: DEFAULT_BASE },
      };
    case 'dp':
      return { suppress: false };
  }
}
