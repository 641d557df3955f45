import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { analystViews, listReleases, viewStatements } from '../../lib/release/release.ts';
import { aHost, type Host } from '../integration/county.ts';
import { aRow, published } from './releases.ts';

let host: Host;
beforeEach(async () => {
  host = await aHost();
});
afterEach(() => host[Symbol.asyncDispose]());

describe('the views', () => {
  it('are one an indicator and its history, and those that describe the release', async () => {
    await published(host, '0001');

    const views = analystViews(await listReleases(host.zones.release));

    expect(views.map(({ name }) => name)).toEqual([
      'children',
      'children_history',
      'data_dictionary',
      'data_quality',
      'indicators',
      'linkage_quality',
      'releases',
    ]);
  });

  it('answer from the tables that publishing declares: the newest release, and all of them for a history', async () => {
    await published(host, '0001', [aRow('0', 100n, '2025-Q4')]);
    await published(host, '0002', [aRow('0', 120n), aRow('Total', null)]);
    const bodies = new Map(
      viewStatements(await listReleases(host.zones.release)).map(({ name, sql }) => [
        name,
        sql.slice(sql.indexOf('SELECT')),
      ]),
    );
    const ask = (view: string) =>
      host.engine.query({
        name: view,
        database: 'released',
        sql: `${bodies.get(`view_${view}`)} ORDER BY 1, 2`,
      });

    const newest = await ask('children');
    const history = await ask('children_history');
    const releases = await ask('releases');

    expect(newest).toEqual([
      { age: '0', persons: 120n, rate: '0.2500', status: 'published', period: '2026-Q1', release_id: '0002' },
      {
        age: 'Total',
        persons: null,
        rate: null,
        status: 'suppressed',
        period: '2026-Q1',
        release_id: '0002',
      },
    ]);
    expect(history.map(({ release_id, persons }) => [release_id, persons])).toEqual([
      ['0001', 100n],
      ['0002', 120n],
      ['0002', null],
    ]);
    expect(releases.map(({ release_id }) => release_id)).toEqual(['0001', '0002']);
  });

  it('show nothing of a release whose manifest was not written', async () => {
    await published(host, '0001', [aRow('0', 100n)]);
    await published(host, '0002', [aRow('0', 120n)]);
    await host.zones.release.delete('0002/manifest.json');

    const statements = viewStatements(await listReleases(host.zones.release));

    expect(statements.map(({ sql }) => sql).join('\n')).not.toContain('0002');
  });
});
