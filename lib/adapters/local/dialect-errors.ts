import { type Audience, type Kind, TributaryError } from '../../errors/tributary-error.ts';

/** A statement could not be cut into tokens. */
export class StatementUnreadable extends TributaryError {
  readonly code = 'STATEMENT_UNREADABLE';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  constructor(statement: string, sign: string) {
    const unclosed = ["'", '"', '/*'].includes(sign);
    super(
      unclosed
        ? `The statement "${statement}" opens ${sign} and does not close it.`
        : `The statement "${statement}" has the sign ${sign}, which is not of Athena's SQL.`,
    );
  }
}

/** A statement uses something that Athena and the embedded engine answer differently. */
export class StatementRefused extends TributaryError {
  readonly code = 'STATEMENT_REFUSED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'analyst';

  /** @param remedy a clause that says what to write instead */
  constructor(statement: string, construct: string, remedy: string) {
    super(
      `The statement "${statement}" uses ${construct}, on which Athena and the embedded engine do not agree: ${remedy}.`,
    );
  }
}

/** The engine was given something else than a SELECT or CREATE TABLE AS. */
export class StatementKindRefused extends TributaryError {
  readonly code = 'STATEMENT_KIND_REFUSED';
  readonly kind: Kind = 'usage';
  readonly audience: Audience = 'operator';

  constructor(statement: string, expected: 'SELECT' | 'CREATE TABLE AS') {
    super(
      expected === 'SELECT'
        ? `The statement "${statement}" is not one SELECT; only that can be asked.`
        : `The statement "${statement}" is not one CREATE TABLE name WITH (format = 'PARQUET', external_location = '…') AS SELECT, nor one CREATE OR REPLACE VIEW name AS SELECT; only these can be run.`,
    );
  }
}
