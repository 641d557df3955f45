import { z } from 'zod';
import { folderZones, stateFolder } from '../adapters/local/state.ts';
import { crosswalkTables } from '../linkage/link.ts';
import type { Zones } from '../ports/object-store.ts';
import { newestRelease } from '../release/release.ts';
import { quoteText } from '../sql/quote.ts';
import { openScratchBench } from './scratch-bench.ts';

/** Linkage quality of the newest run as linkage estimates it, without truth. */
export interface LinkageSummary {
  readonly records: number;
  readonly persons: number;
  /** 0 to 1; undefined where there is no link to speak of. */
  readonly precision?: number | undefined;
  readonly recall?: number | undefined;
  /** Persons of the release before whom this one found to be another; their ids still resolve. */
  readonly merged: number;
}

const Kept = z.object({
  scopes: z.array(
    z.object({
      scope: z.string(),
      records: z.number(),
      persons: z.number(),
      precision: z.number().optional(),
      recall: z.number().optional(),
    }),
  ),
});

/** The largest scope's; undefined before the first release. */
export async function linkageOfNewestRun(workspace: string): Promise<LinkageSummary | undefined> {
  const zones = folderZones(stateFolder(workspace));
  const newest = await newestRelease(zones.release);
  if (newest === undefined) return undefined;
  const kept = await zones.crosswalk.get(`runs/${newest.run}/linkage-quality.json`);
  const { scopes } = Kept.parse(JSON.parse(new TextDecoder().decode(kept)));
  const [largest] = scopes.toSorted((a, b) => b.records - a.records);
  if (largest === undefined) return undefined;
  const share = (millionths: number | undefined) =>
    millionths === undefined ? undefined : millionths / 1_000_000;
  return {
    records: largest.records,
    persons: largest.persons,
    precision: share(largest.precision),
    recall: share(largest.recall),
    merged: await mergedIn(zones, workspace, newest.run, largest.scope),
  };
}

async function mergedIn(
  zones: Pick<Zones, 'crosswalk'>,
  workspace: string,
  run: string,
  scope: string,
): Promise<number> {
  await using bench = await openScratchBench(workspace);
  const path = await bench.open(zones.crosswalk, `${crosswalkTables(run).history.path}/part-0.parquet`);
  const [row] = await bench.rows(
    `SELECT count(*) AS n FROM read_parquet(${quoteText(path)}) WHERE event = 'merged' AND run = ? AND scope = ?`,
    [run, scope],
  );
  return Number(row?.['n'] ?? 0);
}
