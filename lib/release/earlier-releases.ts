import type { ObjectStore } from '../ports/object-store.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import type { Workbench } from '../ports/workbench.ts';
import { type Calendar, contains, type Period, readPeriod } from '../workspace/workspace.ts';
import { EarlierReleaseDamaged, SharedCellsRemembered } from './errors.ts';
import type { Manifest } from './manifest.ts';
import { findManifest } from './releases.ts';
import { describeFile, readTable } from './write-table.ts';

/** A release that readers have. */
export interface PublishedRelease {
  readonly release: string;
  /** Null where its manifest is gone, so that nobody can say. */
  readonly period: string | null;
}

/** Every release that ever was, oldest first. Numbers have no gaps: one that is missing was removed, not forgotten. */
export function everyRelease(manifests: readonly Manifest[]): PublishedRelease[] {
  const newest = Math.max(0, ...manifests.map(({ release_id }) => Number(release_id)));
  return Array.from({ length: newest }, (_, at) => {
    const found = manifests.find(({ release_id }) => Number(release_id) === at + 1);
    return found === undefined
      ? { release: String(at + 1).padStart(4, '0'), period: null }
      : { release: found.release_id, period: found.period };
  });
}

/** What a release published of an indicator. */
export interface PublishedIndicator {
  readonly release: string;
  readonly period: string;
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
  for (const { release } of bearingOn(about, releases, calendar)) {
    const manifest = await requireManifest(release, store);
    if (!hasIndicator(manifest, about.indicator)) continue;
    const rows = await readPublished(about.indicator, manifest, store, workbench);
    const same = isSame(readPeriod(manifest.period, calendar), readPeriod(about.period, calendar));
    found.push({
      release,
      period: same ? about.period : manifest.period,
      indicator: about.indicator,
      rows,
    });
  }
  return found;
}

/**
 * Refuses to protect a family without an indicator that shares its cells, is not published this time, and was in an
 * earlier release of the same period: readers know of it what nobody reckons with now.
 * @param partner an indicator that shares cells with a member and is not in this run
 * @throws SharedCellsRemembered, EarlierReleaseDamaged
 */
export async function refuseRemembered(
  partner: string,
  about: AboutToBePublished,
  releases: readonly PublishedRelease[],
  calendar: Calendar,
  store: ObjectStore,
): Promise<void> {
  for (const { release } of bearingOn(about, releases, calendar)) {
    if (hasIndicator(await requireManifest(release, store), partner))
      throw new SharedCellsRemembered(about.indicator, partner, release);
  }
}

/**
 * Which releases can tell something of the numbers of a period. By their days: a calendar that came to count in fiscal
 * years calls the same period otherwise.
 */
export function bearingOn(
  { period, periodsAddUp }: Pick<AboutToBePublished, 'period' | 'periodsAddUp'>,
  releases: readonly PublishedRelease[],
  calendar: Calendar,
): readonly PublishedRelease[] {
  const now = readPeriod(period, calendar);
  const dated = releases.map((one) => ({
    one,
    of: one.period === null ? undefined : readPeriod(one.period, calendar),
  }));
  const wholes =
    periodsAddUp && now !== undefined
      ? dated.flatMap(({ of }) => (of !== undefined && contains(of, now) ? [of, now] : [now]))
      : [];
  return dated
    .filter(
      ({ one, of }) =>
        one.period === null ||
        one.period === period ||
        isSame(of, now) ||
        (of !== undefined && wholes.some((whole) => contains(whole, of))),
    )
    .map(({ one }) => one);
}

function isSame(one: Period | undefined, other: Period | undefined): boolean {
  return one !== undefined && one.start === other?.start && one.end === other.end;
}

async function requireManifest(release: string, store: ObjectStore): Promise<Manifest> {
  const manifest = await findManifest(release, store);
  if (manifest === undefined) throw new EarlierReleaseDamaged(release, 'manifest.json', 'missing');
  return manifest;
}

/** The rows as they were published. */
async function readPublished(
  indicator: string,
  { release_id: release, files }: Manifest,
  store: ObjectStore,
  workbench: Workbench,
): Promise<readonly SqlRow[]> {
  const path = `data/${indicator}.parquet`;
  const listed = files.find((file) => file.path === path);
  if (listed === undefined || (await store.head(`${release}/${path}`)) === undefined)
    throw new EarlierReleaseDamaged(release, path, 'missing');
  const { sha256 } = await describeFile(store, release, path);
  if (sha256 !== listed.sha256) throw new EarlierReleaseDamaged(release, path, 'changed');
  return readTable(indicator, release, store, workbench);
}

function hasIndicator({ tables }: Manifest, indicator: string): boolean {
  return tables.some(({ name, kind }) => name === indicator && kind === 'indicator');
}
