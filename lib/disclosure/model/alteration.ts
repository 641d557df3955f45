/** Numbers that are shown in place of the true ones: rounded at random, or with noise. */
export interface Alteration {
  /** What is shown for a quantity of a row. */
  readonly valueOf: (row: number, quantity: number) => number;
  /** How far from the truth it may be: surely for rounding, in 95 of 100 cases for noise. In the quantity's unit. */
  readonly marginOf: (row: number, quantity: number) => number;
}

/**
 * A stream of bytes that looks random to everybody without the key and is always the same for the same label, so
 * that the same cell is always altered alike.
 */
export type KeyedBytes = (label: string) => (length: number) => Uint8Array;
