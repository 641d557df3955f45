import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';
import { ColumnTypeUnsupported } from '../../errors/query-errors.ts';
import type { ColumnDefinition, SqlType } from '../../ports/catalogue.ts';
import type { Statement } from '../../ports/query-engine.ts';
import { quoteName, quoteText, spellType } from '../../sql/quote.ts';
import { sync } from './sync.ts';

/** The one file of a table that a statement made. */
const FILE = 'part-0.parquet';

/** How such a file is called while it is written, as in `FolderStore`: swept at the start, never read. */
const PARTIAL = '.partial-';

/**
 * Writes the answer of a SELECT as the only file of a folder, whole or not at all, in the order of its ORDER BY.
 * Files that an earlier, killed try left in the folder are removed first.
 * @returns the table's columns
 * @throws ColumnTypeUnsupported where a column has a type that does not cross engines
 */
export async function writeParquet(
  connection: DuckDBConnection,
  statement: Statement,
  select: string,
  folder: string,
): Promise<readonly ColumnDefinition[]> {
  const columns = await columnsOf(connection, statement, select);
  await empty(folder);
  const partial = join(folder, `${PARTIAL}${randomUUID()}`);
  try {
    const casts = columns.map(
      ({ name, type }) => `CAST(${quoteName(name)} AS ${spellType(type)}) AS ${quoteName(name)}`,
    );
    await connection.run(
      `COPY (SELECT ${casts.join(', ')} FROM (${select}\n)) TO ${quoteText(partial)} (FORMAT parquet, COMPRESSION zstd)`,
    );
    await sync(partial);
    await rename(partial, join(folder, FILE));
  } finally {
    await rm(partial, { force: true });
  }
  return columns;
}

async function columnsOf(
  connection: DuckDBConnection,
  statement: Statement,
  select: string,
): Promise<readonly ColumnDefinition[]> {
  const prepared = await connection.prepare(select);
  try {
    return Array.from({ length: prepared.columnCount }, (_, at) => {
      const name = prepared.columnName(at).toLowerCase();
      const type = prepared.columnType(at);
      const known = typeOf(type);
      if (known === undefined)
        throw new ColumnTypeUnsupported(statement.name, name, type.toString().toLowerCase());
      return { name, type: known };
    });
  } finally {
    prepared.destroySync();
  }
}

/** DuckDB counts and adds up in types of its own; Athena's are all bigint, and so is every integer of ours. */
const TYPES: ReadonlyMap<DuckDBTypeId, SqlType> = new Map([
  [DuckDBTypeId.VARCHAR, 'varchar'],
  [DuckDBTypeId.BIGINT, 'bigint'],
  [DuckDBTypeId.HUGEINT, 'bigint'],
  [DuckDBTypeId.INTEGER, 'bigint'],
  [DuckDBTypeId.SMALLINT, 'bigint'],
  [DuckDBTypeId.TINYINT, 'bigint'],
  [DuckDBTypeId.BOOLEAN, 'boolean'],
  [DuckDBTypeId.DATE, 'date'],
  [DuckDBTypeId.DOUBLE, 'double'],
]);

function typeOf(type: DuckDBType): SqlType | undefined {
  return type.toString() === 'DECIMAL(18,4)' ? 'decimal' : TYPES.get(type.typeId);
}

async function empty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const files = (await readdir(folder, { withFileTypes: true })).filter((entry) => entry.isFile());
  await Promise.all(files.map(({ name }) => rm(join(folder, name), { force: true })));
}
