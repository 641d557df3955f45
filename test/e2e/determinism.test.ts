import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tributary } from './command-line.ts';
import { aFolder, SMALL_WORKSPACE, smallExtracts, writeFiles } from './small-workspace.ts';

/** Every file below a folder with its digest. */
function digests(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files
      .map((file) => join(file.parentPath, file.name))
      .map(
        (path) =>
          [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')] as const,
      )
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

describe('the same inputs and keys', () => {
  it('give the same bytes in another folder, another order and with another number of threads', async () => {
    const { patients, visits, pupils } = smallExtracts();
    const [first, second] = [aFolder('first'), aFolder('second')];
    const deliveries = [
      ['clinic', 'patients'],
      ['clinic', 'visits'],
      ['school', 'pupils'],
    ] as const;

    for (const [folder, order, threads] of [
      [first, deliveries, '1'],
      [second, [deliveries[2], deliveries[0], deliveries[1]], '4'],
    ] as const) {
      writeFiles(folder, {
        ...SMALL_WORKSPACE,
        'in/patients.csv': patients,
        'in/visits.csv': visits,
        'in/pupils.csv': pupils,
      });
      if (folder === second) {
        mkdirSync(join(second, '.tributary'), { recursive: true });
        cpSync(join(first, '.tributary', 'keys'), join(second, '.tributary', 'keys'), { recursive: true });
        cpSync(join(first, '.tributary', 'version'), join(second, '.tributary', 'version'));
      }
      const env = { SOURCE_DATE_EPOCH: '1776700000', TRIBUTARY_THREADS: threads };
      for (const [agency, dataset] of order) {
        await tributary(
          [
            '--workspace',
            folder,
            'submit',
            '--agency',
            agency,
            '--dataset',
            dataset,
            '--period',
            '2026-Q1',
            join(folder, 'in', `${dataset}.csv`),
          ],
          { env },
        );
      }
      const run = await tributary(['--workspace', folder, 'run'], { env });
      expect(run.code, run.err).toBe(0);
    }

    const [one, other] = [
      digests(join(first, '.tributary', 'release')),
      digests(join(second, '.tributary', 'release')),
    ];
    expect(Object.keys(one)).toContain(join('0001', 'manifest.json'));
    expect(other).toEqual(one);
  });

  it('publish nothing a second time', async () => {
    const folder = aFolder('again');
    const { patients, visits, pupils } = smallExtracts();
    writeFiles(folder, {
      ...SMALL_WORKSPACE,
      'in/patients.csv': patients,
      'in/visits.csv': visits,
      'in/pupils.csv': pupils,
    });
    const env = { SOURCE_DATE_EPOCH: '1776700000' };
    for (const [agency, dataset] of [
      ['clinic', 'patients'],
      ['clinic', 'visits'],
      ['school', 'pupils'],
    ] as const) {
      await tributary(
        [
          '--workspace',
          folder,
          'submit',
          '--agency',
          agency,
          '--dataset',
          dataset,
          '--period',
          '2026-Q1',
          join(folder, 'in', `${dataset}.csv`),
        ],
        { env },
      );
    }
    await tributary(['--workspace', folder, 'run'], { env });

    const again = await tributary(['--workspace', folder, '--json', 'run'], { env });

    expect(JSON.parse(again.out)).toEqual({ outcome: 'unchanged', release: '0001' });
    expect(again.code).toBe(0);
  });
});
