import { BLOOM_WORDS, type BloomField, type TokenField } from '../tokens/columns.ts';
import type { FrequencyField } from './tables.ts';

/**
 * One degree of agreement. Shares are parts of a thousand of the pairs in which the field can be compared:
 * `match` among records of one person, `relative` among records of two people of one household or family,
 * `stranger` among any two people. `match` and `stranger` only start the training and steady it where data are
 * few; `relative` is taken as it stands, because nothing in unlabelled data tells relatives from matches.
 */
export interface Level {
  readonly level: number;
  readonly name: string;
  /** SQL over a pair `p` with columns `a_…` and `b_…`; tried from the top. The last level has none: whatever is left. */
  readonly when?: string;
  readonly match: number;
  readonly relative: number;
  readonly stranger: number;
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

const both = (token: string) => `(p.a_${token} IS NOT NULL AND p.b_${token} IS NOT NULL)`;
const same = (token: string) => `p.a_${token} = p.b_${token}`;

/**
 * Whether two Bloom filters are alike beyond chance, in hundredths: the Dice coefficient 2·|A∩B| / (|A|+|B|)
 * (Schnell, Bachteler, Reiher 2009, BMC Med. Inform. Decis. Mak. 9:41) with the bits taken off that two unrelated
 * filters of these sizes share, |A|·|B|/512. Half-full filters reach .45 by chance; so corrected, a share of
 * common grams reads the same however full the filters are. Whole numbers only.
 */
function alike(field: BloomField, hundredths: number): string {
  const [a, b] = [`p.a_${field}_bits`, `p.b_${field}_bits`];
  const bits = 64 * BLOOM_WORDS;
  return `200 * (${bits} * p.${field}_shared - ${a} * ${b}) >= ${hundredths} * (${bits} * (${a} + ${b}) - 2 * ${a} * ${b})`;
}

/** SQL: bits that the filters of a field have in common. */
export function sharedBits(field: BloomField): string {
  const words = Array.from({ length: BLOOM_WORDS }, (_, word) => `${field}_b${word + 1}`);
  return words.map((word) => `bit_count(bitwise_and(a.${word}, b.${word}), 64)`).join(' + ');
}

/** Agreement and disagreement, nothing between. */
function exact(
  name: TokenField,
  shares: { readonly match: number; readonly relative: number; readonly stranger: number },
  frequency?: FrequencyField,
): Field {
  return {
    name,
    comparable: both(name),
    levels: [
      { level: 1, name: 'same', when: same(name), ...shares, agree: [name] },
      {
        level: 0,
        name: 'different',
        match: 1000 - shares.match,
        relative: 1000 - shares.relative,
        stranger: 1000 - shares.stranger,
        agree: [],
      },
    ],
    ...(frequency === undefined ? {} : { frequency }),
  };
}

const place = `(${same('postal_code')} OR ${same('city')})`;
const bothPlaces = `(${same('postal_code')} AND ${same('city')})`;
const swappedNames =
  'p.a_given_name_as_surname = p.b_surname AND p.b_given_name_as_surname = p.a_surname AND p.a_given_name <> p.b_given_name';

/**
 * The comparison, as a table. An address is one field, because its parts come and go together; so is a name
 * whose parts stand in each other's place (both name fields then have the level `swapped`).
 */
export const FIELDS: readonly Field[] = [
  {
    name: 'given_name',
    comparable: both('given_name'),
    frequency: 'given_name',
    levels: [
      {
        level: 7,
        name: 'same',
        when: same('given_name'),
        match: 800,
        relative: 30,
        stranger: 6,
        agree: ['given_name', 'given_name_root', 'given_name_sound', 'given_name_initial'],
      },
      { level: 6, name: 'swapped', when: swappedNames, match: 10, relative: 0.1, stranger: 0.05, agree: [] },
      {
        level: 5,
        name: 'nickname',
        when: same('given_name_root'),
        match: 40,
        relative: 5,
        stranger: 2,
        agree: ['given_name_root', 'given_name_initial'],
      },
      {
        level: 4,
        name: 'close',
        when: alike('given_name', 65),
        match: 50,
        relative: 10,
        stranger: 2,
        agree: ['given_name_initial'],
      },
      {
        level: 3,
        name: 'sounds_alike',
        when: same('given_name_sound'),
        match: 15,
        relative: 5,
        stranger: 2,
        agree: ['given_name_sound'],
      },
      {
        level: 2,
        name: 'similar',
        when: alike('given_name', 45),
        match: 35,
        relative: 30,
        stranger: 10,
        agree: [],
      },
      {
        level: 1,
        name: 'same_initial',
        when: same('given_name_initial'),
        match: 15,
        relative: 90,
        stranger: 75,
        agree: ['given_name_initial'],
      },
      { level: 0, name: 'different', match: 35, relative: 829.9, stranger: 902.95, agree: [] },
    ],
  },
  {
    name: 'surname',
    comparable: both('surname'),
    frequency: 'surname',
    levels: [
      {
        level: 6,
        name: 'same',
        when: same('surname'),
        match: 800,
        relative: 700,
        stranger: 3,
        agree: ['surname', 'surname_sound', 'surname_first', 'surname_last'],
      },
      { level: 5, name: 'swapped', when: swappedNames, match: 10, relative: 0.1, stranger: 0.05, agree: [] },
      {
        level: 4,
        name: 'one_part',
        when: `(${same('surname_first')} OR ${same('surname_last')})`,
        match: 30,
        relative: 50,
        stranger: 2,
        agree: [],
      },
      {
        level: 3,
        name: 'close',
        when: alike('surname', 65),
        match: 55,
        relative: 20,
        stranger: 1,
        agree: [],
      },
      {
        level: 2,
        name: 'sounds_alike',
        when: same('surname_sound'),
        match: 15,
        relative: 10,
        stranger: 3,
        agree: ['surname_sound'],
      },
      {
        level: 1,
        name: 'similar',
        when: alike('surname', 45),
        match: 30,
        relative: 15,
        stranger: 8,
        agree: [],
      },
      { level: 0, name: 'different', match: 60, relative: 204.9, stranger: 982.95, agree: [] },
    ],
  },
  {
    name: 'birth_date',
    comparable: both('birth_date'),
    frequency: 'birth_date',
    levels: [
      {
        level: 6,
        name: 'same',
        when: same('birth_date'),
        match: 880,
        relative: 20,
        stranger: 0.05,
        agree: ['birth_date', 'birth_year', 'birth_month_day'],
      },
      {
        level: 5,
        name: 'day_and_month_swapped',
        when: '(p.a_birth_date_swapped = p.b_birth_date OR p.b_birth_date_swapped = p.a_birth_date)',
        match: 15,
        relative: 0.2,
        stranger: 0.05,
        agree: ['birth_year'],
      },
      {
        level: 4,
        name: 'close',
        when: alike('birth_date', 82),
        match: 45,
        relative: 8,
        stranger: 2,
        agree: [],
      },
      {
        level: 3,
        name: 'same_month_and_day',
        when: same('birth_month_day'),
        match: 10,
        relative: 4,
        stranger: 2.5,
        agree: ['birth_month_day'],
      },
      {
        level: 2,
        name: 'similar',
        when: alike('birth_date', 68),
        match: 15,
        relative: 20,
        stranger: 12,
        agree: [],
      },
      {
        level: 1,
        name: 'same_year',
        when: same('birth_year'),
        match: 20,
        relative: 30,
        stranger: 15,
        agree: ['birth_year'],
      },
      { level: 0, name: 'different', match: 15, relative: 917.8, stranger: 968.4, agree: [] },
    ],
  },
  {
    name: 'ssn',
    comparable: both('ssn'),
    frequency: 'ssn',
    levels: [
      {
        level: 3,
        name: 'same',
        when: same('ssn'),
        match: 920,
        relative: 10,
        stranger: 0.001,
        agree: ['ssn', 'ssn_last4'],
      },
      { level: 2, name: 'close', when: alike('ssn', 68), match: 50, relative: 20, stranger: 0.5, agree: [] },
      {
        level: 1,
        name: 'same_last_four',
        when: same('ssn_last4'),
        match: 10,
        relative: 0.5,
        stranger: 0.1,
        agree: ['ssn_last4'],
      },
      { level: 0, name: 'different', match: 20, relative: 969.5, stranger: 999.399, agree: [] },
    ],
  },
  exact('sex', { match: 985, relative: 500, stranger: 500 }),
  exact('middle_initial', { match: 930, relative: 110, stranger: 80 }),
  exact('suffix', { match: 950, relative: 150, stranger: 400 }),
  exact('phone', { match: 600, relative: 600, stranger: 0.1 }, 'phone'),
  exact('email', { match: 750, relative: 150, stranger: 0.1 }, 'email'),
  {
    name: 'address',
    comparable: `(${both('street')} OR ${both('postal_code')} OR ${both('city')})`,
    frequency: 'street',
    levels: [
      {
        level: 6,
        name: 'same_street',
        when: `${same('street')} AND ${place}`,
        match: 450,
        relative: 700,
        stranger: 0.1,
        agree: ['street'],
      },
      {
        level: 5,
        name: 'street_elsewhere',
        when: same('street'),
        match: 60,
        relative: 40,
        stranger: 0.1,
        agree: ['street'],
      },
      {
        level: 4,
        name: 'close_street',
        when: `${alike('street', 60)} AND (${place} OR p.a_street_number = p.b_street_number)`,
        match: 120,
        relative: 80,
        stranger: 0.3,
        agree: [],
      },
      {
        level: 3,
        name: 'same_house_number',
        when: `${same('street_number')} AND ${place}`,
        match: 40,
        relative: 30,
        stranger: 1,
        agree: [],
      },
      {
        level: 2,
        name: 'same_place',
        when: bothPlaces,
        match: 130,
        relative: 60,
        stranger: 15,
        agree: ['postal_code', 'city'],
      },
      { level: 1, name: 'near', when: place, match: 100, relative: 50, stranger: 30, agree: [] },
      { level: 0, name: 'different', match: 100, relative: 40, stranger: 953.5, agree: [] },
    ],
  },
];

/** Tokens that the levels look at. */
export const COMPARED_TOKENS: readonly TokenField[] = [
  'given_name',
  'given_name_root',
  'given_name_sound',
  'given_name_initial',
  'given_name_as_surname',
  'middle_initial',
  'surname',
  'surname_first',
  'surname_last',
  'surname_sound',
  'suffix',
  'birth_date',
  'birth_date_swapped',
  'birth_year',
  'birth_month_day',
  'sex',
  'ssn',
  'ssn_last4',
  'phone',
  'email',
  'street',
  'street_number',
  'city',
  'postal_code',
];

/** A pattern has one decimal digit a field (level + 1, 0 where not comparable) and, above them, 1 within a source. */
export const WITHIN_SOURCE = 10 ** FIELDS.length;

/** Takes a pattern apart: level by field in the order of FIELDS, −1 where not comparable. */
export function levelsOf(pattern: number): readonly number[] {
  return FIELDS.map((_, at) => (Math.floor(pattern / 10 ** at) % 10) - 1);
}

export function isWithinSource(pattern: number): boolean {
  return Math.floor(pattern / WITHIN_SOURCE) === 1;
}
