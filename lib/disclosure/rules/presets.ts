import type { DisclosurePolicy } from '../../workspace/workspace.ts';

/** An owner's written rule as far as a policy can say it, with what it leaves to the reader. */
export interface Preset {
  readonly title: string;
  readonly source: string;
  readonly policy: DisclosurePolicy;
  /** Parts of the rule that a policy cannot say yet. */
  readonly leavesOut: string | null;
}

/** Rules of owners by name. Where a rule says "under n" without a word on zero, zero is under n. */
export const DISCLOSURE_PRESETS = {
  cms: {
    title: 'Centers for Medicare & Medicaid Services, cell size suppression',
    source: 'resdac.org/node/1506 (2024-01-26)',
    policy: { threshold: 11, zeros: 'published', minimumDenominator: 11, cost: 'cells' },
    leavesOut: null,
  },
  'washington-doh': {
    title: 'Washington State Department of Health, small numbers',
    source: 'Washington DOH small-number standard, as quoted on the Kittitas County records page',
    policy: { threshold: 10, zeros: 'published', minimumDenominator: 10, cost: 'cells' },
    leavesOut: 'some surveys also withhold percentages up to 5 and from 95',
  },
  texas: {
    title: 'Texas, masking of 1 to 4',
    source: 'state masking rules; they differ by agency, check the one that applies',
    policy: { threshold: 5, zeros: 'published', minimumDenominator: 5, cost: 'cells' },
    leavesOut: 'totals shown as ranges of at least 10 in place of complementary suppression',
  },
  'delaware-doe': {
    title: 'Delaware Department of Education, student data',
    source: 'doe.k12.de.us/Page/2283',
    policy: { threshold: 16, zeros: 'protected', minimumDenominator: 16, cost: 'cells' },
    leavesOut: 'percentages below 5 and above 95 are recoded',
  },
  'rhode-island': {
    title: 'Rhode Island, data use licence',
    source: 'Rhode Island DUL template',
    policy: { threshold: 11, zeros: 'protected', minimumDenominator: 11, cost: 'cells' },
    leavesOut: null,
  },
  'uk-llc': {
    title: 'UK Longitudinal Linkage Collaboration',
    source: 'UK LLC policy on outputs',
    policy: { threshold: 10, zeros: 'protected', minimumDenominator: 10, cost: 'cells' },
    leavesOut: null,
  },
  'nchs-rates': {
    title: 'National Center for Health Statistics, presentation of rates',
    source: 'stacks.cdc.gov/view/cdc/123462',
    policy: { threshold: 10, zeros: 'protected', minimumDenominator: 10, cost: 'cells' },
    leavesOut:
      'the relative width of the confidence interval, at most 160 %: a mark of reliability, not of confidentiality',
  },
  acro: {
    title: 'ACRO defaults for outputs of research environments',
    source: 'AI-SDC/ACRO, acro/default.yaml',
    policy: {
      threshold: 10,
      zeros: 'protected',
      minimumDenominator: 10,
      dominance: { n: 2, k: 0.9 },
      cost: 'cells',
    },
    leavesOut: 'the p% rule',
  },
} as const satisfies Record<string, Preset>;
