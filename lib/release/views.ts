import type { TableDefinition } from '../ports/catalogue.ts';
import type { Statement } from '../ports/query-engine.ts';
import { quoteName, quoteTable, quoteText } from '../sql/quote.ts';
import type { Manifest, TableEntry } from './manifest.ts';
import { historyView } from './view-names.ts';

/** The database of the views that analysts ask. */
export const VIEWS_DATABASE = 'release';

/** The database of the tables below them: a partition a release. */
export const TABLES_DATABASE = 'released';

/** The partition's column; its value is the release's number. */
export const PARTITION = 'release';

/** How many digits a release's number has. */
const RELEASE_DIGITS = 4;

/** The table below a view, over all releases that have it. */
export function releasedTable({ name, columns }: Pick<TableEntry, 'name' | 'columns'>): TableDefinition {
  return {
    database: TABLES_DATABASE,
    name,
    zone: 'release',
    path: `tables/${name}`,
    columns: columns.map(({ name: column, type, comment }) => ({
      name: column,
      type,
      ...(comment === undefined ? {} : { comment }),
    })),
    partition: PARTITION,
    partitionValues: { digits: RELEASE_DIGITS },
  };
}

/** The one file of a release's partition, in the release zone. */
export function tableFile(name: string, release: string): string {
  return `tables/${name}/${PARTITION}=${release}/part-0.parquet`;
}

/** What an analyst may ask: a view, the table below it, and the releases whose rows it shows. */
export interface AnalystView {
  readonly name: string;
  readonly table: TableEntry;
  readonly releases: readonly string[];
}

/**
 * The views over published releases, ordered by name: every table of the newest, and the history of every indicator
 * that any of them has, with the columns that it had last.
 * @param releases oldest first
 */
export function analystViews(releases: readonly Manifest[]): readonly AnalystView[] {
  const newest = releases.at(-1);
  if (newest === undefined) return [];
  const current = newest.tables.map((table) => ({ name: table.name, table, releases: [newest.release_id] }));
  const last = new Map<string, TableEntry>();
  const having = new Map<string, string[]>();
  for (const { release_id, tables } of releases) {
    for (const table of tables.filter(({ kind }) => kind === 'indicator')) {
      last.set(table.name, table);
      having.set(table.name, [...(having.get(table.name) ?? []), release_id]);
    }
  }
  const histories = [...last].map(([name, table]) => ({
    name: historyView(name),
    table,
    releases: having.get(name) ?? [],
  }));
  return [...current, ...histories].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Athena's statement for each view; DuckDB runs it as it is. A view names the releases it shows, so none half-published is seen. */
export function viewStatements(releases: readonly Manifest[]): readonly Statement[] {
  return analystViews(releases).map(viewStatement);
}

export function viewStatement({ name, table, releases }: AnalystView): Statement {
  const columns = table.columns.map((column) => quoteName(column.name)).join(', ');
  return {
    name: `view_${name}`,
    database: VIEWS_DATABASE,
    sql: [
      `CREATE OR REPLACE VIEW ${quoteTable({ database: VIEWS_DATABASE, name })} AS`,
      `SELECT ${columns}`,
      `FROM ${quoteTable({ database: TABLES_DATABASE, name: table.name })}`,
      `WHERE ${quoteName(PARTITION)} IN (${releases.map(quoteText).join(', ')})`,
    ].join('\n'),
  };
}
