import { createWriteStream } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Catalogue, TableDefinition } from '../../../lib/ports/catalogue.ts';
import type { SharedZone } from '../../../lib/ports/object-store.ts';
import { type GlueTable, seesPartition } from './glue-tables.ts';
import { placeOf, type S3Place } from './statement.ts';

/** The engine knows zones, not buckets: all of S3 lies in this one, a folder a bucket. */
const S3: SharedZone = 'release';
/** Answers and the rows of views, which no table of Glue is. */
const OWN: SharedZone = 'integrated';

/**
 * The files of tables as they lie in S3, brought to a folder for the embedded engine, and the tables of Glue that a
 * statement may read as the engine wants them. What the engine makes goes back to S3.
 */
export class Lake implements Catalogue {
  readonly #s3: S3Client;
  readonly #root: string;
  readonly #fetched = new Map<string, string>();
  #tables = new Map<string, TableDefinition>();

  constructor(s3: S3Client, root: string) {
    this.#s3 = s3;
    this.#root = root;
  }

  readonly folderOf = (zone: SharedZone, path: string): string => join(this.#root, zone, path);

  /** Forgets the tables of the statement before. */
  clear(): void {
    this.#tables = new Map();
  }

  async declare(table: TableDefinition): Promise<void> {
    this.#tables.set(`${table.database}.${table.name}`, table);
  }

  async drop(database: string, name: string): Promise<void> {
    this.#tables.delete(`${database}.${name}`);
  }

  async find(database: string, name: string): Promise<TableDefinition | undefined> {
    return this.#tables.get(`${database}.${name}`);
  }

  async list(database: string): Promise<readonly TableDefinition[]> {
    return [...this.#tables.values()].filter((table) => table.database === database);
  }

  async ensureDatabase(): Promise<void> {}

  location(zone: SharedZone, path: string): string {
    return `local:///${zone}/${path}`;
  }

  /** Where SQL finds a place of S3 once it is here. */
  localOf({ bucket, prefix }: S3Place): string {
    return this.location(S3, `${bucket}/${prefix}`.replace(/\/$/, ''));
  }

  ownLocation(name: string): string {
    return this.location(OWN, `own/${name}`);
  }

  /** Brings a table's files here and declares it. @returns the bytes that a query of all of it scans */
  async bring(table: GlueTable): Promise<number> {
    const place = placeOf(table.location);
    const path = `${place.bucket}/${place.prefix}`.replace(/\/$/, '');
    const folder = this.folderOf(S3, path);
    const wanted = new Map<string, { readonly key: string; readonly tag: string; readonly bytes: number }>();
    for (const { key, tag, bytes } of await this.objectsOf(place)) {
      const name = key.slice(place.prefix.length);
      if (name === '' || name.split('/').some((segment) => /^[._]/.test(segment))) continue;
      const value = partitionOf(name, table.partition);
      if (table.partition !== undefined && (value === undefined || !seesPartition(table.projection, value)))
        continue;
      // Athena reads whatever lies there; the embedded engine asks for the ending.
      wanted.set(name.endsWith('.parquet') ? name : `${name}.parquet`, { key, tag, bytes });
    }
    await mkdir(folder, { recursive: true });
    await this.#forgetOthers(folder, wanted);
    for (const [name, { key, tag }] of wanted) {
      const file = join(folder, name);
      if (this.#fetched.get(file) === tag) continue;
      await this.#fetch(place.bucket, key, file);
      this.#fetched.set(file, tag);
    }
    await this.declare({
      ...{ database: table.database, name: table.name, zone: S3, path, columns: table.columns },
      ...(table.partition === undefined ? {} : { partition: table.partition }),
    });
    return [...wanted.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async objectsOf({ bucket, prefix }: S3Place) {
    const found: { readonly key: string; readonly tag: string; readonly bytes: number }[] = [];
    let token: string | undefined;
    do {
      const page = await this.#s3.send(
        new ListObjectsV2Command({
          ...{ Bucket: bucket, Prefix: prefix },
          ...(token === undefined ? {} : { ContinuationToken: token }),
        }),
      );
      for (const { Key = '', ETag = '', Size = 0 } of page.Contents ?? [])
        found.push({ key: Key, tag: ETag, bytes: Size });
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }

  /** Sends what the engine wrote to S3, under names without an ending as Athena's are. */
  async send(place: S3Place, queryId: string): Promise<void> {
    const folder = this.folderOf(S3, `${place.bucket}/${place.prefix}`.replace(/\/$/, ''));
    for (const [at, name] of (await readdir(folder)).sort().entries()) {
      await this.put(place.bucket, `${place.prefix}${queryId}_${at}`, await readFile(join(folder, name)));
    }
    // What is read later comes from S3 under its name there.
    await rm(folder, { recursive: true, force: true });
  }

  async put(bucket: string, key: string, body: Uint8Array | string): Promise<void> {
    await this.#s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  }

  async #fetch(bucket: string, key: string, file: string): Promise<void> {
    const { Body } = await this.#s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    await mkdir(dirname(file), { recursive: true });
    await pipeline(Body as Readable, createWriteStream(file));
  }

  async #forgetOthers(folder: string, wanted: ReadonlyMap<string, unknown>): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((one) => one.isFile())) {
      const file = join(entry.parentPath, entry.name);
      if (wanted.has(file.slice(folder.length + 1))) continue;
      await rm(file, { force: true });
      this.#fetched.delete(file);
    }
  }
}

function partitionOf(name: string, column: string | undefined): string | undefined {
  const [folder = ''] = name.split('/');
  return column !== undefined && folder.startsWith(`${column}=`)
    ? decodeURIComponent(folder.slice(column.length + 1))
    : undefined;
}
