import type { Appearance } from './appearance.ts';
import { ageOn, calendarDate, dayOf } from './dates.ts';
import { swapDayAndMonth } from './defects.ts';
import type { Snapshot } from './extract.ts';
import type { Life } from './lives.ts';
import { NICKNAMES } from './names.ts';
import { homeOn } from './person.ts';

/**
 * A woman whom nothing joins at first: one office knows her under her maiden name with her SSN, another under a
 * married name with a short first name, a swapped birth date, another telephone and no SSN. In the second quarter
 * the second office meets her again, sees her papers and writes down both names, the birth date and the SSN under
 * its own number for her: one person of two.
 */
export interface Bridge {
  readonly life: Life;
  readonly shortName: string;
  readonly marriedName: string;
  readonly newPhone: string;
}

/** Who may be such a woman: her birth date can be swapped, her name be shortened, and she has an SSN. */
function suits({ person }: Life): boolean {
  const { month, day } = calendarDate(person.birth);
  const age = ageOn(person.birth, dayOf(2026, 1, 1));
  return (
    person.sex === 'F' &&
    person.ssn !== undefined &&
    person.before === undefined &&
    age >= 22 &&
    age <= 55 &&
    day <= 12 &&
    day !== month &&
    person.surname.length === 1 &&
    NICKNAMES.has(person.given)
  );
}

const ONE_IN = 2000;
const MARRIED_NAMES = [
  'Okafor',
  'Lindgren',
  'Castellano',
  'Rasmussen',
  'Achterberg',
  'Mbeki',
  'Yamamoto',
  'Zapata',
] as const;

/** The persons' indexes: at least three, one in two thousand. */
export function chooseBridges(lives: readonly Life[]): ReadonlySet<number> {
  const wanted = Math.max(3, Math.floor(lives.length / ONE_IN));
  return new Set(
    lives
      .filter(suits)
      .slice(0, wanted)
      .map(({ person }) => person.index),
  );
}

export function bridgesOf({ chance, lives, bridges }: Snapshot): readonly Bridge[] {
  return lives
    .filter(({ person }) => bridges.has(person.index))
    .map((life) => {
      const own = chance.for('bridge', life.person.index);
      const short = NICKNAMES.get(life.person.given);
      return {
        life,
        shortName: short === undefined ? life.person.given : own.pick(short),
        marriedName: own.pick(MARRIED_NAMES),
        newPhone: `379555${String(own.below(10_000)).padStart(4, '0')}`,
      };
    });
}

/** As the first office knows her. */
export function maidenAppearance({ life }: Bridge, letters: (text: string) => string): Appearance {
  const { person, household } = life;
  return {
    given: letters(person.given),
    middle: '',
    surname: letters(person.surname.join(' ')),
    suffix: '',
    birth: calendarDate(person.birth),
    sex: person.sex,
    ssn: person.ssn ?? '',
    phone: person.phone,
    address: homeOn(household, dayOf(2024, 1, 1)),
  };
}

/** As the second office knows her at first. */
export function marriedAppearance({ life, shortName, marriedName, newPhone }: Bridge): Appearance {
  const { person, household } = life;
  return {
    given: shortName,
    middle: '',
    surname: marriedName,
    suffix: '',
    birth: swapDayAndMonth(calendarDate(person.birth)),
    sex: person.sex,
    ssn: '',
    phone: newPhone,
    address: homeOn(household, dayOf(2026, 6, 30)),
  };
}

/** The record that joins the two: her full name, both surnames, her number and her new telephone. */
export function joiningAppearance(bridge: Bridge): Appearance {
  const { person } = bridge.life;
  return {
    ...marriedAppearance(bridge),
    given: person.given,
    surname: `${person.surname.join(' ')}-${bridge.marriedName}`,
    birth: calendarDate(person.birth),
    ssn: person.ssn ?? '',
  };
}
