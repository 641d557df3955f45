import { type Audience, type Kind, type Retry, TributaryError } from './tributary-error.ts';

/** What an engine can say of a failed statement without showing a value that it met. */
export type QueryFailure =
  | { readonly kind: 'statement'; readonly detail: string }
  | { readonly kind: 'value' | 'memory' | 'storage' | 'cancelled' | 'internal' };

const SENTENCES: Record<QueryFailure['kind'], string> = {
  statement: 'The engine does not accept it',
  value:
    'A value does not fit what the statement makes of it: a text that is no number or date, or a number out of range. Use try_cast, or filter such values out',
  memory: 'It needs more memory than the engine may use. Give the engine more, or split the work',
  storage:
    'A file of a table could not be read or written. See that the disk has room and that nobody removed files of the state, then run the command again',
  cancelled: 'It was cancelled. Run the command again',
  internal:
    'The engine failed within. Run the command again; if it fails again, report the name of the statement',
};

/** The query engine could not run a statement. The engine's own message is not kept where it may quote a value. */
export class QueryFailed extends TributaryError {
  readonly code = 'QUERY_FAILED';
  readonly kind: Kind;
  readonly audience: Audience = 'operator';
  override readonly retry: Retry;

  constructor(statement: string, failure: QueryFailure) {
    const detail = failure.kind === 'statement' ? `: ${failure.detail}` : '';
    super(
      `The statement "${statement}" failed. ${SENTENCES[failure.kind]}${detail}${detail.endsWith('.') ? '' : '.'}`,
    );
    const wrong = failure.kind === 'statement' || failure.kind === 'value';
    this.kind = wrong ? 'usage' : 'fault';
    this.retry = wrong ? 'never' : 'later';
  }
}

/** CREATE TABLE met a table of that name. */
export class TableExists extends TributaryError {
  readonly code = 'TABLE_EXISTS';
  readonly kind: Kind = 'fault';
  readonly audience: Audience = 'operator';

  constructor(database: string, table: string) {
    super(
      `The table "${database}"."${table}" exists already. Drop it from the catalogue before it is made anew.`,
    );
  }
}

/** CREATE TABLE would give a column a type that the catalogue does not know. */
export class ColumnTypeUnsupported extends TributaryError {
  readonly code = 'COLUMN_TYPE_UNSUPPORTED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(statement: string, column: string, type: string) {
    super(
      `The statement "${statement}" gives the column "${column}" the type ${type}. Cast it to varchar, bigint, boolean, date, double or decimal(18,4).`,
    );
  }
}
