import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { TableExists } from '../../errors/query-errors.ts';
import type { Catalogue } from '../../ports/catalogue.ts';
import type { SharedZone } from '../../ports/object-store.ts';
import type { QueryEngine, SqlRow, Statement } from '../../ports/query-engine.ts';
import { quoteName, quoteText } from '../../sql/quote.ts';
import { MACROS, translateCreateTable, translateCreateView, translateSelect } from './dialect.ts';
import { StatementKindRefused } from './dialect-errors.ts';
import type { TableName } from './dialect-statement.ts';
import { toQueryFailed } from './duckdb-failures.ts';
import { writeParquet } from './duckdb-parquet.ts';
import { toSqlValues } from './duckdb-values.ts';
import { DuckdbViews } from './duckdb-views.ts';

export interface DuckdbEngineSettings {
  readonly catalogue: Catalogue;
  /** The folder on disk of a path in a zone; the engine can read and write nothing outside the zones. */
  readonly folderOf: (zone: SharedZone, path: string) => string;
  /** A folder that may hold spilled data, encrypted; made if missing, and emptied of ours on closing. */
  readonly scratch: string;
  readonly threads: number;
  /** As DuckDB spells it, e.g. `2GB`. */
  readonly memory: string;
}

const ZONES: readonly SharedZone[] = ['tokens', 'records', 'crosswalk', 'integrated', 'release', 'audit'];

/** Athena's dialect over the catalogue's Parquet, answered by an embedded DuckDB. */
export class DuckdbEngine implements QueryEngine, AsyncDisposable {
  readonly #settings: DuckdbEngineSettings;
  readonly #instance: DuckDBInstance;
  readonly #scratch: string;
  readonly #views: DuckdbViews;

  private constructor(settings: DuckdbEngineSettings, instance: DuckDBInstance, scratch: string) {
    this.#settings = settings;
    this.#instance = instance;
    this.#scratch = scratch;
    this.#views = new DuckdbViews(settings.catalogue, settings.folderOf);
  }

  static async open(settings: DuckdbEngineSettings): Promise<DuckdbEngine> {
    await mkdir(settings.scratch, { recursive: true, mode: 0o700 });
    const scratch = await mkdtemp(join(settings.scratch, 'engine-'));
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(settings.threads),
      memory_limit: settings.memory,
      temp_directory: scratch,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      preserve_insertion_order: 'true',
    });
    const connection = await instance.connect();
    try {
      await connection.run([...SETTINGS, ...MACROS].join(';\n'));
      // A zone's own folder stands above the folder of any path in it.
      const zones = ZONES.map((zone) => `${dirname(resolve(settings.folderOf(zone, 'any')))}/`);
      await connection.run(`SET allowed_directories = [${zones.map(quoteText).join(', ')}]`);
      await connection.run('SET enable_external_access = false');
    } finally {
      connection.closeSync();
    }
    return new DuckdbEngine(settings, instance, scratch);
  }

  /** A view is not kept, since questions are answered elsewhere (ADR 8): it is proven to bind to the tables it names. */
  async execute(statement: Statement): Promise<void> {
    const view = translateCreateView(statement);
    if (view !== undefined) {
      await this.#connected(statement, view.tables, async (connection) => {
        (await connection.prepare(view.sql)).destroySync();
      });
      return;
    }
    const { sql, tables, table, location } = translateCreateTable(statement);
    const place = placeOf(location);
    if (place === undefined) throw new StatementKindRefused(statement.name, 'CREATE TABLE AS');
    const database = table.database ?? statement.database;
    const { catalogue, folderOf } = this.#settings;
    if ((await catalogue.find(database, table.name)) !== undefined)
      throw new TableExists(database, table.name);
    const columns = await this.#connected(statement, tables, (connection) =>
      writeParquet(connection, statement, sql, folderOf(place.zone, place.path)),
    );
    await catalogue.declare({ database, name: table.name, ...place, columns });
  }

  async query(statement: Statement): Promise<readonly SqlRow[]> {
    const rows: SqlRow[] = [];
    for await (const batch of this.stream(statement)) rows.push(...batch);
    return rows;
  }

  async *stream(statement: Statement): AsyncIterable<readonly SqlRow[]> {
    const { sql, tables } = translateSelect(statement);
    const connection = await this.#instance.connect();
    try {
      await this.#prepare(connection, statement, tables);
      const result = await connection.stream(sql);
      const names = result.columnNames();
      const types = result.columnTypes();
      for (
        let chunk = await result.fetchChunk();
        chunk && chunk.rowCount > 0;
        chunk = await result.fetchChunk()
      ) {
        const values = chunk.getColumns();
        const columns = types.map((type, at) => toSqlValues(values[at] ?? [], type));
        yield Array.from({ length: chunk.rowCount }, (_, row) =>
          Object.fromEntries(names.map((name, at) => [name, columns[at]?.[row] ?? null])),
        );
      }
    } catch (error) {
      throw toQueryFailed(statement.name, error);
    } finally {
      connection.closeSync();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#instance.closeSync();
    await rm(this.#scratch, { recursive: true, force: true });
  }

  async #connected<T>(
    statement: Statement,
    tables: readonly TableName[],
    work: (connection: DuckDBConnection) => Promise<T>,
  ): Promise<T> {
    const connection = await this.#instance.connect();
    try {
      await this.#prepare(connection, statement, tables);
      return await work(connection);
    } catch (error) {
      throw toQueryFailed(statement.name, error);
    } finally {
      connection.closeSync();
    }
  }

  async #prepare(
    connection: DuckDBConnection,
    statement: Statement,
    tables: readonly TableName[],
  ): Promise<void> {
    await this.#views.refresh(connection, statement.database, tables);
    const path = `${quoteName(statement.database)},main`;
    await connection.run(`SET search_path = ${quoteText(path)}`);
    await connection.run('SET integer_division = true');
  }
}

/** What must be said once to every new database. */
const SETTINGS: readonly string[] = [
  // The built-in cipher draws its randomness without OpenSSL: see the threat model. The key lives in memory only.
  'SET force_mbedtls_unsafe = true',
  'SET temp_file_encryption = true',
];

/** `local:///zone/path` as the catalogue spells places; none that could climb out of the zone. */
function placeOf(location: string): { readonly zone: SharedZone; readonly path: string } | undefined {
  const [, name, path] = /^local:\/\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  const zone = ZONES.find((known) => known === name);
  const climbing = path?.split('/').some((segment) => ['', '.', '..'].includes(segment));
  return zone === undefined || path === undefined || climbing ? undefined : { zone, path };
}
