import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DuckdbWorkbench } from '../../lib/adapters/local/duckdb-workbench.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';

const aFolder = () => mkdtemp(join(tmpdir(), 'tributary-bench-'));
const aBench = async (memory = '500MB') => {
  const scratch = await aFolder();
  return { scratch, bench: await DuckdbWorkbench.open({ scratch, threads: 2, memory }) };
};

describe('a workbench', () => {
  it('gives back what was appended, in the types of the ports', async () => {
    const { bench } = await aBench();
    const columns = [
      { name: 'a', type: 'varchar' },
      { name: 'b', type: 'bigint' },
      { name: 'c', type: 'date' },
      { name: 'd', type: 'decimal' },
      { name: 'e', type: 'boolean' },
    ] as const;

    await bench.append('t', columns, [
      ['x', null],
      [9007199254740993n, null],
      ['1899-12-31', null],
      ['-0.0500', null],
      [true, null],
    ]);

    expect(await bench.rows('SELECT * FROM t ORDER BY b')).toEqual([
      { a: 'x', b: 9007199254740993n, c: '1899-12-31', d: '-0.0500', e: true },
      { a: null, b: null, c: null, d: null, e: null },
    ]);
  });

  it('shows appended rows to whatever asks next, however they were appended', async () => {
    const { bench } = await aBench();
    const store = new FolderStore(await aFolder());
    const columns = [{ name: 'a', type: 'bigint' }] as const;
    const many = Array.from({ length: 5000 }, (_, at) => at);

    await bench.append('t', columns, [many]);
    await bench.append('t', columns, [many]);
    await bench.append('u', columns, [[1]]);
    await bench.append('t', columns, [[5000]]);
    const counted = await bench.rows('SELECT count(*) AS n, CAST(sum(a) AS BIGINT) AS s FROM t');
    await bench.append('t', columns, [[1]]);
    const saved = await bench.saveParquet('SELECT a FROM t', store, 'one');
    await bench.append('t', columns, [[1]]);
    await bench.run('CREATE TABLE v AS SELECT count(*) AS n FROM t');

    expect(counted).toEqual([{ n: 10_001n, s: 2n * 12_497_500n + 5000n }]);
    expect(saved.rows).toBe(10_002);
    expect(await bench.rows('SELECT n, (SELECT count(*) FROM u) AS u FROM v')).toEqual([
      { n: 10_003n, u: 1n },
    ]);
  });

  it('writes the same Parquet bytes each time', async () => {
    const store = new FolderStore(await aFolder());
    const select = "SELECT range AS n, 'v' || range % 97 AS v FROM range(300000) ORDER BY v, n";

    for (const key of ['one', 'two']) {
      const { bench } = await aBench();
      await bench.saveParquet(select, store, key);
    }

    expect(Buffer.compare(await store.get('one'), await store.get('two'))).toBe(0);
  });

  it('spills no readable text', async () => {
    const { bench, scratch } = await aBench('120MB');

    await bench.run("CREATE TABLE t AS SELECT 'ZQCANARY' || md5(range::varchar) AS y FROM range(4000000)");

    const files = await readdir(scratch, { recursive: true, withFileTypes: true });
    const spilled = await Promise.all(
      files.filter((f) => f.isFile()).map((f) => readFile(join(f.parentPath, f.name))),
    );
    expect(spilled.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(1_000_000);
    expect(spilled.some((bytes) => bytes.includes('ZQCANARY'))).toBe(false);
  });

  it('leaves nothing behind', async () => {
    const { bench, scratch } = await aBench();
    await bench.run('CREATE TABLE t AS SELECT 1 AS x');

    await bench[Symbol.asyncDispose]();

    expect(await readdir(scratch)).toEqual([]);
  });
});
