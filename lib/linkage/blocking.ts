/**
 * Blocking rules as data: two profiles are compared where all the tokens of some rule agree. Their union counts.
 * Each rule spends a budget of pairs per profile, on its smallest blocks first, so that the work grows with the
 * rows and not with their square; a small file is compared almost wholly. What the budget leaves out is reported.
 */
export interface BlockingRule {
  readonly name: string;
  readonly tokens: readonly string[];
  /** Pairs per profile that the rule may cost. */
  readonly budget: number;
}

export const BLOCKING_RULES: readonly BlockingRule[] = [
  { name: 'ssn', tokens: ['ssn'], budget: 20 },
  { name: 'email', tokens: ['email'], budget: 10 },
  { name: 'phone', tokens: ['phone'], budget: 10 },
  { name: 'given_and_birth_date', tokens: ['given_name_sound', 'birth_date'], budget: 20 },
  { name: 'surname_and_birth_date', tokens: ['surname_sound', 'birth_date'], budget: 20 },
  { name: 'full_name', tokens: ['given_name', 'surname'], budget: 20 },
  { name: 'initial_and_birth_date', tokens: ['given_name_initial', 'birth_date'], budget: 10 },
  { name: 'name_and_birth_year', tokens: ['surname_sound', 'given_name_initial', 'birth_year'], budget: 10 },
  { name: 'given_and_month_day', tokens: ['given_name_root', 'birth_month_day'], budget: 10 },
  { name: 'surname_and_month_day', tokens: ['surname_sound', 'birth_month_day'], budget: 10 },
  { name: 'first_surname_and_name', tokens: ['surname_first', 'given_name_root', 'birth_year'], budget: 10 },
  { name: 'last_surname_and_name', tokens: ['surname_last', 'given_name_root', 'birth_year'], budget: 10 },
  { name: 'given_and_place', tokens: ['given_name_sound', 'birth_year', 'postal_code'], budget: 10 },
  { name: 'street_and_given', tokens: ['street', 'given_name_initial'], budget: 10 },
  { name: 'street_and_birth_year', tokens: ['street', 'birth_year'], budget: 10 },
  { name: 'ssn_last4_and_name', tokens: ['ssn_last4', 'surname_sound'], budget: 5 },
  { name: 'birth_date', tokens: ['birth_date'], budget: 10 },
  { name: 'surname_and_place', tokens: ['surname_sound', 'postal_code'], budget: 5 },
  { name: 'given_and_city', tokens: ['given_name_sound', 'city'], budget: 5 },
  { name: 'surname', tokens: ['surname_sound'], budget: 3 },
  { name: 'given', tokens: ['given_name_sound'], budget: 3 },
];

/** A rule may always cost this many pairs, so that small files are compared almost wholly. */
export const FREE_PAIRS = 100_000;
