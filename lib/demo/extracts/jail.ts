import { appear, type Habits } from '../appearance.ts';
import { dayOf, spellDate, spellDay } from '../dates.ts';
import {
  dashed,
  type Fields,
  localNumber,
  PLAIN,
  type Snapshot,
  type Source,
  spellBirth,
  tabulate,
} from '../extract.ts';
import type { Life, Stay } from '../lives.ts';
import { spellsWithin } from '../spells.ts';

const HABITS: Habits = {
  office: 'jail',
  letters: 'capitals',
  middle: 'full',
  secondSurname: 'kept',
  nickname: 60,
  mistyped: 45,
  misread: 12,
  swappedNames: 0,
  hearsAfter: 60,
  birth: { missing: 3, placeholder: 4, swapped: 9, mistyped: 24 },
  ssn: { adults: 780, children: 0, placeholder: 30, mistyped: 30 },
  phone: 0,
  sexMissing: 0,
};

const HEADERS = [
  'BOOKING NO',
  'INMATE NO',
  'NAME',
  'DOB',
  'SEX',
  'RACE',
  'SSN',
  'ADDRESS',
  'CITY',
  'ZIP',
  'BOOKED',
  'RELEASED',
  'LEVEL',
] as const;

const RACE_LETTERS: Readonly<Record<string, string>> = {
  aian: 'I',
  asian: 'A',
  black: 'B',
  nhpi: 'A',
  white: 'W',
  mena: 'W',
};

/** Bookings into the county jail; names in one column, the way the booking desk writes them. */
export const bookings: Source = {
  agency: 'jail',
  dataset: 'bookings',
  format: PLAIN,
  fileName: (period) => `BOOKINGS ${period}.CSV`,
  extract: (snapshot) =>
    tabulate(
      HEADERS,
      ['BOOKING NO'],
      spellsWithin(
        snapshot,
        (life) => life.jail,
        (life, stay) => booking(snapshot, life, stay),
      ),
    ),
};

function booking(snapshot: Snapshot, { person, household }: Life, stay: Stay): Fields {
  const seen = appear(snapshot.chance, HABITS, household, person, stay.registration, snapshot.until);
  const own = snapshot.chance.for('booking', person.index, stay.start);
  // In the second quarter a clerk was new: some were released before they came, or were born on 31 February.
  const careless = stay.start >= dayOf(2026, 4, 1);
  const early = careless && stay.end !== undefined && own.happens(60);
  const impossible = careless && own.happens(30);
  return {
    'BOOKING NO': `26-${localNumber(13, person.index, stay.registration)}${stay.start % 1000}`,
    'INMATE NO': localNumber(14, person.index, stay.registration),
    NAME: `${seen.surname}, ${[seen.given, seen.middle, seen.suffix].filter((part) => part !== '').join(' ')}`,
    DOB: impossible
      ? spellDate({ year: 1988, month: 2, day: 31 }, 'MM/dd/yyyy')
      : spellBirth(seen, 'MM/dd/yyyy'),
    SEX: seen.sex === 'X' ? 'U' : seen.sex,
    RACE: person.hispanic ? 'H' : (RACE_LETTERS[person.race] ?? 'U'),
    SSN: dashed(seen.ssn),
    ADDRESS: seen.address.street.toUpperCase(),
    CITY: seen.address.city.toUpperCase(),
    ZIP: seen.address.zip,
    BOOKED: spellDay(stay.start, 'MM/dd/yyyy'),
    RELEASED: spellDay(early ? stay.start - own.between(1, 40) : stay.end, 'MM/dd/yyyy'),
    LEVEL: own.weighed([
      ['M', 70],
      ['F', 30],
    ]),
  };
}
