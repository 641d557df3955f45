import { alike, both, exact, type Field, field, same } from './field.ts';

const swapped = '(p.a_birth_date_swapped = p.b_birth_date OR p.b_birth_date_swapped = p.a_birth_date)';
const sameBirthDate = ['birth_date', 'birth_year', 'birth_month_day'] as const;

/** Shares by level: match, relative, twin, stranger. */
export const BIRTH_DATE: Field = field(
  'birth_date',
  both('birth_date'),
  [
    ['same', same('birth_date'), [880, 2, 960, 0.05], sameBirthDate],
    ['day_and_month_swapped', swapped, [15, 0.2, 0.5, 0.05], ['birth_year']],
    ['close', alike('birth_date', 82), [45, 8, 20, 2]],
    ['same_month_and_day', same('birth_month_day'), [10, 4, 5, 2.5], ['birth_month_day']],
    ['similar', alike('birth_date', 68), [15, 20, 5, 12]],
    ['same_year', same('birth_year'), [20, 30, 8, 15], ['birth_year']],
    ['different', undefined, [15, 935.8, 1.5, 968.4]],
  ],
  'birth_date',
);

/**
 * Twins, and brothers and sisters who are registered together, get numbers in one sequence: a number that differs in
 * one digit or two is no slip of the pen for certain.
 */
export const SSN: Field = field(
  'ssn',
  both('ssn'),
  [
    ['same', same('ssn'), [920, 10, 5, 0.001], ['ssn', 'ssn_last4']],
    ['one_digit', alike('ssn', 83), [35, 5, 500, 0.1]],
    ['two_digits', alike('ssn', 68), [15, 10, 250, 0.4]],
    ['same_last_four', same('ssn_last4'), [10, 0.5, 0.5, 0.1], ['ssn_last4']],
    ['different', undefined, [20, 974.5, 244.5, 999.399]],
  ],
  'ssn',
);

export const SEX: Field = exact('sex', { match: 985, relative: 500, twin: 650, stranger: 500 });
