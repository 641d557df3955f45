import type { Statement } from '../../ports/query-engine.ts';
import { mentionedTables, parseCreateTable, parseSelect, type TableName } from './dialect-statement.ts';
import type { SqlToken } from './dialect-tokens.ts';

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
  return translate(parseSelect(statement));
}

/** A CREATE TABLE AS of Athena's dialect likewise. @throws StatementRefused, StatementKindRefused, StatementUnreadable */
export function translateCreateTable(statement: Statement): TranslatedCreate {
  const { table, location, select } = parseCreateTable(statement);
  return { ...translate(select), table, location };
}

function translate(tokens: readonly SqlToken[]): TranslatedSelect {
  return {
    sql: tokens
      .map(({ text }) => text)
      .join('')
      .trim(),
    tables: mentionedTables(tokens),
  };
}
