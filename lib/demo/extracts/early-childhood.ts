import { type Appearance, appear, type Habits } from '../appearance.ts';
import type { Chance } from '../chance.ts';
import { calendarDate, type Day, spellDay, yearsAfter } from '../dates.ts';
import {
  bracketed,
  localNumber,
  PLAIN,
  type Snapshot,
  type Source,
  spellBirth,
  tabulate,
  withoutLeadingZeros,
} from '../extract.ts';
import { kindergartenYear, type Life, type Stay } from '../lives.ts';
import { spellsWithin } from '../spells.ts';

const OFFICE: Habits = {
  office: 'home_visiting',
  letters: 'as written',
  middle: 'none',
  secondSurname: 'kept',
  nickname: 130,
  mistyped: 36,
  misread: 0,
  swappedNames: 6,
  hearsAfter: 45,
  birth: { missing: 6, placeholder: 3, swapped: 12, mistyped: 14 },
  ssn: { adults: 0, children: 0, placeholder: 0, mistyped: 0 },
  phone: 820,
  sexMissing: 15,
};

const HOME_VISITING_HEADERS = [
  'Client No',
  'First Name',
  'Last Name',
  'Date of Birth',
  'Gender',
  'Home Address',
  'Town',
  'Zip',
  'Phone',
  'Neighborhood',
  'Model',
  'Enrolled',
  'Closed',
] as const;

/** Nurses who visit families at home; written by a program that knows Europe: semicolons and a byte-order mark. */
export const homeVisiting: Source = {
  agency: 'early_childhood',
  dataset: 'home_visiting',
  format: { ...PLAIN, delimiter: ';', encoding: 'utf-8 with BOM' },
  fileName: (period) => `Home Visiting ${period}.csv`,
  extract: (snapshot) =>
    tabulate(
      HOME_VISITING_HEADERS,
      ['Client No', 'first day'],
      spellsWithin(
        snapshot,
        ({ homeVisiting }) => homeVisiting,
        (life, stay) => {
          const seen = appear(
            snapshot.chance,
            OFFICE,
            life.household,
            life.person,
            stay.registration,
            snapshot.until,
          );
          return {
            'Client No': `HV-${localNumber(2, life.person.index, stay.registration)}`,
            'First Name': seen.given,
            'Last Name': seen.surname,
            'Date of Birth': spellBirth(seen, 'dd-MMM-yyyy'),
            Gender: { F: 'Girl', M: 'Boy', X: 'Other', '': '' }[seen.sex],
            'Home Address': street(seen),
            Town: seen.address.city,
            Zip: seen.address.zip,
            Phone: bracketed(seen.phone),
            Neighborhood: seen.address.neighborhood.name,
            Model: snapshot.chance.for('model', life.person.index).happens(600) ? 'NFP' : 'PAT',
            Enrolled: spellDay(stay.start, 'dd-MMM-yyyy'),
            Closed: spellDay(closedOn(snapshot, life, stay), 'dd-MMM-yyyy'),
          };
        },
      ),
    ),
};

/** Now and then a year is typed that has long gone by: the case closes before it opens, and the row is put aside. */
function closedOn({ chance }: Snapshot, { person }: Life, { start, end }: Stay): Day | undefined {
  const slip = end !== undefined && chance.for('closed', person.index).happens(15);
  return slip ? yearsAfter(start, -1) : end;
}

const CHILD_CARE_HABITS: Habits = {
  ...OFFICE,
  office: 'child_care',
  middle: 'initial',
  nickname: 170,
  mistyped: 52,
  swappedNames: 0,
  hearsAfter: 240,
  birth: { missing: 8, placeholder: 8, swapped: 18, mistyped: 22 },
};

const CHILD_CARE_HEADERS = [
  'ChildID',
  'Child Name',
  'DOB',
  'Sex',
  'Parent Phone',
  'Street',
  'City',
  'ZIP',
  'Area',
  'Provider License',
  'Care Type',
  'Subsidy',
  'Start Date',
  'End Date',
] as const;

