import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Rule } from '../model/system.ts';

/** Which part of a policy a rule stands in: who asked for that part is whose rule it was (`boundBy`). */
export const PART_OF_POLICY: Readonly<Record<Rule, keyof DisclosurePolicy>> = {
  threshold: 'threshold',
  complement: 'threshold',
  zero: 'zeros',
  minimumDenominator: 'minimumDenominator',
  contributors: 'minimumContributors',
  dominance: 'dominance',
  pPercent: 'pPercent',
  groupDisclosure: 'groupDisclosure',
  extremeShare: 'extremeShares',
  earlierRelease: 'revisions',
  revision: 'revisions',
};
