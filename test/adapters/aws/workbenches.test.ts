import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchLimits, functionWorkbenches } from '../../../lib/adapters/aws/workbenches.ts';
import { MemoryStore } from './memory-store.ts';

describe('a workbench of a function', () => {
  it.each([
    ['512', 1, '307MB'],
    ['1769', 1, '1061MB'],
    ['3008', 2, '1804MB'],
    ['10240', 6, '6144MB'],
    [undefined, 1, '1061MB'],
  ])('of %s MB gets its processors and a share of its memory', (size, threads, memory) => {
    const limits = benchLimits(size === undefined ? {} : { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: size });

    expect(limits).toEqual({ threads, memory });
  });

  it('lies in the temporary folder, and what a killed process left there is swept', async () => {
    const environment = { AWS_LAMBDA_LOG_STREAM_NAME: '2026/05/01/[$LATEST]0123' };
    const before = functionWorkbenches(environment);
    await before.forZone();
    const left = (await readdir(tmpdir())).filter((name) => name.startsWith('tributary-'));

    await functionWorkbenches(environment).sweep();

    const folder = left.find((name) => /^tributary-[0-9a-f]{16}$/.test(name)) ?? 'none';
    expect(left).toContain(folder);
    expect(existsSync(join(tmpdir(), folder))).toBe(false);
  });

  it('of another environment, or of none, is not swept with it', async () => {
    const benches = functionWorkbenches({});
    await using bench = await benches.forZone();

    await functionWorkbenches({}).sweep();
    await functionWorkbenches({ AWS_LAMBDA_LOG_STREAM_NAME: 'other' }).sweep();

    const store = new MemoryStore();
    await bench.saveParquet('SELECT 1 AS n', store, 'k.parquet');
    expect(store.objects.size).toBe(1);
  });
});
