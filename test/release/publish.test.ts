import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectStore } from '../../lib/ports/object-store.ts';
import {
  addIndicator,
  announcement,
  assembleCandidate,
  listReleases,
  newestRelease,
  publishRelease,
  verifyRelease,
} from '../../lib/release/release.ts';
import { aHost, type Host } from '../integration/county.ts';
import {
  aRow,
  assembled,
  CHILDREN,
  CHILDREN_COLUMNS,
  contentOf,
  planOf,
  portsOf,
  published,
  ROWS,
  WORKSPACE,
} from './releases.ts';

let host: Host;
beforeEach(async () => {
  host = await aHost();
});
afterEach(() => host[Symbol.asyncDispose]());

const text = async (key: string) => new TextDecoder().decode(await host.zones.release.get(key));

/** Fails at the n-th write, as a process that is killed there does. */
function failingAt(store: ObjectStore, write: number): ObjectStore {
  let writes = 0;
  return new Proxy(store, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      if (name !== 'put') return value.bind(target);
      return (...call: unknown[]) => {
        writes += 1;
        if (writes === write) throw new Error('killed');
        return value.apply(target, call);
      };
    },
  });
}

describe('a release', () => {
  it('holds its tables as Parquet and CSV, and a manifest with the digest of every file', async () => {
    const manifest = await published(host, '0001');

    const files = (await host.zones.release.list('0001/')).map(({ key }) => key.slice('0001/'.length));

    expect(files).toEqual([...manifest.files.map(({ path }) => path), 'manifest.json'].toSorted());
    expect(manifest.files.map(({ path }) => path)).toContain('data/children.parquet');
    expect(await verifyRelease(manifest, host.zones.release)).toEqual([]);
    expect(await text('0001/data/children.csv')).toBe(
      'age,persons,rate,status,period,release_id\n0,120,0.2500,published,2026-Q1,0001\n1,,,suppressed,2026-Q1,0001\n2,,,suppressed,2026-Q1,0001\nTotal,9007199254740993,0.2500,published,2026-Q1,0001\n',
    );
  });

  it('says that it is partial and what is not in it', async () => {
    const manifest = await published(host, '0001');

    expect(manifest.status).toBe('partial');
    expect(announcement(manifest)).toContain('- indicator overlap: no agreement permits it');
    expect(await text('0001/data/indicators.csv')).toContain(',skipped,no agreement permits it,');
  });

  it('has the same bytes whoever makes it, with however many threads', async () => {
    await using other = await aHost({ threads: 7 });
    const many = Array.from({ length: 130_000 }, (_, at) => aRow(`age ${at}`, BigInt(at)));

    await published(host, '0001', many);
    await published(other, '0001', many);

    expect(await contentOf(host, '0001/')).toEqual(await contentOf(other, '0001/'));
  });

  it('is never changed by publishing its run again', async () => {
    await published(host, '0001');
    const before = await contentOf(host, '0001/');

    await assembled(host, planOf('0001'), [aRow('0', 99n)]);
    await publishRelease('r0001', '0001', portsOf(host, '2027-01-01T00:00:00Z'));

    expect(await contentOf(host, '0001/')).toEqual(before);
  });

  it('leaves no candidate behind, neither its own nor that of a try that came to nothing', async () => {
    await assembled(host, planOf('0007'));

    await published(host, '0001');

    expect(await host.zones.release.list('candidates/')).toEqual([]);
    expect(await newestRelease(host.zones.release)).toMatchObject({ release_id: '0001' });
  });

  it('has its candidate removed by the next try where the removing was cut short', async () => {
    await published(host, '0001');
    await host.zones.release.put('candidates/r0001/candidate.json', 'left');

    await publishRelease('r0001', '0001', portsOf(host));

    expect(await host.zones.release.list('candidates/')).toEqual([]);
  });

  it('notices a file that somebody changed afterwards', async () => {
    const manifest = await published(host, '0001');

    await host.zones.release.put('0001/data/children.csv', 'age,persons\n');

    expect(await verifyRelease(manifest, host.zones.release)).toEqual(['data/children.csv']);
  });
});

describe('publishing that is cut short', () => {
  it('shows nothing until the last write, and ends in the same bytes when it is told again', async () => {
    const at = (second: number) => `2026-04-20T10:00:${String(second).padStart(2, '0')}Z`;
    await using whole = await aHost();
    await assembled(whole, planOf('0001'));
    await publishRelease('r0001', '0001', portsOf(whole, at(2)));
    await assembled(host, planOf('0001'));
    const visible: unknown[] = [];
    let cut = true;
    let write = 0;

    while (cut) {
      write += 1;
      const ports = {
        ...portsOf(host, at(write)),
        store: failingAt(host.zones.release, write),
        workbench: savingTo(host),
      };
      cut = await publishRelease('r0001', '0001', ports).then(
        () => false,
        () => true,
      );
      if (cut) visible.push(await newestRelease(host.zones.release));
    }

    expect(visible.filter((release) => release !== undefined)).toEqual([]);
    expect(write).toBeGreaterThan(10);
    expect(await contentOf(host, '0001/')).toEqual(await contentOf(whole, '0001/'));
  });
});

/** The workbench knows local stores only; what it saves goes to the real one. */
function savingTo(one: Host) {
  return new Proxy(one.workbench, {
    get(target, name) {
      if (name === 'saveParquet')
        return (select: string, _store: ObjectStore, key: string) =>
          target.saveParquet(select, one.zones.release, key);
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

describe('a candidate', () => {
  it('is not published when a file of it is not the one that was assembled', async () => {
    await assembled(host, planOf('0001'));
    await host.zones.release.put('candidates/r0001/data/children.csv', 'age,persons\n1,3\n');

    const publishing = publishRelease('r0001', '0001', portsOf(host));

    await expect(publishing).rejects.toThrow(
      '"data/children.csv" of the candidate of run r0001 is not the file that was assembled',
    );
    expect(await listReleases(host.zones.release)).toEqual([]);
  });

  it('is not assembled while an indicator is neither there nor named as lost', async () => {
    const plan = planOf('0001');
    const quality = { dataQuality: { columns: [], rows: [] }, linkageQuality: { columns: [], rows: [] } };

    const assembling = assembleCandidate(
      { plan, workspace: WORKSPACE, quality, lost: [], programVersion: '0' },
      host.zones.release,
      host.workbench,
    );

    await expect(assembling).rejects.toThrow('has no "tables/children.json"');
  });

  it('takes no indicator of an earlier try under other inputs', async () => {
    await addIndicator(
      planOf('0001', { inputsDigest: 'old' }),
      { indicator: CHILDREN, columns: CHILDREN_COLUMNS, rows: ROWS },
      host.zones.release,
      host.workbench,
    );
    const quality = { dataQuality: { columns: [], rows: [] }, linkageQuality: { columns: [], rows: [] } };

    const assembling = assembleCandidate(
      { plan: planOf('0001'), workspace: WORKSPACE, quality, lost: [], programVersion: '0' },
      host.zones.release,
      host.workbench,
    );

    await expect(assembling).rejects.toThrow('has no "tables/children.json"');
  });

  it('refuses an indicator whose view would take the name of another', async () => {
    const plan = planOf('0001', {
      indicators: [{ ...planOf('0001').indicators[0], id: 'releases' } as never],
    });

    const adding = addIndicator(
      plan,
      { indicator: { ...CHILDREN, id: 'releases' }, columns: CHILDREN_COLUMNS, rows: [] },
      host.zones.release,
      host.workbench,
    );

    await expect(adding).rejects.toThrow('The indicator "releases" would need the view "releases"');
  });
});
