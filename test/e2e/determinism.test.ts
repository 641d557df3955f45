import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tributary } from './command-line.ts';
import { digestsBelow } from './digests.ts';
import { aSmallWorkspace, IN_APRIL, SMALL_DATASETS, submitSmall } from './small-workspace.ts';

describe('the same inputs and keys', () => {
  it('give the same bytes in another folder, another order and with another number of threads', async () => {
    const [first, second] = [aSmallWorkspace('first'), aSmallWorkspace('second')];

    for (const [folder, order, threads] of [
      [first, SMALL_DATASETS, '1'],
      [second, [SMALL_DATASETS[2], SMALL_DATASETS[0], SMALL_DATASETS[1]], '4'],
    ] as const) {
      if (folder === second) takeKeys(first, second);
      const env = { ...IN_APRIL, TRIBUTARY_THREADS: threads };
      for (const dataset of order) await submitSmall(folder, dataset, { env });
      const run = await tributary(['--workspace', folder, 'run'], { env });
      expect(run.code, run.err).toBe(0);
    }

    const [one, other] = [first, second].map((folder) => digestsBelow(join(folder, '.tributary', 'release')));
    expect(Object.keys(one ?? {})).toContain(join('0001', 'manifest.json'));
    expect(other).toEqual(one);
  });

  it('publish nothing a second time', async () => {
    const folder = aSmallWorkspace('again');
    for (const dataset of SMALL_DATASETS) await submitSmall(folder, dataset);
    await tributary(['--workspace', folder, 'run'], { env: IN_APRIL });

    const again = await tributary(['--workspace', folder, '--json', 'run'], { env: IN_APRIL });

    expect(JSON.parse(again.out)).toEqual({ outcome: 'unchanged', release: '0001' });
    expect(again.code).toBe(0);
  });
});

function takeKeys(from: string, to: string): void {
  mkdirSync(join(to, '.tributary'), { recursive: true });
  for (const part of ['keys', 'version'])
    cpSync(join(from, '.tributary', part), join(to, '.tributary', part), { recursive: true });
}
