import type { Catalogue } from '../lib/ports/catalogue.ts';
import type { Statement } from '../lib/ports/query-engine.ts';

/**
 * Statements ready to be sent: CREATE TABLE refuses a name that is taken, and an earlier try of the same run may have
 * taken it, so the tables to be made are forgotten first.
 */
export async function afresh(
  statements: readonly Statement[],
  catalogue: Catalogue,
): Promise<{ statements: Statement[] }> {
  for (const { database, name } of statements) await catalogue.drop(database, name);
  return { statements: [...statements] };
}
