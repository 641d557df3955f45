import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SqlRow } from '../../lib/ports/query-engine.ts';
import { BLOOM_FIELDS, IDENTITY_COLUMNS, TOKEN_FIELDS } from '../../lib/tokens/columns.ts';
import { identitiesFrom } from '../../lib/tokens/separate.ts';
import type { Role } from '../../lib/workspace/model.ts';
import { aPlace, expectedToken, knownKeys, type Place, rowsOf } from './build.ts';

let place: Place;

beforeAll(async () => {
  place = await aPlace();
});

afterAll(() => place[Symbol.asyncDispose]());

interface Given {
  readonly roles: Readonly<Partial<Record<Role, readonly string[]>>>;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly root?: string;
  readonly codes?: ReadonlyMap<Role, Readonly<Record<string, string>>>;
  readonly localIdScope?: string;
}

async function identitiesOf({ roles, columns, rows, root, codes, localIdScope }: Given) {
  await using bench = await place.bench();
  const { select, present } = await identitiesFrom({
    workbench: bench,
    keys: knownKeys(root),
    relation: `SELECT *, 'r' || row_number AS record_id FROM (${rowsOf(columns, rows)})`,
    roles: new Map(Object.entries(roles) as [Role, readonly string[]][]),
    agency: 'clinic',
    dataset: 'visits',
    period: '2026-Q1',
    scratch: 'test',
    ...(codes ? { codes } : {}),
    ...(localIdScope ? { localIdScope } : {}),
  });
  return { rows: await bench.rows(select), present };
}

const PERSON: Given = {
  roles: {
    local_id: ['id'],
    given_name: ['first'],
    surname: ['last'],
    birth_date: ['born'],
    sex: ['sex'],
    ssn: ['ssn'],
    phone: ['phone'],
    email: ['mail'],
    street: ['no', 'street'],
    city: ['city'],
    postal_code: ['zip'],
  },
  columns: ['id', 'first', 'last', 'born', 'sex', 'ssn', 'phone', 'mail', 'no', 'street', 'city', 'zip'],
  rows: [
    [
      '007',
      'Bob Lee',
      'García-López Jr',
      '1984-07-09',
      'male',
      '536-22-8145',
      '(515) 555-0134',
      'Bob@School.org',
      '12',
      'N Main St',
      'St. Paul',
      '50309-1234',
    ],
  ],
};

