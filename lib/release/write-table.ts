import { createHash } from 'node:crypto';
import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import { toCsv } from './csv.ts';
import type { FileEntry, TableEntry } from './manifest.ts';

/** A table as it is to be published. Rows are in the order in which they shall stand. */
export interface ReleaseTable {
  readonly name: string;
  readonly kind: TableEntry['kind'];
  readonly columns: readonly ColumnDefinition[];
  readonly rows: readonly SqlRow[];
}

/** What writing a table left. */
export interface WrittenTable {
  readonly entry: TableEntry;
  /** By path within the release's folder. */
  readonly files: readonly FileEntry[];
}

/** What a row says of itself whose numbers are not shown; a coded one shows between which bounds its share lies. */
const WITHHELD: readonly string[] = ['suppressed', 'coded'];

/** Every number carries the release that it comes from. */
export const RELEASE_ID: ColumnDefinition = {
  name: 'release_id',
  type: 'varchar',
  comment: 'the release that the row belongs to',
};

/**
 * Writes `data/<name>.parquet` and `data/<name>.csv` under a folder of the release zone. The same table gives the
 * same bytes.
 */
export async function writeTable(
  { name, kind, columns, rows }: ReleaseTable,
  folder: string,
  store: ObjectStore,
  workbench: Workbench,
): Promise<WrittenTable> {
  const parquet = `data/${name}.parquet`;
  const csv = `data/${name}.csv`;
  const scratch = `table ${name}`;
  await workbench.run(`DROP TABLE IF EXISTS ${quoteName(scratch)}`);
  await workbench.append(
    scratch,
    columns,
    columns.map((column) => rows.map((row) => row[column.name] ?? null)),
  );
  await workbench.saveParquet(
    `SELECT * FROM ${quoteName(scratch)} ORDER BY rowid`,
    store,
    `${folder}/${parquet}`,
  );
  await workbench.run(`DROP TABLE ${quoteName(scratch)}`);
  const names = columns.map((column) => column.name);
  await store.put(
    `${folder}/${csv}`,
    toCsv(
      names,
      rows.map((row) => names.map((column) => row[column] ?? null)),
    ),
  );
  return {
    entry: {
      name,
      kind,
      columns: columns.map(({ name: column, type, comment }) => ({
        name: column,
        type,
        ...(comment === undefined ? {} : { comment }),
      })),
      rows: rows.length,
      suppressed: rows.filter((row) => WITHHELD.includes(String(row['status']))).length,
    },
    files: [await describeFile(store, folder, csv), await describeFile(store, folder, parquet)],
  };
}

/** Size and digest of a file, by its path within the folder. @throws ObjectNotFound */
export async function describeFile(store: ObjectStore, folder: string, path: string): Promise<FileEntry> {
  const content = await store.get(`${folder}/${path}`);
  return { path, bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') };
}

/** Reads a table of a candidate as it would be published, in its order. @throws ObjectNotFound */
export async function readTable(
  name: string,
  folder: string,
  store: ObjectStore,
  workbench: Workbench,
): Promise<readonly SqlRow[]> {
  const path = await workbench.open(store, `${folder}/data/${name}.parquet`);
  return workbench.rows(
    `SELECT * EXCLUDE (file_row_number) FROM read_parquet(${quoteText(path)}, file_row_number = true) ORDER BY file_row_number`,
  );
}
