import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tributary } from './command-line.ts';
import { aSmallWorkspace, IN_APRIL, SMALL_DATASETS, submitSmall } from './small-workspace.ts';

describe('a root key that is replaced', () => {
  const folder = aSmallWorkspace('rotation');
  const state = (...path: string[]) => join(folder, '.tributary', ...path);
  const call = async (...args: string[]) => {
    const { code, out, err } = await tributary(['--workspace', folder, '--json', ...args], {
      env: { SOURCE_DATE_EPOCH: '1776800000' },
    });
    return { code, err, answer: out === '' ? undefined : JSON.parse(out) };
  };
  const ledgerOf = (slot: string) => JSON.parse(readFileSync(state('tokens', 'deliveries', slot), 'utf8'));
  const cellsOf = async (release: string) => {
    const { answer } = await call(
      'query',
      `SELECT * FROM seen_history WHERE release_id = '${release}' ORDER BY 1, 2, 3, 4`,
    );
    return (answer as Record<string, unknown>[]).map(({ release_id: _, published_at: __, ...cell }) => cell);
  };

  beforeAll(async () => {
    for (const id of SMALL_DATASETS) expect((await submitSmall(folder, id)).code).toBe(0);
    expect((await call('run')).answer).toMatchObject({ release: '0001' });
  }, 120_000);

  it('is made beside the old one by one command, which tells what became of each delivery', async () => {
    const { code, answer } = await call('retokenize', '--new-key');

    expect(code).toBe(0);
    expect(existsSync(state('keys', 'v1.key'))).toBe(true);
    expect(existsSync(state('keys', 'v2.key'))).toBe(true);
    expect(answer).toEqual(
      expect.arrayContaining([
        { agency: 'clinic', dataset: 'patients', period: '2026-Q1', outcome: 'tokenized anew' },
      ]),
    );
  }, 120_000);

  it('has every delivery in force tokenized anew without its agency, received when it was', async () => {
    const { deliveryId, keyVersion, receivedAt, late, rows } = ledgerOf('clinic/patients/2026-Q1.json');
    const receipts = readdirSync(state('landing', 'clinic', 'receipts', 'patients', '2026-Q1')).filter(
      (name) => name.endsWith('.json'),
    );
    const newest = JSON.parse(
      readFileSync(
        state('landing', 'clinic', 'receipts', 'patients', '2026-Q1', receipts.toSorted().at(-1) ?? ''),
        'utf8',
      ),
    );

    expect({ keyVersion, late, accepted: rows.accepted }).toEqual({
      keyVersion: 'v2',
      late: false,
      accepted: 61,
    });
    expect(Date.parse(receivedAt) / 1000).toBe(Number(IN_APRIL.SOURCE_DATE_EPOCH));
    expect(newest).toMatchObject({
      number: 2,
      delivery_id: deliveryId,
      key_version: 'v2',
      changes: { added: 0, changed: 0, removed: 0, unchanged: 61 },
    });
  });

  it('publishes the same cells under the new one', async () => {
    const { answer } = await call('run');

    expect(answer).toMatchObject({ release: '0002', status: 'complete' });
    const cells = await cellsOf('0002');
    expect(cells.length).toBeGreaterThan(0);
    expect(cells).toEqual(await cellsOf('0001'));
  }, 120_000);

  it('is done once: asked again, nothing is left', async () => {
    const { code, answer } = await call('retokenize');

    expect([code, answer]).toEqual([0, []]);
  });

  it('takes the same file as a new delivery when an agency sends it again after the key has changed', async () => {
    const pupils = join(folder, 'in', 'pupils.csv');
    rmSync(state('landing', 'school', 'incoming'), { recursive: true });
    const rotated = await call('retokenize', '--new-key');
    const sent = await call(
      'submit',
      '--agency',
      'school',
      '--dataset',
      'pupils',
      '--period',
      '2026-Q1',
      pupils,
    );

    expect(rotated.code).toBe(4);
    expect(rotated.answer).toContainEqual({
      agency: 'school',
      dataset: 'pupils',
      period: '2026-Q1',
      outcome: 'to be delivered again',
    });
    expect(sent).toMatchObject({ code: 0, answer: { number: 3, key_version: 'v3' } });
  }, 120_000);
});
