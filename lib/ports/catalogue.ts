import type { SharedZone } from './object-store.ts';

/** The types that cross engines unharmed. `decimal` is decimal(18,4). */
export type SqlType = 'varchar' | 'bigint' | 'boolean' | 'date' | 'double' | 'decimal';

export interface ColumnDefinition {
  readonly name: string;
  readonly type: SqlType;
  /** One sentence for the dictionary and the column's comment. */
  readonly comment?: string;
}

/**
 * Which values a partition's column has. Glue keeps no partitions of ours: Athena works them out from what a table
 * says of itself. Where nothing is said, a statement must name the values that it reads as literals, 1,000 at most.
 */
export type PartitionValues =
  /** These and no others; any statement may ask, over any number of them. */
  | readonly string[]
  /** Whole numbers from 1 on, written with so many digits: `0007`. */
  | { readonly digits: number };

/** A table over Parquet files below one path of a zone. */
export interface TableDefinition {
  readonly database: string;
  readonly name: string;
  readonly zone: SharedZone;
  /** The folder in the zone that holds its files, no slash at either end. */
  readonly path: string;
  readonly columns: readonly ColumnDefinition[];
  /** The column (text) that names sub-folders `column=value`; not among `columns`. */
  readonly partition?: string;
  /** Only beside `partition`. */
  readonly partitionValues?: PartitionValues;
}

/** Which tables there are: Glue, or a folder of JSON. */
export interface Catalogue {
  /** Makes a database where it is missing: a statement that makes a table does not. */
  ensureDatabase(database: string): Promise<void>;
  /** Declares a table, replacing an earlier declaration, in a database made where it is missing; its files are not touched. */
  declare(table: TableDefinition): Promise<void>;
  /** Forgets a table; its files are not touched. Nothing happens where there is none. */
  drop(database: string, name: string): Promise<void>;
  find(database: string, name: string): Promise<TableDefinition | undefined>;
  /** Ordered by name. */
  list(database: string): Promise<readonly TableDefinition[]>;
  /** How SQL spells the folder of a zone: `s3://…` or `local:///…`. */
  location(zone: SharedZone, path: string): string;
}
