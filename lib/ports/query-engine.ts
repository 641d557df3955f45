import type { SharedZone } from './object-store.ts';

/** A statement in Athena's dialect, ready to be sent. */
export interface Statement {
  /** Names it in progress, audit and error messages, e.g. `block_pairs`. */
  readonly name: string;
  readonly sql: string;
  /** The database that unqualified table names belong to. */
  readonly database: string;
  /** Where the table that it makes lies; missing where it makes none. It must be empty when the statement is sent. */
  readonly place?: { readonly zone: SharedZone; readonly path: string };
}

/** A value as both engines give it: bigint for every integer, text for decimals and dates, null for NULL. */
export type SqlValue = string | number | bigint | boolean | null;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** Answers SQL over the catalogue's tables: Athena, or DuckDB over the same files. */
export interface QueryEngine {
  /** Runs a statement that makes something: CREATE TABLE AS, CREATE OR REPLACE VIEW. @throws QueryFailed, TableExists */
  execute(statement: Statement): Promise<void>;
  /** Runs a SELECT whose answer fits in memory. @throws QueryFailed */
  query(statement: Statement): Promise<readonly SqlRow[]>;
  /** Runs a SELECT of any size and gives its rows in batches, in the order of its ORDER BY. @throws QueryFailed */
  stream(statement: Statement): AsyncIterable<readonly SqlRow[]>;
}
