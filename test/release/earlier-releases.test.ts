import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bearingOn, everyRelease } from '../../lib/release/earlier-releases.ts';
import { type Manifest, readEarlier, refuseRemembered } from '../../lib/release/release.ts';
import { aHost, type Host } from '../integration/county.ts';
import { aRow, published, WORKSPACE } from './releases.ts';

const { calendar } = WORKSPACE.collaborative;
const ABOUT = { indicator: 'children', period: '2026-Q1', periodsAddUp: false };

const released = (...periods: readonly string[]) =>
  periods.map((period, at) => ({ release: String(at + 1).padStart(4, '0'), period }));

describe('what earlier releases tell of a number', () => {
  let host: Host;
  beforeEach(async () => {
    host = await aHost();
  });
  afterEach(() => host[Symbol.asyncDispose]());

  const read = (releases = released('2026-Q1', '2026-Q1')) =>
    readEarlier(ABOUT, releases, calendar, host.zones.release, host.workbench);

  it('is every row as it was published, suppressed ones among them, oldest first', async () => {
    await published(host, '0001', [aRow('0', null), aRow('Total', 9_007_199_254_740_993n)]);
    await published(host, '0002', [aRow('0', 12n), aRow('Total', 40n)]);

    const earlier = await read();

    expect(earlier.map(({ release, period, indicator }) => [release, period, indicator])).toEqual([
      ['0001', '2026-Q1', 'children'],
      ['0002', '2026-Q1', 'children'],
    ]);
    expect(earlier[0]?.rows).toMatchObject([
      { age: '0', persons: null, status: 'suppressed' },
      { age: 'Total', persons: 9_007_199_254_740_993n, status: 'published' },
    ]);
  });

  it('is nothing where a release does not have the indicator', async () => {
    await published(host, '0001');

    const earlier = await readEarlier(
      { ...ABOUT, indicator: 'overlap' },
      released('2026-Q1'),
      calendar,
      host.zones.release,
      host.workbench,
    );

    expect(earlier).toEqual([]);
  });

  it('is not guessed where a file of a release is missing, or is not the one that was published', async () => {
    await published(host, '0001');
    await published(host, '0002');
    const { release } = host.zones;

    const other = await release.get('0002/data/children.parquet');
    await release.put('0001/data/children.parquet', `${new TextDecoder('latin1').decode(other)}x`);
    await expect(read()).rejects.toMatchObject({
      code: 'EARLIER_RELEASE_DAMAGED',
      message: expect.stringMatching(/"data\/children.parquet" of release 0001 is not the file/),
    });

    await release.delete('0001/data/children.parquet');
    await expect(read()).rejects.toThrow('"data/children.parquet" of release 0001 is missing');

    await release.delete('0001/manifest.json');
    await expect(read()).rejects.toThrow('"manifest.json" of release 0001 is missing');
  });
});

describe('an indicator that shares cells with one that is left out', () => {
  let host: Host;
  beforeEach(async () => {
    host = await aHost();
  });
  afterEach(() => host[Symbol.asyncDispose]());

  const asking = (period: string, partner: string) =>
    refuseRemembered(
      partner,
      { indicator: 'overlap', period, periodsAddUp: false },
      released('2026-Q1'),
      calendar,
      host.zones.release,
    );

  it('is refused where readers have the other of the same period', async () => {
    await published(host, '0001');

    await expect(asking('2026-Q1', 'children')).rejects.toMatchObject({ code: 'SHARED_CELLS_REMEMBERED' });
  });

  it('is not where they have it of another period, or not at all', async () => {
    await published(host, '0001');

    await expect(asking('2026-Q2', 'children')).resolves.toBeUndefined();
    await expect(asking('2026-Q1', 'other')).resolves.toBeUndefined();
  });

  it('is refused, too, where nobody can tell', async () => {
    await expect(asking('2026-Q1', 'children')).rejects.toMatchObject({ code: 'EARLIER_RELEASE_DAMAGED' });
  });
});

describe('the releases that bear on a period', () => {
  const bearing = (period: string, periodsAddUp: boolean, ...periods: readonly string[]) =>
    bearingOn({ period, periodsAddUp }, released(...periods), calendar).map((one) => one.period);

  it('are those of the same period where periods do not add up', () => {
    expect(bearing('2026-Q1', false, '2026', '2026-Q1', '2026-Q2', '2026-Q1')).toEqual([
      '2026-Q1',
      '2026-Q1',
    ]);
  });

  it('are the same where the calendar has come to call the period otherwise', () => {
    const fiscal = { ...calendar, first: 'FY2026-Q1', fiscalYearStarts: 7 };

    const bearing = bearingOn(
      { period: 'FY2026-Q3', periodsAddUp: false },
      released('2026-Q1', '2026-Q2'),
      fiscal,
    );

    expect(bearing.map((one) => one.period)).toEqual(['2026-Q1']);
  });

  it('are all whose period nobody knows any more', () => {
    const releases = [...released('2026-Q2'), { release: '0002', period: null }];

    for (const periodsAddUp of [true, false])
      expect(bearingOn({ period: '2026-Q1', periodsAddUp }, releases, calendar)).toEqual(releases.slice(1));
  });

  it('are counted without gaps: one that was removed is missed', () => {
    const manifest = (release_id: string) => ({ release_id, period: '2026-Q1' }) as Manifest;

    expect(everyRelease([])).toEqual([]);
    expect(everyRelease([manifest('0001'), manifest('0003')])).toEqual([
      { release: '0001', period: '2026-Q1' },
      { release: '0002', period: null },
      { release: '0003', period: '2026-Q1' },
    ]);
  });

  it('are its parts and what it is a part of where they do', () => {
    expect(bearing('2026-Q1', true, '2025-12', '2026-01', '2026-02', '2026-Q1', '2026-Q2')).toEqual([
      '2026-01',
      '2026-02',
      '2026-Q1',
    ]);
  });

  it('are the other parts of a whole that is out: whoever has three quarters of a year has the fourth', () => {
    expect(bearing('2026-Q4', true, '2026-Q1', '2026-Q2', '2026-Q3', '2025-Q4')).toEqual([]);
    expect(bearing('2026-Q4', true, '2026-Q1', '2026-Q2', '2026-Q3', '2025-Q4', '2026')).toEqual([
      '2026-Q1',
      '2026-Q2',
      '2026-Q3',
      '2026',
    ]);
  });
});
