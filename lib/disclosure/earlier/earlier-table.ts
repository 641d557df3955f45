/** A table that an earlier release published of the same cells, as a reader has it. */
export interface EarlierTable {
  /** What messages call it: a release's number, a folder. Tables of one release and period are of the same data. */
  readonly name: string;
  /** How its period stands to the one that is about to be published; others than the same only where periods add up. */
  readonly period: { readonly id: string; readonly is: 'same' | 'part' | 'whole' };
  /** In the order of the keys. */
  readonly dimensions: readonly string[];
  readonly rows: readonly EarlierRow[];
  /** Whether its zeros were always shown, so that what it hid was at least one; as today where missing. */
  readonly zeros?: 'published' | 'protected';
  /** Its numbers were rounded at random to multiples of this: each is less than it away from the truth. */
  readonly roundedTo?: number;
  /** Its numbers carry noise: they are nobody's, so they tell nothing for certain. */
  readonly noisy?: boolean;
}

export interface EarlierRow {
  /** One code a dimension, or `Total`. */
  readonly key: readonly string[];
  /** By the names of the quantities that were shown; null where the row was suppressed. */
  readonly values: Readonly<Record<string, number>> | null;
  /** The values are those of a release before that one: it held them, since what had changed was small. */
  readonly held?: boolean;
  /** What else it told of a row that it suppressed: sums of quantities between two numbers (a coded share). */
  readonly also?: readonly {
    readonly terms: readonly (readonly [quantity: string, coefficient: number])[];
    readonly low: number;
    readonly high: number;
  }[];
}
