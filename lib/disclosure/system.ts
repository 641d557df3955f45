/** Variables by number, ascending, each once: their sum is a quantity. */
export type Form = readonly number[];

/** What a quantity counts, as far as the rules ask. */
export type Role = 'count' | 'denominator' | 'complement' | 'remainder' | 'sum';

/** One number that belongs to a row: shown in it, or what a reader gets by subtracting one shown number from another. */
export interface Quantity {
  readonly name: string;
  readonly role: Role;
  readonly form: Form;
  readonly value: number;
  /** Stands in the published row; otherwise only follows from it (a complement). */
  readonly shown: boolean;
  /** For a sum: who contributes, and how much the largest together hold. */
  readonly contributors?: { readonly count: number; readonly largest: number };
}

/** One row of the published table. It is shown or hidden whole, so that a rate and its parts stay together. */
export interface Row {
  /** Its codes, one a dimension. */
  readonly key: readonly string[];
  readonly quantities: readonly Quantity[];
  /** The quantity that is zero only where all counts of the row are; null where none bounds the others. */
  readonly root: number | null;
}

/**
 * Everything that adds up in what is published together. Variables are what the finest cells hold (or, where one
 * person may be in several, the sets of cells that persons are in): unknown to a reader, never negative unless `signed`.
 */
export interface System {
  readonly variables: number;
  /** Variables that may be negative: sums to which somebody contributes less than zero. */
  readonly signed: ReadonlySet<number>;
  /** Sums of variables that are always equal. */
  readonly relations: readonly { readonly left: Form; readonly right: Form }[];
  readonly rows: readonly Row[];
}

/** Which rows are hidden, by their place in `System.rows`. */
export type Pattern = ReadonlySet<number>;

/** Why a quantity may not be learnt: it is what the rules call primary. */
export interface Sensitive {
  readonly row: number;
  readonly quantity: number;
  readonly rule: 'threshold' | 'zero' | 'complement' | 'minimumDenominator' | 'contributors' | 'dominance';
  /** How wide the interval must be that a reader can bound it to. */
  readonly width: number;
}

/** A row that says only zeros; where zeros are published it is never hidden. */
export function isZeroRow(row: Row): boolean {
  return row.quantities.every(({ value, contributors }) => value === 0 && (contributors?.count ?? 0) === 0);
}
