import { z } from 'zod';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteText } from '../sql/quote.ts';
import type { Contract } from '../workspace/model.ts';
import { compareDeliveries } from './changes.ts';
import { KeyVersionsMixed, PartsDoNotAddUp } from './errors.ts';
import { partRecordIds, recordIdsOf } from './parts.ts';
import type { SeparatedPart } from './separate.ts';

export interface Combination {
  readonly contract: Contract;
  readonly deliveryId: string;
  /** What each part says of itself, in the order of the parts. */
  readonly parts: readonly SeparatedPart[];
  /** Rows that were accepted, which the parts must hold together. */
  readonly accepted: number;
  readonly landing: ObjectStore;
  readonly workbench: Workbench;
  /** The delivery in force for the same period, if there is one. */
  readonly replaces?: string;
  /** The version of the key under which that one was tokenized. Default: the same. */
  readonly replacesKeyVersion?: string;
}

/** A delivery that is taken apart whole. */
export const Combined = z.strictObject({
  rows: z.int().nonnegative(),
  keyVersion: z.string(),
  /** Against the delivery that is replaced; everything is added where there is none. */
  changes: z.strictObject({
    added: z.int().nonnegative(),
    changed: z.int().nonnegative(),
    removed: z.int().nonnegative(),
    unchanged: z.int().nonnegative(),
  }),
  /** Share of rows whose role or kept column is missing, in tenths of a percent; by name. */
  missing: z.record(z.string(), z.int().nonnegative()),
});
export type Combined = z.infer<typeof Combined>;

/**
 * Puts together what the parts of a delivery say, and their lists of record ids, and compares the delivery with the one
 * that it replaces. Stays within the agency's landing zone.
 * @throws KeyVersionsMixed, PartsDoNotAddUp; ObjectNotFound where the list of the delivery to be replaced is gone
 */
export async function combineParts(combination: Combination): Promise<Combined> {
  const { contract, deliveryId, parts, accepted, landing, workbench, replaces } = combination;
  const [keyVersion = '', ...others] = new Set(parts.map((part) => part.keyVersion));
  if (others.length > 0) throw new KeyVersionsMixed(deliveryId);
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  if (rows !== accepted) throw new PartsDoNotAddUp(deliveryId, rows, accepted);
  await joinRecordIds(combination);
  const changes =
    replaces === undefined
      ? { added: rows, changed: 0, removed: 0, unchanged: 0 }
      : await compareDeliveries(
          workbench,
          landing,
          recordIdsOf(contract, deliveryId),
          recordIdsOf(contract, replaces),
          { sameKey: (combination.replacesKeyVersion ?? keyVersion) === keyVersion },
        );
  return { rows, keyVersion, changes, missing: missingShares(parts, rows) };
}

/** One list out of those of the parts, which follow each other by record id. Where they are gone, an earlier try did it. */
async function joinRecordIds({
  contract,
  deliveryId,
  parts,
  landing,
  workbench,
}: Combination): Promise<void> {
  if (parts.length === 1) return;
  const keys = parts.map((_, part) => partRecordIds(contract, deliveryId, { part, of: parts.length }));
  const [first = ''] = keys;
  if ((await landing.head(first)) !== undefined) {
    const paths: string[] = [];
    for (const key of keys) paths.push(quoteText(await workbench.open(landing, key)));
    await workbench.saveParquet(
      `SELECT * FROM read_parquet([${paths.join(', ')}], hive_partitioning = false)`,
      landing,
      recordIdsOf(contract, deliveryId),
    );
  }
  for (const key of keys) await landing.delete(key);
}

function missingShares(parts: readonly SeparatedPart[], rows: number): Readonly<Record<string, number>> {
  const names = Object.keys(parts[0]?.missing ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const missing = parts.reduce((sum, part) => sum + (part.missing[name] ?? 0), 0);
      return [name, tenthsOfPercent(missing, rows)];
    }),
  );
}

function tenthsOfPercent(part: number, whole: number): number {
  return whole === 0 ? 0 : Math.floor((2000 * part + whole) / (2 * whole));
}
