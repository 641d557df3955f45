import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MACROS, translateCreateTable, translateSelect } from '../../lib/adapters/local/dialect.ts';
import { CASTS } from '../../lib/adapters/local/dialect-casts.ts';
import { FUNCTIONS } from '../../lib/adapters/local/dialect-functions.ts';
import { dialectPage } from '../../lib/adapters/local/dialect-page.ts';
import { REFUSALS } from '../../lib/adapters/local/dialect-refusals.ts';
import { toSqlValue } from '../../lib/adapters/local/duckdb-values.ts';
import type { SqlValue } from '../../lib/ports/query-engine.ts';

const translated = (sql: string) => translateSelect({ name: 'asked', sql, database: 'd' }).sql;

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  for (const macro of MACROS) await connection.run(macro);
  await connection.run('SET integer_division = true');
});

afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

async function answer(expression: string): Promise<SqlValue> {
  const reader = await connection.runAndReadAll(translated(`SELECT ${expression} AS x`));
  return toSqlValue(reader.getColumns()[0]?.[0] ?? null, reader.columnType(0));
}

/** Answers of Trino 476; `npm run test:trino` asks it itself, and of much more. */
const MEASURED: readonly (readonly [string, SqlValue])[] = [
  ['7 / 2', 3n],
  ['-7 / 2', -3n],
  ["concat('a', CAST(NULL AS varchar), 'b')", null],
  ['greatest(1, NULL)', null],
  ['least(3, 1, 2)', 1n],
  ["date_diff('year', DATE '2000-06-15', DATE '2024-06-14')", 23n],
  ["date_diff('month', DATE '2024-01-31', DATE '2024-02-29')", 1n],
  ["date_add('month', 1, DATE '2024-01-31')", '2024-02-29'],
  ["date_trunc('quarter', DATE '2024-06-30')", '2024-04-01'],
  ["extract(dow FROM DATE '2024-03-03')", 7n],
  ["date_format(DATE '2024-02-09', '%Y-%m')", '2024-02'],
  ['CAST(2.5e0 AS integer)', 3n],
  ['CAST(-2.5e0 AS bigint)', -3n],
  ["TRY_CAST('1.5' AS integer)", null],
  ["TRY_CAST('1e3' AS bigint)", null],
  ["TRY_CAST('2024/01/08' AS date)", null],
  ["TRY_CAST('epoch' AS date)", null],
  ["TRY_CAST('2024-1-8' AS date)", '2024-01-08'],
  ["TRY_CAST('yes' AS boolean)", null],
  ["TRY_CAST('1_0' AS double)", null],
  ["regexp_replace('a1b22', '([a-z])([0-9])', '$2$1')", '1a2b2'],
  ["regexp_extract('abc', '[0-9]+')", null],
  ["split_part('a,b', ',', 3)", null],
  ["split_part('a,,b', ',', 2)", ''],
  ["substr('abc', 0)", ''],
  ["substr('abc', -2)", 'bc'],
  ["trim(chr(9) || ' a ' || chr(160))", `a ${String.fromCodePoint(160)}`],
  ["upper('straße')", 'STRAßE'],
  ['contains(ARRAY[1, NULL], 2)', null],
  ['array_position(ARRAY[5, 6], 7)', 0n],
  ['array_max(ARRAY[1, NULL])', null],
  ['any_match(ARRAY[1, NULL], x -> x > 1)', null],
  ['all_match(ARRAY[1, 2], x -> x > 0)', true],
  ['reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s * 2)', 12n],
  ['zip_with(ARRAY[1, 2], ARRAY[10, 20], (x, y) -> x + y)', '[11,22]'],
  ['sequence(3, 1)', '[3,2,1]'],
  ['slice(ARRAY[1, 2, 3, 4], 2, 2)', '[2,3]'],
  ['element_at(ARRAY[1, 2], 3)', null],
  ['bit_count(-1, 64)', 64n],
  ['bitwise_xor(12, 10)', 6n],
  ["json_extract_scalar('{\"a\": [1]}', '$.a')", null],
  ['if(1 > 2, 5)', null],
];

