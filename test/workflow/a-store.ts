import { ObjectNotFound } from '../../lib/errors/storage-errors.ts';
import type { Body, ObjectStore } from '../../lib/ports/object-store.ts';

/** An object store in memory, without conditions. */
export function aStore(): ObjectStore {
  const objects = new Map<string, Uint8Array>();
  const get = async (key: string) => {
    const found = objects.get(key);
    if (found === undefined) throw new ObjectNotFound(key);
    return found;
  };
  const infoOf = (key: string, bytes: Uint8Array) => ({ key, version: '1', bytes: bytes.length });
  return {
    get,
    async *read(key) {
      yield await get(key);
    },
    async head(key) {
      const found = objects.get(key);
      return found && infoOf(key, found);
    },
    async list(prefix) {
      const keys = [...objects].filter(([key]) => key.startsWith(prefix));
      return keys.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, bytes]) => infoOf(key, bytes));
    },
    async put(key, body) {
      const bytes = await bytesOf(body);
      objects.set(key, bytes);
      return infoOf(key, bytes);
    },
    async delete(key) {
      objects.delete(key);
    },
  };
}

async function bytesOf(body: Body): Promise<Uint8Array> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}
