import { mkdtemp, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import { describeObjectStore } from '../conformance/object-store.ts';

const aFolder = () => mkdtemp(join(tmpdir(), 'tributary-store-'));

describeObjectStore('a folder', async () => new FolderStore(await aFolder()));

describe('a folder store', () => {
  it('refuses keys that climb out of it', async () => {
    const store = new FolderStore(await aFolder());

    for (const key of ['../x', 'a/../../x', '/etc/passwd', 'a//b', '.', 'a/./b', 'a\\b', 'a\u0000b', '']) {
      await expect(store.put(key, 'x'), key).rejects.toMatchObject({ code: 'INVALID_OBJECT_KEY' });
    }
  });

  it('keeps every key that it takes inside its folder', async () => {
    const store = new FolderStore('/root-of-store');

    fc.assert(
      fc.property(fc.string(), (key) => {
        let path: string;
        try {
          path = store.pathOf(key);
        } catch {
          return;
        }
        expect(path.startsWith('/root-of-store/')).toBe(true);
      }),
    );
  });

  it('sweeps what a killed process left half-written and shows none of it', async () => {
    const folder = await aFolder();
    const store = new FolderStore(folder);
    await store.put('whole', 'x');
    await writeFile(join(folder, '.partial-123'), 'half');

    const listed = await store.list('');
    await store.sweep();

    expect(listed.map(({ key }) => key)).toEqual(['whole']);
    expect(await readdir(folder)).toEqual(['whole']);
  });

  it('makes folders that only their owner can enter where it is told to', async () => {
    const folder = await aFolder();
    const store = new FolderStore(join(folder, 'zone'), { private: true });

    await store.put('a/b', 'x');

    expect((await stat(join(folder, 'zone', 'a'))).mode & 0o077).toBe(0);
    expect((await stat(join(folder, 'zone', 'a', 'b'))).mode & 0o077).toBe(0);
  });
});
