import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DuckdbEngine } from '../../lib/adapters/local/duckdb-engine.ts';
import { FolderCatalogue } from '../../lib/adapters/local/folder-catalogue.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import { createTableAs } from '../../lib/sql/create-table-as.ts';
import { describeQueryEngine } from '../conformance/query-engine.ts';

interface Opened extends AsyncDisposable {
  readonly engine: DuckdbEngine;
  readonly catalogue: FolderCatalogue;
  readonly folder: string;
}

async function anEngine(memory = '512MB'): Promise<Opened> {
  const folder = await mkdtemp(join(tmpdir(), 'tributary-engine-'));
  const catalogue = new FolderCatalogue(new FolderStore(join(folder, 'catalogue')));
  const engine = await DuckdbEngine.open({
    catalogue,
    folderOf: (zone, path) => join(folder, zone, path),
    scratch: join(folder, 'scratch'),
    threads: 2,
    memory,
  });
  return {
    engine,
    catalogue,
    folder,
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

describeQueryEngine('DuckDB', () => anEngine());

describe('the DuckDB engine', () => {
  let opened: Opened;

  beforeEach(async () => {
    opened = await anEngine();
  });

  afterEach(async () => {
    await opened[Symbol.asyncDispose]();
  });

  const table = {
    database: 'crosswalk',
    name: 't',
    zone: 'crosswalk',
    path: 'runs/t',
    columns: [{ name: 'n', type: 'bigint' }],
  } as const;
  const make = (select: string) =>
    opened.engine.execute(createTableAs(opened.catalogue, table, select, ['n']));
  const ask = (sql: string) => opened.engine.query({ name: 'asked', sql, database: 'crosswalk' });

  it('reads no other partition than those that a table declares', async () => {
    for (const delivery of ['a', 'b'])
      await opened.engine.execute(
        createTableAs(
          opened.catalogue,
          { ...table, name: delivery, path: `runs/all/delivery_id=${delivery}` },
          `SELECT ${delivery === 'a' ? 1 : 2} AS n`,
          ['n'],
        ),
      );
    const all = { ...table, name: 'all', path: 'runs/all', partition: 'delivery_id' };

    await opened.catalogue.declare(all);
    const whole = await ask('SELECT n, delivery_id FROM "all" ORDER BY n');
    await opened.catalogue.declare({ ...all, partitionValues: ['b', 'c'] });
    const declared = await ask('SELECT n, delivery_id FROM "all" ORDER BY n');

    expect(whole).toHaveLength(2);
    expect(declared).toEqual([{ n: 2n, delivery_id: 'b' }]);
  });

  it('takes a view that binds to its tables, keeps none, and refuses one that does not bind', async () => {
    const show = (select: string) =>
      opened.engine.execute({
        name: 'view_v',
        sql: `CREATE OR REPLACE VIEW "release"."v" AS ${select}`,
        database: 'release',
      });
    await make('SELECT 1 AS n');

    await show('SELECT "n" FROM "crosswalk"."t"');

    await expect(ask('SELECT n FROM release.v')).rejects.toMatchObject({ name: 'QueryFailed' });
    await expect(show('SELECT "m" FROM "crosswalk"."t"')).rejects.toMatchObject({ name: 'QueryFailed' });
    await expect(show('SELECT "n" FROM "crosswalk"."gone"')).rejects.toMatchObject({ name: 'QueryFailed' });
    await expect(show('SELECT 1 AS n; DROP TABLE t')).rejects.toMatchObject({ name: 'StatementKindRefused' });
  });

  it('puts one file in the place of what a killed run left', async () => {
    const place = join(opened.folder, 'crosswalk', 'runs', 't');
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'part-0.parquet'), 'half a file');
    await writeFile(join(place, '.partial-123'), 'half a file');

    await make('SELECT 1 AS n');

    expect(await readdir(place)).toEqual(['part-0.parquet']);
    expect(await ask('SELECT n FROM t')).toEqual([{ n: 1n }]);
  });

  it('sees what was delivered since the statement before', async () => {
    await make('SELECT 1 AS n');
    await opened.catalogue.declare({ ...table, name: 'all', path: 'runs' });
    const before = await ask('SELECT n FROM "all" ORDER BY n');

    await opened.engine.execute(
      createTableAs(opened.catalogue, { ...table, name: 'u', path: 'runs/u' }, 'SELECT 2 AS n', ['n']),
    );
    const after = await ask('SELECT n FROM "all" ORDER BY n');

    expect([before, after]).toEqual([[{ n: 1n }], [{ n: 1n }, { n: 2n }]]);
  });

  it('shows nothing of files that are being written or hidden', async () => {
    await make('SELECT 1 AS n');
    const place = join(opened.folder, 'crosswalk', 'runs', 't');
    const file = await readFile(join(place, 'part-0.parquet'));
    for (const name of ['.partial-9', '.part-1.parquet', '_part-2.parquet', 'notes.txt'])
      await writeFile(join(place, name), file);

    const rows = await ask('SELECT n FROM t');

    expect(rows).toEqual([{ n: 1n }]);
  });

  it('writes rows in the order that the statement asks, also when many threads work', async () => {
    await make('SELECT (n * 7919) % 300007 AS n FROM UNNEST(sequence(1, 300000)) AS s(n)');

    const rows = await ask(
      'SELECT count(*) AS c FROM (SELECT n, lag(n) OVER (ORDER BY 1) AS before FROM t) AS o WHERE before > n',
    );
    const stored: (bigint | undefined)[] = [];
    for await (const batch of opened.engine.stream({
      name: 'stored',
      sql: 'SELECT n FROM t',
      database: 'crosswalk',
    })) {
      for (const { n } of batch) if (typeof n === 'bigint') stored.push(n);
    }

    expect(rows).toHaveLength(1);
    expect(stored).toHaveLength(300_000);
    expect(stored.findIndex((n, at) => at > 0 && (n ?? 0n) < (stored[at - 1] ?? 0n))).toBe(-1);
  });

  it('writes the same bytes for the same rows', async () => {
    const bytes = async () => {
      await make('SELECT (n * 7919) % 300007 AS n FROM UNNEST(sequence(1, 300000)) AS s(n)');
      await opened.catalogue.drop('crosswalk', 't');
      return readFile(join(opened.folder, 'crosswalk', 'runs', 't', 'part-0.parquet'));
    };

    const [first, second] = [await bytes(), await bytes()];

    expect(first.equals(second)).toBe(true);
  });

  it('takes every integer as a bigint and refuses types that Athena would store otherwise', async () => {
    const into = (select: string) =>
      opened.engine.execute({
        name: 'made',
        database: 'crosswalk',
        sql: `CREATE TABLE made WITH (format = 'PARQUET', external_location = 'local:///crosswalk/made') AS ${select}`,
      });

    await into('SELECT 1 AS "N", sum(n) AS total, count_if(n > 1) AS c FROM (VALUES (1), (2)) AS t(n)');
    const made = await opened.catalogue.find('crosswalk', 'made');
    await opened.catalogue.drop('crosswalk', 'made');

    expect(made?.columns).toEqual(['n', 'total', 'c'].map((name) => ({ name, type: 'bigint' })));
    await expect(into('SELECT CAST(1 AS decimal(10,2)) AS m')).rejects.toMatchObject({
      code: 'COLUMN_TYPE_UNSUPPORTED',
    });
    await expect(into('SELECT ARRAY[1] AS a')).rejects.toMatchObject({ code: 'COLUMN_TYPE_UNSUPPORTED' });
  });

  it('keeps every error of the engine free of the values it met', async () => {
    await make('SELECT 1 AS n');
    const failing = [
      "SELECT CAST(s AS double) AS n FROM (VALUES ('Zqvandersnoot')) AS v(s)",
      "SELECT sum(CAST(s AS bigint)) AS n FROM (VALUES ('521-77-3904')) AS v(s)",
      "SELECT CAST(CAST(9e99 AS double) AS bigint) AS n FROM (VALUES ('Zqvandersnoot')) AS v(s)",
      "SELECT date_add('day', 1, CAST(s AS date)) AS n FROM (VALUES ('1931-07-19 Zqvandersnoot')) AS v(s)",
      "SELECT regexp_like(s, '(') AS n FROM (VALUES ('Zqvandersnoot')) AS v(s)",
      "SELECT year(s) AS n FROM (VALUES ('Zqvandersnoot')) AS v(s)",
      "SELECT n FROM t WHERE n = 'Zqvandersnoot'",
    ];

    const messages = await Promise.all(failing.map((sql) => ask(sql).then(() => 'no error', String)));

    for (const message of messages) {
      expect(message).toMatch(/^QueryFailed: The statement "asked" failed\./);
      expect(message).not.toMatch(/Zqvandersnoot|521-77|1931-07/);
    }
  });

  it('reads and writes nothing outside the zones', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'tributary-outside-'));
    await writeFile(join(outside, 'a.csv'), 'n\n1\n');

    const attempts = [
      ask(`SELECT * FROM read_csv('${outside}/a.csv')`),
      ask(`SELECT * FROM "${outside}/a.csv"`),
      ask(`SELECT * FROM '${outside}/a.csv'`),
      ask("SELECT getenv('HOME') AS n"),
      ask('SELECT * FROM duckdb_settings()'),
      ask(`COPY (SELECT 1) TO '${outside}/b.csv'`),
      ask("ATTACH ':memory:' AS x"),
      ...['landing/x', 'crosswalk/../landing', 'crosswalk//x', 'crosswalk/.'].map((place) =>
        opened.engine.execute({
          name: 'made',
          database: 'crosswalk',
          sql: `CREATE TABLE made WITH (format = 'PARQUET', external_location = 'local:///${place}') AS SELECT 1 AS n`,
        }),
      ),
      opened.engine.execute({
        name: 'made',
        database: 'crosswalk',
        sql: 'CREATE TABLE made AS SELECT 1 AS n',
      }),
    ];

    for (const attempt of attempts) await expect(attempt).rejects.toMatchObject({ kind: 'usage' });
    expect(await readdir(outside)).toEqual(['a.csv']);
    await rm(outside, { recursive: true });
  });

  it('leaves no scratch behind', async () => {
    const other = await anEngine();

    await other.engine[Symbol.asyncDispose]();

    expect(await readdir(join(other.folder, 'scratch'))).toEqual([]);
    await rm(other.folder, { recursive: true });
  });
});

