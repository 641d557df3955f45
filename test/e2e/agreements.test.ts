import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, tributary } from './command-line.ts';
import { aFolder, writeFiles } from './small-workspace.ts';

const CONTRACT = (agency: string, dataset: string) => `apiVersion: v3.1.0
kind: DataContract
id: ${agency}-${dataset}
name: ${dataset}
version: 1.0.0
status: active
description: { purpose: People of ${dataset}. }
schema:
  - name: ${dataset}
    properties:
      - { name: no, required: true, primaryKey: true, customProperties: [{ property: role, value: local_id }] }
      - { name: first, customProperties: [{ property: role, value: given_name }] }
      - { name: last, customProperties: [{ property: role, value: surname }] }
      - { name: born, logicalType: date, customProperties: [{ property: role, value: birth_date }, { property: keep, value: birth_year }] }
      - { name: ssn, customProperties: [{ property: role, value: ssn }] }
`;

const AGREEMENT = (one: string, other: string, indicators: string) => `title: ${one} and ${other}
parties: [${one}, ${other}]
datasets: [${one}/people, ${other}/people]
purpose: indicators
indicators: [${indicators}]
authority: none
effective: 2026-01-01
expires: 2027-12-31
signatories:
  - { name: O, agency: ${one}, date: 2025-12-01 }
  - { name: O, agency: ${other}, date: 2025-12-01 }
`;

const INDICATOR = (one: string, other: string) => `title: In ${one} and ${other}
definition: People in both.
limitations: Made up.
datasets: [${one}/people, ${other}/people]
query: |
  SELECT DISTINCT x.person_id, 'both' AS side
  FROM ${one}_people x JOIN ${other}_people y ON y.person_id = x.person_id
measures: [{ kind: persons, title: People }]
dimensions: [{ name: side, title: Side, codes: [both] }]
`;

/** The same forty people under the numbers of one agency. */
function people(agency: string): string {
  const rows = Array.from(
    { length: 40 },
    (_, n) =>
      `${agency}${n},Given${String.fromCharCode(97 + (n % 26))}${n % 7},Family${String.fromCharCode(97 + ((n * 5) % 26))}er,19${50 + (n % 40)}-0${1 + (n % 9)}-1${n % 10},${300 + n}-${20 + n}-${2000 + n * 31}`,
  );
  return `no,first,last,born,ssn\n${rows.join('\n')}\n`;
}

describe('with A–C and C–B agreed and A–B not', () => {
  const folder = aFolder('agreements');
  const env = { SOURCE_DATE_EPOCH: '1776700000' };
  let run: Answer;
  let persons: { scope: string; agency: string; person: string }[];

  beforeAll(async () => {
    writeFiles(folder, {
      'collaborative.yaml':
        'name: three\ntitle: Three\ncalendar: { cycle: quarter, first: 2026-Q1 }\npolicy: { threshold: 3 }\n',
      ...Object.fromEntries(
        ['a', 'b', 'c'].flatMap((agency) => [
          [
            `agencies/${agency}.yaml`,
            `name: Agency ${agency}\nowner: { name: O, email: o@${agency}.example }\n`,
          ],
          [`contracts/${agency}/people.yaml`, CONTRACT(agency, 'people')],
          [`in/${agency}.csv`, people(agency)],
        ]),
      ),
      'agreements/a_c.yaml': AGREEMENT('a', 'c', 'a_and_c, a_and_b'),
      'agreements/c_b.yaml': AGREEMENT('c', 'b', 'c_and_b, a_and_b'),
      'indicators/a_and_c.yaml': INDICATOR('a', 'c'),
      'indicators/c_and_b.yaml': INDICATOR('c', 'b'),
      'indicators/a_and_b.yaml': INDICATOR('a', 'b'),
    });
    for (const agency of ['a', 'b', 'c']) {
      await tributary(
        [
          '--workspace',
          folder,
          'submit',
          '--agency',
          agency,
          '--dataset',
          'people',
          '--period',
          '2026-Q1',
          join(folder, 'in', `${agency}.csv`),
        ],
        { env },
      );
    }
    run = await tributary(['--workspace', folder, 'run'], { env });
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    const state = join(folder, '.tributary');
    const reader = await connection.runAndReadAll(`
      SELECT p.scope, i.agency, p.person_id
      FROM read_parquet('${state}/crosswalk/runs/r0001/persons/*.parquet') p
      JOIN read_parquet('${state}/tokens/identities/*/*.parquet') i ON i.record_id = p.record_id
      ORDER BY ALL`);
    persons = reader.getRowsJson().map(([scope, agency, person]) => ({
      scope: String(scope),
      agency: String(agency),
      person: String(person),
    }));
  });

  it('people of A and C, and of C and B, are found to be the same', () => {
    const both = (scope: string, x: string, y: string) => {
      const of = (agency: string) =>
        new Set(
          persons.filter((one) => one.scope === scope && one.agency === agency).map(({ person }) => person),
        );
      return of(x).intersection(of(y)).size;
    };

    expect(both('a_c', 'a', 'c')).toBe(40);
    expect(both('c_b', 'c', 'b')).toBe(40);
  });

  it('no scope holds both A and B, so nothing joins them through C either', () => {
    const scopes = Map.groupBy(persons, ({ scope }) => scope);

    for (const [scope, members] of scopes) {
      const agencies = new Set(members.map(({ agency }) => agency));
      expect(agencies.has('a') && agencies.has('b'), scope).toBe(false);
    }
  });

  it('no person id of A is one of B', () => {
    const of = (agency: string) =>
      new Set(persons.filter((one) => one.agency === agency).map(({ person }) => person));

    expect(of('a').intersection(of('b')).size).toBe(0);
  });

  it('an indicator over A and B is not published, the run says why, and exits with 4', () => {
    expect(run.code).toBe(4);
    expect(run.out).toMatch(/indicator a_and_b: /);
  });

  it('the others are published', async () => {
    const answer = await tributary(
      ['--workspace', folder, '--json', 'query', 'SELECT persons FROM a_and_c'],
      { env },
    );

    expect(JSON.parse(answer.out)).toContainEqual({ persons: 40 });
  });
});
