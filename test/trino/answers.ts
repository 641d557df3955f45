import { TributaryError } from '../../lib/errors/tributary-error.ts';
import type { QueryEngine, SqlValue, Statement } from '../../lib/ports/query-engine.ts';
import { type TrinoClient, TrinoFailed, type TrinoValue } from '../../scripts/trino/client.ts';

/** What an engine makes of a statement: its rows, each value spelt with its kind; or that it fails. */
export type Answer = readonly string[] | 'fails';

/** Errors of the server rather than of the statement: no answer to compare. */
const NOT_THE_STATEMENT = [
  'NO_NODES_AVAILABLE',
  'GENERIC_INTERNAL_ERROR',
  'REMOTE_',
  'HTTP_',
  'EXCEEDED_',
  'CLUSTER_',
];

/** @throws TrinoFailed where the server itself is in trouble */
export async function trinoAnswer(trino: TrinoClient, statement: Statement): Promise<Answer> {
  try {
    const { rows } = await trino.query(statement.sql, statement.database);
    return rows.map((row) => row.map(spell).join(' | '));
  } catch (error) {
    const ofTheStatement =
      error instanceof TrinoFailed && !NOT_THE_STATEMENT.some((code) => error.code.startsWith(code));
    if (ofTheStatement) return 'fails';
    throw error;
  }
}

export async function engineAnswer(engine: QueryEngine, statement: Statement): Promise<Answer> {
  try {
    const rows = await engine.query(statement);
    return rows.map((row) => Object.values(row).map(spell).join(' | '));
  } catch (error) {
    if (error instanceof TributaryError && error.kind === 'usage') return 'fails';
    throw error;
  }
}

/** A value with its kind, so that 1, 1.0 and '1' are three; lists as JSON, which is how the engine gives them. */
export function spell(value: TrinoValue | SqlValue): string {
  if (Array.isArray(value))
    return spell(
      JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? Number(item) : item)),
    );
  if (typeof value === 'bigint') return `integer ${value}`;
  if (typeof value === 'number') return `double ${value}`;
  if (typeof value === 'string') return `text ${value}`;
  return String(value);
}
