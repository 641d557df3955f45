import type { SharedZone } from './object-store.ts';

/** The types that cross engines unharmed. `decimal` is decimal(18,4). */
export type SqlType = 'varchar' | 'bigint' | 'boolean' | 'date' | 'double' | 'decimal';

export interface ColumnDefinition {
  readonly name: string;
  readonly type: SqlType;
  /** One sentence for the dictionary and the column's comment. */
  readonly comment?: string;
}

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
}

/** Which tables there are: Glue, or a folder of JSON. */
export interface Catalogue {
  /** Declares a table, replacing an earlier declaration; its files are not touched. */
  declare(table: TableDefinition): Promise<void>;
  /** Forgets a table; its files are not touched. Nothing happens where there is none. */
  drop(database: string, name: string): Promise<void>;
  find(database: string, name: string): Promise<TableDefinition | undefined>;
  /** Ordered by name. */
  list(database: string): Promise<readonly TableDefinition[]>;
  /** How SQL spells the folder of a zone: `s3://…` or `local:///…`. */
  location(zone: SharedZone, path: string): string;
}
