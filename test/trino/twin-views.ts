import { parseSelect } from '../../lib/adapters/local/dialect-statement.ts';
import { LocalReleaseReader } from '../../lib/adapters/local/release-reader.ts';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import type { Statement } from '../../lib/ports/query-engine.ts';
import { askReleases } from '../../lib/release/release.ts';
import { quoteName } from '../../lib/sql/quote.ts';
import type { TrinoClient } from '../../scripts/trino/client.ts';
import { spell } from './answers.ts';
import { NO_TRAITS } from './traits.ts';
import type { TrinoTables } from './trino-tables.ts';
import { type Comparison, firstDifference } from './twin-engine.ts';

const VIEW = /^CREATE OR REPLACE VIEW\s+("[^"]+")\."([^"]+)"\s+AS\s+/;

/** Whether a statement makes a view. */
export function isView({ sql }: Statement): boolean {
  return VIEW.test(sql);
}

/** Makes a view on Trino by the product's own statement, over the released tables. */
export async function showOnTrino(view: Statement, tables: TrinoTables, trino: TrinoClient): Promise<void> {
  await tables.schema(view.database);
  await tables.declareMentioned(view.database, parseSelect({ ...view, sql: view.sql.replace(VIEW, '') }));
  await trino.query(view.sql, view.database);
}

/** Asks a view for everything on both: on Trino, and as `tributary query` answers. Views come in no order. */
export async function compareView(
  view: Statement,
  release: ObjectStore,
  tables: TrinoTables,
  trino: TrinoClient,
): Promise<Comparison> {
  await showOnTrino(view, tables, trino);
  const name = VIEW.exec(view.sql)?.[2] ?? '';
  const sql = `SELECT * FROM ${quoteName(name)}`;
  await using reader = new LocalReleaseReader();
  const ours = await askReleases(sql, release, reader);
  const theirs = await trino.query(sql, view.database);
  const named = (columns: readonly { readonly name: string }[]) =>
    columns.map((column) => column.name).join();
  const difference =
    named(ours.columns) === named(theirs.columns)
      ? firstDifference(
          ours.rows
            .map((row) =>
              row
                .map((value, at) =>
                  spell(
                    typeof value === 'number' && ours.columns[at]?.kind === 'integer' ? BigInt(value) : value,
                  ),
                )
                .join(' | '),
            )
            .toSorted(),
          theirs.rows.map((row) => row.map(spell).join(' | ')).toSorted(),
        )
      : `columns: ${named(ours.columns)}; Trino: ${named(theirs.columns)}`;
  return {
    statement: `select_${view.name}`,
    kind: 'view',
    sql: `${view.sql};\n${sql}`,
    rows: ours.rows.length,
    nulls: ours.rows.flat().filter((value) => value === null).length,
    read: NO_TRAITS,
    difference,
  };
}
