/**
 * What an operator wrote, once it is read and checked: plain, immutable values that the rest of the program
 * relies on. How it is spelt in YAML is `schemas/`'s business.
 */

/** `agency/dataset`. */
export type DatasetId = `${string}/${string}`;

export type Frequency = 'month' | 'quarter' | 'year';

/** The roles that a column can play in linkage. A role column is never kept as it is, save those in KEEPABLE_ROLES. */
export const ROLES = [
  'local_id',
  'full_name',
  'given_name',
  'middle_name',
  'surname',
  'suffix',
  'birth_date',
  'sex',
  'ssn',
  'phone',
  'email',
  'street',
  'city',
  'state',
  'postal_code',
  'consent',
] as const;
export type Role = (typeof ROLES)[number];
export const KEEPABLE_ROLES: readonly Role[] = ['sex', 'state', 'consent'];

export type ColumnType = 'string' | 'integer' | 'number' | 'date' | 'boolean';
export type Severity = 'error' | 'warning';

/**
 * How a kept attribute comes from its column. `value`: as it is (not for a role column). The rest coarsen a role
 * column: `birth_year` and `birth_month` (YYYY-MM) from a birth date; `age_at` (whole years at `at`: an event's
 * column, or `period_end`) likewise; `zip3` from a postal code; `tract` (11 digits) and `county` (5 digits FIPS)
 * from a column whose text begins with them.
 */
export type Derivation = 'value' | 'birth_year' | 'birth_month' | 'age_at' | 'zip3' | 'tract' | 'county';

/** One attribute that leaves the landing zone. */
export interface Kept {
  /** Its name in `records` and in the integrated table. */
  readonly as: string;
  readonly derive: Derivation;
  /** For `age_at`: a date column of the same contract, or `period_end`. */
  readonly at?: string;
}

export interface Column {
  readonly name: string;
  readonly description?: string;
  /** Other spellings of the header that agencies use. */
  readonly aliases: readonly string[];
  readonly type: ColumnType;
  /** Date patterns in order of trial, in the letters of ODCS (`yyyy-MM-dd`, `M/d/yyyy`, `yyyyMMdd`, `dd-MMM-yyyy`). Empty: ISO. */
  readonly formats: readonly string[];
  readonly required: boolean;
  readonly unique: boolean;
  /**
   * What becomes of a value that does not fit type, format, pattern, length, range or codes: `quarantine` (the
   * default) puts the row aside; `missing` lets the value count as missing, with a warning. Never `missing` at a
   * column that is required, names a row or gives consent.
   */
  readonly invalid?: 'quarantine' | 'missing';
  readonly pattern?: string;
  readonly minimum?: number | string;
  readonly maximum?: number | string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Which codes may stand here: the agency's code → the shared vocabulary's code (the same where there is no map). */
  readonly codes?: {
    readonly vocabulary?: string;
    readonly map: Readonly<Record<string, string>>;
    readonly severity: Severity;
  };
  readonly role?: Role;
  readonly keep: readonly Kept[];
  /** Custom properties that mean nothing to Tributary, as they stand in the document (annotations for catalogues). */
  readonly custom?: Readonly<Record<string, unknown>>;
}

/** A boolean SQL expression over the columns of one row; a row in which it is false breaks the rule. */
export interface RowRule {
  readonly name: string;
  readonly expression: string;
  readonly description: string;
  readonly severity: Severity;
  /** `row`: within one row. `case`: over rows that share the local id (the expression may use min, max, count, sum). */
  readonly level: 'row' | 'case';
}

/** A foreign key: values of `column` must occur in `toColumn` of the agency's dataset `to`. */
export interface Reference {
  readonly column: string;
  readonly to: DatasetId;
  readonly toColumn: string;
  readonly severity: Severity;
}

/** One dataset's contract (an ODCS v3.1 document). */
export interface Contract {
  readonly id: DatasetId;
  readonly agency: string;
  readonly dataset: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly limitations?: string;
  /** SHA-256 of the document, hex. */
  readonly digest: string;
  /** Has a role column, so its rows are linked. Others join by place and time. */
  readonly ofPeople: boolean;
  readonly columns: readonly Column[];
  /** Columns that together name a row; empty where nothing does. */
  readonly rowKey: readonly string[];
  /** The column of the agency's own person id, and the dataset within whose numbering it counts. */
  readonly localId?: { readonly column: string; readonly scope: DatasetId };
  readonly rules: readonly RowRule[];
  readonly references: readonly Reference[];
  /** Past this share of quarantined rows the file is rejected whole. 0 to 1. */
  readonly maxQuarantinedShare: number;
  /** A warning where the row count moves by more than this share against the period before. */
  readonly maxVolumeChange: number;
  readonly frequency: Frequency;
  /** Days after the period's end. */
  readonly dueDays: number;
  /** A person appears at most once in a delivery. */
  readonly oncePerPerson: boolean;
  /** Values of the consent column that let a row leave the landing zone; empty where none is required. */
  readonly requiredConsent: readonly string[];
  /** Rows are spells in a program; names of kept columns. */
  readonly spell?: {
    readonly program: string;
    readonly start: string;
    readonly end?: string;
    readonly gapDays: number;
  };
  /** Rows are events; `date` names a kept column. */
  readonly event?: { readonly kind: string; readonly date: string };
  /** As at a column. */
  readonly custom?: Readonly<Record<string, unknown>>;
}

