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
 * Compares two record-ids files of one dataset: rows are the same by record id, and unchanged by content digest.
 * @throws ObjectNotFound where a file is missing
 */
export async function compareDeliveries(
  workbench: Workbench,
  landing: ObjectStore,
  nowKey: string,
  beforeKey: string,
): Promise<Changes> {
  const [now, before] = [await workbench.open(landing, nowKey), await workbench.open(landing, beforeKey)];
  const [row] = await workbench.rows(
    `SELECT
       count(*) FILTER (WHERE before.record_id IS NULL) AS added,
       count(*) FILTER (WHERE now.record_id IS NULL) AS removed,
       count(*) FILTER (WHERE now.content_digest = before.content_digest) AS unchanged,
       count(*) FILTER (WHERE now.content_digest <> before.content_digest) AS changed
     FROM read_parquet(${quoteText(now)}) AS now
     FULL JOIN read_parquet(${quoteText(before)}) AS before ON now.record_id = before.record_id`,
  );
  const count = (name: keyof Changes) => Number(row?.[name] ?? 0);
  return {
    added: count('added'),
    changed: count('changed'),
    removed: count('removed'),
    unchanged: count('unchanged'),
  };
}
