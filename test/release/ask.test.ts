import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalReleaseReader } from '../../lib/adapters/local/release-reader.ts';
import { answerText, askReleases } from '../../lib/release/release.ts';
import { aHost, type Host } from '../integration/county.ts';
import { aRow, published, ROWS } from './releases.ts';

let host: Host;
let reader: LocalReleaseReader;
beforeAll(async () => {
  host = await aHost();
  await published(host, '0001', [aRow('0', 100n, '2025-Q4')]);
  await published(host, '0002');
  reader = new LocalReleaseReader();
});
afterAll(async () => {
  await reader[Symbol.asyncDispose]();
  await host[Symbol.asyncDispose]();
});

const ask = (sql: string) => askReleases(sql, host.zones.release, reader);

describe('a question', () => {
  it('is answered from the newest release, exactly', async () => {
    const { columns, rows, release } = await ask(
      "SELECT age, persons, rate, release_id FROM children WHERE age = 'Total'",
    );

    expect(release.release_id).toBe('0002');
    expect(columns.map(({ kind }) => kind)).toEqual(['text', 'integer', 'decimal', 'text']);
    expect(rows).toEqual([['Total', 9_007_199_254_740_993n, '0.2500', '0002']]);
  });

  it.each([
    [
      'a history',
      "SELECT release_id, sum(persons) AS n FROM children_history WHERE age = '0' GROUP BY release_id ORDER BY 1",
      [
        ['0001', 100n],
        ['0002', 120n],
      ],
    ],
    [
      'a CTE',
      "WITH a AS (SELECT * FROM children), b AS (SELECT persons FROM a WHERE age = '0') SELECT persons FROM b",
      [[120n]],
    ],
    [
      'a subquery and a join',
      "SELECT c.persons FROM children c JOIN (SELECT max(age) AS age FROM children WHERE age < '1') m ON m.age = c.age",
      [[120n]],
    ],
    ['a qualified name', 'SELECT count(*) FROM release.indicators', [[2n]]],
    [
      'a window',
      'SELECT age, row_number() OVER (ORDER BY age) AS n FROM children ORDER BY n LIMIT 1',
      [['0', 1n]],
    ],
    [
      'CASE, CAST, COALESCE, LIKE, IN, BETWEEN',
      "SELECT CASE WHEN age LIKE 'T%' THEN 'all' ELSE age END, CAST(coalesce(persons, 0) AS varchar) FROM children WHERE age IN ('0', 'Total') AND persons BETWEEN 1 AND 1000",
      [['0', '120']],
    ],
    [
      'a union and EXISTS',
      'SELECT 1 AS n WHERE EXISTS (SELECT 1 FROM children) UNION ALL SELECT 2 ORDER BY n',
      [[1n], [2n]],
    ],
    [
      'grouping sets',
      'SELECT status, grouping(status) AS g, count(*) FROM children GROUP BY ROLLUP (status) ORDER BY g, status',
      [
        ['published', 0n, 2n],
        ['suppressed', 0n, 2n],
        [null, 1n, 4n],
      ],
    ],
    ['whole numbers divided as Athena does', "SELECT persons / 7 FROM children WHERE age = '0'", [[17n]]],
    ['VALUES', 'SELECT x FROM (VALUES (1), (2)) AS t (x) ORDER BY x', [[1n], [2n]]],
    [
      'DISTINCT, HAVING, FILTER',
      "SELECT DISTINCT count(*) FILTER (WHERE status = 'suppressed') FROM children HAVING count(*) > 1",
      [[2n]],
    ],
    ['a final semicolon and a comment', 'SELECT count(*) FROM releases; -- done', [[2n]]],
    [
      "Athena's functions, with Athena's answers",
      "SELECT date_diff('year', DATE '2000-06-01', DATE '2024-01-01'), greatest(1, NULL), concat('a', NULL), split_part('a-b', '-', 3), regexp_like('abc', 'b'), approx_distinct(status), round(1.25, 1), CAST(1 AS decimal(10, 2)) FROM children",
      [[23n, null, null, null, true, 2n, '1.3', '1.00']],
    ],
    [
      'the dictionary',
      "SELECT count(*) FROM data_dictionary WHERE table_name = 'children' AND kind = 'measure'",
      [[2n]],
    ],
    ['dates', "SELECT date_diff('day', DATE '2026-01-01', DATE '2026-03-01')", [[59n]]],
  ])('may have %s', async (_what, sql, expected) => {
    const { rows } = await ask(sql);

    expect(rows).toEqual(expected);
  });

  it('that is SQL but wrong is told why', async () => {
    await expect(ask('SELECT nothing_such FROM children')).rejects.toMatchObject({
      exitCode: 2,
      code: 'QUESTION_FAILED',
    });
    await expect(ask('SELEC 1')).rejects.toThrow('The question cannot be read as SQL: syntax error');
  });

  it('before any release is told that there is none', async () => {
    await using empty = await aHost();

    await expect(askReleases('SELECT 1', empty.zones.release, reader)).rejects.toMatchObject({
      code: 'NO_RELEASE',
      exitCode: 2,
    });
  });
});

