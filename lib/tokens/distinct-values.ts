import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteName } from '../sql/quote.ts';
import { Identifier } from './identifier.ts';

/** Values taken into memory at once: few enough for what is made of them to die young. */
const BATCH = 8_192;

export type Mapped = readonly (string | bigint | null)[];

export interface DistinctValues {
  readonly workbench: Workbench;
  /** A DuckDB SELECT (or table) in whose rows the values stand. */
  readonly relation: string;
  /** An SQL expression over the relation that yields the value as text, null where there is none. */
  readonly value: string;
  /** The table to make: `raw` and `columns`; it must not exist. */
  readonly table: string;
  readonly columns: readonly ColumnDefinition[];
  /** @returns a value a column; undefined where the identifier counts as missing, which leaves it out of the table */
  map(identifier: Identifier): Mapped | undefined;
}

/**
 * Does a piece of work once per distinct value instead of once per row: the distinct values come out of DuckDB in
 * batches, and what they become goes back as a table to join.
 * @returns how many rows of the relation have a value that counts
 */
export async function mapDistinctValues({
  workbench,
  relation,
  value,
  table,
  columns,
  map,
}: DistinctValues): Promise<number> {
  const values = quoteName(`${table}_values`);
  const layout: readonly ColumnDefinition[] = [{ name: 'raw', type: 'varchar' }, ...columns];
  await workbench.append(
    table,
    layout,
    layout.map(() => []),
  );
  await workbench.run(
    `CREATE TABLE ${values} AS SELECT raw, count(*) AS occurrences
     FROM (SELECT ${value} AS raw FROM (${relation})) WHERE raw IS NOT NULL GROUP BY raw`,
  );
  const [counted] = await workbench.rows(`SELECT count(*) AS n FROM ${values}`);
  const total = Number(counted?.['n'] ?? 0);
  let present = 0;
  for (let from = 0; from < total; from += BATCH) {
    const batch: (string | bigint | null)[][] = layout.map(() => []);
    const rows = workbench.columns(
      `SELECT raw, occurrences FROM ${values} WHERE rowid >= ${from} AND rowid < ${from + BATCH}`,
    );
    for await (const [raws = [], occurrences = []] of rows) {
      for (let at = 0; at < raws.length; at++) {
        const raw = raws[at];
        const mapped = typeof raw === 'string' ? map(new Identifier(raw)) : undefined;
        if (typeof raw !== 'string' || mapped === undefined) continue;
        present += Number(occurrences[at]);
        batch[0]?.push(raw);
        for (let column = 0; column < mapped.length; column++)
          batch[column + 1]?.push(mapped[column] ?? null);
      }
    }
    await workbench.append(table, layout, batch);
  }
  await workbench.run(`DROP TABLE ${values}`);
  return present;
}
