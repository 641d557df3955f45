import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AthenaClient, BatchGetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { CloudTrailLog } from '../../lib/adapters/aws/access-log.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import { PreconditionFailed } from '../../lib/errors/storage-errors.ts';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import { watchAccess } from '../../lib/watch/watch.ts';
import { aLogFile, anAssumedRole, anObjectEvent, aQueryEvent, NAMES, PLACE } from './recorded.ts';

const athena = mockClient(AthenaClient);

beforeEach(() => {
  athena.reset();
  athena.on(BatchGetQueryExecutionCommand).resolves({ QueryExecutions: [] });
});

interface Bench {
  readonly trail: ObjectStore;
  readonly audit: ObjectStore;
  readonly put: (at: string, records: readonly unknown[]) => Promise<void>;
  readonly watch: (now: string) => ReturnType<typeof watchAccess>;
  readonly findings: () => Promise<readonly string[]>;
}

/** A trail's bucket and an audit zone. */
function aBench(): Bench {
  const root = mkdtempSync(join(tmpdir(), 'watch-access-'));
  const trail = new FolderStore(join(root, 'trail'));
  const audit = new FolderStore(join(root, 'audit'));
  const log = new CloudTrailLog({ store: trail, athena: new AthenaClient({}), names: NAMES, place: PLACE });
  return {
    trail,
    audit,
    put: async (at, records) => {
      const { key, bytes } = aLogFile(at, records);
      await trail.put(key, bytes);
    },
    watch: (now) => watchAccess({ log, memory: trail, audit, cycle: 'month', now: new Date(now) }),
    findings: async () => {
      const found = await audit.list('access/');
      const texts = await Promise.all(
        found.map(async ({ key }) => new TextDecoder().decode(await audit.get(key))),
      );
      return texts.flatMap((text) =>
        (JSON.parse(text) as { findings: { says: string }[] }).findings.map(({ says }) => says),
      );
    },
  };
}

const tokens = NAMES.zone('tokens');
const stranger = anAssumedRole('SomeAdmin');

