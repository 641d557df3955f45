import { type DuckDBConnection, DuckDBInstance, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import type { AnswerKind } from '../../ports/reader.ts';
import { quoteName, quoteTable, quoteText } from '../../sql/quote.ts';
import { toSqlValues } from './duckdb-values.ts';
import { READER_MACROS } from './release-reader-macros.ts';
import { ANSWER_MEGABYTES, type ReaderReply, type ReaderRequest } from './release-reader-messages.ts';

type Ask = Extract<ReaderRequest, { kind: 'ask' }>;
type Limits = Pick<Ask, 'megabytes' | 'threads'>;
type Answered = Extract<ReaderReply, { kind: 'answer' }>;

/** Parses a text, or answers a question that was checked, in an engine made for this one request. */
export async function answerRequest(request: ReaderRequest): Promise<ReaderReply> {
  const instance = await openEngine(request);
  const connection = await instance.connect();
  try {
    return request.kind === 'parse' ? await parse(request.sql, connection) : await ask(request, connection);
  } catch (error) {
    return failure(error);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** In memory, and nowhere to spill to; extensions are neither fetched nor loaded. */
async function openEngine({ megabytes, threads }: Limits): Promise<DuckDBInstance> {
  return DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: `${megabytes}MB`,
    temp_directory: '',
    max_temp_directory_size: '0KB',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    allow_unsigned_extensions: 'false',
  });
}

async function parse(sql: string, connection: DuckDBConnection): Promise<ReaderReply> {
  const reader = await connection.runAndReadAll(
    'SELECT CAST(json_serialize_sql(CAST(? AS varchar)) AS varchar)',
    [sql],
  );
  const tree: Serialised = JSON.parse(String(reader.getRows()[0]?.[0]));
  if (!tree.error) return { kind: 'parsed', parsed: { kind: 'tree', statements: tree.statements ?? [] } };
  return {
    kind: 'parsed',
    parsed:
      tree.error_type === 'not implemented'
        ? { kind: 'not_a_select' }
        : { kind: 'syntax', detail: tree.error_message ?? '' },
  };
}

/** What `json_serialize_sql` gives. */
interface Serialised {
  readonly error: boolean;
  readonly error_type?: string;
  readonly error_message?: string;
  readonly statements?: unknown[];
}

async function ask(request: Ask, connection: DuckDBConnection): Promise<ReaderReply> {
  for (const schema of new Set([request.database, ...request.tables.map(({ database }) => database)])) {
    await connection.run(`CREATE SCHEMA ${quoteName(schema)}`);
  }
  for (const table of request.tables) await load(table, connection);
  for (const view of request.views) await connection.run(view);
  await connection.run(`USE ${quoteName(request.database)}`);
  for (const macro of READER_MACROS) await connection.run(`CREATE MACRO ${macro}`);
  // Whole numbers divide as in Athena, so that a question has one answer on both hosts.
  await connection.run('SET integer_division = true');
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return collect(request, connection);
}

async function load(
  { database, name, partition, parts }: Ask['tables'][number],
  connection: DuckDBConnection,
): Promise<void> {
  const selects = parts.map(
    ({ value, path }) =>
      `SELECT *, ${quoteText(value)} AS ${quoteName(partition)} FROM read_parquet(${quoteText(path)}, hive_partitioning = false)`,
  );
  await connection.run(
    `CREATE TABLE ${quoteTable({ database, name })} AS ${selects.join(' UNION ALL BY NAME ')}`,
  );
}

async function collect({ sql, rowLimit }: Ask, connection: DuckDBConnection): Promise<ReaderReply> {
  const result = await connection.stream(sql);
  const types = result.columnTypes();
  const kinds = types.map(kindOf);
  const columns = result.columnNames().map((name, at) => ({ name, kind: kinds[at] ?? 'text' }));
  const rows: Answered['rows'] = [];
  let characters = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const values = chunk
      .getColumns()
      .map((column, at) => toSqlValues(column, types[at] ?? result.columnType(at)));
    for (let row = 0; row < chunk.rowCount; row += 1) {
      const cells = kinds.map((kind, at) => toCell(values[at]?.[row] ?? null, kind));
      characters += cells.reduce((sum: number, cell) => sum + String(cell).length, 0);
      rows.push(cells);
    }
    if (rows.length > rowLimit) return { kind: 'limit', limit: 'rows' };
    if (characters > ANSWER_MEGABYTES * 1_000_000) return { kind: 'limit', limit: 'size' };
  }
  return { kind: 'answer', columns, rows };
}

const INTEGERS: ReadonlySet<DuckDBTypeId> = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.UHUGEINT,
]);

function kindOf({ typeId }: DuckDBType): AnswerKind {
  if (INTEGERS.has(typeId)) return 'integer';
  if (typeId === DuckDBTypeId.DECIMAL) return 'decimal';
  if (typeId === DuckDBTypeId.DOUBLE || typeId === DuckDBTypeId.FLOAT) return 'double';
  return typeId === DuckDBTypeId.BOOLEAN ? 'boolean' : 'text';
}

function toCell(
  value: string | number | bigint | boolean | null,
  kind: AnswerKind,
): string | number | boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  // JSON has no Infinity and no NaN.
  if (kind === 'double' && typeof value === 'number' && Number.isFinite(value)) return value;
  return String(value);
}

/** DuckDB's first line says what is wrong; the lines below draw an arrow under the text. */
function failure(error: unknown): ReaderReply {
  const message = error instanceof Error ? error.message : String(error);
  if (message.startsWith('Out of Memory Error')) return { kind: 'limit', limit: 'memory' };
  return { kind: 'failed', detail: message.split('\n')[0] ?? '' };
}
