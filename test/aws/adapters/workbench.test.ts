import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { S3Store } from '../../../lib/adapters/aws/s3-store.ts';
import { DuckdbWorkbench } from '../../../lib/adapters/local/duckdb-workbench.ts';
import { freshNames, makeBucket, testClients, zoneKeys } from './places.ts';

describe('a workbench over a bucket', () => {
  it('reads back a file of several parts that it saved there, and leaves nothing on the disk', async () => {
    const client = testClients().s3();
    const bucket = freshNames().zone('records');
    await makeBucket(client, bucket);
    const store = new S3Store({ client, bucket, key: zoneKeys.records });
    const scratch = await mkdtemp(join(tmpdir(), 'tributary-bench-'));
    const key = 'schools_enrolment/delivery_id=d-1/part-0.parquet';

    const [row, size] = await (async () => {
      await using bench = await DuckdbWorkbench.open({ scratch, threads: 2, memory: '500MB' });
      const { rows } = await bench.saveParquet(
        "SELECT range AS n, md5(range::varchar) || md5('x' || range) AS v FROM range(600000) ORDER BY n",
        store,
        key,
      );
      const path = await bench.open(store, key);
      const [counted] = await bench.rows(
        `SELECT count(*) AS c, max(n) AS n FROM read_parquet('${path}') WHERE v = md5(n::varchar) || md5('x' || n)`,
      );
      return [{ rows, ...counted }, (await store.head(key))?.bytes ?? 0] as const;
    })();

    expect(row).toEqual({ rows: 600_000, c: 600_000n, n: 599_999n });
    expect(size).toBeGreaterThan(17_000_000);
    expect(await readdir(scratch)).toEqual([]);
  });
});