describe('identities', () => {
  it('have the declared columns and one row a record', async () => {
    const { rows } = await identitiesOf({
      ...PERSON,
      rows: [...PERSON.rows, ...PERSON.rows, PERSON.columns.map(() => null)],
    });

    expect(rows.map((row) => row['record_id'])).toEqual(['r1', 'r2', 'r3']);
    expect(Object.keys(rows[0] ?? {})).toEqual(IDENTITY_COLUMNS.map(({ name }) => name));
    expect(rows[0]).toMatchObject({
      agency: 'clinic',
      dataset: 'visits',
      period: '2026-Q1',
      key_version: 'v1',
    });
    expect({ ...rows[0], record_id: '' }).toEqual({ ...rows[1], record_id: '' });
  });

  it('hold HMAC-SHA-256 of the normalised identifiers, under a key a column', async () => {
    const { rows } = await identitiesOf(PERSON);

    const normalised: Readonly<Record<string, string>> = {
      local_id: 'clinic/visits|007',
      given_name: 'BOB',
      given_name_root: 'ROBERT',
      given_name_sound: 'PP',
      given_name_initial: 'B',
      middle_initial: 'L',
      surname: 'GARCIALOPEZ',
      surname_first: 'GARCIA',
      surname_last: 'LOPEZ',
      surname_sound: 'KRSLPS',
      suffix: 'JR',
      birth_date: '19840709',
      birth_year: '1984',
      birth_month_day: '0709',
      sex: 'M',
      ssn: '536228145',
      ssn_last4: '8145',
      phone: '5155550134',
      email: 'bob@school.org',
      street: '12 NORTH MAIN STREET',
      street_number: '12',
      city: 'SAINTPAUL',
      postal_code: '50309',
    };
    const expected = Object.entries(normalised).map(([column, text]) => [
      column,
      expectedToken(column, text),
    ]);
    const swaps = [
      ['birth_date_swapped', expectedToken('birth_date', '19840907')],
      ['given_name_as_surname', expectedToken('surname', 'BOB')],
      ['surname_as_given_name', expectedToken('given_name', 'GARCIA')],
    ];
    expect(rows[0]).toMatchObject(Object.fromEntries([...expected, ...swaps]));
    expect(expected.length + swaps.length).toBe(TOKEN_FIELDS.length);
  });

  it('see names and dates that were swapped', async () => {
    const { rows } = await identitiesOf({
      roles: { given_name: ['first'], surname: ['last'], birth_date: ['born'] },
      columns: ['first', 'last', 'born'],
      rows: [
        ['Kim', 'Lee', '2001-03-04'],
        ['Lee', 'Kim', '2001-04-03'],
      ],
    });

    const [one, other] = rows;
    expect(one?.['given_name_as_surname']).toBe(other?.['surname']);
    expect(one?.['surname_as_given_name']).toBe(other?.['given_name']);
    expect(one?.['birth_date_swapped']).toBe(other?.['birth_date']);
  });

  it('are the same from a whole name as from its parts', async () => {
    const parts = await identitiesOf({
      roles: { given_name: ['first'], middle_name: ['middle'], surname: ['last'], suffix: ['suffix'] },
      columns: ['first', 'middle', 'last', 'suffix'],
      rows: [['Ana', 'Maria', 'de la Cruz', 'III']],
    });
    const whole = await identitiesOf({
      roles: { full_name: ['name'] },
      columns: ['name'],
      rows: [['DE LA CRUZ III, ANA M.']],
    });

    expect(whole.rows).toEqual(parts.rows);
  });

  it('count placeholders as missing', async () => {
    const { rows, present } = await identitiesOf({
      roles: { given_name: ['first'], surname: ['last'], ssn: ['ssn'] },
      columns: ['first', 'last', 'ssn'],
      rows: [
        ['BABY BOY', 'Diaz', '000-00-0000'],
        ['Ana', 'Diaz', '123-45-6789'],
        [null, ' ', '536228145'],
        ['', 'Unknown', '536228145'],
      ],
    });

    expect(Object.fromEntries(present)).toEqual({ given_name: 1, surname: 2, ssn: 2 });
    expect(rows.map((row) => row['ssn'] === null)).toEqual([true, true, false, false]);
    expect(rows.map((row) => row['given_name'] === null && row['given_name_b1'] === null)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('tell equal local ids of two numberings apart, and see those of one', async () => {
    const given: Given = { roles: { local_id: ['id'] }, columns: ['id'], rows: [['17']] };
    const [one, same, other] = await Promise.all([
      identitiesOf({ ...given, localIdScope: 'school/enrolment' }),
      identitiesOf({ ...given, localIdScope: 'school/enrolment' }),
      identitiesOf(given),
    ]);

    expect(one.rows).toEqual(same.rows);
    expect(one.rows[0]?.['local_id']).not.toBe(other.rows[0]?.['local_id']);
  });

  it('map an agency’s codes of sex before reading them', async () => {
    const { rows } = await identitiesOf({
      roles: { sex: ['gender'] },
      columns: ['gender'],
      rows: [['0'], ['1']],
      codes: new Map([['sex', { '0': 'F', '1': 'M' }]]),
    });

    expect(rows.map((row) => row['sex'])).toEqual([expectedToken('sex', 'F'), expectedToken('sex', 'M')]);
  });

  it('differ wholly under another root key', async () => {
    const one = await identitiesOf(PERSON);
    const other = await identitiesOf({ ...PERSON, root: 'rotated' });

    const codes = (row: SqlRow | undefined) =>
      Object.values(row ?? {}).filter((value) => typeof value === 'bigint');
    expect(codes(one.rows[0]).filter((value) => codes(other.rows[0]).includes(value))).toEqual([]);
  });

  it('use another key for each column, so that equal texts in two columns do not show', async () => {
    const { rows } = await identitiesOf({
      roles: { phone: ['a'], ssn: ['b'], city: ['c'], surname: ['c'] },
      columns: ['a', 'b', 'c'],
      rows: [['5155550134', '5155550134', 'Lincoln']],
    });

    expect(rows[0]?.['phone']).not.toBe(rows[0]?.['ssn']);
    expect(rows[0]?.['city']).not.toBe(rows[0]?.['surname']);
  });

  it('have whole filters or none', async () => {
    const { rows } = await identitiesOf({
      ...PERSON,
      rows: [...PERSON.rows, PERSON.columns.map(() => null)],
    });

    const words = BLOOM_FIELDS.flatMap((field) =>
      Array.from({ length: 8 }, (_, at) => `${field}_b${at + 1}`),
    );
    expect(words.filter((word) => rows[0]?.[word] === null)).toEqual([]);
    expect(words.filter((word) => rows[1]?.[word] !== null)).toEqual([]);
  });

  it('come of more distinct values than one batch holds', async () => {
    await using bench = await place.bench();
    const { select, present } = await identitiesFrom({
      workbench: bench,
      keys: knownKeys(),
      relation: `SELECT 'r' || lpad(CAST(i AS varchar), 6, '0') AS record_id, CAST(100000000 + i * 7 AS varchar) AS ssn FROM range(40000) AS numbers(i)`,
      roles: new Map([['ssn', ['ssn']]]),
      agency: 'clinic',
      dataset: 'visits',
      period: '2026',
      scratch: 'many',
    });

    const [row] = await bench.rows(
      `SELECT count(*) AS n, count(DISTINCT ssn) AS different, min(ssn) FILTER (WHERE record_id = 'r039999') AS last FROM (${select})`,
    );

    expect(present.get('ssn')).toBe(39996);
    expect(row).toEqual({ n: 40000n, different: 39996n, last: expectedToken('ssn', '100279993') });
  });
});