describe('what the engine spills', () => {
  it('is there, and does not hold what was spilled', async () => {
    await using opened = await anEngine('90MB');
    const sql = `SELECT max(r) AS r FROM (
      SELECT row_number() OVER (ORDER BY reverse(s)) AS r FROM (
        SELECT concat('PLANTED-', CAST(a.n AS varchar), rpad('-', 60, 'x'), CAST(b.n AS varchar)) AS s
        FROM UNNEST(sequence(1, 1000)) AS a(n) CROSS JOIN UNNEST(sequence(1, 800)) AS b(n)) AS p) AS o`;
    const answer = opened.engine.query({ name: 'spilling', sql, database: 'crosswalk' });

    const [rows, spills] = await Promise.all([answer, spillsUntil(answer, join(opened.folder, 'scratch'))]);

    expect(rows).toEqual([{ r: 800_000n }]);
    expect(spills.bytes).toBeGreaterThan(1_000_000);
    expect(spills.leaking).toBe(0);
  });
});

/** Looks at every file of a folder again and again until the work is done. */
async function spillsUntil(
  work: Promise<unknown>,
  folder: string,
): Promise<{ readonly bytes: number; readonly leaking: number }> {
  const ended = work.then(
    () => true,
    () => true,
  );
  let bytes = 0;
  let leaking = 0;
  do {
    for (const content of await contentsBelow(folder)) {
      bytes = Math.max(bytes, content.length);
      if (content.includes('PLANTED-')) leaking += 1;
    }
  } while (!(await Promise.race([ended, delay(50, false)])));
  return { bytes, leaking };
}

async function contentsBelow(folder: string): Promise<readonly Buffer[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map((file) => readFile(file).catch(() => Buffer.alloc(0))));
}
