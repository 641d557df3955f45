import type { ObjectStore } from './object-store.ts';
import type { SqlValue, Statement } from './query-engine.ts';

/** A table to be loaded: a file a release, each row marked with its release in the partition's column. */
export interface ReaderTable {
  readonly database: string;
  readonly name: string;
  readonly partition: string;
  /** At least one; keys of Parquet files in the store. */
  readonly parts: readonly { readonly value: string; readonly key: string }[];
}

export interface ReaderQuestion {
  readonly store: ObjectStore;
  readonly tables: readonly ReaderTable[];
  /** Views over the tables, made before the question is asked. */
  readonly views: readonly Statement[];
  /** One SELECT that has been checked; unqualified names belong to this database. */
  readonly sql: string;
  readonly database: string;
  /** More rows than this are refused. */
  readonly rowLimit: number;
}

/** How a column's values are written: numbers bare, the rest as text. */
export type AnswerKind = 'integer' | 'decimal' | 'double' | 'boolean' | 'text';

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly kind: AnswerKind }[];
  /** By row, in the order of the columns; decimals, dates and the like as text. */
  readonly rows: readonly (readonly SqlValue[])[];
}

/** What an engine makes of a text before it runs any of it. */
export type Parsed =
  | { readonly kind: 'tree'; readonly statements: readonly unknown[] }
  /** It cannot be read; the engine's words, which hold nothing but the text asked. */
  | { readonly kind: 'syntax'; readonly detail: string }
  /** It is SQL, and no query. */
  | { readonly kind: 'not_a_select' };

/**
 * An engine for one question of somebody who may see the release and nothing else: its own process, time and memory,
 * no disk but the files given, no settings that a question could change.
 */
export interface ReleaseReader extends AsyncDisposable {
  /** Reads a text as DuckDB's parser does, without running it. @throws QuestionTooCostly */
  parse(sql: string): Promise<Parsed>;
  /**
   * Loads the tables into memory, shuts the door to everything else, and answers.
   * @throws QuestionFailed, QuestionTooCostly
   */
  ask(question: ReaderQuestion): Promise<Answer>;
}