describe('what would reach beyond the release', () => {
  it.each([
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_csv_auto('/etc/passwd')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM read_parquet('../tokens/*/*.parquet')",
    "SELECT * FROM parquet_metadata('x.parquet')",
    "SELECT * FROM parquet_scan('x.parquet')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM glob('/**')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM 'file.csv'",
    "FROM 'file.parquet'",
    'SELECT * FROM "file.csv"',
    "SELECT (SELECT max(content) FROM read_text('/etc/passwd'))",
    "WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x",
    "SELECT 1 FROM children WHERE EXISTS (SELECT 1 FROM glob('/*'))",
    "SELECT * FROM children ORDER BY (SELECT count(*) FROM glob('/*'))",
    "SELECT * FROM children LIMIT (SELECT count(*) FROM glob('/*'))",
    "SELECT sum(persons) OVER (ORDER BY (SELECT count(*) FROM glob('/*'))) FROM children",
    "SELECT count(*) FILTER (WHERE (SELECT count(*) FROM glob('/*')) > 1) FROM children",
    "SELECT * FROM children JOIN LATERAL (SELECT * FROM glob('/*')) g ON true",
    "SELECT * FROM (VALUES ((SELECT count(*) FROM glob('/*')))) v",
    "SELECT CASE WHEN (SELECT count(*) FROM glob('/*')) > 0 THEN 1 END",
    "SELECT 1 UNION ALL SELECT count(*) FROM glob('/*')",
    "SELECT getenv('HOME')",
    "SELECT getvariable('x')",
    "SELECT current_setting('access_mode')",
    'SELECT current_database()',
    'SELECT version()',
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('children')",
    'SELECT * FROM duckdb_settings()',
    'SELECT * FROM duckdb_tables()',
    'SELECT * FROM duckdb_secrets()',
    'SELECT * FROM duckdb_databases',
    'SELECT * FROM duckdb_tables',
    'SELECT * FROM pragma_database_list',
    "SELECT * FROM pragma_table_info('children')",
    'SELECT * FROM information_schema.tables',
    'SELECT * FROM pg_catalog.pg_tables',
    'SELECT * FROM pg_tables',
    'SELECT * FROM sqlite_master',
    'SELECT * FROM system.information_schema.tables',
    'SELECT * FROM memory.release.children',
    'SELECT * FROM released.children',
    'SELECT * FROM main.children',
    'SELECT * FROM sqlite_master WHERE EXISTS (WITH sqlite_master AS (SELECT 1 AS a) SELECT * FROM sqlite_master)',
    'WITH a AS (SELECT * FROM sqlite_master), sqlite_master AS (SELECT 1) SELECT * FROM a',
    'WITH sqlite_master AS (SELECT * FROM sqlite_master) SELECT * FROM sqlite_master',
    'SELECT * FROM (WITH duckdb_tables AS (SELECT 1) SELECT 1) x, duckdb_tables',
    'SHOW TABLES',
    'SHOW ALL TABLES',
    'DESCRIBE children',
    'SUMMARIZE children',
    'FROM (DESCRIBE children)',
    'SELECT * FROM (SHOW TABLES)',
    'EXPLAIN SELECT 1',
    'EXPLAIN ANALYZE SELECT 1',
    'SELECT 1; SELECT 2',
    "SELECT 1; COPY children TO 'x.csv'",
    '',
    ';',
    '-- nothing',
    "COPY children TO 'x.csv'",
    "COPY (SELECT 1) TO '/tmp/x.csv'",
    "EXPORT DATABASE '/tmp/x'",
    "IMPORT DATABASE '/tmp/x'",
    "ATTACH ':memory:' AS x",
    "ATTACH '/tmp/x.db'",
    'DETACH memory',
    'INSTALL httpfs',
    'LOAD httpfs',
    'PRAGMA database_list',
    'PRAGMA show_tables',
    'CALL pragma_version()',
    'SET threads = 1',
    'RESET threads',
    'SET VARIABLE x = 1',
    'CREATE TABLE x AS SELECT 1',
    'CREATE OR REPLACE VIEW children AS SELECT 1',
    'CREATE MACRO f() AS 1',
    'CREATE SECRET (TYPE s3)',
    'INSERT INTO releases SELECT * FROM releases',
    'UPDATE releases SET status = 1',
    'DELETE FROM releases',
    'DROP VIEW children',
    'ALTER TABLE releases ADD COLUMN x int',
    'VACUUM',
    'CHECKPOINT',
    'BEGIN',
    'USE memory',
    'PREPARE p AS SELECT 1',
    'EXECUTE p',
    'PIVOT children ON age USING sum(persons)',
    'FROM (PIVOT children ON age USING sum(persons))',
    'UNPIVOT children ON persons INTO NAME n VALUE v',
    'WITH RECURSIVE t AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t',
    'WITH RECURSIVE t(n) AS (VALUES (1) UNION ALL SELECT n FROM t) SELECT * FROM t',
    'SELECT * FROM generate_series(1, 1000000000000)',
    'SELECT * FROM range(1000000000000)',
    'SELECT * FROM repeat_row(1, num_rows = 1000000000)',
    'SELECT unnest(range(1000000000))',
    'SELECT * FROM unnest([1, 2])',
    "SELECT repeat('x', 1000000000)",
    "SELECT lpad('x', 1000000000, 'y')",
    'SELECT list_transform([1, 2], lambda x : x + 1)',
    'SELECT list_transform([1, 2], x -> x + 1)',
    'SELECT [x FOR x IN [1, 2]]',
    "SELECT {'a': 1}",
    'SELECT COLUMNS(*) FROM children',
    "SELECT COLUMNS('a.*') FROM children",
    "SELECT CAST('x' AS regclass)",
    "SELECT CAST('children' AS json)",
    'SELECT random()',
    'SELECT uuid()',
    'SELECT now()',
    "SELECT nextval('s')",
    'SELECT txid_current()',
    "SELECT write_log('x')",
    "SELECT error('x')",
    'SELECT sleep_ms(100000)',
    'SELECT md5(age) FROM children',
    "SELECT json_execute_serialized_sql('x')",
    "SELECT * FROM json_execute_serialized_sql('x')",
    'SELECT * FROM children TABLESAMPLE 10%',
    'SELECT * FROM children USING SAMPLE 10%',
    'SELECT * FROM children AT (VERSION => 1)',
    'SELECT $1',
    'SELECT ?',
    'SELECT * FROM children POSITIONAL JOIN releases',
    "SELECT 'a' COLLATE nocase",
  ])('is refused with a sentence and exit code 2: %s', async (sql) => {
    const refusal = await ask(sql).then(
      () => 'answered',
      (error: unknown) => error,
    );

    expect(refusal).toMatchObject({
      name: 'QuestionRefused',
      exitCode: 2,
      message: expect.stringMatching(/^[A-Z"].+[.!]$/s),
    });
  });
});

describe('a text that is made to break the parser', () => {
  it.each([
    ['too long', `SELECT '${'x'.repeat(60_000)}'`],
    ['a deep sum', `SELECT ${'1 + '.repeat(10_000)}1`],
    ['many brackets', `SELECT ${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['a NUL that ends it for some', 'SELECT 1\u0000; DROP VIEW children'],
    ['a NUL that begins it', '\u0000SELECT 1'],
  ])('is refused: %s', async (_what, sql) => {
    await expect(ask(sql)).rejects.toMatchObject({ name: 'QuestionRefused', exitCode: 2 });
  });
});

describe('a question that would never end', () => {
  it('is stopped at the limit of time', async () => {
    await using quick = new LocalReleaseReader({ seconds: 2 });
    const many = Array.from({ length: 20 }, (_, at) => `data_dictionary t${at}`).join(', ');

    const asking = askReleases(
      `SELECT count(*) FROM ${many} WHERE t0.lag_days + t1.lag_days + t19.lag_days = -1`,
      host.zones.release,
      quick,
    );

    await expect(asking).rejects.toThrow('The question took longer than 2 seconds and was stopped.');
  });

  it('is stopped where it fills the memory that the engine counts', async () => {
    await using small = new LocalReleaseReader({ megabytes: 128 });
    const many = Array.from({ length: 12 }, (_, at) => `data_dictionary t${at}`).join(', ');

    const asking = askReleases(
      `SELECT t1.title || t2.title AS t FROM ${many} ORDER BY t`,
      host.zones.release,
      small,
    );

    await expect(asking).rejects.toThrow('needed more than 128 MB of memory');
  });

  it('is stopped where it fills memory that the engine does not count', async () => {
    await using small = new LocalReleaseReader({ megabytes: 128, besides: 200 });
    const tenfold = (inner: string) =>
      `SELECT x || x || x || x || x || x || x || x || x || x AS x FROM (${inner})`;
    const longer = Array.from({ length: 9 }).reduce<string>(
      tenfold,
      'SELECT column_name AS x FROM data_dictionary',
    );

    const asking = askReleases(`SELECT length(x) FROM (${longer})`, host.zones.release, small);

    await expect(asking).rejects.toThrow('needed more than 128 MB of memory');
  });

  it('is stopped where the answer is too long', async () => {
    const many = Array.from({ length: 6 }, (_, at) => `data_dictionary t${at}`).join(', ');

    await expect(ask(`SELECT t0.column_name FROM ${many}`)).rejects.toThrow(
      'The answer has more than 100000 rows.',
    );
  });
});

describe('an answer as text', () => {
  it('is an array of objects with exact numbers, null where suppressed', async () => {
    const text = answerText(await ask('SELECT age, persons, status FROM children ORDER BY age'), 'json');

    expect(text).toContain('"persons": 9007199254740993,');
    expect(JSON.parse(text)[1]).toEqual({ age: '1', persons: null, status: 'suppressed' });
    expect(JSON.parse(text)).toHaveLength(ROWS.length);
  });

  it('is a table that shows what is suppressed', async () => {
    const text = answerText(await ask('SELECT age, persons, status FROM children ORDER BY age'), 'table');

    expect(text).toBe(
      [
        'age             persons  status',
        '─────  ────────────────  ──────────',
        '0                   120  published',
        '1            suppressed  suppressed',
        '2            suppressed  suppressed',
        'Total  9007199254740993  published',
        '',
        '4 rows, 2 of them suppressed to protect people',
        '',
      ].join('\n'),
    );
  });

  it('is CSV', async () => {
    const text = answerText(
      await ask("SELECT age, persons, '=1' AS age FROM children ORDER BY 1 LIMIT 2"),
      'csv',
    );

    expect(text).toBe("age,persons,age\n0,120,'=1\n1,,'=1\n");
  });

  it('draws nothing on a terminal', async () => {
    const text = answerText({ columns: [{ name: 'a', kind: 'text' }], rows: [['\u001b[2Jx\ny']] }, 'table');

    expect(text).toContain(' [2Jx y');
  });
});
