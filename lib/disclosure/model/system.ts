/** Variables by number, ascending, each once: their sum is a quantity. */
export type Form = readonly number[];

/** Variables with what each is multiplied by: their sum is what a fact or a secret speaks of. */
export type Terms = readonly (readonly [variable: number, coefficient: number])[];

/** What a quantity counts, as far as the rules ask. */
export type Role = 'count' | 'denominator' | 'complement' | 'remainder' | 'sum';

/** Who contributes to a sum, and how much; amounts are taken without their sign. */
export interface Contributors {
  readonly count: number;
  /** What the n largest together hold, n being the policy's `dominance.n`. */
  readonly largest: number;
  /** What the largest and the second largest hold; for the p% rule. */
  readonly first?: number;
  readonly second?: number;
}

/** One number that belongs to a row: shown in it, or what a reader gets by subtracting one shown number from another. */
export interface Quantity {
  readonly name: string;
  readonly role: Role;
  readonly form: Form;
  readonly value: number;
  /** Stands in the published row; otherwise only follows from it (a complement). */
  readonly shown: boolean;
  readonly contributors?: Contributors;
}

/** One row of the published table. It is shown or hidden whole, so that a rate and its parts stay together. */
export interface Row {
  /** Its codes, one a dimension. */
  readonly key: readonly string[];
  readonly quantities: readonly Quantity[];
  /** The quantity that is zero only where all counts of the row are; null where none bounds the others. */
  readonly root: number | null;
}

/** What a reader knows beside the rows: `low` ≤ terms ≤ `high`; equal where it is known exactly, infinite where unbounded. */
export interface Fact {
  readonly terms: Terms;
  readonly low: number;
  readonly high: number;
}

/**
 * A number that no row shows and that nobody may learn all the same: one hidden in an earlier release, or how much a
 * revision changed. `width` says how wide the interval must stay.
 */
export interface Secret {
  readonly name: string;
  readonly terms: Terms;
  readonly width: number;
  /** False for amounts, which need not be whole. */
  readonly whole: boolean;
}

/**
 * Everything that adds up in what is published together. Variables are what the finest cells hold (or, where one
 * person may be in several, the sets of cells that persons are in): unknown to a reader, never negative unless `signed`.
 */
export interface System {
  readonly variables: number;
  /** Variables that may be negative: sums to which somebody contributes less than zero. */
  readonly signed: ReadonlySet<number>;
  /** Variables that need not be whole: sums. Every other one is a whole number. */
  readonly fractional: ReadonlySet<number>;
  /** Sums of variables that are always equal. */
  readonly relations: readonly { readonly left: Form; readonly right: Form }[];
  /** What readers know beside this table's rows: earlier releases, coded shares. */
  readonly facts: readonly Fact[];
  readonly secrets: readonly Secret[];
  readonly rows: readonly Row[];
  /** What each variable is in truth; null where this run does not know (an earlier release's). */
  readonly truth: readonly (number | null)[];
}

/** A system of nothing; spread it and say what differs. */
export const EMPTY_SYSTEM: System = {
  variables: 0,
  signed: new Set(),
  fractional: new Set(),
  relations: [],
  facts: [],
  secrets: [],
  rows: [],
  truth: [],
};

/** Which rows are hidden, by their place in `System.rows`. */
export type Pattern = ReadonlySet<number>;

/** A quantity of a row, or a secret, by their places in the system. */
export type Subject = { readonly row: number; readonly quantity: number } | { readonly secret: number };

export type Rule =
  | 'threshold'
  | 'zero'
  | 'complement'
  | 'minimumDenominator'
  | 'contributors'
  | 'dominance'
  | 'pPercent'
  | 'groupDisclosure'
  | 'extremeShare'
  | 'earlierRelease'
  | 'revision';

/** A quantity of a row that may not be learnt, and how far from its value a reader must be kept: it is primary. */
export interface Sensitive {
  readonly row: number;
  readonly quantity: number;
  readonly rule: Rule;
  /** Sliding protection: how wide the interval must be that a reader can bound it to. */
  readonly width: number;
  /** Lower and upper protection: how far below and above its value the interval must reach. Missing: 0. */
  readonly below?: number;
  readonly above?: number;
}

/** A subject that a reader can bound more closely than allowed. */
export interface Weakness {
  readonly subject: Subject;
  readonly low: number;
  readonly high: number;
  /** How wide the interval should be. */
  readonly needed: number;
  /** Where the interval should reach at least; missing where only its width counts. */
  readonly neededLow?: number;
  readonly neededHigh?: number;
  /** True where it holds against outsiders, and only contributors who know what is theirs come so near. */
  readonly fromInside?: boolean;
}

/** What the attacker is granted beside the published rows and how they add up. */
export interface Reader {
  /** `published`: zeros are always shown, so a hidden row is at least one. */
  readonly zeros: 'published' | 'protected';
  /** How many contributors join the attack, each knowing what is theirs. */
  readonly insiders: 0 | 1 | 2;
}

/** A row that says only zeros; where zeros are published it is never hidden. */
export function isZeroRow(row: Row): boolean {
  return row.quantities.every(({ value, contributors }) => value === 0 && (contributors?.count ?? 0) === 0);
}
