import { ObjectNotFound, PreconditionFailed } from '../../../lib/errors/storage-errors.ts';
import type { Body, ObjectInfo, ObjectStore, PutOptions } from '../../../lib/ports/object-store.ts';
import { collect } from '../../collect.ts';

/** Objects in memory, for tests of what is no folder. */
export class MemoryStore implements ObjectStore {
  readonly objects = new Map<string, { readonly bytes: Uint8Array; readonly version: string }>();
  #writes = 0;

  async get(key: string): Promise<Uint8Array> {
    const found = this.objects.get(key);
    if (found === undefined) throw new ObjectNotFound(key);
    return found.bytes;
  }

  async *read(key: string): AsyncIterable<Uint8Array> {
    yield await this.get(key);
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    const found = this.objects.get(key);
    return found === undefined ? undefined : { key, version: found.version, bytes: found.bytes.length };
  }

  async list(prefix: string): Promise<readonly ObjectInfo[]> {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    return (await Promise.all(keys.map((key) => this.head(key)))).filter((info) => info !== undefined);
  }

  async put(key: string, body: Body, { ifAbsent, ifMatch }: PutOptions = {}): Promise<ObjectInfo> {
    const bytes = await bytesOf(body);
    const there = this.objects.get(key);
    if (ifAbsent && there !== undefined) throw new PreconditionFailed(key);
    if (ifMatch !== undefined && there?.version !== ifMatch) throw new PreconditionFailed(key);
    this.#writes += 1;
    const version = `v${this.#writes}`;
    this.objects.set(key, { bytes, version });
    return { key, version, bytes: bytes.length };
  }

  async delete(key: string): Promise<void> {
    this.objects.delete(key);
  }
}

async function bytesOf(body: Body): Promise<Uint8Array> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return body instanceof Uint8Array ? body : Buffer.concat(await collect(body));
}
