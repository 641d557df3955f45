import { DuckDBInstance } from '@duckdb/node-api';
import type { TrinoAnswer, TrinoClient, TrinoValue } from '../../scripts/trino/client.ts';
import { TrinoFailed } from '../../scripts/trino/client.ts';
import type { Catalogue } from '../../lib/ports/catalogue.ts';

/** What one engine makes of a statement: its rows, or that it fails. */
export type Answer = { readonly rows: readonly (readonly string[])[] } | { readonly failed: true };

/** Trino's answer, each value spelt so that equal values are equal texts. */
export async function trinoAnswer(trino: TrinoClient, sql: string): Promise<Answer> {
  try {
    return spelt(await trino.query(sql));
  } catch (error) {
    if (error instanceof TrinoFailed && !UNFAIR.has(error.code)) return { failed: true };
    throw error;
  }
}