/** Licensed care, from providers' spreadsheets: one name column, code page 1252, ZIP codes without their zeros. */
export const childCare: Source = {
  agency: 'early_childhood',
  dataset: 'child_care',
  format: { ...PLAIN, encoding: 'windows-1252' },
  fileName: (period) => `childcare-${period.toLowerCase()}.csv`,
  extract: (snapshot) =>
    tabulate(
      CHILD_CARE_HEADERS,
      ['ChildID', 'first day'],
      spellsWithin(
        snapshot,
        (life) => life.childCare,
        (life, stay) => careFields(snapshot, life, stay),
      ),
    ),
};

function careFields(snapshot: Snapshot, { person, household }: Life, stay: Stay) {
  const seen = appear(
    snapshot.chance,
    CHILD_CARE_HABITS,
    household,
    person,
    stay.registration,
    snapshot.until,
  );
  const own = snapshot.chance.for('care', person.index, stay.start);
  const center = own.happens(620);
  return {
    ChildID: localNumber(3, person.index, stay.registration),
    'Child Name': `${seen.surname}, ${seen.given} ${seen.middle}`.trim(),
    DOB: spellBirth(seen, 'M/d/yyyy'),
    Sex: seen.sex,
    'Parent Phone': bracketed(seen.phone),
    Street: street(seen),
    City: seen.address.city,
    ZIP: withoutLeadingZeros(seen.address.zip),
    Area: area(own, seen),
    'Provider License': `L${own.between(1000, 1180)}`,
    'Care Type': center ? 'Center' : 'Family home',
    Subsidy: own.happens(household.poor ? 780 : 90) ? 'Y' : 'N',
    'Start Date': spellDay(stay.start, 'M/d/yyyy'),
    'End Date': spellDay(stay.end, 'M/d/yyyy'),
  };
}

const PRE_K_HABITS: Habits = {
  ...OFFICE,
  office: 'pre_k',
  middle: 'full',
  nickname: 50,
  mistyped: 18,
  hearsAfter: 120,
  birth: { missing: 0, placeholder: 2, swapped: 6, mistyped: 8 },
};

const PRE_K_HEADERS = [
  'child_id',
  'first_name',
  'middle_name',
  'last_name',
  'suffix',
  'birth_date',
  'gender',
  'street',
  'city',
  'zip',
  'guardian_phone',
  'neighborhood',
  'school_year',
  'entry_date',
  'exit_date',
  'year_before_kindergarten',
] as const;

/** Public pre-kindergarten, one row a child and school year; a database dump with every value in quotes. */
export const preK: Source = {
  agency: 'early_childhood',
  dataset: 'pre_k',
  format: { ...PLAIN, quotes: 'all', newline: '\n' },
  fileName: (period) => `pre_k_${period}.csv`,
  extract: (snapshot) =>
    tabulate(
      PRE_K_HEADERS,
      ['child_id', 'school_year'],
      spellsWithin(
        snapshot,
        (life) => life.preK,
        ({ person, household }, stay) => {
          const seen = appear(snapshot.chance, PRE_K_HABITS, household, person, 0, snapshot.until);
          const { year, month } = calendarDate(stay.start);
          const began = month >= 8 ? year : year - 1;
          return {
            child_id: `PK${localNumber(4, person.index, 0)}`,
            first_name: seen.given,
            middle_name: seen.middle,
            last_name: seen.surname,
            suffix: seen.suffix,
            birth_date: spellBirth(seen, 'yyyy-MM-dd'),
            gender: { F: 'female', M: 'male', X: 'nonbinary', '': '' }[seen.sex],
            street: street(seen),
            city: seen.address.city,
            zip: seen.address.zip,
            guardian_phone: seen.phone,
            neighborhood: seen.address.neighborhood.code,
            school_year: `${began}-${began + 1}`,
            entry_date: spellDay(stay.start, 'yyyy-MM-dd'),
            exit_date: spellDay(stay.end, 'yyyy-MM-dd'),
            year_before_kindergarten: kindergartenYear(person.birth) === began + 1 ? 'true' : 'false',
          };
        },
      ),
    ),
};

/** Half of the providers write in capitals, and some what they like. */
function area(chance: Chance, { address }: Appearance): string {
  if (chance.happens(8)) return chance.pick(['Downtown', 'n/a', 'see address']);
  const { name } = address.neighborhood;
  return chance.happens(500) ? name : name.toUpperCase();
}

function street({ address }: Appearance): string {
  return address.unit === '' ? address.street : `${address.street}, ${address.unit}`;
}
