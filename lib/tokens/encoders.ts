import { doubleMetaphone } from 'double-metaphone';
import type { Role } from '../workspace/model.ts';
import { BLOOM_WORDS, type BloomField, type TokenField } from './columns.ts';
import type { FieldKeys } from './field-keys.ts';
import type { Identifier } from './identifier.ts';
import { birthDate, digitsOf, monthAndDay, swapped } from './normalise/birth-date.ts';
import { city } from './normalise/city.ts';
import { email } from './normalise/email.ts';
import { localId } from './normalise/local-id.ts';
import { fullName, givenName, middleName, type NameParts, suffix, surname } from './normalise/names.ts';
import { rootOf } from './normalise/nicknames.ts';
import { phone } from './normalise/phone.ts';
import { postalCode } from './normalise/postal-code.ts';
import { sex } from './normalise/sex.ts';
import { socialSecurityNumber } from './normalise/ssn.ts';
import { street } from './normalise/street.ts';

/** A column of `tokens.identities` that one identifier fills, wholly or in part. */
export type EncodedColumn = TokenField | `${BloomField}_b${number}`;

/** Turns a raw value of one role into tokens and filters. */
export interface Encoder {
  /** What `encode` yields, in its order. */
  readonly columns: readonly EncodedColumn[];
  /** @returns a value a column, null where it is missing; undefined where the identifier is missing altogether */
  encode(identifier: Identifier): readonly (bigint | null)[] | undefined;
}

/** Roles that have tokens; the others (state, consent) are attributes only. */
export type EncodedRole = Exclude<Role, 'state' | 'consent'>;

/** In this order: where several roles fill a column, the first that has a value does. */
export const ENCODED_ROLES = [
  'local_id',
  'given_name',
  'middle_name',
  'surname',
  'suffix',
  'full_name',
  'birth_date',
  'sex',
  'ssn',
  'phone',
  'email',
  'street',
  'city',
  'postal_code',
] as const satisfies readonly EncodedRole[];

const GIVEN = [
  'given_name',
  'given_name_root',
  'given_name_sound',
  'given_name_initial',
  'given_name_as_surname',
] as const;
const FAMILY = [
  'surname',
  'surname_first',
  'surname_last',
  'surname_sound',
  'surname_as_given_name',
] as const;

/**
 * @param keys the derived keys of every field
 * @param localIdScope the dataset within whose numbering a local id counts; equal ids of two scopings differ
 */