export interface Agency {
  readonly id: string;
  readonly name: string;
  readonly owner: Contact;
  readonly steward: Contact;
  readonly custodian: Contact;
  /** The AWS principal that may deliver. */
  readonly principal?: string;
  /** The owner's disclosure policy; the collaborative's where missing. */
  readonly policy?: DisclosurePolicy;
  /** What all releases with noise may spend together of this owner's data, in zero-concentrated differential privacy. */
  readonly privacyBudget?: { readonly rho: number };
}
export interface Contact {
  readonly name: string;
  readonly email: string;
}

export type Purpose = 'indicators' | 'analytics' | 'operations';

export interface Agreement {
  readonly id: string;
  readonly title: string;
  readonly parties: readonly string[];
  readonly datasets: readonly DatasetId[];
  readonly purpose: Purpose;
  /** Ids of indicators that may be published, or `*`. */
  readonly indicators: readonly string[];
  readonly authority: string;
  /** ISO dates; in force from the first through the last. */
  readonly effective: string;
  readonly expires: string;
  readonly retentionDays: number;
  readonly policy?: DisclosurePolicy;
  readonly signatories: readonly { readonly name: string; readonly agency: string; readonly date: string }[];
}

/** Limits on what is shown. The strictest of the owners mixed is what counts. */
export interface DisclosurePolicy {
  /** The smallest count that may be shown: 11 hides 1 to 10. */
  readonly threshold: number;
  /** `published`: a zero is shown. `protected`: a zero is as sensitive as a small count. */
  readonly zeros: 'published' | 'protected';
  /** The smallest denominator of a rate or mean that may be shown. */
  readonly minimumDenominator: number;
  /** The fewest people who may stand behind a sum or mean; default: the threshold. */
  readonly minimumContributors?: number;
  /** The n largest contributors may not hold more than k of a sum (0 to 1). */
  readonly dominance?: { readonly n: number; readonly k: number };
  /** The second largest contributor may not be able to estimate the largest to within so many per cent. */
  readonly pPercent?: number;
  /** Where everybody in a group falls into one category, that is hidden, however many they are. */
  readonly groupDisclosure?: boolean;
  /** Shares below and above these (per cent) are shown as `<5` or `>95` alone. */
  readonly extremeShares?: { readonly below: number; readonly above: number };
  /** Numbers less reliable than this are flagged, not hidden. Standard errors and widths in per cent of the number. */
  readonly reliability?: {
    readonly relativeStandardError?: number;
    readonly relativeIntervalWidth?: number;
  };
  /** Sliding protection: a hidden cell must stay possible over at least this many values; default: threshold − 1. */
  readonly minimumInterval?: number;
  /** Lower and upper protection: how far on either side of its value a primary cell must stay possible. */
  readonly protection?: { readonly below: number; readonly above: number };
  /** How many contributors are reckoned with who know what is theirs and tell each other; default 0. */
  readonly insiders?: 0 | 1 | 2;
  /** What becomes of a number whose change since an earlier release is itself small; default: it is suppressed. */
  readonly revisions?: 'hold' | 'suppress' | 'publish';
  /** False where numbers are altered (rounding, noise) in place of being hidden; default true. */
  readonly suppress?: boolean;
  /** Random rounding of every count to a multiple of the base. */
  readonly rounding?: { readonly base: number };
  /** Differential privacy. */
  readonly noise?: NoisePolicy;
  /** What complementary suppression spends as little of as it can. */
  readonly cost: 'cells' | 'people';
}

/** Differential privacy for one indicator: what it spends, and how much one person can change. */
export interface NoisePolicy {
  readonly mechanism: 'gaussian' | 'laplace';
  /** What one release of the indicator spends, in zero-concentrated differential privacy. */
  readonly rho: number;
  /** How many finest cells of the indicator one person may count in; further ones are dropped. */
  readonly cellsPerPerson: number;
  /** Of the guarantee as people state it: (ε, δ). */
  readonly delta: number;
}

