import { alike, both, exact, type Field, field, same } from './field.ts';

/** A name whose parts stand in each other's place: both name fields then have the level `swapped`. */
const swapped =
  'p.a_given_name_as_surname = p.b_surname AND p.b_given_name_as_surname = p.a_surname AND p.a_given_name <> p.b_given_name';

const sameGivenName = ['given_name', 'given_name_root', 'given_name_sound', 'given_name_initial'] as const;
const sameSurname = ['surname', 'surname_sound', 'surname_first', 'surname_last'] as const;

/** Shares by level: match, relative, twin, stranger. */
export const GIVEN_NAME: Field = field(
  'given_name',
  both('given_name'),
  [
    ['same', same('given_name'), [800, 30, 2, 6], sameGivenName],
    ['swapped', swapped, [10, 0.1, 0.1, 0.05]],
    ['nickname', same('given_name_root'), [40, 5, 3, 2], ['given_name_root', 'given_name_initial']],
    ['close', alike('given_name', 65), [50, 10, 6, 2], ['given_name_initial']],
    ['sounds_alike', same('given_name_sound'), [15, 5, 6, 2], ['given_name_sound']],
    ['similar', alike('given_name', 45), [35, 30, 20, 10]],
    ['same_initial', same('given_name_initial'), [15, 90, 120, 75], ['given_name_initial']],
    ['different', undefined, [35, 829.9, 842.9, 902.95]],
  ],
  'given_name',
);

export const SURNAME: Field = field(
  'surname',
  both('surname'),
  [
    ['same', same('surname'), [800, 700, 960, 3], sameSurname],
    ['swapped', swapped, [10, 0.1, 0.1, 0.05]],
    ['one_part', `(${same('surname_first')} OR ${same('surname_last')})`, [30, 50, 15, 2]],
    ['close', alike('surname', 65), [55, 20, 10, 1]],
    ['sounds_alike', same('surname_sound'), [15, 10, 3, 3], ['surname_sound']],
    ['similar', alike('surname', 45), [30, 15, 2, 8]],
    ['different', undefined, [60, 204.9, 9.9, 982.95]],
  ],
  'surname',
);

export const MIDDLE_INITIAL: Field = exact('middle_initial', {
  match: 930,
  relative: 110,
  twin: 110,
  stranger: 80,
});

export const SUFFIX: Field = exact('suffix', { match: 950, relative: 150, twin: 800, stranger: 400 });
