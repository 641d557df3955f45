import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TableDefinition } from '../../lib/ports/catalogue.ts';
import type { QueryEngine } from '../../lib/ports/query-engine.ts';
import { createTableAs } from '../../lib/sql/create-table-as.ts';
import { type Engines, openEngines } from './engines.ts';
import { TwinEngine } from './twin-engine.ts';

const COLUMNS = [
  { name: 'n', type: 'bigint' },
  { name: 's', type: 'varchar' },
  { name: 'b', type: 'boolean' },
  { name: 'd', type: 'date' },
  { name: 'f', type: 'double' },
  { name: 'm', type: 'decimal' },
] as const;

const ROWS = `SELECT * FROM (VALUES
  (1, 'é', true, DATE '2024-02-29', 0.1e0, 1.5),
  (9223372036854775807, '', false, DATE '1899-12-31', -2e-7, -0.0001),
  (NULL, NULL, NULL, NULL, NULL, NULL)) AS t(n, s, b, d, f, m)`;

let engines: Engines;

beforeAll(async () => {
  engines = await openEngines();
});

afterAll(async () => {
  await engines[Symbol.asyncDispose]();
});

it('both engines write and read every type of column alike', async () => {
  const twin = twinOver(engines.duckdb);

  await twin.execute(createTableAs(engines.catalogue, aTable('types'), ROWS, ['n']));
  await twin.query({ name: 'read', sql: 'SELECT * FROM types ORDER BY n', database: 'crosswalk' });

  expect(twin.comparisons.map(({ difference, rows }) => ({ difference, rows }))).toEqual([
    { difference: undefined, rows: 3 },
    { difference: undefined, rows: 3 },
  ]);
});

it('a table over partitions reads as one table with the partition as its last column', async () => {
  const twin = twinOver(engines.duckdb);
  const parts = { ...aTable('parts'), columns: COLUMNS.slice(0, 2), path: 'parts', partition: 'delivery_id' };
  for (const part of ['d1', 'd2']) {
    const one = { ...parts, name: `part_${part}`, path: `parts/delivery_id=${part}` };
    await engines.duckdb.execute(
      createTableAs(engines.catalogue, one, `SELECT 1 AS n, '${part}' AS s`, ['n']),
    );
  }
  await engines.catalogue.declare(parts);

  const rows = await twin.query({
    name: 'read',
    sql: 'SELECT * FROM crosswalk.parts ORDER BY s',
    database: 'other',
  });

  expect(rows.map(Object.values)).toEqual([
    [1n, 'd1', 'd1'],
    [1n, 'd2', 'd2'],
  ]);
  expect(twin.comparisons[0]?.difference).toBeUndefined();
});

it('a difference between the engines is noticed in a table', async () => {
  const twin = twinOver(wrong(engines.duckdb));

  await twin.execute(createTableAs(engines.catalogue, aTable('wrong'), ROWS, ['n']));

  expect(twin.comparisons[0]?.difference).toContain('only here: integer 2 |');
  expect(twin.comparisons[0]?.difference).toContain('only in Trino: integer 1 |');
});

it('a difference between the engines is noticed in an answer', async () => {
  const twin = twinOver(wrong(engines.duckdb));

  await twin.query({ name: 'read', sql: 'SELECT (1) AS a', database: 'crosswalk' });

  expect(twin.comparisons[0]?.difference).toBe('row 1: integer 2\nTrino: integer 1');
});

/** An engine that reads each first 1 in brackets as a 2. */
function wrong(engine: QueryEngine): QueryEngine {
  const changed = <T extends { readonly sql: string }>(statement: T): T => ({
    ...statement,
    sql: statement.sql.replace(/\(1(?=\)|, )/, '(2'),
  });
  return {
    execute: (statement) => engine.execute(changed(statement)),
    query: (statement) => engine.query(changed(statement)),
    stream: (statement) => engine.stream(changed(statement)),
  };
}

function twinOver(engine: QueryEngine): TwinEngine {
  const { catalogue, trino, folder, location } = engines;
  return new TwinEngine({
    engine,
    catalogue,
    trino,
    folderOf: (zone, path) => `${folder}/${zone}/${path}`,
    locationOf: (zone, path) => `${location}/${zone}/${path}`,
  });
}

function aTable(name: string): TableDefinition {
  return { database: 'crosswalk', name, zone: 'crosswalk', path: `runs/${name}`, columns: COLUMNS };
}
