import type { SqlType, TableDefinition } from '../ports/catalogue.ts';

/** An identifier in double quotes, as Trino and DuckDB both read it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text literal. */
export function quoteText(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `"database"."table"`. */
export function quoteTable(table: Pick<TableDefinition, 'database' | 'name'>): string {
  return `${quoteName(table.database)}.${quoteName(table.name)}`;
}

const SPELLINGS: Record<SqlType, string> = {
  varchar: 'varchar',
  bigint: 'bigint',
  boolean: 'boolean',
  date: 'date',
  double: 'double',
  decimal: 'decimal(18,4)',
};

/** How SQL spells one of our types; the same in both engines. */
export function spellType(type: SqlType): string {
  return SPELLINGS[type];
}
