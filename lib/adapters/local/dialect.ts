import type { Statement } from '../../ports/query-engine.ts';
import { CallTranslator } from './dialect-calls.ts';
import { CAST_MACROS } from './dialect-casts.ts';
import { StatementRefused } from './dialect-errors.ts';
import { FUNCTION_MACROS } from './dialect-functions.ts';
import { REFUSALS } from './dialect-refusals.ts';
import {
  mentionedTables,
  parseCreateTable,
  parseCreateView,
  parseSelect,
  type TableName,
} from './dialect-statement.ts';
import { type SqlToken, significant } from './dialect-tokens.ts';

/** A SELECT that DuckDB runs, and the tables that it may read. */
export interface TranslatedSelect {
  readonly sql: string;
  readonly tables: readonly TableName[];
}

/** A table to be made from a SELECT that DuckDB runs. */
export interface TranslatedCreate extends TranslatedSelect {
  readonly table: TableName;
  readonly location: string;
}

/** A SELECT of Athena's dialect as DuckDB answers it alike. @throws StatementRefused, StatementKindRefused, StatementUnreadable */
export function translateSelect(statement: Statement): TranslatedSelect {
  return translate(statement.name, parseSelect(statement));
}

/** A CREATE TABLE AS of Athena's dialect likewise. @throws StatementRefused, StatementKindRefused, StatementUnreadable */
export function translateCreateTable(statement: Statement): TranslatedCreate {
  const { table, location, select } = parseCreateTable(statement);
  return { ...translate(statement.name, select), table, location };
}

/** The SELECT of a view likewise; undefined where the statement makes none. @throws StatementRefused, StatementKindRefused, StatementUnreadable */
export function translateCreateView(statement: Statement): TranslatedSelect | undefined {
  const select = parseCreateView(statement);
  return select && translate(statement.name, select);
}

/** Statements that make the macros which translated SQL calls; said once to every new database. */
export const MACROS: readonly string[] = [...CAST_MACROS, ...FUNCTION_MACROS].map(
  (macro) => `CREATE MACRO ${macro}`,
);

function translate(statement: string, tokens: readonly SqlToken[]): TranslatedSelect {
  const meant = significant(tokens);
  for (const { construct, remedy, at: standsAt } of REFUSALS) {
    if (meant.some((_, at) => standsAt(meant, at))) throw new StatementRefused(statement, construct, remedy);
  }
  return { sql: new CallTranslator(statement).translate(tokens).trim(), tables: mentionedTables(tokens) };
}
