import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integratedTables } from '../../lib/integration/integrate.ts';
import {
  aColumn,
  aContract,
  aHost,
  aPlan,
  aWorkspace,
  type Delivered,
  type Host,
  integrated,
  rowsOf,
} from './county.ts';

const SEX = aColumn('sex', {
  role: 'sex',
  codes: { vocabulary: 'sex', map: { '1': 'male', '2': 'female' }, severity: 'warning' },
});
const BORN = aColumn('dob', {
  type: 'date',
  role: 'birth_date',
  keep: [{ as: 'birth_year', derive: 'birth_year' }],
});

const wic = aContract('health/wic', [SEX, BORN, aColumn('weight', { type: 'number' })]);
const school = aContract('schools/enrolment', [
  aColumn('sex'),
  aColumn('dob', { type: 'date', role: 'birth_date', keep: [{ as: 'birth_month', derive: 'birth_month' }] }),
  aColumn('race'),
]);
const seats = aContract('early/seats', [aColumn('neighborhood'), aColumn('seats', { type: 'integer' })], {
  ofPeople: false,
});

describe('a dataset table', () => {
  let host: Host;
  beforeAll(async () => {
    host = await aHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it('has the person of each record, shared codes, and every period that delivers it', async () => {
    const delivered: Delivered[] = [
      {
        dataset: 'health/wic',
        period: '2025-Q4',
        rows: [{ record_id: 'r1', person: 'p1', sex: '2', birth_year: 2020n, weight: '3.5' }],
      },
      {
        dataset: 'health/wic',
        period: '2026-Q1',
        rows: [
          { record_id: 'r1', person: 'p1', sex: '2', birth_year: 2020n, weight: '4.2500' },
          { record_id: 'r2', person: 'p2', sex: '7', birth_year: null, weight: null },
        ],
      },
      {
        dataset: 'early/seats',
        period: '2026-Q1',
        rows: [{ record_id: 's1', neighborhood: 'north', seats: 40n }],
      },
    ];
    const workspace = aWorkspace([wic, seats]);
    const plan = aPlan(delivered);

    await integrated(host, plan, workspace, delivered);
    const people = await rowsOf(host, 'SELECT * FROM health_wic ORDER BY record_id, period');
    const places = await rowsOf(host, 'SELECT * FROM early_seats');

    expect(people).toEqual([
      {
        person_id: 'p1',
        record_id: 'r1',
        period: '2025-Q4',
        sex: 'female',
        birth_year: 2020n,
        weight: '3.5000',
      },
      {
        person_id: 'p1',
        record_id: 'r1',
        period: '2026-Q1',
        sex: 'female',
        birth_year: 2020n,
        weight: '4.2500',
      },
      { person_id: 'p2', record_id: 'r2', period: '2026-Q1', sex: null, birth_year: null, weight: null },
    ]);
    expect(places).toEqual([{ record_id: 's1', period: '2026-Q1', neighborhood: 'north', seats: 40n }]);
    expect(integratedTables(plan, workspace).map(({ name }) => name)).toEqual([
      'early_seats',
      'health_wic',
      'persons',
      'spells',
      'events',
    ]);
  });
});

describe('persons', () => {
  let host: Host;
  beforeAll(async () => {
    host = await aHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it('takes what most records say, then the latest period, then the smallest code, and counts who disagrees', async () => {
    const says = (record_id: string, person: string, sex: string | null, race: string | null = null) => ({
      record_id,
      person,
      sex,
      race,
    });
    const delivered: Delivered[] = [
      {
        dataset: 'health/wic',
        period: '2025-Q4',
        rows: [
          { ...says('w1', 'majority', '1'), birth_year: 2019n },
          { ...says('w2', 'latest', '1'), birth_year: 2018n },
          { ...says('w3', 'smallest', '1'), birth_year: null },
          { ...says('w4', 'silent', null), birth_year: null },
        ],
      },
      {
        dataset: 'schools/enrolment',
        period: '2025-Q4',
        rows: [
          { ...says('s1', 'majority', 'female', 'Unknown'), birth_month: '2020-05' },
          { ...says('s2', 'majority', 'female', 'asian'), birth_month: '2020-05' },
          { ...says('s3', 'smallest', 'female'), birth_month: null },
        ],
      },
      {
        dataset: 'schools/enrolment',
        period: '2026-Q1',
        rows: [{ ...says('s4', 'latest', 'female'), birth_month: null }],
      },
    ];

    await integrated(host, aPlan(delivered), aWorkspace([wic, school]), delivered);
    const persons = await rowsOf(
      host,
      'SELECT person_id, sex, sex_sources, sex_disagree, birth_year, birth_year_disagree, birth_month, race, county_sources FROM persons ORDER BY person_id',
    );

    expect(persons).toEqual([
      {
        person_id: 'latest',
        sex: 'female',
        sex_sources: 2n,
        sex_disagree: 1n,
        birth_year: 2018n,
        birth_year_disagree: 0n,
        birth_month: null,
        race: null,
        county_sources: 0n,
      },
      {
        person_id: 'majority',
        sex: 'female',
        sex_sources: 2n,
        sex_disagree: 1n,
        birth_year: 2020n,
        birth_year_disagree: 1n,
        birth_month: '2020-05',
        race: 'asian',
        county_sources: 0n,
      },
      {
        person_id: 'silent',
        sex: null,
        sex_sources: 0n,
        sex_disagree: 0n,
        birth_year: null,
        birth_year_disagree: 0n,
        birth_month: null,
        race: null,
        county_sources: 0n,
      },
      {
        person_id: 'smallest',
        sex: 'female',
        sex_sources: 2n,
        sex_disagree: 1n,
        birth_year: null,
        birth_year_disagree: 0n,
        birth_month: null,
        race: null,
        county_sources: 0n,
      },
    ]);
  });

  it('lets a record speak once, as the latest period has it', async () => {
    await using fresh = await aHost();
    const monthly = aContract('labs/tests', [aColumn('sex')], { frequency: 'month' });
    const delivered: Delivered[] = [
      { dataset: 'labs/tests', period: '2025-12', rows: [{ record_id: 'r1', person: 'p', sex: 'x' }] },
      { dataset: 'labs/tests', period: '2026-Q1', rows: [{ record_id: 'r1', person: 'p', sex: 'y' }] },
      { dataset: 'labs/tests', period: '2026-02', rows: [{ record_id: 'r1', person: 'p', sex: 'x' }] },
    ];

    await integrated(fresh, aPlan(delivered), aWorkspace([monthly]), delivered);
    const persons = await rowsOf(fresh, 'SELECT sex, sex_sources, sex_disagree FROM persons');

    expect(persons).toEqual([{ sex: 'y', sex_sources: 1n, sex_disagree: 0n }]);
  });
});

describe('a scope', () => {
  let host: Host;
  beforeAll(async () => {
    host = await aHost();
  });
  afterAll(() => host[Symbol.asyncDispose]());

  it('joins nothing that only another agreement names', async () => {
    const a = aContract('a/one', [aColumn('sex')]);
    const b = aContract('b/two', [aColumn('sex')]);
    const c = aContract('c/three', [aColumn('sex')]);
    const delivered: Delivered[] = [
      { dataset: 'a/one', period: '2026-Q1', rows: [{ record_id: 'a1', person: 'p', sex: 'x' }] },
      { dataset: 'b/two', period: '2026-Q1', rows: [{ record_id: 'b1', person: 'p', sex: 'y' }] },
      { dataset: 'c/three', period: '2026-Q1', rows: [{ record_id: 'c1', person: 'p', sex: 'y' }] },
    ];
    const plan = aPlan(delivered, {
      scopes: [
        { id: 'a_and_c', agreements: ['a_and_c'], datasets: ['a/one', 'c/three'] },
        { id: 'b_and_c', agreements: ['b_and_c'], datasets: ['b/two', 'c/three'] },
      ],
    });

    await integrated(host, plan, aWorkspace([a, b, c]), delivered);
    const tables = integratedTables(plan, aWorkspace([a, b, c])).map(
      ({ database, name }) => `${database}.${name}`,
    );
    const [first] = await rowsOf(host, 'SELECT sex, sex_sources FROM persons', 'a_and_c');

    expect(tables).not.toContain('integrated_a_and_c.b_two');
    expect(tables).not.toContain('integrated_b_and_c.a_one');
    expect(first).toEqual({ sex: 'x', sex_sources: 2n });
  });
});
