import { appear, type Habits } from '../appearance.ts';
import { spellDay } from '../dates.ts';
import { localNumber, PLAIN, type Source, spellBirth, tabulate } from '../extract.ts';
import { spellsWithin } from '../spells.ts';

const HABITS: Habits = {
  office: 'wic',
  letters: 'without marks',
  middle: 'initial',
  secondSurname: 'kept',
  nickname: 40,
  mistyped: 32,
  misread: 0,
  swappedNames: 4,
  hearsAfter: 120,
  birth: { missing: 0, placeholder: 2, swapped: 8, mistyped: 10 },
  ssn: { adults: 0, children: 0, placeholder: 0, mistyped: 0 },
  phone: 880,
  sexMissing: 0,
};

const HEADERS = [
  'Participant ID',
  'Last Name',
  'First Name',
  'MI',
  'Date of Birth',
  'Sex',
  'Race',
  'Ethnicity',
  'Mailing Address',
  'City',
  'State',
  'ZIP',
  'Telephone',
  'Tract',
  'Cert Start',
  'Cert End',
] as const;

const RACE_LETTERS: Readonly<Record<string, string>> = {
  aian: 'I',
  asian: 'A',
  black: 'B',
  nhpi: 'P',
  white: 'W',
  mena: 'M',
};

/** Certifications of infants and children, saved from a spreadsheet as "Unicode text": UTF-16 and tabs. */
export const wic: Source = {
  agency: 'public_health',
  dataset: 'wic',
  format: { ...PLAIN, delimiter: '\t', encoding: 'utf-16 little-endian with BOM' },
  fileName: (period) => `WIC certifications ${period}.txt`,
  extract: (snapshot) =>
    tabulate(
      HEADERS,
      ['Participant ID', 'first day'],
      spellsWithin(
        snapshot,
        (life) => life.wic,
        ({ person, household }, stay) => {
          const seen = appear(snapshot.chance, HABITS, household, person, 0, snapshot.until);
          const own = snapshot.chance.for('wic', person.index);
          return {
            'Participant ID': `W${localNumber(6, person.index, 0)}`,
            'Last Name': seen.surname,
            'First Name': seen.given,
            MI: seen.middle,
            'Date of Birth': spellBirth(seen, 'MM/dd/yyyy'),
            Sex: seen.sex,
            Race: own.happens(30) ? 'U' : (RACE_LETTERS[person.race] ?? 'U'),
            Ethnicity: own.happens(20) ? 'U' : person.hispanic ? 'H' : 'N',
            'Mailing Address': own.happens(50)
              ? `PO Box ${own.between(10, 990)}`
              : `${seen.address.street} ${seen.address.unit}`.trim(),
            City: seen.address.city,
            State: 'XX',
            ZIP: `${seen.address.zip}-${own.between(1000, 9999)}`,
            Telephone: seen.phone,
            Tract: seen.address.tract.slice(5),
            'Cert Start': spellDay(stay.start, 'MM/dd/yyyy'),
            'Cert End': spellDay(stay.end, 'MM/dd/yyyy'),
          };
        },
      ),
    ),
};
