import { describe, expect, it } from 'vitest';
import { Chance } from '../../lib/demo/chance.ts';
import { ageOn, dayOf } from '../../lib/demo/dates.ts';
import { LAST_DAY, makeHouseholds } from '../../lib/demo/households.ts';
import { kindergartenYear, livesOf } from '../../lib/demo/lives.ts';
import { filesOf, rowsOf, textOf } from './builders.ts';

const chance = new Chance('people');
const households = makeHouseholds(chance, 5000);
const people = households.flatMap(({ members }) => members);
const lives = households.flatMap((household) => livesOf(chance, household));
const share = (of: number, all: number) => of / all;

describe('the people of a county', () => {
  it('are as many as were asked for, each with a number of their own', () => {
    expect(people.map(({ index }) => index)).toEqual(Array.from({ length: 5000 }, (_, index) => index));
  });

  it('are children to about a third', () => {
    const children = people.filter(({ birth }) => ageOn(birth, LAST_DAY) < 18);

    expect(share(children.length, people.length)).toBeGreaterThan(0.28);
    expect(share(children.length, people.length)).toBeLessThan(0.45);
  });

  it('have twins among them, who share a birth date and not a name', () => {
    const twins = people.flatMap((person) => {
      const other = person.twin === undefined ? undefined : people[person.twin];
      return other === undefined ? [] : [[person, other] as const];
    });

    expect(twins.length).toBeGreaterThan(10);
    expect(twins.filter(([one, other]) => one.birth !== other.birth)).toEqual([]);
    expect(twins.filter(([one, other]) => one.surname.join() !== other.surname.join())).toEqual([]);
  });

  it('have sons who bear their father’s name', () => {
    const namesakes = households.filter(({ members }) =>
      members.some(
        (son) =>
          son.suffix !== '' &&
          members.some(
            (father) => father.index < son.index && father.given === son.given && father.sex === 'M',
          ),
      ),
    );

    expect(namesakes.length).toBeGreaterThan(5);
  });

  it('have names as names are: few common ones, many rare ones, of one part, two or with a hyphen', () => {
    const surnames = new Map<string, number>();
    for (const { surname } of people)
      surnames.set(surname.join(' '), (surnames.get(surname.join(' ')) ?? 0) + 1);
    const counts = [...surnames.values()].toSorted((one, other) => other - one);
    const all = [...surnames.keys()];

    expect(counts[0] ?? 0).toBeGreaterThan(40);
    expect(counts.filter((count) => count <= 3).length).toBeGreaterThan(300);
    expect(all.filter((name) => name.includes(' ')).length).toBeGreaterThan(50);
    expect(all.filter((name) => name.includes('-')).length).toBeGreaterThan(20);
    expect(all.some((name) => /[áéíóúñ]/u.test(name))).toBe(true);
  });

  it('move, marry, and live in town and country', () => {
    const moved = households.filter(({ homes }) => homes.length > 1);
    const married = people.filter(({ before }) => before !== undefined && before.until > dayOf(2022, 1, 1));
    const rural = households.filter(({ homes }) => homes[0].address.neighborhood.area === 'rural');

    expect(share(moved.length, households.length)).toBeGreaterThan(0.15);
    expect(married.length).toBeGreaterThan(30);
    expect(share(rural.length, households.length)).toBeGreaterThan(0.1);
  });

  it('have social security numbers that were never given to anybody, each a different one', () => {
    const numbers = people.flatMap(({ ssn }) => (ssn === undefined ? [] : [ssn]));

    expect(numbers.filter((ssn) => !/^9\d\d[0-4]\d\d{4}$/u.test(ssn))).toEqual([]);
    expect(new Set(numbers).size).toBeGreaterThan(numbers.length - 3);
  });

  it('do nothing before they are born', () => {
    const early = lives.flatMap(({ person, ...life }) =>
      [
        life.homeVisiting,
        life.childCare,
        life.preK,
        life.school,
        life.wic,
        life.snap,
        life.childWelfare,
        life.shelter,
      ]
        .flat()
        .filter(({ start, end }) => start < person.birth || (end !== undefined && end < start)),
    );

    expect(early).toEqual([]);
  });

  it('enter kindergarten in the autumn in which they are five', () => {
    expect(kindergartenYear(dayOf(2020, 9, 1))).toBe(2025);
    expect(kindergartenYear(dayOf(2020, 9, 2))).toBe(2026);
  });
});

