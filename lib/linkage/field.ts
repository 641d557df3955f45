import { BLOOM_WORDS, type BloomField, type TokenField } from '../tokens/columns.ts';
import type { FrequencyField } from './tables.ts';

/**
 * How often a level is seen, in parts of a thousand of the pairs in which the field can be compared: among records
 * of one person; of two people of one household or family; of twins; of any two people. `match` and `stranger`
 * only start the training and steady it where data are few; `relative` and `twin` are taken as they stand, because
 * nothing in unlabelled data tells relatives from matches.
 */
export interface LevelShares {
  readonly match: number;
  readonly relative: number;
  readonly twin: number;
  readonly stranger: number;
}

/** One degree of agreement. */
export interface Level extends LevelShares {
  readonly level: number;
  readonly name: string;
  /** SQL over a pair `p` with columns `a_…` and `b_…`; tried from the top. The last level has none: whatever is left. */
  readonly when?: string;
  /** Tokens that are sure to agree at this level; blocking rules ask for them. */
  readonly agree: readonly TokenField[];
}

/** What is compared as one piece of evidence. Fields are taken as independent given who the two people are. */
export interface Field {
  readonly name: string;
  /** SQL: whether both sides have what it takes. Where not, the field says nothing (pattern digit 0). */
  readonly comparable: string;
  /** From the strongest agreement to disagreement (level 0). */
  readonly levels: readonly Level[];
  /** The token whose frequency weighs the highest level. */
  readonly frequency?: FrequencyField;
}

/** A row of a field's table: name, condition (none for the last), shares, tokens sure to agree. */
export type LevelRow = readonly [
  name: string,
  when: string | undefined,
  shares: readonly [match: number, relative: number, twin: number, stranger: number],
  agree?: readonly TokenField[],
];

/** A field from its table, strongest agreement first; the last row is disagreement, level 0. */
export function field(
  name: string,
  comparable: string,
  rows: readonly LevelRow[],
  frequency?: FrequencyField,
): Field {
  const levels = rows.map(([levelName, when, [match, relative, twin, stranger], agree = []], at) => ({
    level: rows.length - 1 - at,
    name: levelName,
    ...(when === undefined ? {} : { when }),
    match,
    relative,
    twin,
    stranger,
    agree,
  }));
  return { name, comparable, levels, ...(frequency === undefined ? {} : { frequency }) };
}

/** Agreement and disagreement, nothing between. */
export function exact(name: TokenField, agreeing: LevelShares, frequency?: FrequencyField): Field {
  const { match, relative, twin, stranger } = agreeing;
  return field(
    name,
    both(name),
    [
      ['same', same(name), [match, relative, twin, stranger], [name]],
      ['different', undefined, [1000 - match, 1000 - relative, 1000 - twin, 1000 - stranger]],
    ],
    frequency,
  );
}

/** SQL: whether both sides have the token. */
export const both = (token: string) => `(p.a_${token} IS NOT NULL AND p.b_${token} IS NOT NULL)`;

/** SQL: whether the token is the same on both sides. */
export const same = (token: string) => `p.a_${token} = p.b_${token}`;

/**
 * SQL: whether two Bloom filters are alike beyond chance, in hundredths: the Dice coefficient 2·|A∩B| / (|A|+|B|)
 * (Schnell, Bachteler, Reiher 2009, BMC Med. Inform. Decis. Mak. 9:41) with the bits taken off that two unrelated
 * filters of these sizes share, |A|·|B|/512. Half-full filters reach .45 by chance; so corrected, a share of
 * common grams reads the same however full the filters are. Whole numbers only.
 */
export function alike(bloom: BloomField, hundredths: number): string {
  const [a, b] = [`p.a_${bloom}_bits`, `p.b_${bloom}_bits`];
  const bits = 64 * BLOOM_WORDS;
  return `200 * (${bits} * p.${bloom}_shared - ${a} * ${b}) >= ${hundredths} * (${bits} * (${a} + ${b}) - 2 * ${a} * ${b})`;
}

/** SQL: bits that the filters of a field have in common. */
export function sharedBits(bloom: BloomField): string {
  const words = Array.from({ length: BLOOM_WORDS }, (_, word) => `${bloom}_b${word + 1}`);
  return words.map((word) => `bit_count(bitwise_and(a.${word}, b.${word}), 64)`).join(' + ');
}
