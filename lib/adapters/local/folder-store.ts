import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidObjectKey, ObjectNotFound, PreconditionFailed } from '../../errors/storage-errors.ts';
import type { Body, ObjectInfo, ObjectStore, PutOptions } from '../../ports/object-store.ts';
import { sync } from './sync.ts';

/** Begins the name of a file that is being written; such files are no objects and are swept at the start. */
const PARTIAL = '.partial-';

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const FORBIDDEN = /[\u0000-\u001f\u007f\\]/;

/** Objects as files of a folder. A file appears whole (written beside, then renamed) or not at all. */
export class FolderStore implements ObjectStore {
  readonly root: string;
  readonly #mode: number;

  /** @param options.private makes folders that only their owner can enter (landing zones, keys) */
  constructor(root: string, options: { readonly private?: boolean } = {}) {
    this.root = root;
    this.#mode = options.private ? 0o700 : 0o755;
  }

  /** The file of a key, there or not. @throws InvalidObjectKey */
  pathOf(key: string): string {
    const segments = key.split('/');
    const unsafe = (segment: string) =>
      segment === '' || segment === '.' || segment === '..' || segment.startsWith(PARTIAL);
    if (segments.some(unsafe) || FORBIDDEN.test(key)) throw new InvalidObjectKey();
    return join(this.root, ...segments);
  }

  async get(key: string): Promise<Uint8Array> {
    try {
      return await readFile(this.pathOf(key));
    } catch (error) {
      throw isMissing(error) ? new ObjectNotFound(key) : error;
    }
  }

  async *read(key: string): AsyncIterable<Uint8Array> {
    try {
      yield* createReadStream(this.pathOf(key), { highWaterMark: 1 << 20 });
    } catch (error) {
      throw isMissing(error) ? new ObjectNotFound(key) : error;
    }
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    try {
      const found = await stat(this.pathOf(key), { bigint: true });
      if (!found.isFile()) return undefined;
      return {
        key,
        version: `${found.mtimeNs.toString(36)}-${found.ino.toString(36)}`,
        bytes: Number(found.size),
      };
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async list(prefix: string): Promise<readonly ObjectInfo[]> {
    const folder = prefix.includes('/') ? prefix.slice(0, prefix.lastIndexOf('/')) : '';
    const start = folder === '' ? this.root : this.pathOf(folder);
    const names = await readdir(start, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    const keys = names
      .filter((entry) => entry.isFile() && !entry.name.startsWith(PARTIAL))
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(this.root.length + 1)
          .replaceAll('\\', '/'),
      )
      .filter((key) => key.startsWith(prefix))
      .sort((a, b) => (a < b ? -1 : 1));
    const found = await Promise.all(keys.map((key) => this.head(key)));
    return found.filter((info) => info !== undefined);
  }

  async put(key: string, body: Body, options: PutOptions = {}): Promise<ObjectInfo> {
    const partial = await this.partial(key);
    try {
      const source = typeof body === 'string' || body instanceof Uint8Array ? [Buffer.from(body)] : body;
      await pipeline(Readable.from(source), createWriteStream(partial, { mode: this.#mode & 0o666 }));
      return await this.adopt(partial, key, options);
    } finally {
      await rm(partial, { force: true });
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  /** A path beside the key's file to write to before `adopt`. */
  async partial(key: string): Promise<string> {
    const folder = dirname(this.pathOf(key));
    await mkdir(folder, { recursive: true, mode: this.#mode });
    return join(folder, `${PARTIAL}${randomUUID()}`);
  }

  /** Makes a finished partial file the key's object. @throws PreconditionFailed */
  async adopt(partial: string, key: string, options: PutOptions = {}): Promise<ObjectInfo> {
    const path = this.pathOf(key);
    await sync(partial);
    if (options.ifMatch !== undefined && (await this.head(key))?.version !== options.ifMatch)
      throw new PreconditionFailed(key);
    if (options.ifAbsent) {
      await link(partial, path).catch((error: unknown) => {
        throw hasCode(error, 'EEXIST') ? new PreconditionFailed(key) : error;
      });
    } else {
      await rename(partial, path);
    }
    const written = await this.head(key);
    if (written === undefined) throw new ObjectNotFound(key);
    return written;
  }

  /** Removes what a killed process left half-written. */
  async sweep(): Promise<void> {
    const names = await readdir(this.root, { recursive: true, withFileTypes: true }).catch(() => []);
    const partials = names.filter((entry) => entry.name.startsWith(PARTIAL));
    await Promise.all(
      partials.map((entry) => rm(join(entry.parentPath, entry.name), { recursive: true, force: true })),
    );
  }
}

function isMissing(error: unknown): boolean {
  return hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR');
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
