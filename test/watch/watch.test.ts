import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { World } from '../../lambdas/step.ts';
import { handler } from '../../lambdas/watch/handler.ts';
import { handler as watchAccess } from '../../lambdas/watch-access/handler.ts';
import { folderZones } from '../../lib/adapters/local/state.ts';
import { putInForce } from '../../lib/governance/governance.ts';
import type { Zones } from '../../lib/ports/object-store.ts';
import type { Signal } from '../../lib/ports/signals.ts';
import { toCsv } from '../../lib/release/csv.ts';
import type { StandingsReport } from '../../lib/watch/watch.ts';
import { movedSignals, wholeReport } from '../../lib/watch/watch.ts';
import type { Workspace } from '../../lib/workspace/workspace.ts';
import { aDelivery, aGovernedWorkspace, anAgreement } from '../governance/governed.ts';

interface Bench {
  readonly zones: Zones;
  readonly heard: Signal[];
  readonly watch: (
    now: string,
    input?: object,
  ) => Promise<StandingsReport & { readonly next: number | null }>;
}

/** The watching function over folders. */
function aBench(workspace: Workspace = aGovernedWorkspace()): Bench {
  const zones = folderZones(mkdtempSync(join(tmpdir(), 'watch-')));
  const heard: Signal[] = [];
  return {
    zones,
    heard,
    watch: async (now, input = {}) => {
      const world = {
        workspace,
        zones,
        signals: { emit: (signals: readonly Signal[]) => void heard.push(...signals) },
        clock: { now: () => new Date(now) },
      } as unknown as World;
      return (await handler(input, { world })) as Awaited<ReturnType<Bench['watch']>>;
    },
  };
}

const overdue = (heard: readonly Signal[]) =>
  Object.fromEntries(
    heard.flatMap(({ name, value, of }) => (name === 'DaysOverdue' ? [[of.agency, value]] : [])),
  );

describe('the watch over deliveries', () => {
  it('tells for how many days each dataset is overdue, and 0 of those that are not', async () => {
    const { zones, heard, watch } = aBench();
    await putInForce(zones.tokens, aDelivery('a/d', '2026-Q1'));

    await watch('2026-05-20T06:00:00Z');

    expect(overdue(heard)).toEqual({ a: 0, b: 5, c: 5 });
  });

  it('says 0 again once the file has come', async () => {
    const { zones, heard, watch } = aBench();
    await watch('2026-05-20T06:00:00Z');
    await putInForce(zones.tokens, aDelivery('b/d', '2026-Q1', { late: true }));
    const before = heard.length;

    await watch('2026-05-21T06:00:00Z');

    expect(overdue(heard.slice(before))).toEqual({ a: 6, b: 0, c: 6 });
  });

  it('tells the most overdue of several periods', async () => {
    const { heard, watch } = aBench();

    await watch('2026-08-20T06:00:00Z');

    expect(overdue(heard)).toMatchObject({ a: 97 });
  });

  it('is silent about datasets that no agreement asks for', async () => {
    const { heard, watch } = aBench(aGovernedWorkspace({ agreements: [anAgreement('ab', ['a/d', 'b/d'])] }));

    await watch('2026-05-20T06:00:00Z');

    expect(overdue(heard)).toMatchObject({ c: 0 });
  });

  it('answers what status tells', async () => {
    const { zones, watch } = aBench();
    await putInForce(zones.tokens, aDelivery('a/d', '2026-Q1'));

    const { today, deliveries, releases, next } = await watch('2026-05-20T06:00:00Z');

    expect(today).toBe('2026-05-20');
    expect(deliveries.map(({ dataset, standing }) => [dataset, standing])).toEqual([
      ['a/d', 'received'],
      ['b/d', 'overdue'],
      ['c/d', 'overdue'],
    ]);
    expect(deliveries[0]).toMatchObject({ deliveryId: 'a-d-2026-Q1', rows: { accepted: 3 } });
    expect([releases, next]).toEqual([[], null]);
  });

  it('answers in parts where there is much to tell, and tells numbers with the first only', async () => {
    const long = aGovernedWorkspace();
    const since = { ...long.collaborative.calendar, first: '1980-Q1' };
    const { heard, watch } = aBench({ ...long, collaborative: { ...long.collaborative, calendar: since } });

    const first = await watch('2026-05-20T06:00:00Z');
    const told = heard.length;
    const second = await watch('2026-05-20T06:00:00Z', { from: first.next });

    expect(first.deliveries).toHaveLength(400);
    expect(first.deliveries.length + second.deliveries.length).toBe(185 * 3);
    expect(second.next).toBeNull();
    expect(heard).toHaveLength(told);
  });

  it('is put together again from its parts', async () => {
    const long = aGovernedWorkspace();
    const since = { ...long.collaborative.calendar, first: '1950-Q1' };
    const { watch } = aBench({ ...long, collaborative: { ...long.collaborative, calendar: since } });

    const report = await wholeReport((input) => watch('2026-05-20T06:00:00Z', input));

    const slots = report.deliveries.map(({ dataset, period }) => `${dataset} ${period}`);
    expect(new Set(slots).size).toBe(305 * 3);
    expect(Object.keys(report).toSorted()).toEqual(['deliveries', 'releases', 'today']);
  });

  it('says where there is nothing to watch, on one machine', async () => {
    const world = { workspace: aGovernedWorkspace() } as unknown as World;

    await expect(watchAccess({}, { world })).rejects.toThrow('Only a deployment on AWS has them.');
  });
});

