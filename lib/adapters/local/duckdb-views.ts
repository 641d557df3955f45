import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Catalogue, TableDefinition } from '../../ports/catalogue.ts';
import type { SharedZone } from '../../ports/object-store.ts';
import { quoteName, quoteTable, quoteText, spellType } from '../../sql/quote.ts';
import type { TableName } from './dialect-statement.ts';

/** Tables of the catalogue as DuckDB views over the Parquet files that lie there when a statement begins. */
export class DuckdbViews {
  readonly #catalogue: Catalogue;
  readonly #folderOf: (zone: SharedZone, path: string) => string;
  /** What each view was made from, so that an unchanged one is left alone. */
  readonly #made = new Map<string, string>();
  #turn: Promise<void> = Promise.resolve();

  constructor(catalogue: Catalogue, folderOf: (zone: SharedZone, path: string) => string) {
    this.#catalogue = catalogue;
    this.#folderOf = folderOf;
  }

  /**
   * Makes the views of the tables that the catalogue knows, and removes those that it knows no more. One at a time:
   * DuckDB refuses two changes of one view at once.
   */
  async refresh(connection: DuckDBConnection, database: string, tables: readonly TableName[]): Promise<void> {
    const before = this.#turn;
    const { promise, resolve: done } = Promise.withResolvers<void>();
    this.#turn = promise;
    await before;
    try {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(database)}`);
      for (const table of tables) await this.#refreshOne(connection, { database, ...table });
    } finally {
      done();
    }
  }

  async #refreshOne(connection: DuckDBConnection, named: Required<TableName>): Promise<void> {
    const table = PLAIN.test(named.database) && PLAIN.test(named.name) ? await this.#find(named) : undefined;
    const key = quoteTable(named);
    const known = this.#made.get(key);
    if (table === undefined) {
      if (known !== undefined) await connection.run(`DROP VIEW IF EXISTS ${key}`);
      this.#made.delete(key);
      return;
    }
    const files = await filesOf(this.#folderOf(table.zone, table.path), table);
    const source = JSON.stringify([table.columns, table.partition, files]);
    if (source === known) return;
    this.#made.delete(key);
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteName(table.database)}`);
    await connection.run(`CREATE OR REPLACE VIEW ${key} AS ${await selectOf(connection, table, files)}`);
    this.#made.set(key, source);
  }

  #find({ database, name }: Required<TableName>): Promise<TableDefinition | undefined> {
    return this.#catalogue.find(database, name);
  }
}

/** Names that a catalogue can hold; anything else that a statement mentions is no table. */
const PLAIN = /^[a-z0-9_-]+$/;

interface DataFile {
  readonly path: string;
  readonly version: string;
}

/** Parquet files below the folder by path; as in Hive, names that begin with `.` or `_` are hidden. */
async function filesOf(
  folder: string,
  { partition, partitionValues }: Pick<TableDefinition, 'partition' | 'partitionValues'>,
): Promise<readonly DataFile[]> {
  // As Athena, which looks nowhere else.
  const known = Array.isArray(partitionValues) ? new Set<string>(partitionValues) : undefined;
  const root = resolve(folder);
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.parquet'))
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((path) => !path.split('/').some((segment) => /^[._]/.test(segment)))
    .filter((path) => partition === undefined || path.startsWith(`${partition}=`))
    .filter((path) => known === undefined || known.has(path.slice(path.indexOf('=') + 1).split('/')[0] ?? ''))
    .sort((a, b) => (a < b ? -1 : 1));
  return Promise.all(
    paths.map(async (path) => {
      const { mtimeNs, size } = await stat(join(root, path), { bigint: true });
      return { path: join(root, path), version: `${mtimeNs}-${size}` };
    }),
  );
}

/** The declared columns in their order, the partition last; a column that no file has is null, as in Athena. */
async function selectOf(
  connection: DuckDBConnection,
  table: TableDefinition,
  files: readonly DataFile[],
): Promise<string> {
  const declared = [
    ...table.columns,
    ...(table.partition === undefined ? [] : [{ name: table.partition, type: 'varchar' as const }]),
  ];
  const source = files.length === 0 ? undefined : readParquet(files, table.partition);
  const present = source === undefined ? new Set<string>() : await columnsOf(connection, source);
  const columns = declared.map(({ name, type }) => {
    const value = present.has(name.toLowerCase()) ? quoteName(name) : 'NULL';
    return `CAST(${value} AS ${spellType(type)}) AS ${quoteName(name)}`;
  });
  return `SELECT ${columns.join(', ')} ${source === undefined ? 'WHERE false' : `FROM ${source}`}`;
}

function readParquet(files: readonly DataFile[], partition: string | undefined): string {
  const list = files.map(({ path }) => quoteText(path)).join(', ');
  const hive =
    partition === undefined
      ? 'hive_partitioning = false'
      : `hive_partitioning = true, hive_types = {${quoteText(partition)}: VARCHAR}`;
  return `read_parquet([${list}], union_by_name = true, ${hive})`;
}

async function columnsOf(connection: DuckDBConnection, source: string): Promise<ReadonlySet<string>> {
  const described = await connection.runAndReadAll(`SELECT * FROM ${source} LIMIT 0`);
  return new Set(described.columnNames().map((name) => name.toLowerCase()));
}