export interface Dimension {
  readonly name: string;
  readonly title: string;
  /** The column of the indicator's query. */
  readonly column: string;
  /** Codes in the order to be shown, with labels; others that the query yields are refused. Empty: whatever comes, by code point. */
  readonly codes: readonly { readonly code: string; readonly label: string }[];
  /** Roll-ups of this dimension: name → (code → the group's code). They need not nest. */
  readonly rollups: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Publish a `Total` over it. */
  readonly total: boolean;
  /** A person may hold several codes at once, so codes do not add up to the total. */
  readonly multiple: boolean;
  /** Groupings that earlier releases published and this one does not: like `rollups`. Nothing else may have their codes. */
  readonly former?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export type Measure =
  | { readonly kind: 'persons'; readonly name: string; readonly title: string }
  /** Columns of the query that are 1 or 0 (or null: not counted) for a person. */
  | {
      readonly kind: 'rate';
      readonly name: string;
      readonly title: string;
      readonly numerator: string;
      readonly denominator: string;
      readonly per: number;
    }
  | { readonly kind: 'sum'; readonly name: string; readonly title: string; readonly column: string }
  | { readonly kind: 'mean'; readonly name: string; readonly title: string; readonly column: string }
  /**
   * Persons (rows of the query where `numerator` is 1) per unit of something that is not of people, e.g. children
   * per quality seat. `capacity` is Athena SQL that yields columns of some of the dimensions and `value` (bigint).
   */
  | {
      readonly kind: 'ratio';
      readonly name: string;
      readonly title: string;
      readonly numerator: string;
      readonly capacity: string;
      readonly per: number;
    };

/** Every cell of one number of an indicator equals a cell of another indicator's. */
export interface SharedCells {
  /** The other indicator's id. */
  readonly with: string;
  /** What of this indicator: see `countedQuantities`. */
  readonly quantity: string;
  /** What of the other. */
  readonly as: string;
  /** Dimensions of this indicator and what the other calls them; every other one stands at `Total` on both sides. */
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Indicator {
  readonly id: string;
  readonly title: string;
  readonly definition: string;
  readonly limitations: string;
  /** What one row of the query stands for, beside its cell: always a person today. */
  readonly unit: 'person';
  readonly datasets: readonly DatasetId[];
  /** Athena SQL over the integrated tables; `{{period}}`, `{{period_start}}`, `{{period_end}}` become literals. One row per person and cell. */
  readonly query: string;
  readonly measures: readonly Measure[];
  readonly dimensions: readonly Dimension[];
  /** Sets of dimension names that are published together, each with all its margins. */
  readonly crosses: readonly (readonly string[])[];
  /** Numbers that another indicator publishes too: the two are protected together. */
  readonly sharesCells?: readonly SharedCells[];
  /** `additive`: the numbers of a period are the sums of those of the periods within it; default: they are not. */
  readonly periods?: 'separate' | 'additive';
  /** Cells that are hidden only where nothing else does: dimension to code, or `*`; the others stand at `Total`. */
  readonly keep?: readonly Readonly<Record<string, string>>[];
  readonly policy?: DisclosurePolicy;
  readonly digest: string;
}

export interface Vocabulary {
  readonly name: string;
  readonly title: string;
  readonly codes: readonly { readonly code: string; readonly label: string }[];
}

export interface Calendar {
  /** The cycle of releases. */
  readonly cycle: Frequency;
  readonly first: string;
  readonly last?: string;
  /** Days after a period's end at which its deliveries are due, unless a contract says otherwise. */
  readonly dueDays: number;
  /** Month (1–12) in which a fiscal year begins; periods `FY2026-Q1` are then understood beside calendar ones. */
  readonly fiscalYearStarts?: number;
}

export interface LinkageSettings {
  /** Links at or above this probability hold. */
  readonly threshold: number;
  /** No more candidate pairs than this from one blocking value. */
  readonly maxBlockPairs: number;
  /** Train anew each run, or keep the model of the newest release. */
  readonly model: 'train' | 'keep';
}

/** What only a deployment on AWS asks for; see `schemas/deployment.ts` for what each part means. */
export interface Deployment {
  readonly fips: boolean;
  readonly architecture: 'x86_64' | 'arm64';
  readonly keyVersion: number;
  readonly schedule: boolean;
  readonly largestFileMegabytes: number;
  readonly functionMegabytes: number;
  readonly scanLimitGigabytes: number;
  readonly logDays: number;
  readonly auditDays: number;
  readonly malwareProtection: boolean;
  readonly alarmEmails: readonly string[];
  readonly samlProvider?: string;
  readonly monthlyBudgetDollars: number;
  readonly removeDataOnDestroy: boolean;
}

export interface Collaborative {
  readonly name: string;
  readonly title: string;
  readonly calendar: Calendar;
  readonly linkage: LinkageSettings;
  readonly policy: DisclosurePolicy;
  readonly vocabularies: ReadonlyMap<string, Vocabulary>;
  readonly deployment: Deployment;
}

export interface Workspace {
  /** The folder, for messages only. */
  readonly folder: string;
  readonly collaborative: Collaborative;
  readonly agencies: ReadonlyMap<string, Agency>;
  readonly contracts: ReadonlyMap<DatasetId, Contract>;
  readonly agreements: readonly Agreement[];
  readonly indicators: readonly Indicator[];
}
