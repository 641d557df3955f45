import { describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../lib/ports/object-store.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** What every object store promises; runs for each adapter. */
export function describeObjectStore(name: string, makeStore: () => Promise<ObjectStore>): void {
  describe(`${name} as an object store`, () => {
    it('gives back what was put', async () => {
      const store = await makeStore();

      await store.put('a/b.txt', 'grüße');

      expect(text(await store.get('a/b.txt'))).toBe('grüße');
    });

    it('streams in chunks what was put as a stream', async () => {
      const store = await makeStore();
      const chunk = new Uint8Array(700_000).fill(7);

      const info = await store.put(
        'big',
        (async function* () {
          yield chunk;
          yield chunk;
          yield chunk;
        })(),
      );

      let bytes = 0;
      for await (const part of store.read('big')) bytes += part.length;
      expect([info.bytes, bytes]).toEqual([2_100_000, 2_100_000]);
    });

    it('says that nothing lies under a key', async () => {
      const store = await makeStore();

      await expect(store.get('nowhere')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
      expect(await store.head('nowhere')).toBeUndefined();
    });

    it('lists by prefix in the order of code points', async () => {
      const store = await makeStore();
      for (const key of ['x/b', 'x/a', 'x/B', 'xy', 'y/a']) await store.put(key, key);

      const keys = (await store.list('x')).map(({ key }) => key);

      expect(keys).toEqual(['x/B', 'x/a', 'x/b', 'xy']);
    });

    it('lists nothing under a prefix that nobody used', async () => {
      const store = await makeStore();

      expect(await store.list('nobody/')).toEqual([]);
    });

    it('changes the version when the same bytes are written again', async () => {
      const store = await makeStore();
      const first = await store.put('k', 'same');

      const second = await store.put('k', 'same');

      expect(second.version).not.toBe(first.version);
    });

    it('refuses a conditional write where the key is taken', async () => {
      const store = await makeStore();
      await store.put('k', 'first', { ifAbsent: true });

      const second = store.put('k', 'second', { ifAbsent: true });

      await expect(second).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
      expect(text(await store.get('k'))).toBe('first');
    });

    it('lets one of two simultaneous conditional writes win', async () => {
      const store = await makeStore();

      const outcomes = await Promise.allSettled(
        ['a', 'b'].map((body) => store.put('k', body, { ifAbsent: true })),
      );

      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('refuses a write that expected another version', async () => {
      const store = await makeStore();
      const { version } = await store.put('k', 'first');
      await store.put('k', 'second');

      const third = store.put('k', 'third', { ifMatch: version });

      await expect(third).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    });

    it('leaves nothing of a stream that breaks off', async () => {
      const store = await makeStore();
      const breaking = (async function* () {
        yield new Uint8Array(10);
        throw new Error('cut');
      })();

      await expect(store.put('k', breaking)).rejects.toThrow('cut');

      expect(await store.list('')).toEqual([]);
    });

    it('forgets a deleted key, and does not mind a missing one', async () => {
      const store = await makeStore();
      await store.put('k', '1');

      await store.delete('k');
      await store.delete('k');

      expect(await store.head('k')).toBeUndefined();
    });
  });
}
