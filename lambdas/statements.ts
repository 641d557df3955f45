import type { Catalogue } from '../lib/ports/catalogue.ts';
import type { Zones } from '../lib/ports/object-store.ts';
import type { Statement } from '../lib/ports/query-engine.ts';
import { BATCH_BYTES, LONGEST_STATEMENT } from '../lib/workflow/payload-limit.ts';
import { StatementTooLong } from './errors.ts';
import type { Asked, Statements } from './messages.ts';

/** Where a step that writes statements stands in them. */
export interface Standing {
  /** The step, with its family of indicators where it has one. */
  readonly by: string;
  readonly asked: Asked;
}

/** How many of its statements a step has written before: none, unless it was the one who was asked last. */
export function writtenBefore({ by, asked }: Standing): number {
  return asked.by === by && asked.more ? asked.next : 0;
}

/**
 * The next statements of a step, ready to be sent: CREATE TABLE refuses a name that is taken and, on Athena, a place
 * that holds files, and an earlier try of the same run may have left both. As many as fit into a message, so that a
 * run of any size passes.
 * @param all what the step has to ask for in all, the same at every call
 * @throws StatementTooLong
 */
export async function nextStatements(
  standing: Standing,
  all: readonly Statement[],
  { catalogue, zones }: { readonly catalogue: Catalogue; readonly zones: Zones },
): Promise<Statements> {
  const from = writtenBefore(standing);
  const batch = fitting(all.slice(from));
  for (const database of new Set(batch.map((statement) => statement.database)))
    await catalogue.ensureDatabase(database);
  for (const statement of batch) await makeRoom(statement, catalogue, zones);
  const next = from + batch.length;
  return {
    by: standing.by,
    statements: batch.map(({ name, sql, database }) => ({ name, sql, database })),
    next,
    more: next < all.length,
  };
}

/** Keeps for auditors which queries the workflow has sent since the step before. */
export async function keepAsked(audit: Zones['audit'], run: string, asked: Asked): Promise<void> {
  const { by, next, statements } = asked;
  if (statements.length === 0) return;
  const queries = statements.map(({ queryId }) => queryId);
  await audit.put(`${run}/asked-${by}-${next}.json`, `${JSON.stringify({ by, queries }, undefined, 1)}\n`);
}

function fitting(statements: readonly Statement[]): readonly Statement[] {
  let bytes = 0;
  const full = statements.findIndex((statement) => {
    const size = sizeOf(statement);
    if (size > LONGEST_STATEMENT) throw new StatementTooLong(statement.name, size, LONGEST_STATEMENT);
    bytes += size;
    return bytes > BATCH_BYTES && bytes > size;
  });
  return full < 0 ? statements : statements.slice(0, full);
}

/** In bytes of JSON, which is what a workflow counts. */
function sizeOf({ name, sql, database }: Statement): number {
  return Buffer.byteLength(JSON.stringify({ name, sql, database }));
}

async function makeRoom({ database, name, place }: Statement, catalogue: Catalogue, zones: Zones) {
  if (place === undefined) return;
  await catalogue.drop(database, name);
  const store = zones[place.zone];
  for (const { key } of await store.list(`${place.path}/`)) await store.delete(key);
}
