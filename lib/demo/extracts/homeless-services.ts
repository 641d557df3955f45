import { type Appearance, appear, type Habits } from '../appearance.ts';
import { bridgesOf, joiningAppearance, marriedAppearance } from '../bridges.ts';
import { type Day, dayOf, spellDay } from '../dates.ts';
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
  office: 'shelter',
  letters: 'as written',
  middle: 'initial',
  secondSurname: 'dropped',
  nickname: 200,
  mistyped: 50,
  misread: 0,
  swappedNames: 6,
  hearsAfter: 0,
  birth: { missing: 15, placeholder: 20, swapped: 18, mistyped: 30 },
  ssn: { adults: 620, children: 120, placeholder: 45, mistyped: 25 },
  phone: 450,
  sexMissing: 10,
};

const HEADERS = [
  'EnrollmentID',
  'PersonalID',
  'FirstName',
  'MiddleName',
  'LastName',
  'NameSuffix',
  'NameDataQuality',
  'SSN',
  'SSNDataQuality',
  'DOB',
  'DOBDataQuality',
  'Gender',
  'Phone',
  'ReleaseOfInformation',
  'ProjectType',
  'EntryDate',
  'ExitDate',
] as const;

/** Shelter stays. Whoever did not sign the release of information stays out of everything that follows. */
export const shelterStays: Source = {
  agency: 'homeless_services',
  dataset: 'shelter_stays',
  format: PLAIN,
  fileName: (period) => `hmis_stays_${period}.csv`,
  extract: (snapshot) => tabulate(HEADERS, ['EnrollmentID'], stays(snapshot)),
};

function* stays(snapshot: Snapshot) {
  yield* spellsWithin(
    snapshot,
    (life) => life.shelter,
    (life, stay) => {
      const seen = appear(
        snapshot.chance,
        HABITS,
        life.household,
        life.person,
        stay.registration,
        snapshot.until,
      );
      const own = snapshot.chance.for('shelter', life.person.index, stay.registration);
      // Some give no name at the door.
      const named = own.happens(15) ? { ...seen, given: 'Anonymous', surname: 'Unknown', middle: '' } : seen;
      return night(life, stay, named, own.happens(940));
    },
  );
  for (const bridge of bridgesOf(snapshot)) {
    const { person } = bridge.life;
    const first = { start: dayOf(2026, 1, 12), registration: 0 };
    yield { fields: night(bridge.life, first, marriedAppearance(bridge), true), person: person.index };
    // The shelter knows her again, by its own number; what is new is what she shows.
    const second = { start: dayOf(2026, 5, 18), registration: 0 };
    if (second.start > snapshot.until) continue;
    yield { fields: night(bridge.life, second, joiningAppearance(bridge), true), person: person.index };
  }
}

function night({ person, household }: Life, stay: Stay, seen: Appearance, released: boolean): Fields {
  return {
    EnrollmentID: `E${localNumber(11, person.index, stay.registration)}-${stayNumber(stay.start)}`,
    PersonalID: localNumber(12, person.index, stay.registration),
    FirstName: seen.given,
    MiddleName: seen.middle,
    LastName: seen.surname,
    NameSuffix: seen.suffix,
    NameDataQuality: seen.given === 'Anonymous' ? '9' : '1',
    SSN: dashed(seen.ssn),
    SSNDataQuality: seen.ssn === '' ? '99' : '1',
    DOB: spellBirth(seen, 'yyyy-MM-dd'),
    DOBDataQuality: seen.birth === undefined ? '99' : '1',
    Gender: { F: '0', M: '1', X: '4', '': '99' }[seen.sex],
    Phone: seen.phone,
    ReleaseOfInformation: released ? 'Y' : 'N',
    ProjectType: household.members.length > 1 ? 'Family shelter' : 'Adult shelter',
    EntryDate: spellDay(stay.start, 'yyyy-MM-dd'),
    ExitDate: spellDay(stay.end, 'yyyy-MM-dd'),
  };
}

/** Days since the system began. */
function stayNumber(start: Day): string {
  return String(start - dayOf(2020, 1, 1)).padStart(4, '0');
}