describe('what offices have of them', () => {
  const files = filesOf(6000, 'defects');
  const column = (path: string, header: string, delimiter = ',') =>
    rowsOf(textOf(files.get(path)), delimiter).map((row) => row.get(header) ?? '');

  it('holds babies without a name and people who gave none', () => {
    const babies = column('extracts/vital_records/births_2026Q1.csv', 'CHILD_FIRST');
    const guests = column('extracts/homeless_services/hmis_stays_2026-Q1.csv', 'FirstName');

    expect(babies.filter((name) => /^BABY (?:BOY|GIRL)$/u.test(name)).length).toBeGreaterThan(3);
    expect(guests).toContain('Anonymous');
  });

  it('holds placeholders for numbers and dates', () => {
    const numbers = column('extracts/human_services/SNAPELIG.2026Q1.dat.gz', 'SSN', '|');
    const dates = column('extracts/homeless_services/hmis_stays_2026-Q1.csv', 'DOB');

    for (const placeholder of ['000000000', '123456789', '999999999']) expect(numbers).toContain(placeholder);
    expect(dates).toContain('1900-01-01');
    expect(dates).toContain('');
  });

  it('holds one number for two members of a household', () => {
    const rows = rowsOf(textOf(files.get('extracts/human_services/SNAPELIG.2026Q1.dat.gz')), '|');
    const owners = new Map<string, Set<string>>();
    for (const row of rows) {
      const ssn = row.get('SSN') ?? '';
      owners.set(ssn, (owners.get(ssn) ?? new Set()).add(row.get('CLIENT_ID') ?? ''));
    }
    const shared = [...owners].filter(([ssn, clients]) => clients.size > 1 && /^9\d\d[0-4]/u.test(ssn));

    expect(shared.length).toBeGreaterThan(0);
  });

  it('lacks the numbers of most children', () => {
    const rows = rowsOf(textOf(files.get('extracts/human_services/cw_cases_2026-Q1.csv')));
    const children = rows.filter((row) => row.get('role') === 'child');
    const without = children.filter((row) => row.get('ssn') === '');

    expect(share(without.length, children.length)).toBeGreaterThan(0.6);
  });

  it('holds rows of people who did not consent', () => {
    const consent = column('extracts/homeless_services/hmis_stays_2026-Q1.csv', 'ReleaseOfInformation');

    expect(consent).toContain('Y');
    expect(consent).toContain('N');
  });

  it('holds women under two names whom a later record joins', () => {
    const snap = rowsOf(textOf(files.get('extracts/human_services/SNAPELIG.2026Q1.dat.gz')), '|');
    const first = rowsOf(textOf(files.get('extracts/homeless_services/hmis_stays_2026-Q1.csv')));
    const second = rowsOf(textOf(files.get('extracts/homeless_services/hmis_stays_2026-Q2.csv')));
    const joining = second.filter(
      (row) => row.get('EntryDate') === '2026-05-18' && row.get('LastName')?.includes('-'),
    );

    const joined = joining.filter((row) => {
      const [maiden = '', married = ''] = row.get('LastName')?.split('-') ?? [];
      const atSnap = snap.some(
        (client) =>
          client.get('LAST') === maiden.toUpperCase() &&
          client.get('SSN') === row.get('SSN')?.replaceAll('-', ''),
      );
      const atShelter = first.some(
        (guest) =>
          guest.get('LastName') === married &&
          guest.get('SSN') === '' &&
          guest.get('Phone') === row.get('Phone'),
      );
      return atSnap && atShelter;
    });

    expect(joined).toHaveLength(3);
  });
});
