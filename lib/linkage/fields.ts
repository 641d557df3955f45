import type { TokenField } from '../tokens/columns.ts';
import { ADDRESS, EMAIL, PHONE } from './contact-fields.ts';
import type { Field } from './field.ts';
import { GIVEN_NAME, MIDDLE_INITIAL, SUFFIX, SURNAME } from './name-fields.ts';
import { BIRTH_DATE, SEX, SSN } from './person-fields.ts';

/** The comparison, as a table: what is looked at, in the order of a pattern's digits. */
export const FIELDS: readonly Field[] = [
  GIVEN_NAME,
  SURNAME,
  BIRTH_DATE,
  SSN,
  SEX,
  MIDDLE_INITIAL,
  SUFFIX,
  PHONE,
  EMAIL,
  ADDRESS,
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

/** The number of a level. @throws RangeError where the table has no such field or level */
export function levelNamed(fieldName: string, levelName: string): number {
  const levels = FIELDS.find(({ name }) => name === fieldName)?.levels;
  const level = levels?.find(({ name }) => name === levelName);
  if (level === undefined) throw new RangeError(`The comparison has no level ${fieldName}: ${levelName}.`);
  return level.level;
}
