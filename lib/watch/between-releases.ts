import type { ObjectStore } from '../ports/object-store.ts';
import type { Signal } from '../ports/signals.ts';
import { listReleases, type Manifest } from '../release/release.ts';
import { rowsOfCsv } from './own-csv.ts';

/** What linkage quality says of all records of one dataset within a scope. */
interface LinkedShare {
  readonly agency: string;
  /** Scope, dataset: what is compared with itself. */
  readonly of: string;
  /** 0 to 1; null where it is hidden. */
  readonly share: number | null;
}

/**
 * What moved from the release before to the newest: the linkage rate of each agency (the dataset that fell most) and
 * the suppressed share of each indicator, and the largest rise of all. Told anew each day, zeros included; nothing
 * while there is no release.
 */
export async function movedSignals(store: ObjectStore): Promise<readonly Signal[]> {
  const releases = await listReleases(store);
  const newest = releases.at(-1);
  if (newest === undefined) return [];
  const before = releases.at(-2);
  const shares = await linkedShares(newest, store);
  const earlier = before === undefined ? [] : await linkedShares(before, store);
  return [...linkageDrops(shares, earlier), ...suppressionRises(newest, before)];
}

function linkageDrops(now: readonly LinkedShare[], before: readonly LinkedShare[]): readonly Signal[] {
  const agencies = [...new Set(now.map(({ agency }) => agency))].toSorted();
  return agencies.map((agency) => {
    const drops = now
      .filter((one) => one.agency === agency)
      .map(({ of, share }) => {
        const earlier = before.find((one) => one.agency === agency && one.of === of)?.share ?? null;
        return share === null || earlier === null ? 0 : points(earlier - share);
      });
    return { name: 'LinkageRateDrop', value: Math.max(0, ...drops), of: { agency } };
  });
}

function suppressionRises(now: Manifest, before: Manifest | undefined): readonly Signal[] {
  const rises = [...suppressedShares(now)].map(([indicator, share]) => {
    const earlier = before === undefined ? undefined : suppressedShares(before).get(indicator);
    return { indicator, rise: earlier === undefined ? 0 : Math.max(0, points(share - earlier)) };
  });
  const all = { workflow: 'integration' };
  return [
    ...rises.map(({ indicator, rise }) => signalOfRise(rise, { indicator })),
    signalOfRise(Math.max(0, ...rises.map(({ rise }) => rise)), all),
  ];
}

function signalOfRise(value: number, of: Signal['of']): Signal {
  return { name: 'SuppressedShareRise', value, of };
}

function suppressedShares({ tables }: Manifest): ReadonlyMap<string, number> {
  const indicators = tables.filter(({ kind, rows }) => kind === 'indicator' && rows > 0);
  return new Map(indicators.map(({ name, rows, suppressed }) => [name, suppressed / rows]));
}

/** The newest period of each dataset, over all its records. */
async function linkedShares({ release_id }: Manifest, store: ObjectStore): Promise<readonly LinkedShare[]> {
  const key = `${release_id}/data/linkage_quality.csv`;
  if ((await store.head(key)) === undefined) return [];
  const rows = rowsOfCsv(new TextDecoder().decode(await store.get(key)));
  const totals = rows
    .filter((row) => row['group_by'] === 'Total')
    .toSorted((a, b) => compare(a['period'] ?? '', b['period'] ?? ''));
  const newest = new Map(totals.map((row) => [`${row['scope']}/${row['agency']}/${row['dataset']}`, row]));
  return [...newest].map(([of, row]) => {
    const share = row['linked_share'] ?? null;
    return { agency: row['agency'] ?? '', of, share: share === null ? null : Number(share) };
  });
}

/** Percentage points, to a tenth. */
function points(share: number): number {
  return Math.round(share * 1000) / 10;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
