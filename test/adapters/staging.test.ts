import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DuckdbWorkbench } from '../../lib/adapters/local/duckdb-workbench.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import { Staging } from '../../lib/adapters/local/staging.ts';
import { MemoryStore } from './aws/memory-store.ts';

const aFolder = () => mkdtemp(join(tmpdir(), 'tributary-staging-'));

async function aBench() {
  const scratch = await aFolder();
  return { scratch, bench: await DuckdbWorkbench.open({ scratch, threads: 2, memory: '500MB' }) };
}

describe('a workbench over a store that is no folder', () => {
  it('reads back what it saved there', async () => {
    const { bench } = await aBench();
    const store = new MemoryStore();

    const { rows } = await bench.saveParquet('SELECT range AS n FROM range(5)', store, 'a/part-0.parquet');
    const path = await bench.open(store, 'a/part-0.parquet');

    expect(rows).toBe(5);
    expect(await bench.rows(`SELECT sum(n)::bigint AS n FROM read_parquet('${path}')`)).toEqual([{ n: 10n }]);
  });

  it('saves the same bytes as in a folder', async () => {
    const { bench } = await aBench();
    const [memory, folder] = [new MemoryStore(), new FolderStore(await aFolder())];
    const select = "SELECT range AS n, 'v' || range % 7 AS v FROM range(1000) ORDER BY n";

    for (const store of [memory, folder]) await bench.saveParquet(select, store, 'k.parquet');

    expect(Buffer.compare(await memory.get('k.parquet'), await folder.get('k.parquet'))).toBe(0);
  });

  it('saves nothing where its SELECT fails', async () => {
    const { bench, scratch } = await aBench();
    const store = new MemoryStore();

    await expect(bench.saveParquet("SELECT CAST('x' AS bigint) AS n", store, 'k.parquet')).rejects.toThrow();

    expect(store.objects.size).toBe(0);
    const left = await readdir(scratch, { recursive: true, withFileTypes: true });
    expect(left.filter((entry) => entry.isFile())).toEqual([]);
  });

  it('says that nothing lies under a key', async () => {
    const { bench } = await aBench();

    await expect(bench.open(new MemoryStore(), 'nowhere')).rejects.toMatchObject({
      code: 'OBJECT_NOT_FOUND',
    });
  });

  it('fetches an object once, and anew when it was written anew', async () => {
    const { bench } = await aBench();
    const store = new MemoryStore();
    await store.put('a.csv', 'n\n1\n');

    const [first, again] = [await bench.open(store, 'a.csv'), await bench.open(store, 'a.csv')];
    await store.put('a.csv', 'n\n2\n');
    const anew = await bench.open(store, 'a.csv');

    expect(again).toBe(first);
    expect(anew).not.toBe(first);
    expect(await bench.rows(`SELECT n FROM read_csv('${anew}')`)).toEqual([{ n: 2n }]);
  });

  it('leaves no copy behind', async () => {
    const { bench, scratch } = await aBench();
    const store = new MemoryStore();
    await store.put('a.csv', 'n\n1\n');
    await bench.open(store, 'a.csv');

    await bench[Symbol.asyncDispose]();

    expect(await readdir(scratch)).toEqual([]);
  });
});

describe('a staged copy', () => {
  it('bears no word of its sender, and only its owner can read it', async () => {
    const folder = await aFolder();
    const store = new MemoryStore();
    await store.put('incoming/enrolment/Zqvandersnoot, born 1931.xlsx', 'x');

    const path = await new Staging(folder).fetch(store, 'incoming/enrolment/Zqvandersnoot, born 1931.xlsx');

    expect(path).toBe(join(folder, 'staged-1.xlsx'));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it('is fetched again where the first try failed', async () => {
    const store = new MemoryStore();
    await store.put('k', 'x');
    const staging = new Staging(await aFolder());
    const read = store.read.bind(store);
    store.read = () => {
      store.read = read;
      throw new Error('cut');
    };

    await expect(staging.fetch(store, 'k')).rejects.toThrow('cut');

    await expect(staging.fetch(store, 'k')).resolves.toContain('staged-');
  });
});
