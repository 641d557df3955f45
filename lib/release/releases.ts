import type { ObjectStore } from '../ports/object-store.ts';
import { NoRelease, ReleaseMissing } from './errors.ts';
import { fromJson, Manifest } from './manifest.ts';

const MANIFEST = /^(\d{4,})\/manifest\.json$/;

/** The release of that number, or undefined while it is not published. */
export async function findManifest(release: string, store: ObjectStore): Promise<Manifest | undefined> {
  const key = `${release}/manifest.json`;
  return (await store.head(key)) === undefined ? undefined : fromJson(Manifest, await store.get(key));
}

/** Every published release, oldest first. */
export async function listReleases(store: ObjectStore): Promise<readonly Manifest[]> {
  const found = (await store.list('')).flatMap(({ key }) => MANIFEST.exec(key)?.[1] ?? []);
  const numbers = found.toSorted((a, b) => Number(a) - Number(b));
  const manifests = await Promise.all(numbers.map((number) => findManifest(number, store)));
  return manifests.filter((manifest) => manifest !== undefined);
}

/** The release that views show; undefined before the first. */
export async function newestRelease(store: ObjectStore): Promise<Manifest | undefined> {
  return (await listReleases(store)).at(-1);
}

/** @throws ReleaseMissing where that release is not published */
export async function requireRelease(release: string, store: ObjectStore): Promise<Manifest> {
  const manifest = await findManifest(release, store);
  if (manifest === undefined) throw new ReleaseMissing(release);
  return manifest;
}

/** @throws NoRelease where none is published */
export async function requireReleases(store: ObjectStore): Promise<readonly [...Manifest[], Manifest]> {
  const releases = await listReleases(store);
  const newest = releases.at(-1);
  if (newest === undefined) throw new NoRelease();
  return [...releases.slice(0, -1), newest];
}
