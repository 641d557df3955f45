import type { ColumnDefinition, TableDefinition } from '../ports/catalogue.ts';

/** How many 64-bit words a Bloom filter of a field has; word n of `surname` is the column `surname_b<n>`, from 1. */
export const BLOOM_WORDS = 8;

/** Fields that have a Bloom filter beside their tokens. */
export const BLOOM_FIELDS = ['given_name', 'surname', 'birth_date', 'ssn', 'street'] as const;
export type BloomField = (typeof BLOOM_FIELDS)[number];

/**
 * The tokens of a record: HMAC-SHA-256 under a key of its own for each column, cut to 64 bits as a signed
 * bigint; null where the identifier is missing or a placeholder.
 */
export const TOKEN_FIELDS = [
  ['local_id', "the agency's own id for the person, within the dataset that numbers it"],
  ['given_name', 'first given name, normalised'],
  ['given_name_root', 'the name that a nickname stands for'],
  ['given_name_sound', 'double metaphone of the given name'],
  ['given_name_initial', 'first letter of the given name'],
  ['middle_initial', 'first letter of the middle name, or of the second given name'],
  ['surname', 'whole surname, normalised, parts joined'],
  ['surname_first', 'first part of the surname; the whole one where it has a single part'],
  ['surname_last', 'last part of the surname; the whole one where it has a single part'],
  ['surname_sound', 'double metaphone of the surname'],
  ['given_name_as_surname', "the given name under the surname's key, to see the two swapped"],
  ['surname_as_given_name', "the surname's first part under the given name's key"],
  ['suffix', 'JR, SR, II, III, IV'],
  ['birth_date', 'date of birth'],
  [
    'birth_date_swapped',
    'date of birth with day and month swapped, under the key of birth_date; null where that is no date',
  ],
  ['birth_year', 'year of birth'],
  ['birth_month_day', 'month and day of birth'],
  ['sex', 'F, M or X'],
  ['ssn', 'nine digits; seven and eight filled up with zeros from the left, ten to twelve as they are'],
  ['ssn_last4', 'last four digits'],
  ['phone', 'ten digits of an American number, seven to fifteen of others'],
  ['email', 'address, lower case'],
  ['street', 'house number and street, abbreviations spelt out'],
  ['street_number', 'house number'],
  ['city', 'place name'],
  ['postal_code', 'five digits; foreign codes with letters as they are'],
] as const;
export type TokenField = (typeof TOKEN_FIELDS)[number][0];

/** The columns of `tokens.identities`, one row a record of a dataset of people; partitioned by `delivery_id`. */
export const IDENTITY_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'record_id', type: 'varchar', comment: 'keyed digest of agency, dataset and row key' },
  { name: 'agency', type: 'varchar' },
  { name: 'dataset', type: 'varchar' },
  { name: 'period', type: 'varchar' },
  { name: 'key_version', type: 'varchar', comment: 'the root key under which the tokens were made' },
  ...TOKEN_FIELDS.map(([name, comment]) => ({ name, type: 'bigint' as const, comment })),
  ...BLOOM_FIELDS.flatMap((field) =>
    Array.from({ length: BLOOM_WORDS }, (_, word) => ({
      name: `${field}_b${word + 1}`,
      type: 'bigint' as const,
    })),
  ),
];

/** One table for all datasets of people. */
export const IDENTITIES: TableDefinition = {
  database: 'tokens',
  name: 'identities',
  zone: 'tokens',
  path: 'identities',
  columns: IDENTITY_COLUMNS,
  partition: 'delivery_id',
};
