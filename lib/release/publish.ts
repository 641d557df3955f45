import { createHash } from 'node:crypto';
import { z } from 'zod';
import { PreconditionFailed } from '../errors/storage-errors.ts';
import type { Catalogue } from '../ports/catalogue.ts';
import type { Clock } from '../ports/clock.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Workbench } from '../ports/workbench.ts';
import { CANDIDATES, candidateFolder } from './candidate.ts';
import { CandidateIncomplete } from './errors.ts';
import { Candidate, type FileEntry, fromJson, type Manifest, toJson } from './manifest.ts';
import { findManifest, listReleases } from './releases.ts';
import { releasesTable } from './releases-table.ts';
import { releasedTable, tableFile } from './views.ts';
import { describeFile, writeTable } from './write-table.ts';

/** When a candidate was first told to be published; a second try keeps it, so that it ends in the same bytes. */
const Publishing = z.strictObject({ inputs_digest: z.string(), published_at: z.string() });

export interface PublishPorts {
  /** The release zone. */
  readonly store: ObjectStore;
  readonly workbench: Workbench;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
}

/**
 * Makes a run's candidate a release. Its files are copied, the list of releases is written, and last of all, and only
 * if there is none, the manifest: before that nobody sees anything, after it nothing changes. Then candidates are
 * removed, those of tries that were never published too. Called again it ends in the same release.
 * @throws CandidateIncomplete
 */
export async function publishRelease(run: string, release: string, ports: PublishPorts): Promise<Manifest> {
  const published = (await findManifest(release, ports.store)) ?? (await publishCandidate(run, ports));
  await removeCandidates(ports.store);
  return published;
}

async function publishCandidate(run: string, ports: PublishPorts): Promise<Manifest> {
  const candidate = await readCandidate(run, ports.store);
  const publishedAt = await firstTold(candidate, ports);
  await removeLeftovers(candidate, ports.store);
  for (const file of candidate.files) await copyFile(candidate, file, ports.store);
  const manifest = await addReleasesTable({ ...candidate, published_at: publishedAt }, ports);
  await fillTables(manifest, ports);
  return writeManifest(manifest, ports.store);
}

/** At most one run is at work, so that nobody waits for any of them. */
async function removeCandidates(store: ObjectStore): Promise<void> {
  for (const { key } of await store.list(CANDIDATES)) await store.delete(key);
}

async function readCandidate(run: string, store: ObjectStore): Promise<Candidate> {
  const path = 'candidate.json';
  const key = `${candidateFolder(run)}/${path}`;
  if ((await store.head(key)) === undefined) throw new CandidateIncomplete(run, path, 'missing');
  return fromJson(Candidate, await store.get(key));
}

async function firstTold(candidate: Candidate, { store, clock }: PublishPorts): Promise<string> {
  const key = `${candidateFolder(candidate.run)}/publishing.json`;
  if ((await store.head(key)) !== undefined) {
    const told = fromJson(Publishing, await store.get(key));
    if (told.inputs_digest === candidate.inputs_digest) return told.published_at;
  }
  const publishedAt = clock.now().toISOString();
  await store.put(key, toJson({ inputs_digest: candidate.inputs_digest, published_at: publishedAt }));
  return publishedAt;
}

/** What a try that was cut short has left and this one does not write. Never a manifest: another process may just have published. */
async function removeLeftovers({ release_id, files }: Candidate, store: ObjectStore): Promise<void> {
  const own = ['manifest.json', 'data/releases.csv', 'data/releases.parquet'];
  const kept = new Set([...own, ...files.map(({ path }) => path)].map((path) => `${release_id}/${path}`));
  for (const { key } of await store.list(`${release_id}/`)) if (!kept.has(key)) await store.delete(key);
}

async function copyFile({ run, release_id }: Candidate, file: FileEntry, store: ObjectStore): Promise<void> {
  const from = `${candidateFolder(run)}/${file.path}`;
  if ((await store.head(from)) === undefined) throw new CandidateIncomplete(run, file.path, 'missing');
  const content = await store.get(from);
  if (createHash('sha256').update(content).digest('hex') !== file.sha256) {
    throw new CandidateIncomplete(run, file.path, 'changed');
  }
  await store.put(`${release_id}/${file.path}`, content);
}

async function addReleasesTable(manifest: Manifest, { store, workbench }: PublishPorts): Promise<Manifest> {
  const table = releasesTable([...(await listReleases(store)), manifest]);
  const { entry, files } = await writeTable(table, manifest.release_id, store, workbench);
  return {
    ...manifest,
    tables: [...manifest.tables, entry].toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    files: [...manifest.files, ...files].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

/** Athena's tables lie over folders, not files: each release adds a partition. Views show only those published. */
async function fillTables(
  { release_id, tables }: Manifest,
  { store, catalogue }: PublishPorts,
): Promise<void> {
  for (const table of tables) {
    const content = await store.get(`${release_id}/data/${table.name}.parquet`);
    await store.put(tableFile(table.name, release_id), content);
    await catalogue.declare(releasedTable(table));
  }
}

async function writeManifest(manifest: Manifest, store: ObjectStore): Promise<Manifest> {
  try {
    await store.put(`${manifest.release_id}/manifest.json`, toJson(manifest), { ifAbsent: true });
    return manifest;
  } catch (error) {
    // Two published at once: the other one's manifest stands.
    if (!(error instanceof PreconditionFailed)) throw error;
    return (await findManifest(manifest.release_id, store)) ?? manifest;
  }
}

/** What of a release is not as its manifest says, ordered by path; nothing where it is whole. */
export async function verifyRelease(manifest: Manifest, store: ObjectStore): Promise<readonly string[]> {
  const damaged: string[] = [];
  for (const file of manifest.files) {
    const there = (await store.head(`${manifest.release_id}/${file.path}`)) !== undefined;
    const found = there ? await describeFile(store, manifest.release_id, file.path) : undefined;
    if (found?.sha256 !== file.sha256) damaged.push(file.path);
  }
  return damaged;
}
