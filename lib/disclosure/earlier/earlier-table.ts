/** A table that an earlier release published of the same cells, as a reader has it. */
export interface EarlierTable {
  /** What messages call it: a release's number, a folder. */
  readonly name: string;
  /** How its period stands to the one that is about to be published; parts and wholes only where periods add up. */
  readonly period: { readonly id: string; readonly is: 'same' | 'part' | 'whole' };
  /** In the order of the keys. */
  readonly dimensions: readonly string[];
  readonly rows: readonly EarlierRow[];
  /** Its numbers were rounded at random to multiples of this: each is less than it away from the truth. */
  readonly roundedTo?: number;
}

export interface EarlierRow {
  /** One code a dimension, or `Total`. */
  readonly key: readonly string[];
  /** By the names of the quantities that were shown; null where the row was suppressed. */
  readonly values: Readonly<Record<string, number>> | null;
}
