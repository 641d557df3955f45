import { type Appearance, appear, type Habits } from '../appearance.ts';
import { ageOn, calendarDate, type Day, dayOf, spellDay } from '../dates.ts';
import {
  bracketed,
  type Fields,
  localNumber,
  PLAIN,
  type Snapshot,
  type Source,
  spellBirth,
  tabulate,
} from '../extract.ts';
import { kindergartenYear, type Life, type Stay } from '../lives.ts';
import { spellsWithin } from '../spells.ts';

const HABITS: Habits = {
  office: 'schools',
  letters: 'as written',
  middle: 'full',
  secondSurname: 'hyphenated',
  nickname: 25,
  mistyped: 12,
  misread: 0,
  swappedNames: 2,
  hearsAfter: 90,
  birth: { missing: 0, placeholder: 0, swapped: 4, mistyped: 6 },
  ssn: { adults: 0, children: 0, placeholder: 0, mistyped: 0 },
  phone: 900,
  sexMissing: 2,
};

const RACE_NUMBERS: Readonly<Record<string, string>> = {
  aian: '1',
  asian: '2',
  black: '3',
  nhpi: '4',
  white: '5',
  mena: '6',
};

const studentId = ({ person }: Life): string => localNumber(5, person.index, 0);

const ENROLMENT_HEADERS = [
  'Student ID',
  'Last Name',
  'First Name',
  'Middle Name',
  'Generation',
  'Birth Date',
  'Gender',
  'Race',
  'Hispanic',
  'Street Address',
  'City',
  'ZIP Code',
  'Phone',
  'Zone',
  'Grade',
  'Entry Date',
  'Exit Date',
] as const;

/** One row a student and stay; the student information system pads its headers with blanks. */
export const enrolment: Source = {
  agency: 'schools',
  dataset: 'enrolment',
  format: { ...PLAIN, delimiter: '\t' },
  fileName: (period) => `SIS_ENROLL_${period.replace('-', '')}.txt`,
  extract: (snapshot) => {
    const extract = tabulate(
      ENROLMENT_HEADERS,
      ['Student ID', 'first day'],
      spellsWithin(
        snapshot,
        ({ school }) => school,
        (life, stay) => enrolled(snapshot, life, stay),
      ),
    );
    return { ...extract, headers: extract.headers.map((header) => `${header} `) };
  },
};

function enrolled(snapshot: Snapshot, life: Life, stay: Stay): Fields {
  const { person, household } = life;
  const seen = appear(snapshot.chance, HABITS, household, person, 0, snapshot.until);
  return {
    'Student ID': studentId(life),
    'Last Name': seen.surname,
    'First Name': seen.given,
    'Middle Name': seen.middle,
    Generation: seen.suffix,
    'Birth Date': spellBirth(seen, 'yyyyMMdd'),
    Gender: { F: 'Female', M: 'Male', X: 'Nonbinary', '': '' }[seen.sex],
    Race: RACE_NUMBERS[person.race] ?? '9',
    Hispanic: person.hispanic ? 'Yes' : 'No',
    'Street Address': addressLine(seen),
    City: seen.address.city,
    'ZIP Code': seen.address.zip,
    Phone: bracketed(seen.phone),
    Zone: seen.address.neighborhood.name,
    Grade: grade(person.birth, stay.start),
    'Entry Date': spellDay(stay.start, 'yyyyMMdd'),
    'Exit Date': spellDay(stay.end, 'yyyyMMdd'),
  };
}

function addressLine({ address }: Appearance): string {
  return [address.street, address.unit].filter((part) => part !== '').join(' ');
}

function grade(birth: Day, entry: Day): string {
  const { year, month } = calendarDate(entry);
  const number = (month >= 8 ? year : year - 1) - kindergartenYear(birth);
  return number === 0 ? 'K' : String(number).padStart(2, '0');
}

/** One row a student and month of the quarter: no name, only the student's number; compressed. */
export const attendance: Source = {
  agency: 'schools',
  dataset: 'attendance',
  format: { ...PLAIN, gzip: true },
  fileName: (period) => `attendance_${period}.csv.gz`,
  extract: (snapshot) =>
    tabulate(
      ['StudentID', 'Month', 'DaysEnrolled', 'DaysAbsent'],
      ['StudentID', 'Month'],
      attended(snapshot),
    ),
};

function* attended(snapshot: Snapshot) {
  const { year, month } = calendarDate(snapshot.until);
  const months = [month - 2, month - 1, month].filter((each) => each !== 7 && each !== 8);
  for (const life of snapshot.lives) {
    for (const each of months) {
      const middle = dayOf(year, each, 10);
      if (!life.school.some(({ start, end }) => start <= middle && (end ?? middle) >= middle)) continue;
      const fields = {
        StudentID: studentId(life),
        Month: spellDay(middle, 'yyyy-MM-dd').slice(0, 7),
        ...days(snapshot, life, middle),
      };
      yield { fields, person: life.person.index };
    }
  }
}

/** Children without a home of their own miss more school, and so do poor ones. */
function days(snapshot: Snapshot, life: Life, middle: Day): Fields {
  const chance = snapshot.chance.for('absence', life.person.index, middle);
  const enrolledDays = chance.between(17, 21);
  const sheltered = life.shelter.some(
    ({ start, end }) => start <= middle + 20 && (end ?? middle) >= middle - 120,
  );
  const often = snapshot.chance
    .for('absent often', life.person.index)
    .happens(sheltered ? 420 : life.household.poor ? 200 : 90);
  const absent = Math.min(
    enrolledDays,
    often
      ? chance.between(2, 6)
      : chance.weighed([
          [0, 45],
          [1, 35],
          [2, 15],
          [3, 5],
        ]),
  );
  return { DaysEnrolled: String(enrolledDays), DaysAbsent: String(absent) };
}

/** What children can do when they enter kindergarten; by the student's number alone. */
export const kindergartenReadiness: Source = {
  agency: 'schools',
  dataset: 'kindergarten_readiness',
  format: { ...PLAIN, newline: '\n' },
  fileName: (period) => `kra_${period}.csv`,
  extract: (snapshot) =>
    tabulate(
      ['student_id', 'school_year', 'assessed_on', 'score', 'level'],
      ['student_id', 'school_year'],
      assessed(snapshot),
    ),
};

function* assessed(snapshot: Snapshot) {
  for (const life of snapshot.lives) {
    const entry = kindergartenYear(life.person.birth);
    const own = snapshot.chance.for('assessed', life.person.index);
    const on = dayOf(entry, 9, 15) + own.below(40);
    const inSchool = life.school.some(({ start, end }) => start <= on && (end ?? on) >= on);
    if (!inSchool || on > snapshot.until || on < snapshot.since || ageOn(life.person.birth, on) > 6) continue;
    const score = Math.max(200, Math.min(300, 255 + strengths(life) + own.between(-22, 22)));
    yield {
      person: life.person.index,
      fields: {
        student_id: studentId(life),
        school_year: `${entry}-${entry + 1}`,
        assessed_on: spellDay(on, 'MM/dd/yyyy'),
        score: String(score),
        level: score >= 270 ? 'Demonstrating' : score >= 258 ? 'Approaching' : 'Emerging',
      },
    };
  }
}

/** Points that a child's early years are worth here: a made-up effect, so that the indicator has one to find. */
function strengths({ preK, childCare, homeVisiting, household }: Life): number {
  return (
    (preK.length > 0 ? 10 : 0) +
    (childCare.length > 0 ? 4 : 0) +
    (homeVisiting.length > 0 ? 3 : 0) +
    (household.poor ? -7 : 3)
  );
}
