import { randomUUID } from 'node:crypto';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, GlueClient, UpdateTableCommand } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { DuckdbEngine } from '../../../lib/adapters/local/duckdb-engine.ts';
import { ColumnTypeUnsupported, QueryFailed } from '../../../lib/errors/query-errors.ts';
import { TributaryError } from '../../../lib/errors/tributary-error.ts';
import type { ColumnDefinition, SqlType } from '../../../lib/ports/catalogue.ts';
import type { SqlRow, SqlValue, Statement } from '../../../lib/ports/query-engine.ts';
import { AthenaFailure } from './failure.ts';
import { databaseExists, type GlueTable, readTables } from './glue-tables.ts';
import { checkInjected } from './injected.ts';
import { Lake } from './lake.ts';
import { type Parsed, parseStatement, type S3Place } from './statement.ts';

export interface Question {
  readonly id: string;
  readonly sql: string;
  readonly database: string;
  /** Whether the work group enforces its own output location. */
  readonly enforced: boolean;
}

/** What a query did: its answer, and what it touched in the name of whoever asked. */
export interface Outcome {
  readonly kind: Parsed['kind'];
  readonly columns: readonly ColumnDefinition[];
  readonly rows: readonly (readonly SqlValue[])[];
  readonly scannedBytes: number;
  readonly touched: Touched;
}

export interface Touched {
  readonly tables: readonly { readonly database: string; readonly name: string }[];
  readonly read: readonly S3Place[];
  readonly made?: { readonly database: string; readonly name: string };
  readonly written?: S3Place;
}

/** Athena's engine: Glue's tables over S3's files, answered by the embedded engine, with Athena's own refusals. */
export class AthenaRunner implements AsyncDisposable {
  readonly #glue: GlueClient;
  readonly #lake: Lake;
  readonly #engine: DuckdbEngine;
  /** One query at a time. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(glue: GlueClient, lake: Lake, engine: DuckdbEngine) {
    this.#glue = glue;
    this.#lake = lake;
    this.#engine = engine;
  }

  /** @param endpoint moto itself, so that what Athena does is not heard as what its callers do */
  static async open(endpoint: string, region: string, folder: string): Promise<AthenaRunner> {
    const credentials = { accessKeyId: 'athena', secretAccessKey: 'athena' };
    const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const glue = new GlueClient({ endpoint, region, credentials });
    const lake = new Lake(s3, join(folder, 'lake'));
    const engine = await DuckdbEngine.open({
      catalogue: lake,
      folderOf: lake.folderOf,
      scratch: join(folder, 'scratch'),
      threads: Math.min(2, cpus().length),
      memory: '2GB',
    });
    return new AthenaRunner(glue, lake, engine);
  }

