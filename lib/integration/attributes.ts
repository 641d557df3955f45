import type { SqlType } from '../ports/catalogue.ts';

/** What `persons` says about a person, where any contract keeps a column of that name. */
export interface Attribute {
  readonly name: string;
  readonly type: Extract<SqlType, 'varchar' | 'bigint'>;
  readonly comment: string;
}

/** The agreed names: a contract that keeps a column under one of them has a vote on it. */
export const ATTRIBUTES: readonly Attribute[] = [
  { name: 'birth_year', type: 'bigint', comment: 'year of birth' },
  { name: 'birth_month', type: 'varchar', comment: 'month of birth, YYYY-MM' },
  { name: 'sex', type: 'varchar', comment: 'sex, in the shared vocabulary' },
  { name: 'race', type: 'varchar', comment: 'race, in the shared vocabulary' },
  { name: 'ethnicity', type: 'varchar', comment: 'ethnicity, in the shared vocabulary' },
  { name: 'neighborhood', type: 'varchar', comment: 'neighbourhood of residence' },
  { name: 'tract', type: 'varchar', comment: 'census tract of residence, eleven digits' },
  { name: 'county', type: 'varchar', comment: 'county of residence, five digits FIPS' },
  { name: 'zip3', type: 'varchar', comment: 'first three digits of the postal code' },
];

/**
 * Codes that say that nobody knows. They do not vote, or else two forms left blank would outvote the one that was
 * filled in. Compared in lower case.
 */
export const NO_ANSWER: readonly string[] = [
  '',
  'unknown',
  'unk',
  'not_known',
  'not_stated',
  'not_reported',
  'not_collected',
  'refused',
  'declined',
  'missing',
];

/** Groups by which linkage quality is published, where a dataset keeps them: linkage errs unequally between them. */
export const QUALITY_GROUPS: readonly string[] = ['sex', 'race', 'ethnicity'];
