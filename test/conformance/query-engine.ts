import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Catalogue, ColumnDefinition, TableDefinition } from '../../lib/ports/catalogue.ts';
import type { QueryEngine, Statement } from '../../lib/ports/query-engine.ts';
import { createTableAs } from '../../lib/sql/create-table-as.ts';

/** An engine over an empty place, with its catalogue. */
export interface EngineUnderTest extends AsyncDisposable {
  readonly engine: QueryEngine;
  readonly catalogue: Catalogue;
}

const EVERY_TYPE: readonly ColumnDefinition[] = [
  { name: 'n', type: 'bigint' },
  { name: 's', type: 'varchar' },
  { name: 'b', type: 'boolean' },
  { name: 'd', type: 'date' },
  { name: 'f', type: 'double' },
  { name: 'm', type: 'decimal' },
];

const EVERY_VALUE = `SELECT * FROM (VALUES
  (9007199254740993, 'é', true, DATE '2024-02-29', 0.5e0, 1.5),
  (-1, '', false, DATE '1899-12-31', -2e0, -0.0001),
  (NULL, NULL, NULL, NULL, NULL, NULL)) AS t(n, s, b, d, f, m)`;

/** What every query engine promises; runs for each adapter. */
export function describeQueryEngine(name: string, open: () => Promise<EngineUnderTest>): void {
  describe(`${name} as a query engine`, () => {
    let under: EngineUnderTest;

    beforeEach(async () => {
      under = await open();
    });

    afterEach(async () => {
      await under[Symbol.asyncDispose]();
    });

    const make = (table: TableDefinition, select: string, orderBy: readonly string[] = ['n']) =>
      under.engine.execute(createTableAs(under.catalogue, table, select, orderBy));
    const ask = (sql: string, database = 'crosswalk') => under.engine.query(asked(sql, database));

    it('gives exact integers, decimals and dates as text, and null', async () => {
      await make(aTable('t', EVERY_TYPE), EVERY_VALUE);

      const rows = await ask('SELECT * FROM t ORDER BY n');

      expect(rows).toEqual([
        { n: -1n, s: '', b: false, d: '1899-12-31', f: -2, m: '-0.0001' },
        { n: 9007199254740993n, s: 'é', b: true, d: '2024-02-29', f: 0.5, m: '1.5000' },
        { n: null, s: null, b: null, d: null, f: null, m: null },
      ]);
    });

    it('declares a table that it made, with its columns', async () => {
      await make(aTable('t', EVERY_TYPE), EVERY_VALUE);

      const found = await under.catalogue.find('crosswalk', 't');

      expect(found).toEqual(aTable('t', EVERY_TYPE));
    });

    it('makes a table of no rows', async () => {
      await make(aTable('t', EVERY_TYPE), `${EVERY_VALUE} WHERE n = 0`);

      const rows = await ask('SELECT count(*) AS c, max(n) AS n FROM t');

      expect(rows).toEqual([{ c: 0n, n: null }]);
    });

    it('refuses to make a table that is there', async () => {
      await make(aTable('t', EVERY_TYPE), EVERY_VALUE);

      const again = make(aTable('t', EVERY_TYPE), EVERY_VALUE);

      await expect(again).rejects.toMatchObject({ code: 'TABLE_EXISTS' });
    });

    it('makes a table anew once it was dropped from the catalogue', async () => {
      await make(aTable('t', NUMBER), 'SELECT 1 AS n');
      await under.catalogue.drop('crosswalk', 't');

      await make(aTable('t', NUMBER), 'SELECT 2 AS n');

      expect(await ask('SELECT n FROM t')).toEqual([{ n: 2n }]);
    });

    it('knows a dropped table no more', async () => {
      await make(aTable('t', NUMBER), 'SELECT 1 AS n');
      await ask('SELECT n FROM t');

      await under.catalogue.drop('crosswalk', 't');

      await expect(ask('SELECT n FROM t')).rejects.toMatchObject({ code: 'QUERY_FAILED' });
    });

    it('reads tables of other databases by their whole name', async () => {
      await make({ ...aTable('t', NUMBER), database: 'integrated_a' }, 'SELECT 1 AS n');
      await make(aTable('t', NUMBER, 'elsewhere'), 'SELECT 2 AS n');

      const rows = await ask('SELECT a.n AS a, t.n AS b FROM integrated_a.t AS a CROSS JOIN t');

      expect(rows).toEqual([{ a: 1n, b: 2n }]);
    });

    it('reads the folders of a partition as a column of text', async () => {
      for (const part of ['d-01', 'd-02']) {
        await make(
          aTable(`part_${part.slice(2)}`, NUMBER, `parts/delivery_id=${part}`),
          `SELECT ${Number(part.slice(2))} AS n`,
        );
      }
      await under.catalogue.declare({ ...aTable('parts', NUMBER), partition: 'delivery_id' });

      const rows = await ask("SELECT * FROM parts WHERE delivery_id IN ('d-02', 'd-03') ORDER BY n");

      expect(rows).toEqual([{ n: 2n, delivery_id: 'd-02' }]);
    });

    it('reads a declared table without files as one without rows', async () => {
      await under.catalogue.declare({
        ...aTable('none', EVERY_TYPE),
        partition: 'delivery_id',
        partitionValues: [],
      });

      const rows = await ask('SELECT count(*) AS c, min(delivery_id) AS d FROM none');

      expect(rows).toEqual([{ c: 0n, d: null }]);
    });

    it('reads a column that a file lacks as null', async () => {
      await make(aTable('old', NUMBER, 'grown/delivery_id=a'), 'SELECT 1 AS n');
      await make(
        aTable('new', [...NUMBER, { name: 's', type: 'varchar' }], 'grown/delivery_id=b'),
        "SELECT 2 AS n, 'x' AS s",
      );
      const columns: readonly ColumnDefinition[] = [
        ...NUMBER,
        { name: 's', type: 'varchar' },
        { name: 'z', type: 'date' },
      ];
      await under.catalogue.declare({
        ...aTable('grown', columns),
        partition: 'delivery_id',
        partitionValues: ['a', 'b'],
      });

      const rows = await ask('SELECT n, s, z FROM grown ORDER BY n');

      expect(rows).toEqual([
        { n: 1n, s: null, z: null },
        { n: 2n, s: 'x', z: null },
      ]);
    });

    it('streams many rows in batches, in the order that was asked', async () => {
      const counted: bigint[] = [];
      let batches = 0;

      for await (const batch of under.engine.stream(
        asked('SELECT n FROM UNNEST(sequence(1, 9000)) AS t(n) ORDER BY n DESC'),
      )) {
        batches += 1;
        for (const { n } of batch) if (typeof n === 'bigint') counted.push(n);
      }

      expect(batches).toBeGreaterThan(1);
      expect(counted).toEqual(Array.from({ length: 9000 }, (_, at) => BigInt(9000 - at)));
    });

    it('answers another statement while one is streamed', async () => {
      await make(aTable('t', NUMBER), 'SELECT 1 AS n');
      const answers: unknown[] = [];

      for await (const [row] of under.engine.stream(asked('SELECT n FROM t')))
        answers.push(row, ...(await ask('SELECT n + 1 AS n FROM t')));

      expect(answers).toEqual([{ n: 1n }, { n: 2n }]);
    });

    it('answers several statements at once', async () => {
      await make(aTable('t', NUMBER), 'SELECT 1 AS n');

      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, at) => ask(`SELECT n + ${at} AS n FROM t`)),
      );

      expect(answers.map(([row]) => row?.['n'])).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n]);
    });

    it.each([
      'SELECT nothing FROM t',
      'SELECT n FROM nowhere',
      'SELECT n FROM',
      "SELECT CAST(s AS bigint) AS n FROM t WHERE s = 'é'",
    ])('fails without a value of the data: %s', async (sql) => {
      await make(aTable('t', EVERY_TYPE), EVERY_VALUE);

      const failed: unknown = await ask(sql).catch((error: unknown) => error);

      expect(failed).toMatchObject({ code: 'QUERY_FAILED', kind: 'usage' });
      expect(String(failed)).toContain('"asked"');
      expect(String(failed)).not.toContain('é');
    });

    it('leaves no table behind where a statement failed', async () => {
      const failing = make(aTable('t', NUMBER), "SELECT CAST(s AS bigint) AS n FROM (VALUES ('x')) AS v(s)");

      await expect(failing).rejects.toMatchObject({ code: 'QUERY_FAILED' });
      expect(await under.catalogue.find('crosswalk', 't')).toBeUndefined();
    });
  });
}

const NUMBER: readonly ColumnDefinition[] = [{ name: 'n', type: 'bigint' }];

function aTable(name: string, columns: readonly ColumnDefinition[], path = name): TableDefinition {
  return { database: 'crosswalk', name, zone: 'crosswalk', path, columns };
}

function asked(sql: string, database = 'crosswalk'): Statement {
  return { name: 'asked', sql, database };
}