  /** @throws AthenaFailure */
  run(question: Question): Promise<Outcome> {
    const result = this.#turn.then(() => this.#run(question));
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** Leaves the answer where the work group wants it. */
  writeAnswer(bucket: string, key: string, text: string): Promise<void> {
    return this.#lake.put(bucket, key, text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn;
    await this.#engine[Symbol.asyncDispose]();
  }

  async #run(question: Question): Promise<Outcome> {
    try {
      const parsed = parseStatement(question.sql, question.database);
      const { touched, scannedBytes } = await this.#bring(parsed);
      switch (parsed.kind) {
        case 'select':
          return { kind: 'select', ...(await this.#select(question, parsed)), scannedBytes, touched };
        case 'create-table':
          await this.#createTable(question, parsed);
          return {
            ...{ kind: parsed.kind, columns: [], rows: [], scannedBytes },
            touched: { ...touched, made: parsed.made, written: parsed.location },
          };
        case 'create-view':
          await this.#createView(question, parsed);
          return {
            ...{ kind: parsed.kind, columns: [], rows: [], scannedBytes: 0 },
            touched: { ...touched, made: parsed.made },
          };
      }
    } catch (error) {
      throw asAthenaSays(error);
    }
  }

  /** Tables and views that a statement may read, as they are at this moment. */
  async #bring(parsed: Parsed): Promise<{ readonly touched: Touched; readonly scannedBytes: number }> {
    this.#lake.clear();
    const known = new Map<string, GlueTable>();
    const looked = new Set<string>();
    const tables: { database: string; name: string }[] = [];
    const read: S3Place[] = [];
    let scannedBytes = 0;
    const bring = async (names: Parsed['mentioned'], select: string): Promise<void> => {
      for (const database of new Set(names.map((one) => one.database))) {
        if (looked.has(database)) continue;
        looked.add(database);
        for (const table of await readTables(this.#glue, database))
          known.set(`${database}.${table.name}`, table);
      }
      for (const { database, name } of names) {
        const table = known.get(`${database}.${name}`);
        if (table === undefined) continue;
        if (!tables.some((one) => one.database === database && one.name === name))
          tables.push({ database, name });
        if (table.viewSql !== undefined) {
          const behind = parseStatement(table.viewSql, database);
          await bring(behind.mentioned, behind.select);
          await this.#materialise(table, behind.select);
          continue;
        }
        if (table.projection.kind === 'injected') checkInjected(select, name, table.partition ?? '');
        scannedBytes += await this.#lake.bring(table);
        const [, , bucket = '', ...rest] = table.location.split('/');
        read.push({ bucket, prefix: rest.join('/') });
      }
    };
    await bring(parsed.mentioned, parsed.select);
    return { touched: { tables, read }, scannedBytes };
  }

  /** A view's rows, which then stand for it; named apart, so that a view may be called as its table is elsewhere. */
  async #materialise({ database, name }: GlueTable, select: string): Promise<readonly ColumnDefinition[]> {
    const own = { database: 'own', name: `v_${randomUUID().replaceAll('-', '')}` };
    const columns = await this.#made(own, select, database);
    const made = await this.#lake.find(own.database, own.name);
    if (made !== undefined) await this.#lake.declare({ ...made, database, name });
    return columns;
  }

  async #made(
    table: { readonly database: string; readonly name: string },
    select: string,
    database: string,
  ): Promise<readonly ColumnDefinition[]> {
    const location = this.#lake.ownLocation(table.name);
    await this.#engine.execute(createTable(table, location, select, database));
    return (await this.#lake.find(table.database, table.name))?.columns ?? [];
  }

  async #select(
    { sql, database }: Question,
    { select }: Parsed,
  ): Promise<{
    readonly columns: readonly ColumnDefinition[];
    readonly rows: readonly (readonly SqlValue[])[];
  }> {
    const own = { database: 'own', name: `a_${randomUUID().replaceAll('-', '')}` };
    try {
      const columns = await this.#made(own, select, database);
      const rows = await this.#engine.query({
        ...{ name: 'answer', database: 'own' },
        sql: `SELECT * FROM "own"."${own.name}"`,
      });
      return { columns: named(columns), rows: byColumn(rows, columns) };
    } catch (error) {
      // A list or the like, which no table of ours holds: the answer says it as text.
      if (!(error instanceof ColumnTypeUnsupported)) throw error;
      const rows = await this.#engine.query({ name: 'query', sql, database });
      const columns = Object.keys(rows[0] ?? {}).map((name) => ({ name, type: typeOf(rows[0]?.[name]) }));
      return { columns: named(columns), rows: byColumn(rows, columns) };
    }
  }

  async #createTable(
    { id, enforced, database }: Question,
    { made, location, select }: Extract<Parsed, { kind: 'create-table' }>,
  ): Promise<void> {
    const full = `${made.database}.${made.name}`;
    const place = `s3://${location.bucket}/${location.prefix}`;
    if (!(await databaseExists(this.#glue, made.database)))
      throw new AthenaFailure(`SCHEMA_NOT_FOUND: line 1:1: Schema '${made.database}' does not exist`);
    if ((await readTables(this.#glue, made.database)).some(({ name }) => name === made.name))
      throw new AthenaFailure(
        `TABLE_ALREADY_EXISTS: line 1:1: Table 'awsdatacatalog.${full}' already exists`,
      );
    if (enforced) {
      throw new AthenaFailure(
        "The Create Table As Select query failed because it was submitted with an 'external_location' property to an Athena Workgroup that enforces a centralized output location for all queries. Please remove the 'external_location' property and resubmit the query.",
      );
    }
    if ((await this.#lake.objectsOf(location)).length > 0) {
      throw new AthenaFailure(
        `HIVE_PATH_ALREADY_EXISTS: Target directory for table '${full}' already exists: ${place}. You may need to manually clean the data at location '${place}' before retrying. Athena will not delete data in your account.`,
      );
    }
    await this.#engine.execute(createTable(made, this.#lake.localOf(location), select, database));
    const columns = (await this.#lake.find(made.database, made.name))?.columns ?? [];
    const counted = await this.#engine.query({
      ...{ name: 'count', database: made.database },
      sql: `SELECT count(*) AS n FROM "${made.database}"."${made.name}"`,
    });
    // Without rows Athena writes no file.
    if (counted[0]?.['n'] !== 0n) await this.#lake.send(location, id);
    await this.#glue.send(
      new CreateTableCommand({
        DatabaseName: made.database,
        TableInput: {
          ...{ Name: made.name, TableType: 'EXTERNAL_TABLE' },
          Parameters: { EXTERNAL: 'TRUE', has_encrypted_data: 'true' },
          StorageDescriptor: {
            Columns: columns.map(({ name, type }) => ({ Name: name, Type: hiveType(type) })),
            Location: place.replace(/\/$/, ''),
            InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
            OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
            SerdeInfo: {
              SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
            },
          },
        },
      }),
    );
  }

  async #createView(
    { database }: Question,
    { made, select }: Extract<Parsed, { kind: 'create-view' }>,
  ): Promise<void> {
    if (!(await databaseExists(this.#glue, made.database)))
      throw new AthenaFailure(`SCHEMA_NOT_FOUND: line 1:1: Schema '${made.database}' does not exist`);
    const own = { database: 'own', name: `v_${randomUUID().replaceAll('-', '')}` };
    const columns = await this.#made(own, select, database);
    const original = JSON.stringify({
      ...{ originalSql: select, catalog: 'awsdatacatalog', schema: database },
      columns: columns.map(({ name, type }) => ({ name, type })),
    });
    const input = {
      DatabaseName: made.database,
      TableInput: {
        ...{ Name: made.name, TableType: 'VIRTUAL_VIEW' },
        Parameters: { presto_view: 'true', comment: 'Presto View' },
        ViewOriginalText: `/* Presto View: ${Buffer.from(original).toString('base64')} */`,
        ViewExpandedText: '/* Presto View */',
        StorageDescriptor: {
          Columns: columns.map(({ name, type }) => ({ Name: name, Type: hiveType(type) })),
          ...{ Location: '', SerdeInfo: {} },
        },
      },
    };
    const standing = (await readTables(this.#glue, made.database)).find(({ name }) => name === made.name);
    if (standing !== undefined && standing.viewSql === undefined)
      throw new AthenaFailure(`TABLE_ALREADY_EXISTS: line 1:1: Table already exists: ${made.name}`);
    await this.#glue.send(
      standing === undefined ? new CreateTableCommand(input) : new UpdateTableCommand(input),
    );
  }
}

function createTable(
  { database, name }: { readonly database: string; readonly name: string },
  location: string,
  select: string,
  context: string,
): Statement {
  return {
    ...{ name: 'query', database: context },
    sql: `CREATE TABLE "${database}"."${name}" WITH (format = 'PARQUET', external_location = '${location}') AS ${select}`,
  };
}

function hiveType(type: SqlType): string {
  return type === 'varchar' ? 'string' : type === 'decimal' ? 'decimal(18,4)' : type;
}

function typeOf(value: SqlValue | undefined): SqlType {
  if (typeof value === 'bigint') return 'bigint';
  if (typeof value === 'number') return 'double';
  return typeof value === 'boolean' ? 'boolean' : 'varchar';
}

/** An expression without a name is called after its place. */
function named(columns: readonly ColumnDefinition[]): readonly ColumnDefinition[] {
  return columns.map((column, at) =>
    /^[a-z_][a-z0-9_ -]*$/i.test(column.name) ? column : { ...column, name: `_col${at}` },
  );
}

function byColumn(
  rows: readonly SqlRow[],
  columns: readonly ColumnDefinition[],
): readonly (readonly SqlValue[])[] {
  return rows.map((row) => columns.map(({ name }) => row[name] ?? null));
}

/** What our embedded engine throws, as Athena would say it. */
function asAthenaSays(error: unknown): unknown {
  if (error instanceof AthenaFailure) return error;
  if (error instanceof QueryFailed) {
    const [, detail = error.message] = /accept it: (.*)$/s.exec(error.message) ?? [];
    if (error.message.includes('accept it')) return new AthenaFailure(saidOfStatement(detail));
    if (error.message.includes('A value does not fit'))
      return new AthenaFailure("INVALID_CAST_ARGUMENT: Cannot cast '123-45-6789' to BIGINT", 2, 1001);
    if (error.message.includes('more memory'))
      return new AthenaFailure(
        'EXCEEDED_LOCAL_MEMORY_LIMIT: Query exhausted resources at this scale factor',
        2,
        0,
      );
    return new AthenaFailure(`GENERIC_INTERNAL_ERROR: ${error.message}`, 1, 200);
  }
  if (error instanceof TributaryError) return new AthenaFailure(`SYNTAX_ERROR: ${error.message}`);
  return error;
}

function saidOfStatement(detail: string): string {
  if (/table/i.test(detail) && /not exist/i.test(detail)) return `TABLE_NOT_FOUND: line 1:1: ${detail}`;
  if (/column/i.test(detail)) return `COLUMN_NOT_FOUND: line 1:1: ${detail}`;
  return `SYNTAX_ERROR: line 1:1: ${detail}`;
}
