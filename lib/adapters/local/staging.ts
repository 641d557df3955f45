import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ObjectNotFound } from '../../errors/storage-errors.ts';
import type { ObjectStore } from '../../ports/object-store.ts';

/**
 * Copies, in a folder of one job, of objects whose store is no folder, so that DuckDB can read them. Whoever owns the
 * folder removes it.
 */
export class Staging {
  readonly #folder: string;
  /** What lies here already, by store and by version of a key. */
  readonly #fetched = new Map<ObjectStore, Map<string, Promise<string>>>();
  #count = 0;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The path of an object's copy; the same version is fetched once. @throws ObjectNotFound */
  async fetch(store: ObjectStore, key: string): Promise<string> {
    const found = await store.head(key);
    if (found === undefined) throw new ObjectNotFound(key);
    const own = this.#fetched.get(store) ?? new Map<string, Promise<string>>();
    this.#fetched.set(store, own);
    const version = `${found.version} ${key}`;
    const known = own.get(version);
    if (known !== undefined) return known;
    const path = this.#path(extensionOf(key));
    const copied = pipeline(Readable.from(store.read(key)), createWriteStream(path, { mode: 0o600 })).then(
      () => path,
    );
    own.set(version, copied);
    copied.catch(() => own.delete(version));
    return copied;
  }

  /** Lets a job write a file here, and puts it under a key. */
  async send<T>(store: ObjectStore, key: string, write: (path: string) => Promise<T>): Promise<T> {
    const path = this.#path(extensionOf(key));
    try {
      const written = await write(path);
      await store.put(key, createReadStream(path, { highWaterMark: 1 << 20 }));
      return written;
    } finally {
      await rm(path, { force: true });
    }
  }

  #path(extension: string): string {
    this.#count += 1;
    return join(this.#folder, `staged-${this.#count}${extension}`);
  }
}

/** The names of files are their senders' words: of them the ending alone is kept, where it is a plain one. */
function extensionOf(key: string): string {
  return /\.[a-z0-9]{1,10}$/.exec(key)?.[0] ?? '';
}
