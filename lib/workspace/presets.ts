import type { DisclosurePolicy } from './model.ts';

/** An owner's written rule as far as a policy can say it, with what it leaves to the reader. */
export interface Preset {
  readonly title: string;
  readonly source: string;
  readonly policy: DisclosurePolicy;
  /** Parts of the rule that a policy cannot say. */
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
    source:
      'Agency Standards for Reporting Data with Small Numbers (2018-05), as quoted on the Kittitas County records page',
    policy: { threshold: 10, zeros: 'published', minimumDenominator: 10, cost: 'cells' },
    leavesOut: 'surveys of equal weights show shares under 5 and over 95 as a range',
  },
  texas: {
    title: 'Texas, masking of 1 to 4',
    source: 'state masking rules; they differ by agency, check the one that applies',
    policy: { threshold: 5, zeros: 'published', minimumDenominator: 5, cost: 'cells' },
    leavesOut: 'totals shown as ranges of at least 10 in place of complementary suppression',
  },
  'delaware-doe': {
    title: 'Delaware Department of Education, student data',
    source: 'doe.k12.de.us/Page/2283; education.delaware.gov/data/data-privacy',
    policy: {
      threshold: 16,
      zeros: 'protected',
      minimumDenominator: 16,
      extremeShares: { below: 5, above: 95 },
      cost: 'cells',
    },
    leavesOut: null,
  },
  'rhode-island': {
    title: 'Rhode Island, data use licence',
    source: 'Rhode Island DUL template',
    policy: { threshold: 11, zeros: 'protected', minimumDenominator: 11, cost: 'cells' },
    leavesOut: null,
  },
  'uk-llc': {
    title: 'UK Longitudinal Linkage Collaboration',
    source: 'guidebook.ukllc.ac.uk/docs/user_guide/sdc (2026-01-30)',
    policy: {
      threshold: 10,
      zeros: 'protected',
      minimumDenominator: 10,
      minimumContributors: 10,
      cost: 'cells',
    },
    leavesOut: null,
  },
  'nchs-rates': {
    title: 'National Center for Health Statistics, presentation of rates',
    source: 'stacks.cdc.gov/view/cdc/123462',
    policy: {
      threshold: 10,
      zeros: 'protected',
      minimumDenominator: 10,
      reliability: { relativeIntervalWidth: 160 },
      cost: 'cells',
    },
    leavesOut: 'design effects and degrees of freedom of complex surveys',
  },
  'stats-nz': {
    title: 'Stats NZ, random rounding to base 3',
    source: 'archive.stats.govt.nz, Safeguarding confidentiality; 2013 Census confidentiality rules',
    policy: {
      threshold: 1,
      zeros: 'published',
      minimumDenominator: 1,
      suppress: false,
      rounding: { base: 3 },
      cost: 'cells',
    },
    leavesOut:
      'counts under 6 are hidden in tables with a small mean cell; means need a number of contributors',
  },
  acro: {
    title: 'ACRO defaults for outputs of research environments',
    source: 'AI-SDC/ACRO, acro/default.yaml',
    policy: {
      threshold: 10,
      zeros: 'protected',
      minimumDenominator: 10,
      dominance: { n: 2, k: 0.9 },
      pPercent: 10,
      cost: 'cells',
    },
    leavesOut: null,
  },
  'king-county': {
    title: 'Public Health Seattle & King County, Community Health Indicators',
    source: 'PHSKC-APDE/apde.chi.tools',
    policy: {
      threshold: 10,
      zeros: 'published',
      minimumDenominator: 10,
      reliability: { relativeStandardError: 30 },
      cost: 'cells',
    },
    leavesOut: null,
  },
  'cdc-wisqars': {
    title: 'CDC WISQARS, state rates of fatal injuries',
    source: 'cdc.gov/injury/wisqars/mapping_help/unstable_rates.html',
    // The relative standard error of 20 deaths is 22.4 %, of 21 it is 21.8 %.
    policy: {
      threshold: 10,
      zeros: 'published',
      minimumDenominator: 10,
      reliability: { relativeStandardError: 22 },
      cost: 'cells',
    },
    leavesOut: 'a county rate from 20 deaths and fewer is hidden, and not only flagged',
  },
  opensafely: {
    title: 'OpenSAFELY, counts of 7 and fewer hidden, the rest rounded to 5',
    source: 'docs.opensafely.org/sdc; opensafely-core/ehrql, ehrql/measures/disclosure_control.py',
    policy: {
      threshold: 8,
      zeros: 'protected',
      minimumDenominator: 8,
      rounding: { base: 5 },
      cost: 'cells',
    },
    leavesOut: 'rounds to the nearest, where Tributary rounds at random and without bias',
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof DISCLOSURE_PRESETS;

export const PRESET_NAMES = Object.keys(DISCLOSURE_PRESETS) as readonly PresetName[];

/** A preset's policy. */
export function presetPolicy(name: PresetName): DisclosurePolicy {
  return DISCLOSURE_PRESETS[name].policy;
}
