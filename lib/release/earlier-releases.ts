import type { ObjectStore } from '../ports/object-store.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import type { Workbench } from '../ports/workbench.ts';
import { type Calendar, contains, type Period, readPeriod } from '../workspace/workspace.ts';
import { EarlierReleaseDamaged } from './errors.ts';
import { findManifest } from './releases.ts';
import { describeFile, readTable } from './write-table.ts';

/** A release that readers have. */
export interface PublishedRelease {
  readonly release: string;
  readonly period: string;
}

/** What a release published of an indicator. */
export interface PublishedIndicator extends PublishedRelease {
  readonly indicator: string;
  readonly rows: readonly SqlRow[];
}

/** Of which indicator and period something is about to be published. */
export interface AboutToBePublished {
  readonly indicator: string;
  readonly period: string;
  /** Its numbers of a longer period are the sums of those of the shorter ones within. */
  readonly periodsAddUp: boolean;
}

/**
 * What earlier releases published that a reader can hold against the new numbers of an indicator: those of the same
 * period, and where periods add up those of a period within it, around it, or around and within (the other quarters of
 * a year that is out). Read from the files of the releases; a file that is not the one that was published is not taken
 * for it.
 * @param releases all that are published, oldest first
 * @returns in the same order
 * @throws EarlierReleaseDamaged
 */
export async function readEarlier(
  about: AboutToBePublished,
  releases: readonly PublishedRelease[],
  calendar: Calendar,
  store: ObjectStore,
  workbench: Workbench,
): Promise<readonly PublishedIndicator[]> {
  const found: PublishedIndicator[] = [];
  for (const { release, period } of bearingOn(about, releases, calendar)) {
    const rows = await readPublished(about.indicator, release, store, workbench);
    if (rows !== undefined) found.push({ release, period, indicator: about.indicator, rows });
  }
  return found;
}

/** Which releases can tell something of the numbers of a period. */
export function bearingOn(
  { period, periodsAddUp }: Pick<AboutToBePublished, 'period' | 'periodsAddUp'>,
  releases: readonly PublishedRelease[],
  calendar: Calendar,
): readonly PublishedRelease[] {
  const now = readPeriod(period, calendar);
  if (!periodsAddUp || now === undefined) return releases.filter((one) => one.period === period);
  const dated = releases.flatMap((one) => {
    const of = readPeriod(one.period, calendar);
    return of === undefined ? [] : [{ one, of }];
  });
  const around: readonly Period[] = [now, ...dated.map(({ of }) => of).filter((of) => contains(of, now))];
  return dated.filter(({ of }) => around.some((whole) => contains(whole, of))).map(({ one }) => one);
}

/** The rows as they were published; undefined where the release does not have the indicator. */
async function readPublished(
  indicator: string,
  release: string,
  store: ObjectStore,
  workbench: Workbench,
): Promise<readonly SqlRow[] | undefined> {
  const manifest = await findManifest(release, store);
  if (manifest === undefined) throw new EarlierReleaseDamaged(release, 'manifest.json', 'missing');
  if (!manifest.tables.some(({ name, kind }) => name === indicator && kind === 'indicator')) return undefined;
  const path = `data/${indicator}.parquet`;
  const listed = manifest.files.find((file) => file.path === path);
  if (listed === undefined || (await store.head(`${release}/${path}`)) === undefined)
    throw new EarlierReleaseDamaged(release, path, 'missing');
  const { sha256 } = await describeFile(store, release, path);
  if (sha256 !== listed.sha256) throw new EarlierReleaseDamaged(release, path, 'changed');
  return readTable(indicator, release, store, workbench);
}
