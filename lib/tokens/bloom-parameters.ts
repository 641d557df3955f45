import type { BloomField } from './columns.ts';

/** Bits of a filter: eight 64-bit words, so that a bit count is eight machine instructions in either engine. */
export const BLOOM_BITS = 512;

/** How a field's text is cut before it is put into the filter. */
export type Grams =
  /** Pairs of neighbouring characters, with a pad before the first and after the last: `_S`, `SM`, … `H_`. */
  | 'padded bigrams'
  /** Each character with its place: `1:0`, `2:7`, … Typing errors change one, swaps two. */
  | 'positional characters';

export interface BloomParameters {
  readonly field: BloomField;
  readonly grams: Grams;
  /** Grams of a value of typical length. */
  readonly typicalGrams: number;
  /** Different positions set for each gram. */
  readonly positionsPerGram: number;
  readonly because: string;
}

/**
 * How many positions a gram sets is chosen so that a value of typical length sets a little less than half of the
 * bits: at one half a filter carries the most information and gives frequency attacks the least
 * (Schnell, Bachteler, Reiher 2009; clkhash, docs/research.rst). The share is 1 − (1 − k/512)^grams.
 * The lengths are those of common American names and addresses.
 */
export const BLOOM_PARAMETERS: readonly BloomParameters[] = [
  {
    field: 'given_name',
    grams: 'padded bigrams',
    typicalGrams: 7,
    positionsPerGram: 42,
    because: 'six letters',
  },
  {
    field: 'surname',
    grams: 'padded bigrams',
    typicalGrams: 8,
    positionsPerGram: 37,
    because: 'seven letters; a double surname of fifteen sets seven bits in ten',
  },
  {
    field: 'birth_date',
    grams: 'positional characters',
    typicalGrams: 8,
    positionsPerGram: 37,
    because: 'eight digits, YYYYMMDD',
  },
  {
    field: 'ssn',
    grams: 'positional characters',
    typicalGrams: 9,
    positionsPerGram: 33,
    because: 'nine digits',
  },
  {
    field: 'street',
    grams: 'padded bigrams',
    typicalGrams: 18,
    positionsPerGram: 17,
    because: 'house number and street: seventeen characters',
  },
];
