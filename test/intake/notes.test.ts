import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { claimFile } from '../../lib/intake/claims.ts';
import { Note, noteMisplaced, noteNotProcessed, standingReceipts } from '../../lib/intake/intake.ts';
import type { Workspace } from '../../lib/workspace/workspace.ts';
import { AT_NOON, aBench, aContract, type Bench, CALENDAR } from './builders.ts';
import { textOf } from './delivering.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(async () => bench[Symbol.asyncDispose]());

const workspace = {
  collaborative: { calendar: CALENDAR },
  contracts: new Map([['clinic/visits', aContract()]]),
} as unknown as Workspace;

const input = (key: string) => ({
  landing: bench.landing,
  agency: 'clinic',
  key,
  version: 'v1',
  clock: AT_NOON,
  workspace,
});

describe('a file in a folder that nobody knows', () => {
  const KEY = 'incoming/visits/2026-1/visits.csv';

  it('is answered where the agency finds its receipts, with what to do', async () => {
    await bench.landing.put(KEY, 'client\n1\n');

    const { noteKey, note, dataset } = await noteMisplaced(input(KEY));

    expect(dataset).toBe('visits');
    expect(noteKey).toMatch(/^receipts\/not-placed\/n[0-9a-f]{20}\.json$/);
    expect(Note.parse(JSON.parse(await textOf(bench, noteKey)))).toEqual(note);
    expect(note).toMatchObject({
      note: 'not_placed',
      key: KEY,
      file: { name: 'visits.csv', bytes: 9 },
      finding: { code: 'period_unknown', message: expect.stringContaining('"2026-1" is no period') },
    });
    expect(await textOf(bench, noteKey.replace('.json', '.txt'))).toContain(
      'Put the file into the folder of its period: incoming/<dataset>/<period>/.',
    );
  });

  it('is removed, since no agreement and no retention covers the place', async () => {
    await bench.landing.put(KEY, 'client\n1\n');

    await noteMisplaced(input(KEY));

    expect((await bench.landing.list('')).every(({ key }) => key.startsWith('receipts/not-placed/'))).toBe(
      true,
    );
  });

  it('is answered when the step is repeated, though the file is gone', async () => {
    await bench.landing.put(KEY, 'client\n1\n');
    const first = await noteMisplaced(input(KEY));

    const again = await noteMisplaced(input(KEY));

    expect(again.noteKey).toBe(first.noteKey);
    expect(again.note.file).toBeNull();
  });

  it('leaves nothing that could be taken for a receipt', async () => {
    await bench.landing.put(KEY, 'client\n1\n');

    await noteMisplaced(input(KEY));

    expect((await standingReceipts(bench.landing, 'visits')).size).toBe(0);
  });
});

describe('a file that a fault kept waiting', () => {
  const KEY = 'incoming/visits/2026-Q1/visits.csv';

  it('stays, and the agency is told that nothing was lost and where its receipt will be', async () => {
    await bench.landing.put(KEY, 'client\n1\n');

    const { noteKey, note } = await noteNotProcessed({ ...input(KEY), execution: 'e1' });

    expect(await textOf(bench, KEY)).toBe('client\n1\n');
    expect(note).toMatchObject({ note: 'not_processed', file: null, finding: { code: 'not_processed' } });
    const text = (await textOf(bench, noteKey.replace('.json', '.txt'))).replaceAll(/\s+/g, ' ');
    expect(text).toContain('Nothing was lost');
    expect(text).toContain('receipts/visits/2026-Q1/');
  });

  it('can be started again by another execution', async () => {
    const file = { key: KEY, version: 'v1' };
    await claimFile(bench.landing, { ...file, execution: 'e1' });

    await noteNotProcessed({ ...input(KEY), execution: 'e1' });

    expect(await claimFile(bench.landing, { ...file, execution: 'e2' })).toEqual({ execution: 'e2' });
  });

  it('stays claimed where the fault was in an execution that never had it', async () => {
    const file = { key: KEY, version: 'v1' };
    await claimFile(bench.landing, { ...file, execution: 'e1' });

    await noteNotProcessed({ ...input(KEY), execution: 'e2' });

    expect(await claimFile(bench.landing, { ...file, execution: 'e3' })).toBeUndefined();
  });
});