interface Published {
  readonly release: string;
  /** Linked share of a dataset, as published; null where it is hidden. */
  readonly linked?: Readonly<Record<string, string | null>>;
  /** Of a hundred rows. */
  readonly suppressed?: Readonly<Record<string, number>>;
}

/** Puts what the watch reads of a release. */
async function publish(zones: Zones, { release, linked = {}, suppressed = {} }: Published): Promise<void> {
  const header = ['scope', 'agency', 'dataset', 'period', 'group_by', 'group_code', 'linked_share', 'status'];
  const rows = Object.entries(linked).flatMap(([agency, share]) => [
    ['all, "of them"', agency, 'd', '2026-Q1', 'sex', 'F', '0.0100', 'published'],
    ['all, "of them"', agency, 'd', '2025-Q4', 'Total', 'Total', '0.9900', 'published'],
    ['all, "of them"', agency, 'd', '2026-Q1', 'Total', 'Total', share, 'published'],
  ]);
  await zones.release.put(`${release}/data/linkage_quality.csv`, toCsv(header, rows));
  const manifest = {
    format: 'tributary-release/1',
    release_id: release,
    run: `r${release}`,
    title: 'County',
    period: '2026-Q1',
    period_start: '2026-01-01',
    period_end: '2026-03-31',
    status: 'complete',
    skipped: [],
    inputs_digest: release,
    program_version: '0.1.0',
    tables: Object.entries(suppressed).map(([name, hidden]) => ({
      name,
      kind: 'indicator',
      columns: [],
      rows: 100,
      suppressed: hidden,
    })),
    files: [],
    published_at: '2026-05-20T00:00:00Z',
  };
  await zones.release.put(`${release}/manifest.json`, JSON.stringify(manifest));
}

const valuesOf = (signals: readonly Signal[], name: Signal['name']) =>
  Object.fromEntries(
    signals.flatMap((one) =>
      one.name === name ? [[one.of.agency ?? one.of.indicator ?? one.of.workflow, one.value]] : [],
    ),
  );

describe('the watch over releases', () => {
  it('has nothing to tell before the first', async () => {
    expect(await movedSignals(aBench().zones.release)).toEqual([]);
  });

  it('tells 0 of the first release, which nothing stands before', async () => {
    const { zones } = aBench();
    await publish(zones, { release: '0001', linked: { a: '0.1000' }, suppressed: { children: 90 } });

    const signals = await movedSignals(zones.release);

    expect(valuesOf(signals, 'LinkageRateDrop')).toEqual({ a: 0 });
    expect(valuesOf(signals, 'SuppressedShareRise')).toEqual({ children: 0, integration: 0 });
  });

  it('tells by how many points the linkage rate of an agency fell, between the two newest releases', async () => {
    const { zones } = aBench();
    await publish(zones, { release: '0001', linked: { a: '0.1000', b: '0.5000' } });
    await publish(zones, { release: '0002', linked: { a: '0.8120', b: '0.5000' } });
    await publish(zones, { release: '0003', linked: { a: '0.7000', b: '0.6000' } });

    const signals = await movedSignals(zones.release);

    expect(valuesOf(signals, 'LinkageRateDrop')).toEqual({ a: 11.2, b: 0 });
  });

  it('takes a share that is hidden for no drop', async () => {
    const { zones } = aBench();
    await publish(zones, { release: '0001', linked: { a: '0.8000', b: null } });
    await publish(zones, { release: '0002', linked: { a: null, b: '0.1000' } });

    const signals = await movedSignals(zones.release);

    expect(valuesOf(signals, 'LinkageRateDrop')).toEqual({ a: 0, b: 0 });
  });

  it('tells by how many points the suppressed share of each indicator rose, and the largest of all', async () => {
    const { zones } = aBench();
    await publish(zones, { release: '0001', suppressed: { children: 10, families: 20, gone: 5 } });
    await publish(zones, { release: '0002', suppressed: { children: 34, families: 15, fresh: 80 } });

    const signals = await movedSignals(zones.release);

    expect(valuesOf(signals, 'SuppressedShareRise')).toEqual({
      children: 24,
      families: 0,
      fresh: 0,
      integration: 24,
    });
  });
});