describe('watching access', () => {
  it('reads each file of the trail once', async () => {
    const { put, watch } = aBench();
    await put('2026-03-02T10:00', [anObjectEvent('GetObject', tokens)]);

    const first = await watch('2026-03-02T12:00:00Z');
    const second = await watch('2026-03-02T13:00:00Z');

    expect([first.files, second.files]).toEqual([1, 0]);
  });

  it('writes what is unusual to the audit zone', async () => {
    const { put, watch, findings } = aBench();
    await put('2026-03-02T10:00', [anObjectEvent('GetObject', tokens, { identity: stranger })]);

    await watch('2026-03-02T12:00:00Z');

    expect(await findings()).toEqual(['SomeAdmin has never read tokens before.']);
  });

  it('reads a file that comes late, of the day before, too', async () => {
    const { put, watch } = aBench();
    await put('2026-03-02T10:00', [anObjectEvent('GetObject', tokens)]);
    await watch('2026-03-02T12:00:00Z');
    await put('2026-03-01T23:50', [anObjectEvent('GetObject', tokens)]);

    const { files } = await watch('2026-03-02T13:00:00Z');

    expect(files).toBe(1);
  });

  it('leaves files alone until the queries that they name have ended', async () => {
    const { put, watch } = aBench();
    await put('2026-03-02T11:40', [anObjectEvent('GetObject', tokens)]);

    const early = await watch('2026-03-02T12:00:00Z');
    const later = await watch('2026-03-02T12:20:00Z');

    expect([early.files, later.files]).toEqual([0, 1]);
  });

  it('catches up after a pause, a part at a time, and loses nothing', async () => {
    const { put, watch } = aBench();
    await put('2026-03-02T10:00', [anObjectEvent('GetObject', tokens)]);
    await watch('2026-03-02T12:00:00Z');
    const hours = Array.from({ length: 650 }, (_, at) => new Date(Date.UTC(2026, 2, 3) + at * 900_000));
    for (const hour of hours)
      await put(hour.toISOString().slice(0, 16), [anObjectEvent('GetObject', tokens)]);

    const calls = [await watch('2026-03-20T12:00:00Z'), await watch('2026-03-20T13:00:00Z')];

    expect(calls.map(({ files }) => files)).toEqual([600, 50]);
    expect((await watch('2026-03-20T14:00:00Z')).files).toBe(0);
  });

  it('counts what a query scanned, and finds a stranger who asks', async () => {
    const { put, watch, audit } = aBench();
    athena.on(BatchGetQueryExecutionCommand).resolves({
      QueryExecutions: [
        {
          QueryExecutionId: 'q-7',
          Query: "SELECT 'zqvandersnoot'",
          StatementType: 'DML',
          WorkGroup: NAMES.workGroup('analyst'),
          Status: { State: 'SUCCEEDED', SubmissionDateTime: new Date('2026-03-02T10:00:00Z') },
          Statistics: { DataScannedInBytes: 5_000_000_000, EngineExecutionTimeInMillis: 900 },
        },
      ],
    });
    await put('2026-03-02T10:00', [aQueryEvent(NAMES.workGroup('analyst'), 'q-7', { identity: stranger })]);

    await watch('2026-03-02T12:00:00Z');

    const [found] = await audit.list('access/');
    const text = new TextDecoder().decode(await audit.get(found?.key ?? ''));
    expect(JSON.parse(text).findings[0].seen).toEqual({ count: 1, bytes: 5_000_000_000 });
    expect(text).not.toContain('zq');
  });

  it('asks Athena of its own work groups only, fifty queries at once', async () => {
    const { put, watch } = aBench();
    const own = Array.from({ length: 60 }, (_, at) => aQueryEvent(NAMES.workGroup('linkage'), `q-${at}`));
    await put('2026-03-02T10:00', [...own, aQueryEvent('primary', 'q-foreign')]);

    await watch('2026-03-02T12:00:00Z');

    const asked = athena
      .commandCalls(BatchGetQueryExecutionCommand)
      .map(({ args }) => args[0].input.QueryExecutionIds);
    expect(asked.map((ids) => ids?.length)).toEqual([50, 10]);
    expect(asked.flat()).not.toContain('q-foreign');
  });

  it('passes over what is no record, and goes on', async () => {
    const { put, watch, findings } = aBench();
    await put('2026-03-02T10:00', [
      { eventVersion: '1.11' },
      anObjectEvent('GetObject', tokens, { identity: stranger }),
    ]);

    await watch('2026-03-02T12:00:00Z');

    expect(await findings()).toHaveLength(1);
  });

  it('lets the first of two calls at once win, so that nothing that it learned is lost', async () => {
    const { put, watch, trail, audit } = aBench();
    await put('2026-03-02T10:00', [anObjectEvent('GetObject', tokens)]);
    await watch('2026-03-02T12:00:00Z');
    const overtaken = {
      files: async () => {
        await watch('2026-03-02T13:00:00Z');
        return [];
      },
      read: async () => [],
    };

    const call = watchAccess({
      log: overtaken,
      memory: trail,
      audit,
      cycle: 'month',
      now: new Date('2026-03-02T13:00:00Z'),
    });

    await expect(call).rejects.toThrow(PreconditionFailed);
  });

  it('remembers no object and no person', async () => {
    const { put, watch, trail } = aBench();
    await put('2026-03-02T10:00', [
      anObjectEvent('GetObject', NAMES.landing('health'), { role: NAMES.role('Analyst') }),
      aQueryEvent(NAMES.workGroup('analyst'), 'q-1', { role: NAMES.role('Analyst') }),
    ]);

    await watch('2026-03-02T12:00:00Z');

    const memory = new TextDecoder().decode(await trail.get('watch/access.json'));
    expect(memory).toContain('landing of health');
    expect(memory).not.toMatch(/zq|incoming|203\.0\.113/i);
  });
});
