import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBInstance,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api';
import { ObjectNotFound } from '../../errors/storage-errors.ts';
import type { ColumnDefinition, SqlType } from '../../ports/catalogue.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { ColumnValues, Workbench } from '../../ports/workbench.ts';
import { quoteName, quoteText, spellType } from '../../sql/quote.ts';
import { toSqlValues } from './duckdb-values.ts';
import { FolderStore } from './folder-store.ts';
import { Staging } from './staging.ts';

export interface WorkbenchSettings {
  /** A folder that may hold spilled data; made if missing, and emptied when the bench is closed. */
  readonly scratch: string;
  readonly threads: number;
  /** As DuckDB spells it, e.g. `2GB`. */
  readonly memory: string;
}

/** DuckDB's vector size: a data chunk holds no more rows. */
const CHUNK_ROWS = 2048;

type Value = string | bigint | number | boolean | null;

/** A workbench over an in-memory DuckDB whose spills lie, encrypted, in a scratch folder of its own. */
export class DuckdbWorkbench implements Workbench {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #scratch: string;
  readonly #staging: Staging;
  #appending: { readonly table: string; readonly appender: DuckDBAppender } | undefined;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, scratch: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#scratch = scratch;
    this.#staging = new Staging(scratch);
  }

  static async open({ scratch, threads, memory }: WorkbenchSettings): Promise<DuckdbWorkbench> {
    await mkdir(scratch, { recursive: true, mode: 0o700 });
    const own = await mkdtemp(join(scratch, 'bench-'));
    const instance = await DuckDBInstance.create(':memory:', {
      threads: String(threads),
      memory_limit: memory,
      temp_directory: own,
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
    });
    const connection = await instance.connect();
    // The built-in cipher is used without OpenSSL's randomness: see the threat model. The key lives in memory only.
    await connection.run('SET force_mbedtls_unsafe = true');
    await connection.run('SET temp_file_encryption = true');
    return new DuckdbWorkbench(instance, connection, own);
  }

  async run(sql: string, values: readonly Value[] = []): Promise<void> {
    this.#settle();
    await this.#connection.run(sql, [...values]);
  }

  async rows(sql: string, values: readonly Value[] = []): Promise<readonly SqlRow[]> {
    this.#settle();
    const reader = await this.#connection.runAndReadAll(sql, [...values]);
    const names = reader.columnNames();
    const columns = reader.getColumns().map((column, at) => toSqlValues(column, reader.columnType(at)));
    return Array.from({ length: reader.currentRowCount }, (_, row) =>
      Object.fromEntries(names.map((name, at) => [name, columns[at]?.[row] ?? null])),
    );
  }

  async *columns(sql: string): AsyncIterable<readonly ColumnValues[]> {
    this.#settle();
    const result = await this.#connection.stream(sql);
    const types = result.columnTypes();
    for (
      let chunk = await result.fetchChunk();
      chunk && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      const columns = chunk.getColumns();
      yield types.map((type, at) => toSqlValues(columns[at] ?? [], type));
    }
  }

  async append(
    table: string,
    columns: readonly ColumnDefinition[],
    values: readonly ColumnValues[],
  ): Promise<void> {
    const appender = await this.#appenderOf(table, columns);
    const types = columns.map(({ type }) => DUCKDB_TYPES[type]);
    const rows = values[0]?.length ?? 0;
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const until = Math.min(rows, from + CHUNK_ROWS);
      const chunk = DuckDBDataChunk.create(types, until - from);
      for (const [at, column] of values.entries()) {
        const part = from === 0 && until === rows ? column : column.slice(from, until);
        chunk.setColumnValues(at, toDuckdbColumn(part, columns[at]?.type));
      }
      appender.appendDataChunk(chunk);
    }
  }

  /**
   * The table's appender, kept from call to call. It writes whole row groups by itself; flushing smaller parts makes
   * the engine merge them again, which took as long as all the rest (8 s became 13 s of a million rows).
   */
  async #appenderOf(table: string, columns: readonly ColumnDefinition[]): Promise<DuckDBAppender> {
    if (this.#appending?.table === table) return this.#appending.appender;
    this.#settle();
    const spelt = columns.map(({ name, type }) => `${quoteName(name)} ${spellType(type)}`);
    await this.#connection.run(`CREATE TABLE IF NOT EXISTS ${quoteName(table)} (${spelt.join(', ')})`);
    const appender = await this.#connection.createAppender(table);
    this.#appending = { table, appender };
    return appender;
  }

  /** Appended rows become part of their table before anything asks for them. */
  #settle(): void {
    const open = this.#appending;
    this.#appending = undefined;
    open?.appender.closeSync();
  }

  async open(store: ObjectStore, key: string): Promise<string> {
    if (!(store instanceof FolderStore)) return this.#staging.fetch(store, key);
    if ((await store.head(key)) === undefined) throw new ObjectNotFound(key);
    return store.pathOf(key);
  }

  async saveParquet(select: string, store: ObjectStore, key: string): Promise<{ readonly rows: number }> {
    if (!(store instanceof FolderStore))
      return this.#staging.send(store, key, (path) => this.#copyTo(path, select));
    const partial = await store.partial(key);
    try {
      const saved = await this.#copyTo(partial, select);
      await store.adopt(partial, key);
      return saved;
    } finally {
      await rm(partial, { force: true });
    }
  }

  async #copyTo(path: string, select: string): Promise<{ readonly rows: number }> {
    const [row] = await this.rows(
      `COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)`,
    );
    return { rows: Number(row?.['Count'] ?? 0) };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#appending?.appender.clear();
    this.#settle();
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#scratch, { recursive: true, force: true });
  }
}

const DUCKDB_TYPES: Record<SqlType, DuckDBType> = {
  varchar: VARCHAR,
  bigint: BIGINT,
  boolean: BOOLEAN,
  date: DATE,
  double: DOUBLE,
  decimal: DECIMAL(18, 4),
};

const DAY_MS = 86_400_000;

function toDuckdb(value: Value, type: SqlType | undefined): DuckDBValue {
  if (value === null) return null;
  if (type === 'bigint') return BigInt(value);
  if (type === 'date') return new DuckDBDateValue(Math.round(Date.parse(`${value}T00:00:00Z`) / DAY_MS));
  if (type === 'decimal') return toDecimal(String(value));
  return value;
}

/** Text, doubles and booleans are handed on as they are; the rest is turned into what the engine takes. */
function toDuckdbColumn(values: ColumnValues, type: SqlType | undefined): readonly DuckDBValue[] {
  if (type === 'varchar' || type === 'boolean' || type === 'double') return values;
  return values.map((value) => toDuckdb(value, type));
}

/** Text such as `-12.5` as decimal(18,4); digits past the fourth are refused rather than rounded. */
function toDecimal(text: string): DuckDBDecimalValue {
  const match = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(text);
  if (match === null) throw new TypeError('A decimal column takes numbers with at most four places.');
  const [, sign = '', whole = '0', fraction = ''] = match;
  return new DuckDBDecimalValue(BigInt(`${sign}${whole}${fraction.padEnd(4, '0')}`), 18, 4);
}
