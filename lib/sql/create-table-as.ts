import type { Catalogue, TableDefinition } from '../ports/catalogue.ts';
import type { Statement } from '../ports/query-engine.ts';
import { quoteName, quoteTable, quoteText, spellType } from './quote.ts';

/**
 * The one shape in which a table is made: Athena's CREATE TABLE AS with Parquet at a declared place. Every
 * column is cast to its declared type and the rows are ordered, so that both engines write the same table.
 * @param select yields at least the declared columns, by name
 * @param orderBy column names that order the rows wholly
 */
export function createTableAs(
  catalogue: Catalogue,
  table: TableDefinition,
  select: string,
  orderBy: readonly string[],
): Statement {
  const columns = table.columns.map(
    ({ name, type }) => `CAST(${quoteName(name)} AS ${spellType(type)}) AS ${quoteName(name)}`,
  );
  const location = quoteText(catalogue.location(table.zone, table.path));
  return {
    name: table.name,
    database: table.database,
    place: { zone: table.zone, path: table.path },
    sql: [
      `CREATE TABLE ${quoteTable(table)}`,
      `WITH (format = 'PARQUET', external_location = ${location}) AS`,
      `SELECT ${columns.join(', ')}`,
      `FROM (\n${select}\n)`,
      ...(orderBy.length === 0 ? [] : [`ORDER BY ${orderBy.map(quoteName).join(', ')}`]),
    ].join('\n'),
  };
}
