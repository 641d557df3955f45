import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryNames } from '../../lib/workspace/query-names.ts';
import { sqlTokens } from '../../lib/workspace/sql-tokens.ts';
import { findingsOf, INDICATOR, workspaceFiles } from './a-workspace.ts';

const QUERY = /query: \|\n(?: {2}.*\n)+/;

function findingsOfQuery(sql: string) {
  const indented = sql.split('\n').map((line) => `  ${line}\n`);
  const written = QUERY.exec(workspaceFiles().get(INDICATOR) ?? '')?.[0] ?? '';
  return findingsOf({ [INDICATOR]: [[written, `query: |\n${indented.join('')}`]] });
}

describe('a query that asks for what is not there', () => {
  it.each([
    [
      'a table that no contract makes',
      'SELECT person_id FROM schools_enrollment',
      'error',
      '"schools_enrolment"',
    ],
    [
      'a joined table that no contract makes',
      'SELECT e.person_id FROM schools_enrolment e JOIN jail_bookings b ON b.person_id = e.person_id',
      'error',
      'There are',
    ],
    [
      'a column that the contract drops',
      'SELECT e.person_id, e.media_consent FROM schools_enrolment e',
      'error',
      'consent',
    ],
    [
      'a column that identifies people',
      'SELECT person_id, last_name FROM schools_enrolment',
      'error',
      'surname',
    ],
    [
      'a column that is kept under another name',
      'SELECT e.person_id, e.gender FROM schools_enrolment AS e',
      'error',
      'kept as sex',
    ],
    ['a column that is misspelt', 'SELECT s.seets FROM childcare_seats s', 'error', '"seats"'],
    [
      'a bare column that is nearly one',
      'SELECT person_id, entry_dat FROM schools_enrolment',
      'warning',
      '"entry_date"',
    ],
    [
      'a placeholder that stands for nothing',
      'SELECT person_id FROM schools_enrolment WHERE period = {{quarter}}',
      'error',
      'period',
    ],
  ])('%s is told', (_, sql, severity, remedy) => {
    const findings = findingsOfQuery(sql);

    expect(findings).toMatchObject([{ code: 'query', severity, file: INDICATOR }]);
    expect(findings[0]?.remedy).toContain(remedy);
  });

  it('a dataset that the indicator does not list is told, for agreements go by that list', () => {
    const findings = findingsOf({
      [INDICATOR]: [['datasets: [schools/enrolment, childcare/seats]', 'datasets: [childcare/seats]']],
    });

    expect(findings).toMatchObject([
      { code: 'query', remedy: expect.stringContaining('Add schools/enrolment') },
    ]);
  });
});

describe('a query that asks for what is there', () => {
  it.each([
    `WITH latest AS (SELECT person_id, max(period) AS newest FROM schools_enrolment GROUP BY person_id),
     places (place, many) AS (SELECT area, sum(seats) FROM childcare_seats GROUP BY area)
     SELECT l.person_id, l.newest, p.place, p.many FROM latest l CROSS JOIN places p`,
    `SELECT e.person_id, extract(year FROM e.entry_date) AS y, trim(both ' ' FROM e.area) AS area, age a
     FROM schools_enrolment e WHERE e.exit_date IS DISTINCT FROM e.entry_date -- last_name
     /* e.surname */ AND e.area <> 'from nowhere n'`,
    `SELECT person_id, "area", count(*) FILTER (WHERE grade = 'K') OVER (PARTITION BY area ORDER BY entry_date ROWS
     BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS n FROM "schools_enrolment"`,
    `SELECT s.person_id, t.grades FROM schools_enrolment AS s CROSS JOIN UNNEST(ARRAY['K', '01']) AS t(grades)
     WHERE any_match(ARRAY[s.grade], gender -> gender = t.grades)`,
    `SELECT x.person_id, x.program FROM spells x JOIN persons p ON p.person_id = x.person_id, events v
     WHERE p.anything = v.whatever`,
    `SELECT sub.gender FROM (SELECT sex AS gender FROM schools_enrolment) sub`,
    `SELECT e.person_id, DATE_DIFF('day', entry_date, DATE '2026-03-31') dayz FROM schools_enrolment e
     WHERE entry_date BETWEEN date {{ period_start }} AND CAST({{period_end}} AS date) + INTERVAL '1' day`,
    `SELECT r.a.b FROM schools_enrolment r`,
    `SELECT person_id, extract(year FROM entry_date) AS y, substring(area FROM 2) AS tail FROM schools_enrolment`,
    `SELECT person_id, 'before' AS period FROM schools_enrolment WHERE period = 'before'`,
    `SELECT person_id FROM schools_enrolment WHERE period IN ('2026-Q1', {{period}}) AND period > '2019-Q1'`,
  ])('draws no finding (%#)', (sql) => {
    const findings = findingsOfQuery(sql);

    expect(findings).toEqual([]);
  });

  it('is cut into words without losing a character, whatever it is', () => {
    const sqls = fc.string({ unit: fc.constantFrom(...'ab1 ."\'-/*{}(),>\n'), maxLength: 60 });

    fc.assert(
      fc.property(sqls, (sql) => {
        const offsets = sqlTokens(sql).map(({ offset }) => offset);

        expect(offsets).toEqual([...offsets].sort((a, b) => a - b));
        expect(() => queryNames(sql)).not.toThrow();
      }),
    );
  });
});