export function encoderOf(role: EncodedRole, keys: FieldKeys, localIdScope: string): Encoder {
  const { token, filter } = keys;
  const tokenOf = (field: TokenField, text: string | null | undefined) => (text ? token(field, text) : null);
  const family = ({ surname: name }: NameParts) => [
    tokenOf('surname', name?.whole),
    tokenOf('surname_first', name?.first),
    tokenOf('surname_last', name?.last),
    tokenOf('surname_sound', soundOf(name?.whole)),
    // The given name's rule keeps the first name alone, so the first part of a surname is what a swap leaves there.
    tokenOf('given_name', name?.first),
  ];
  const given = ({ given: name, givenInitial }: NameParts) => [
    tokenOf('given_name', name),
    tokenOf('given_name_root', name === null ? null : rootOf(name)),
    tokenOf('given_name_sound', soundOf(name)),
    tokenOf('given_name_initial', givenInitial),
    tokenOf('surname', name),
  ];
  switch (role) {
    case 'local_id':
      return encoder(['local_id'], [], localId, (id) => [tokenOf('local_id', `${localIdScope}|${id}`)]);
    case 'given_name':
      return encoder([...GIVEN, 'middle_initial', 'suffix'], ['given_name'], givenName, (name) => [
        ...given(name),
        tokenOf('middle_initial', name.middleInitial),
        tokenOf('suffix', name.suffix),
        ...filter('given_name', name.given),
      ]);
    case 'middle_name':
      return encoder(['middle_initial', 'suffix'], [], middleName, (name) => [
        tokenOf('middle_initial', name.middleInitial),
        tokenOf('suffix', name.suffix),
      ]);
    case 'surname':
      return encoder([...FAMILY, 'suffix'], ['surname'], surname, (name) => [
        ...family(name),
        tokenOf('suffix', name.suffix),
        ...filter('surname', name.surname?.whole),
      ]);
    case 'suffix':
      return encoder(['suffix'], [], suffix, (name) => [tokenOf('suffix', name.suffix)]);
    case 'full_name':
      return encoder(
        [...GIVEN, ...FAMILY, 'middle_initial', 'suffix'],
        ['given_name', 'surname'],
        fullName,
        (name) => [
          ...given(name),
          ...family(name),
          tokenOf('middle_initial', name.middleInitial),
          tokenOf('suffix', name.suffix),
          ...filter('given_name', name.given),
          ...filter('surname', name.surname?.whole),
        ],
      );
    case 'birth_date':
      return encoder(
        ['birth_date', 'birth_date_swapped', 'birth_year', 'birth_month_day'],
        ['birth_date'],
        birthDate,
        (date) => {
          const other = swapped(date);
          return [
            tokenOf('birth_date', digitsOf(date)),
            tokenOf('birth_date', other === null ? null : digitsOf(other)),
            tokenOf('birth_year', String(date.year)),
            tokenOf('birth_month_day', monthAndDay(date)),
            ...filter('birth_date', digitsOf(date)),
          ];
        },
      );
    case 'sex':
      return encoder(['sex'], [], sex, (code) => [tokenOf('sex', code)]);
    case 'ssn':
      return encoder(['ssn', 'ssn_last4'], ['ssn'], socialSecurityNumber, ({ whole, last4 }) => [
        tokenOf('ssn', whole),
        tokenOf('ssn_last4', last4),
        ...filter('ssn', whole),
      ]);
    case 'phone':
      return encoder(['phone'], [], phone, (number) => [tokenOf('phone', number)]);
    case 'email':
      return encoder(['email'], [], email, (address) => [tokenOf('email', address)]);
    case 'street':
      return encoder(['street', 'street_number'], ['street'], street, ({ line, number }) => [
        tokenOf('street', line),
        tokenOf('street_number', number),
        ...filter('street', line),
      ]);
    case 'city':
      return encoder(['city'], [], city, (name) => [tokenOf('city', name)]);
    case 'postal_code':
      return encoder(['postal_code'], [], postalCode, (code) => [tokenOf('postal_code', code)]);
  }
}

/** One shape for all: normalise, then key; nothing but nulls means that the identifier is missing. */
function encoder<Normalised>(
  tokens: readonly TokenField[],
  filters: readonly BloomField[],
  normalise: (raw: string) => Normalised | null,
  key: (normalised: Normalised) => readonly (bigint | null)[],
): Encoder {
  return {
    columns: [...tokens, ...filters.flatMap(wordsOf)],
    encode(identifier) {
      const normalised = normalise(identifier.reveal());
      const values = normalised === null ? [] : key(normalised);
      return values.some((value) => value !== null) ? values : undefined;
    },
  };
}

/** The columns of a field's filter. */
export function wordsOf(field: BloomField): readonly EncodedColumn[] {
  return Array.from({ length: BLOOM_WORDS }, (_, word): EncodedColumn => `${field}_b${word + 1}`);
}

/** Every column that some encoder can fill, with the roles that fill it. */
export function rolesFilling(
  column: EncodedColumn,
  encoders: ReadonlyMap<EncodedRole, Encoder>,
): readonly EncodedRole[] {
  return ENCODED_ROLES.filter((role) => encoders.get(role)?.columns.includes(column));
}

/** @returns null where nothing sounds, as in scripts that double metaphone does not read */
function soundOf(name: string | null | undefined): string | null {
  return name ? doubleMetaphone(name)[0] || null : null;
}
