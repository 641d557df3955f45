import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalReleaseReader } from '../../lib/adapters/local/release-reader.ts';
import { DATA_QUALITY_COLUMNS } from '../../lib/integration/data-quality.ts';
import { LINKAGE_QUALITY_COLUMNS } from '../../lib/integration/linkage-quality.ts';
import { askReleases, publishRelease } from '../../lib/release/release.ts';
import type { ResolvedTemplates } from '../../lib/stacks/resolve-template.ts';
import { SAVED_QUERIES } from '../../lib/stacks/saved-queries.ts';
import { aHost, type Host } from '../integration/county.ts';
import { assembled, planOf, portsOf, ROWS } from '../release/releases.ts';
import { NAMES, PLACE } from '../watch/recorded.ts';
import { RELEASE_KEY, watchedTemplates } from './watched.ts';

const GIGABYTE = 1_073_741_824;

describe('the work group of analysts', () => {
  const templates: ResolvedTemplates = watchedTemplates({ settings: { scanLimitGigabytes: 3 } });
  const [group] = [...templates.resources('AWS::Athena::WorkGroup')];
  const configuration = group?.properties['WorkGroupConfiguration'];

  it('is the one that their role may ask in', () => {
    expect(group?.properties['Name']).toBe(NAMES.workGroup('analyst'));
  });

  it('lets no client choose where answers lie or whether they are encrypted', () => {
    expect(configuration).toMatchObject({
      EnforceWorkGroupConfiguration: true,
      ResultConfiguration: {
        OutputLocation: `s3://${NAMES.zone('release')}/answers/analyst/`,
        ExpectedBucketOwner: PLACE.account,
        EncryptionConfiguration: { EncryptionOption: 'SSE_KMS', KmsKey: RELEASE_KEY },
      },
    });
  });

  it('cancels a query that would read more than the settings allow', () => {
    expect(configuration).toMatchObject({ BytesScannedCutoffPerQuery: 3 * GIGABYTE });
  });

  it('offers questions to begin with, in the release database', () => {
    const saved = [...templates.resources('AWS::Athena::NamedQuery')].map(({ properties }) => properties);

    expect(saved.map(({ Database, WorkGroup }) => [Database, WorkGroup])).toEqual(
      SAVED_QUERIES.map(() => ['release', NAMES.workGroup('analyst')]),
    );
  });
});

describe('a saved question', () => {
  let host: Host;
  let reader: LocalReleaseReader;
  beforeAll(async () => {
    host = await aHost();
    const plan = planOf('0001');
    await assembled(host, plan, ROWS, {
      quality: {
        dataQuality: { columns: DATA_QUALITY_COLUMNS, rows: [] },
        linkageQuality: { columns: LINKAGE_QUALITY_COLUMNS, rows: [] },
      },
    });
    await publishRelease(plan.run, '0001', portsOf(host));
    reader = new LocalReleaseReader();
  });
  afterAll(async () => {
    await reader[Symbol.asyncDispose]();
    await host[Symbol.asyncDispose]();
  });

  it.each(SAVED_QUERIES.map(({ name, sql }) => [name, sql]))(
    'is answered by a release: %s',
    async (_, sql) => {
      const { columns } = await askReleases(sql, host.zones.release, reader);

      expect(columns.length).toBeGreaterThan(5);
    },
  );
});