describe('Athena in DuckDB', () => {
  it.each(MEASURED)('answers %s as Trino does', async (expression, expected) => {
    expect(await answer(expression)).toEqual(expected);
  });

  it.each([
    "CAST('1.5' AS bigint)",
    "CAST('2024-01-08 10:00' AS date)",
    "CAST('yes' AS boolean)",
    'CAST(1.5e0 AS varchar)',
    "year('2024-01-08')",
  ])('fails where Trino fails: %s', async (expression) => {
    await expect(answer(expression)).rejects.toThrow(/athena: /);
  });

  it('counts whole years between any two dates as birthdays do', async () => {
    const day = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10));

    await fc.assert(
      fc.asyncProperty(day, day, async (a, b) => {
        const [from, to] = [a, b].toSorted();
        const whole =
          Number(to?.slice(0, 4)) -
          Number(from?.slice(0, 4)) -
          ((to ?? '').slice(5) < (from ?? '').slice(5) ? 1 : 0);
        const leapling = from?.endsWith('02-29') && to?.endsWith('02-28');

        const years = await answer(`date_diff('year', DATE '${from}', DATE '${to}')`);

        if (!leapling) expect(years).toBe(BigInt(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('cuts any text at any place as Trino does', async () => {
    const cut = (text: readonly string[], start: number, length: number) => {
      const from = start > 0 ? start - 1 : text.length + start;
      return start === 0 || from < 0 || length <= 0 ? '' : text.slice(from, from + length).join('');
    };

    await fc.assert(
      fc.asyncProperty(
        fc.stringMatching(/^[a-zé日]{0,6}$/),
        fc.integer({ min: -8, max: 8 }),
        fc.integer({ min: -1, max: 8 }),
        async (text, start, length) => {
          const found = await answer(`substr('${text}', ${start}, ${length})`);

          expect(found).toBe(cut([...text], start, length));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('what is not known to be the same', () => {
  it.each(REFUSALS.flatMap(({ construct, examples }) => examples.map((sql) => [construct, sql] as const)))(
    '%s is refused: %s',
    (construct, sql) => {
      expect(() => translated(sql)).toThrow(
        expect.objectContaining({ code: 'STATEMENT_REFUSED', message: expect.stringContaining(construct) }),
      );
    },
  );

  it.each(
    Object.entries(FUNCTIONS).flatMap(([name, rule]) =>
      rule.kind === 'refused' ? [[name, rule.remedy] as const] : [],
    ),
  )('the function %s is refused, with a remedy', (name, remedy) => {
    expect(() => translated(`SELECT ${name}(a) FROM t`)).toThrow(
      expect.objectContaining({ code: 'STATEMENT_REFUSED', message: expect.stringContaining(remedy) }),
    );
  });

  it.each([
    'SELECT read_csv(a) FROM t',
    'SELECT "read_csv"(a) FROM t',
    'SELECT a FROM range(10)',
    'SELECT a FROM glob(b)',
    'SELECT CAST(a AS timestamp) FROM t',
    'SELECT CAST(a AS varchar(2)) FROM t',
    'SELECT CAST(a AS decimal) FROM t',
    'SELECT CAST(a AS json) FROM t',
    "SELECT date_diff('hour', a, b) FROM t",
    'SELECT date_diff(u, a, b) FROM t',
    "SELECT date_format(a, '%M') FROM t",
    "SELECT regexp_like(a, '\\bx$') FROM t",
    'SELECT regexp_like(a, b) FROM t',
    "SELECT regexp_replace(a, 'x', b) FROM t",
    'SELECT array_agg(a) FROM t',
    'SELECT bit_count(a, 32) FROM t',
    'SELECT extract(hour FROM a) FROM t',
    'SELECT a -> b FROM t',
    'SELECT count(*) OVER (ORDER BY random()) FROM t',
    'SELECT CASE WHEN coalesce(sum(avg(a)), 0) > 1 THEN 1 END FROM t',
  ])('is refused: %s', (sql) => {
    expect(() => translated(sql)).toThrow(expect.objectContaining({ code: 'STATEMENT_REFUSED' }));
  });

  it.each([
    'SELECT CAST(a AS double) / CAST(b AS decimal(18,4)) FROM t',
    "SELECT a AS \"rate / 100\", 'approx_distinct(x)', 'ILIKE' FROM t",
    'SELECT t.interval, t.time FROM t',
    "SELECT a FROM t WHERE a IS DISTINCT FROM 'x'",
    'SELECT a, system_code, pgy, systems.b FROM t AS systems',
    'SELECT 100e0 * a / b, a / b * 1.5, 0.5 * a + b / c, sum(a) * 1.5 - count(*) / 2 FROM t',
    'SELECT (a + 0.5) / CAST(b AS double), CAST(1.5 * a AS bigint) / b FROM t',
    'WITH t(a, b) AS (SELECT 1, 2) SELECT a FROM t',
    'SELECT u.a FROM t AS u (a, b) JOIN (VALUES (1)) v (c) ON true',
    'SELECT count(*) FILTER (WHERE a IN (1, 2)) FROM t GROUP BY GROUPING SETS ((a), ())',
    'SELECT a FROM t WHERE NOT (a = 1) AND EXISTS (SELECT 1) LIMIT 5',
  ])('is not taken for it: %s', (sql) => {
    expect(translated(sql)).toContain('FROM');
  });
});

describe('a translated statement', () => {
  it('leaves literals, names and layout as they were', () => {
    const sql = 'SELECT \'date_diff(1)\' AS "trim(a)",\n  t."upper" FROM "d"."t" AS t';

    expect(translated(sql)).toBe(sql);
  });

  it('translates calls within calls', () => {
    expect(translated('SELECT trim(concat(upper(a), substr(b, 1))) FROM t')).toBe(
      'SELECT athena_trim(((athena_upper(a)) || (athena_substr(b, 1)))) FROM t',
    );
  });

  it('knows where its table goes', () => {
    const sql =
      'CREATE TABLE "c"."t" WITH (format = \'PARQUET\', external_location = \'local:///crosswalk/a/b\') AS SELECT 1 AS n;';

    expect(translateCreateTable({ name: 'made', sql, database: 'd' })).toMatchObject({
      sql: 'SELECT 1 AS n',
      table: { database: 'c', name: 't' },
      location: 'local:///crosswalk/a/b',
    });
  });

  it.each([
    'CREATE TABLE t AS SELECT 1 AS n',
    "CREATE TABLE t WITH (format = 'ORC', external_location = 'x') AS SELECT 1 AS n",
    "CREATE TABLE t WITH (format = 'PARQUET', external_location = 'x', bucketed_by = 'n') AS SELECT 1 AS n",
    "CREATE TABLE t WITH (format = 'PARQUET', external_location = 'x') AS SELECT 1 AS n; DROP TABLE t",
    "CREATE TABLE t WITH (format = 'PARQUET', external_location = 'x') AS DELETE FROM t",
    'DROP TABLE t',
    '',
  ])('makes nothing from another kind: %s', (sql) => {
    expect(() => translateCreateTable({ name: 'made', sql, database: 'd' })).toThrow(
      expect.objectContaining({ code: 'STATEMENT_KIND_REFUSED' }),
    );
  });

  it.each([
    'INSERT INTO t VALUES (1)',
    'SELECT 1; SELECT 2',
    'SET threads = 1',
    'PRAGMA version',
    'EXPLAIN SELECT 1',
    'COPY t TO x',
    '',
  ])('asks nothing of another kind: %s', (sql) => {
    expect(() => translated(sql)).toThrow(expect.objectContaining({ code: 'STATEMENT_KIND_REFUSED' }));
  });
});

describe('the rules', () => {
  it('show each function that may be used by an example', () => {
    const without = Object.entries(FUNCTIONS).filter(
      ([, rule]) => 'examples' in rule && rule.examples.length === 0,
    );

    expect(without.map(([name]) => name)).toEqual([]);
  });

  it('have a macro for each function that needs one', () => {
    const needed = Object.entries(FUNCTIONS).flatMap(([name, rule]) =>
      rule.kind === 'macro' ? [`athena_${name}(`] : [],
    );

    expect(needed.filter((name) => !MACROS.some((macro) => macro.includes(name)))).toEqual([]);
  });

  it('read texts of every type that a value may be cast to', () => {
    expect(
      Object.entries(CASTS).filter(
        ([, { examples }]) => !examples.some((example) => example.startsWith("'")),
      ),
    ).toEqual([]);
  });
});

describe('the page of the dialect', () => {
  it('says what the rules say (vitest -u writes it anew)', async () => {
    await expect(dialectPage()).toMatchFileSnapshot('../../docs/dialect.md');
  });
});
