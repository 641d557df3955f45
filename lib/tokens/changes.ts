import type { ObjectStore } from '../ports/object-store.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteText } from '../sql/quote.ts';

/** What a delivery does to the one that it replaces, in rows. */
export interface Changes {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
}

/**
 * Compares two record-ids files of one dataset: rows are the same by record id, and unchanged by content digest. Under
 * another key the same row has another record id; there rows are the same by what names them.
 * @throws ObjectNotFound where a file is missing
 */
export async function compareDeliveries(
  workbench: Workbench,
  landing: ObjectStore,
  nowKey: string,
  beforeKey: string,
  { sameKey }: { readonly sameKey: boolean },
): Promise<Changes> {
  const [now, before] = [await workbench.open(landing, nowKey), await workbench.open(landing, beforeKey)];
  const [row] = await workbench.rows(
    `SELECT
       count(*) FILTER (WHERE before.name IS NULL) AS added,
       count(*) FILTER (WHERE now.name IS NULL) AS removed,
       count(*) FILTER (WHERE now.content_digest = before.content_digest) AS unchanged,
       count(*) FILTER (WHERE now.content_digest <> before.content_digest) AS changed
     FROM (${named(now, sameKey)}) AS now
     FULL JOIN (${named(before, sameKey)}) AS before ON now.name = before.name AND now.nth = before.nth`,
  );
  const count = (name: keyof Changes) => Number(row?.[name] ?? 0);
  return {
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    unchanged: count('unchanged'),
  };
}

/** What names each row of a file, and which of the rows of that name it is. */
function named(path: string, byRecordId: boolean): string {
  const [name, nth] = byRecordId
    ? ['record_id', '1']
    : ['row_key', 'row_number() OVER (PARTITION BY row_key ORDER BY content_digest)'];
  return `SELECT ${name} AS name, ${nth} AS nth, content_digest FROM read_parquet(${quoteText(path)})`;
}
