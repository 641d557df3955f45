import type { SqlRow } from '../ports/query-engine.ts';
import { FIELDS, isWithinSource, levelNamed, levelsOf } from './fields.ts';

/** Counted agreement patterns in typed arrays: `levels[p * FIELDS.length + f]` is a level, −1 where not comparable. */
export interface PatternCounts {
  readonly patterns: Float64Array;
  readonly counts: Float64Array;
  readonly levels: Int8Array;
  readonly within: Uint8Array;
  readonly total: number;
}

/** @param rows with `pattern` and `pairs` */
export function countPatterns(rows: readonly SqlRow[]): PatternCounts {
  const patterns = Float64Array.from(rows, ({ pattern }) => Number(pattern));
  const counts = Float64Array.from(rows, ({ pairs }) => Number(pairs));
  const levels = new Int8Array(rows.length * FIELDS.length);
  for (const [at, pattern] of patterns.entries()) levels.set(levelsOf(pattern), at * FIELDS.length);
  return {
    patterns,
    counts,
    levels,
    within: Uint8Array.from(patterns, (pattern) => Number(isWithinSource(pattern))),
    total: counts.reduce((sum, count) => sum + count, 0),
  };
}

const at = (name: string) => FIELDS.findIndex((field) => field.name === name);
const [GIVEN, SURNAME, BIRTH_DATE, SSN, SUFFIX, EMAIL, ADDRESS] = [
  at('given_name'),
  at('surname'),
  at('birth_date'),
  at('ssn'),
  at('suffix'),
  at('email'),
  at('address'),
] as const;
const SAME_BIRTH_DATE = levelNamed('birth_date', 'same');
const SAME_YEAR = levelNamed('birth_date', 'same_year');
const SAME_SSN = levelNamed('ssn', 'same');
const PART_OF_SURNAME = levelNamed('surname', 'close');
const CLOSE_ADDRESS = levelNamed('address', 'same_house_number');

/**
 * Patterns that no sum of other agreements may outvote, because relatives share the rest:
 * - twins: one birth date, and one surname or address, but given names with nothing in common;
 * - a parent and child of one name: the suffix differs, and the birth date too or it is missing;
 * - two people: the SSN has nothing in common, and the birth date at most its year.
 * The same SSN lifts the first two.
 */
export function isForbidden(pattern: number): boolean {
  const levels = levelsOf(pattern);
  const level = (field: number) => levels[field] ?? -1;
  if (level(SSN) === 0 && level(BIRTH_DATE) >= 0 && level(BIRTH_DATE) <= SAME_YEAR) return true;
  if (level(SSN) === SAME_SSN) return false;
  const twins =
    level(GIVEN) === 0 &&
    level(BIRTH_DATE) === SAME_BIRTH_DATE &&
    level(EMAIL) !== 1 &&
    (level(SURNAME) >= PART_OF_SURNAME || level(ADDRESS) >= CLOSE_ADDRESS);
  const juniorAndSenior = level(SUFFIX) === 0 && level(BIRTH_DATE) < SAME_BIRTH_DATE;
  return twins || juniorAndSenior;
}
