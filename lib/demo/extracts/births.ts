import { appear, type Habits } from '../appearance.ts';
import {
  type Fields,
  localNumber,
  PLAIN,
  type Snapshot,
  type Source,
  spellBirth,
  tabulate,
} from '../extract.ts';
import type { Life } from '../lives.ts';

const HABITS: Habits = {
  office: 'vital_records',
  letters: 'capitals',
  middle: 'full',
  secondSurname: 'kept',
  nickname: 0,
  mistyped: 12,
  misread: 14,
  swappedNames: 0,
  hearsAfter: 0,
  birth: { missing: 0, placeholder: 0, swapped: 2, mistyped: 2 },
  ssn: { adults: 0, children: 0, placeholder: 0, mistyped: 0 },
  phone: 0,
  sexMissing: 3,
};

const HEADERS = [
  'CERT_NO',
  'CHILD_FIRST',
  'CHILD_MIDDLE',
  'CHILD_LAST',
  'CHILD_SFX',
  'DOB',
  'SEX',
  'PLURALITY',
  'BIRTH_WT_G',
  'GEST_WKS',
  'MOTHER_MAIDEN',
  'MOTHER_EDUC',
  'RES_STREET',
  'RES_CITY',
  'RES_ZIP',
  'RES_TRACT',
] as const;

/** Births to residents. Nobody of these has an SSN yet, and some not yet a name. */
export const births: Source = {
  agency: 'vital_records',
  dataset: 'births',
  format: PLAIN,
  fileName: (period) => `births_${period.replace('-', '')}.csv`,
  extract: (snapshot) => tabulate(HEADERS, ['CERT_NO'], rows(snapshot)),
};

function* rows(snapshot: Snapshot) {
  for (const life of snapshot.lives) {
    const { person } = life;
    if (!person.bornHere || person.birth < snapshot.since || person.birth > snapshot.until) continue;
    yield { fields: certificate(snapshot, life), person: person.index };
  }
}

function certificate({ chance, until, corrected }: Snapshot, { person, household }: Life): Fields {
  const own = chance.for('certificate', person.index);
  const seen = appear(chance, HABITS, household, person, 0, person.birth);
  // Parents have some weeks to choose a name: the newest certificates lack it until the file is corrected.
  const nameless = chance.for('nameless', person.index).happens(until - person.birth < 90 ? 240 : 4);
  const unnamed = nameless && !corrected;
  const mother = household.members.find(({ sex, birth }) => sex === 'F' && person.birth - birth > 15 * 365);
  const early = own.happens(household.poor ? 150 : 90);
  // A slip that intake warns of: weeks and weight that do not go together.
  const slip = chance.for('weeks', person.index).happens(3);
  const twin = person.twin !== undefined || household.members.some((other) => other.twin === person.index);
  return {
    CERT_NO: `99-${localNumber(1, person.index, 0)}`,
    CHILD_FIRST: unnamed ? (person.sex === 'F' ? 'BABY GIRL' : 'BABY BOY') : seen.given,
    CHILD_MIDDLE: unnamed ? '' : seen.middle,
    CHILD_LAST: seen.surname,
    CHILD_SFX: seen.suffix,
    DOB: spellBirth(seen, 'MM/dd/yyyy'),
    SEX: seen.sex === 'X' ? 'U' : seen.sex,
    PLURALITY: twin ? '2' : '1',
    BIRTH_WT_G: String(early || twin ? own.between(1500, 2700) : own.between(2550, 4300)),
    GEST_WKS: slip ? '24' : String(early || twin ? own.between(29, 36) : own.between(37, 41)),
    MOTHER_MAIDEN: (mother?.before?.surname ?? mother?.surname ?? ['']).join(' ').toUpperCase(),
    MOTHER_EDUC: String(own.weighed(household.poor ? LITTLE_SCHOOLING : MUCH_SCHOOLING)),
    RES_STREET: `${seen.address.street} ${seen.address.unit}`.trim().toUpperCase(),
    RES_CITY: seen.address.city.toUpperCase(),
    RES_ZIP: seen.address.zip,
    RES_TRACT: seen.address.tract,
  };
}

/** The certificate's eight steps: 1 and 2 are less than a high-school diploma. */
const LITTLE_SCHOOLING = [
  [1, 9],
  [2, 27],
  [3, 34],
  [4, 18],
  [5, 7],
  [6, 4],
  [7, 1],
] as const;
const MUCH_SCHOOLING = [
  [2, 5],
  [3, 20],
  [4, 17],
  [5, 10],
  [6, 30],
  [7, 13],
  [8, 5],
] as const;
