import { type Appearance, appear, type Habits } from '../appearance.ts';
import { type Bridge, bridgesOf, maidenAppearance } from '../bridges.ts';
import { ageOn, dayOf, spellDay } from '../dates.ts';
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
import { NEIGHBORHOODS } from '../places.ts';
import { spellsWithin } from '../spells.ts';

const SNAP_HABITS: Habits = {
  office: 'snap',
  letters: 'capitals',
  middle: 'initial',
  secondSurname: 'kept',
  nickname: 15,
  mistyped: 26,
  misread: 8,
  swappedNames: 3,
  hearsAfter: 150,
  birth: { missing: 2, placeholder: 1, swapped: 6, mistyped: 9 },
  ssn: { adults: 950, children: 620, placeholder: 12, mistyped: 12 },
  phone: 750,
  sexMissing: 4,
};

const SNAP_HEADERS = [
  'CASE_NO',
  'CLIENT_ID',
  'LAST',
  'FIRST',
  'MI',
  'SFX',
  'DOB',
  'SEX_CD',
  'SSN',
  'RACE_CD',
  'ETHN_CD',
  'ADDR',
  'CITY',
  'ZIP5',
  'PHONE',
  'SVC_AREA',
  'ELIG_BEGIN',
  'ELIG_END',
  'BENEFIT_AMT',
] as const;

const RACE_CODES: Readonly<Record<string, string>> = {
  aian: '05',
  asian: '03',
  black: '02',
  nhpi: '06',
  white: '01',
  mena: '07',
};

/** Food aid, one row a client and eligibility period; the mainframe's pipe-delimited dump, compressed. */
export const snap: Source = {
  agency: 'human_services',
  dataset: 'snap',
  format: { ...PLAIN, delimiter: '|', newline: '\n', gzip: true },
  fileName: (period) => `SNAPELIG.${period.replace('-', '')}.dat.gz`,
  extract: (snapshot) => tabulate(SNAP_HEADERS, ['CLIENT_ID', 'first day'], eligible(snapshot)),
};

function* eligible(snapshot: Snapshot) {
  yield* spellsWithin(
    snapshot,
    (life) => life.snap,
    (life, stay) => {
      const seen = appear(
        snapshot.chance,
        SNAP_HABITS,
        life.household,
        life.person,
        stay.registration,
        snapshot.until,
      );
      return eligibility(snapshot, life, stay, seen);
    },
  );
  for (const bridge of bridgesOf(snapshot)) {
    const stay = { start: dayOf(2025, 10, 1), registration: 0 };
    yield {
      fields: eligibility(snapshot, bridge.life, stay, maiden(bridge)),
      person: bridge.life.person.index,
      firstDay: stay.start,
    };
  }
}

function maiden(bridge: Bridge): Appearance {
  return maidenAppearance(bridge, (text) => text.toUpperCase());
}

function eligibility(
  { chance }: Snapshot,
  { person, household }: Life,
  stay: Stay,
  seen: Appearance,
): Fields {
  const own = chance.for('eligibility', person.index);
  const area = 1 + NEIGHBORHOODS.findIndex(({ code }) => code === seen.address.neighborhood.code);
  return {
    CASE_NO: localNumber(7, household.head.index, 0),
    CLIENT_ID: localNumber(8, person.index, stay.registration),
    LAST: seen.surname,
    FIRST: seen.given,
    MI: seen.middle,
    SFX: seen.suffix,
    DOB: spellBirth(seen, 'yyyyMMdd'),
    SEX_CD: { F: '2', M: '1', X: '9', '': '9' }[seen.sex],
    SSN: seen.ssn,
    RACE_CD: own.happens(40) ? '99' : (RACE_CODES[person.race] ?? '99'),
    ETHN_CD: person.hispanic ? 'Y' : 'N',
    ADDR: `${seen.address.street} ${seen.address.unit}`.trim().toUpperCase(),
    CITY: seen.address.city.toUpperCase(),
    ZIP5: seen.address.zip,
    PHONE: seen.phone,
    SVC_AREA: String(area).padStart(2, '0'),
    ELIG_BEGIN: spellDay(stay.start, 'yyyyMMdd'),
    ELIG_END: spellDay(stay.end, 'yyyyMMdd'),
    BENEFIT_AMT: `${own.between(23, 290)}.${own.pick(['00', '50'])}`,
  };
}

const CHILD_WELFARE_HABITS: Habits = {
  office: 'child_welfare',
  letters: 'as written',
  middle: 'full',
  secondSurname: 'kept',
  nickname: 90,
  mistyped: 45,
  misread: 0,
  swappedNames: 5,
  hearsAfter: 90,
  birth: { missing: 15, placeholder: 10, swapped: 12, mistyped: 20 },
  ssn: { adults: 420, children: 180, placeholder: 25, mistyped: 15 },
  phone: 550,
  sexMissing: 10,
};

const CHILD_WELFARE_HEADERS = [
  'person_id',
  'case_id',
  'role',
  'first_name',
  'middle_name',
  'last_name',
  'suffix',
  'date_of_birth',
  'sex',
  'ssn',
  'address',
  'city',
  'zip',
  'phone',
  'neighborhood',
  'opened',
  'closed',
] as const;

/** Open cases of child welfare: the children and one caregiver of each. */
export const childWelfare: Source = {
  agency: 'human_services',
  dataset: 'child_welfare',
  format: { ...PLAIN, quotes: 'all' },
  fileName: (period) => `cw_cases_${period}.csv`,
  extract: (snapshot) =>
    tabulate(
      CHILD_WELFARE_HEADERS,
      ['person_id', 'first day'],
      spellsWithin(
        snapshot,
        (life) => life.childWelfare,
        ({ person, household }, stay) => {
          const seen = appear(snapshot.chance, CHILD_WELFARE_HABITS, household, person, 0, snapshot.until);
          return {
            person_id: `CW${localNumber(9, person.index, 0)}`,
            case_id: `C${localNumber(10, household.head.index, 0)}`,
            role: ageOn(person.birth, stay.start) < 18 ? 'child' : 'caregiver',
            first_name: seen.given,
            middle_name: seen.middle,
            last_name: seen.surname,
            suffix: seen.suffix,
            date_of_birth: spellBirth(seen, 'yyyy-MM-dd'),
            sex: seen.sex,
            ssn: dashed(seen.ssn),
            address: [seen.address.street, seen.address.unit].filter((part) => part !== '').join(', '),
            city: seen.address.city,
            zip: seen.address.zip,
            phone: seen.phone,
            neighborhood: seen.address.neighborhood.name,
            opened: spellDay(stay.start, 'yyyy-MM-dd'),
            closed: spellDay(stay.end, 'yyyy-MM-dd'),
          };
        },
      ),
    ),
};
