import type { Chance } from './chance.ts';
import { ageOn, type CalendarDate, calendarDate, type Day, yearsAfter } from './dates.ts';
import { misread, mistype, mistypeDate, mistypeDigits, swapDayAndMonth, withoutMarks } from './defects.ts';
import { NICKNAMES } from './names.ts';
import { type Household, homeOn, type Person, surnameOn } from './person.ts';
import type { Address } from './places.ts';

/** How an office keeps people, and how often, in a thousand, it gets each thing wrong. */
export interface Habits {
  /** Names the office's stream of chance. */
  readonly office: string;
  readonly letters: 'as written' | 'capitals' | 'without marks';
  readonly middle: 'full' | 'initial' | 'none';
  /** What becomes of a second surname. */
  readonly secondSurname: 'kept' | 'dropped' | 'hyphenated';
  readonly nickname: number;
  readonly mistyped: number;
  readonly misread: number;
  readonly swappedNames: number;
  /** Days until the office hears of a move or a marriage. */
  readonly hearsAfter: number;
  readonly birth: {
    readonly missing: number;
    readonly placeholder: number;
    readonly swapped: number;
    readonly mistyped: number;
  };
  /** How many people's SSN it has. */
  readonly ssn: {
    readonly adults: number;
    readonly children: number;
    readonly placeholder: number;
    readonly mistyped: number;
  };
  readonly phone: number;
  readonly sexMissing: number;
}

/** A person as one office has them in its files; empty text where it has nothing. */
export interface Appearance {
  readonly given: string;
  readonly middle: string;
  readonly surname: string;
  readonly suffix: string;
  readonly birth?: CalendarDate;
  readonly sex: '' | 'F' | 'M' | 'X';
  /** Nine digits. */
  readonly ssn: string;
  /** Ten digits. */
  readonly phone: string;
  readonly address: Address;
}

const SSN_PLACEHOLDERS = ['000000000', '999999999', '123456789'] as const;
const NOBODY = { year: 1900, month: 1, day: 1 } as const;

/**
 * How a person stands in an office's files on a day. The slips are made once, at registration, and stay; moves
 * and marriages are heard of later.
 * @param registration another one is another clerk on another day, with other slips
 */
export function appear(
  county: Chance,
  habits: Habits,
  household: Household,
  person: Person,
  registration: number,
  day: Day,
): Appearance {
  const chance = county.for('appears', habits.office, person.index, registration);
  const heard = day - chance.between(0, habits.hearsAfter);
  const letters = (text: string) => spell(habits.letters, text);
  const given = givenName(chance, habits, person);
  const surname = slip(chance, habits, joinSurname(habits, surnameOn(person, heard)));
  const [first, last] = chance.happens(habits.swappedNames) ? [surname, given] : [given, surname];
  const suffix = chance.happens(650) ? person.suffix : '';
  const middle = chance.happens(880) ? person.middle : '';
  const birth = birthDate(chance, habits, person);
  return {
    given: letters(first),
    surname: letters(last),
    middle: letters(
      habits.middle === 'none' ? '' : habits.middle === 'initial' ? middle.slice(0, 1) : middle,
    ),
    suffix: letters(suffix),
    ...(birth === undefined ? {} : { birth }),
    sex: chance.happens(habits.sexMissing)
      ? ''
      : chance.happens(4)
        ? person.sex === 'F'
          ? 'M'
          : 'F'
        : person.sex,
    ssn: ssn(chance, habits, county, household, person, day),
    phone: chance.happens(habits.phone) ? phoneOf(household, person, day) : '',
    address: homeOn(household, heard),
  };
}

function spell(letters: Habits['letters'], text: string): string {
  if (letters === 'as written') return text;
  return letters === 'capitals' ? withoutMarks(text).toUpperCase() : withoutMarks(text);
}

function givenName(chance: Chance, habits: Habits, person: Person): string {
  const short = NICKNAMES.get(person.given);
  const called = short !== undefined && chance.happens(habits.nickname) ? chance.pick(short) : person.given;
  return slip(chance, habits, called);
}

function slip(chance: Chance, habits: Habits, text: string): string {
  if (chance.happens(habits.mistyped)) return mistype(chance, text);
  return chance.happens(habits.misread) ? misread(chance, text) : text;
}

function joinSurname(habits: Habits, parts: readonly [string, ...string[]]): string {
  if (habits.secondSurname === 'dropped') return parts[0];
  return parts.join(habits.secondSurname === 'hyphenated' ? '-' : ' ');
}

function birthDate(chance: Chance, { birth: rates }: Habits, person: Person): CalendarDate | undefined {
  const right = calendarDate(person.birth);
  if (chance.happens(rates.missing)) return undefined;
  if (chance.happens(rates.placeholder)) return NOBODY;
  if (chance.happens(rates.swapped)) return swapDayAndMonth(right);
  return chance.happens(rates.mistyped) ? mistypeDate(chance, right) : right;
}

function ssn(
  chance: Chance,
  { ssn: rates }: Habits,
  county: Chance,
  household: Household,
  person: Person,
  day: Day,
): string {
  const child = ageOn(person.birth, day) < 18;
  if (chance.happens(rates.placeholder)) return chance.pick(SSN_PLACEHOLDERS);
  if (!chance.happens(child ? rates.children : rates.adults)) return '';
  const own = sharedSsn(county, household, person) ?? person.ssn ?? '';
  return own !== '' && chance.happens(rates.mistyped) ? mistypeDigits(chance, own) : own;
}

/** In a few households the second member goes by the first one's number, everywhere. */
export function sharedSsn(county: Chance, household: Household, person: Person): string | undefined {
  const second = household.members[1] === person;
  return second && county.for('shared ssn', household.index).happens(20) ? household.head.ssn : undefined;
}

/** A child is reached at the head of the household's number; people who move far sometimes change theirs. */
function phoneOf(household: Household, person: Person, day: Day): string {
  const owner = day < yearsAfter(person.birth, 16) ? household.head : person;
  return owner.phone;
}
