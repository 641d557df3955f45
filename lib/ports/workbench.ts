import type { ColumnDefinition } from './catalogue.ts';
import type { ObjectStore } from './object-store.ts';
import type { SqlRow } from './query-engine.ts';

/** One column's values for `Workbench.append`; null is NULL. Types as in `ColumnDefinition`. */
export type ColumnValues = readonly (string | bigint | number | boolean | null)[];

/**
 * A private place for one job beside the data: an embedded DuckDB (its own dialect, on both hosts) and files
 * next to it. Nothing of it outlives the job; what it spills is encrypted. A file of an agency is worked on in
 * that agency's landing zone.
 */
export interface Workbench extends AsyncDisposable {
  /** Runs one or more statements whose answer is not wanted. `?` stands for a value of `values`. */
  run(sql: string, values?: readonly (string | bigint | number | boolean | null)[]): Promise<void>;
  rows(
    sql: string,
    values?: readonly (string | bigint | number | boolean | null)[],
  ): Promise<readonly SqlRow[]>;
  /** The answer in batches of a few thousand rows, as columns in the order of the select list. */
  columns(sql: string): AsyncIterable<readonly ColumnValues[]>;
  /** Makes the table where it is missing and adds rows given by column. */
  append(table: string, columns: readonly ColumnDefinition[], values: readonly ColumnValues[]): Promise<void>;
  /** A path that SQL here can read for an object (on AWS: fetched to local disk first). @throws ObjectNotFound */
  open(store: ObjectStore, key: string): Promise<string>;
  /** Writes the answer of a SELECT as Parquet (zstd, ordered as selected) under a key, whole or not at all. */
  saveParquet(select: string, store: ObjectStore, key: string): Promise<{ readonly rows: number }>;
}

export interface Workbenches {
  /** For a file of one agency: spills stay in its landing zone. */
  forAgency(agency: string): Promise<Workbench>;
  /** For data that hold no identifier. */
  forZone(): Promise<Workbench>;
}
