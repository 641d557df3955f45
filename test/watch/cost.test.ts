import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import type { Executions, ExecutionUsage, QueryUsage } from '../../lib/ports/executions.ts';
import { costOfExecution, costOfQuery } from '../../lib/watch/cost.ts';
import { costOfDay, costSignals, watchCost } from '../../lib/watch/watch.ts';
import { aGovernedWorkspace } from '../governance/governed.ts';

const GIGABYTE = 1_073_741_824;

function anExecution(changes: Partial<ExecutionUsage> = {}): ExecutionUsage {
  return {
    workflow: 'intake',
    id: 'one',
    agency: 'a',
    started: '2026-03-02T10:00:00.000Z',
    ended: '2026-03-02T10:02:00.000Z',
    transitions: 20,
    functions: [{ step: 'Validate', memoryMegabytes: 10_240, scratchMegabytes: 512, milliseconds: 60_000 }],
    ...changes,
  };
}

function aQuery(changes: Partial<QueryUsage> = {}): QueryUsage {
  return { duty: 'linkage', submitted: '2026-03-02T10:01:00.000Z', scannedBytes: 200 * GIGABYTE, ...changes };
}

function aDay(executions: readonly ExecutionUsage[], queries: readonly QueryUsage[] = []) {
  return costOfDay({ day: '2026-03-02', workspace: aGovernedWorkspace(), executions, queries });
}

describe('what an execution costs', () => {
  it('is its gigabyte-seconds, its calls and its transitions, by hand', () => {
    // 10 GB for 60 s at $0.0000166667, one call at $0.0000002, 20 transitions at $0.000025.
    expect(costOfExecution(anExecution(), 'x86_64')).toBeCloseTo(0.01 + 0.0000002 + 0.0005, 5);
  });

  it('is a fifth less for functions on arm64', () => {
    const only = anExecution({ transitions: 0 });

    expect(costOfExecution(only, 'arm64') / costOfExecution(only, 'x86_64')).toBeCloseTo(0.8, 3);
  });

  it('counts scratch room beyond what is free', () => {
    const [call] = anExecution().functions;
    const roomy = anExecution({
      functions: call === undefined ? [] : [{ ...call, scratchMegabytes: 10_752 }],
    });

    // 10 GB more for 60 s at $0.0000000309.
    expect(costOfExecution(roomy, 'x86_64') - costOfExecution(anExecution(), 'x86_64')).toBeCloseTo(
      0.00001854,
      5,
    );
  });
});

describe('what a query costs', () => {
  it.each([
    [1024 * GIGABYTE, 5],
    [GIGABYTE, 0.004883],
    [1, 0.000048],
    [0, 0],
  ])('is by the terabyte scanned, of ten megabytes at least: %d bytes', (scannedBytes, dollars) => {
    expect(costOfQuery({ scannedBytes })).toBe(dollars);
  });
});

describe('what a day costs', () => {
  it('tells deliveries apart by agency', () => {
    const { agencies } = aDay([
      anExecution(),
      anExecution({ id: 'two' }),
      anExecution({ id: 'three', agency: 'b' }),
    ]);

    const work = (agency: string) => (agencies[agency] ?? 0) - (agencies['c'] ?? 0);
    expect(work('a')).toBeCloseTo(2 * 0.0105, 4);
    expect(work('b')).toBeCloseTo(0.0105, 4);
  });

  it('adds to a run what was asked while it ran', () => {
    const run = { workflow: 'integration', id: 'run' } as const;
    const { agency: _, ...execution } = anExecution(run);
    const quiet = aDay([execution]);

    const busy = aDay([execution], [aQuery(), aQuery({ submitted: '2026-03-02T23:00:00.000Z' })]);

    const [one] = busy.executions;
    expect((one?.dollars ?? 0) - (quiet.executions[0]?.dollars ?? 0)).toBeCloseTo(0.976563, 5);
    expect((busy.workflows['integration'] ?? 0) - (one?.dollars ?? 0)).toBeCloseTo(0.976563, 5);
  });

  it('tells what analysts ask apart from runs', () => {
    const { workflows } = aDay([], [aQuery({ duty: 'analyst' })]);

    expect(workflows).toMatchObject({ analyst: 0.976563, integration: 0, intake: 0 });
  });

  it('counts what is paid for being there', () => {
    const { workflows, agencies } = aDay([]);

    expect(workflows['standing']).toBeGreaterThan(0.3);
    // A key and four alarms at least.
    expect((agencies['a'] ?? 0) * 30.4).toBeGreaterThan(1.4);
    expect((agencies['a'] ?? 0) * 30.4).toBeLessThan(2);
  });

  it('is told by workflow and by agency, and holds no file', () => {
    const signals = costSignals(aDay([anExecution()]));

    expect(signals.map(({ of }) => of.workflow ?? of.agency)).toEqual([
      'intake',
      'integration',
      'analyst',
      'standing',
      'a',
      'b',
      'c',
    ]);
  });
});

/** A day's execution every day. */
const DAILY: Executions = {
  async *executions(from) {
    const day = from.toISOString().slice(0, 10);
    yield anExecution({ id: day, started: `${day}T10:00:00.000Z`, ended: `${day}T10:02:00.000Z` });
  },
  async *queries() {},
};

function aBench() {
  const root = mkdtempSync(join(tmpdir(), 'watch-cost-'));
  const memory = new FolderStore(join(root, 'trail'));
  const audit = new FolderStore(join(root, 'audit'));
  const watch = (now: string) =>
    watchCost({ executions: DAILY, memory, audit, workspace: aGovernedWorkspace(), now: new Date(now) });
  return { audit, watch };
}

describe('the watch over costs', () => {
  it('adds up the days of a month', async () => {
    const { watch } = aBench();

    const first = await watch('2026-03-02T06:30:00Z');
    const second = await watch('2026-03-03T06:30:00Z');

    expect(second.monthToDate).toBeCloseTo(2 * first.monthToDate, 5);
  });

  it('begins anew with each month, a day after its first', async () => {
    const { watch } = aBench();
    const day = await watch('2026-03-31T06:30:00Z');
    const last = await watch('2026-04-01T06:30:00Z');

    const first = await watch('2026-04-02T06:30:00Z');

    expect([day.month, last.month, first.month]).toEqual(['2026-03', '2026-03', '2026-04']);
    expect(first.monthToDate).toBeLessThan(last.monthToDate);
  });

  it('makes up for days that it missed', async () => {
    const { watch, audit } = aBench();
    await watch('2026-03-02T06:30:00Z');

    const { monthToDate, newest } = await watch('2026-03-06T06:30:00Z');

    expect(monthToDate).toBeCloseTo(5 * Object.values(newest.workflows).reduce((a, b) => a + b, 0), 4);
    expect((await audit.list('costs/')).map(({ key }) => key)).toEqual(
      ['01', '02', '03', '04', '05'].map((day) => `costs/2026-03-${day}.json`),
    );
  });

  it('comes to the same when it is asked twice', async () => {
    const { watch } = aBench();
    const once = await watch('2026-03-02T06:30:00Z');

    expect(await watch('2026-03-02T18:00:00Z')).toEqual(once);
  });

  it('keeps what each execution cost for auditors', async () => {
    const { watch, audit } = aBench();

    await watch('2026-03-02T06:30:00Z');

    const kept = JSON.parse(new TextDecoder().decode(await audit.get('costs/2026-03-01.json')));
    expect(kept.executions).toEqual([{ id: '2026-03-01', workflow: 'intake', agency: 'a', dollars: 0.0105 }]);
  });
});
