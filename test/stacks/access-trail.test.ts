import { beforeAll, describe, expect, it } from 'vitest';
import { namesOf } from '../../lib/deployment/names.ts';
import { FUNCTIONS, PEOPLE, QUERY_ROLES } from '../../lib/deployment/principals.ts';
import { NAMES, PLACE } from '../watch/recorded.ts';
import { type DeployedPolicies, policiesOf } from './access/policies-of.ts';
import { judge, type Verdict } from './access/simulate.ts';
import { watchedTemplates } from './watched.ts';

let policies: DeployedPolicies;
beforeAll(() => {
  policies = policiesOf(watchedTemplates({ foundation: true }));
});

const BUCKET = `arn:aws:s3:::${NAMES.accessTrail}`;
const LOG = `${BUCKET}/AWSLogs/${PLACE.account}/CloudTrail/us-east-1/2026/03/02/x.json.gz`;
const MEMORY = `${BUCKET}/watch/access.json`;
const STRANGER = `arn:aws:iam::999988887777:role/Stranger`;
const ROLES = [...FUNCTIONS, ...PEOPLE, ...Object.values(QUERY_ROLES)];

async function allowed(action: string, resource: string, context = {}): Promise<readonly string[]> {
  const verdicts: [string, Verdict][] = [];
  for (const role of ROLES)
    verdicts.push([
      role,
      await judge(policies, { principal: NAMES.roleArn(role), action, resource, context }),
    ]);
  return verdicts.flatMap(([role, verdict]) => (verdict === 'Allowed' ? [role] : []));
}

describe('the log of access', () => {
  it('is read by the function that judges it and by auditors, and by nobody else', async () => {
    expect(await allowed('s3:GetObject', LOG)).toEqual(['WatchAccess', 'Auditor']);
    expect(await allowed('s3:ListBucket', BUCKET, { 's3:prefix': 'AWSLogs/' })).toEqual([
      'WatchAccess',
      'Auditor',
    ]);
  });

  it('is written and deleted by no role', async () => {
    expect(await allowed('s3:PutObject', LOG)).toEqual([]);
    expect(await allowed('s3:DeleteObject', LOG)).toEqual([]);
    expect(await allowed('s3:DeleteObjectVersion', LOG)).toEqual([]);
  });

  it('is out of reach for other accounts, administrators, nobody in particular, and without TLS', async () => {
    const requests = [
      { principal: STRANGER, action: 's3:GetObject', resource: LOG },
      { principal: 'anonymous' as const, action: 's3:GetObject', resource: LOG },
      {
        principal: `arn:aws:iam::${PLACE.account}:role/Administrator`,
        action: 's3:GetObject',
        resource: LOG,
      },
      {
        principal: `arn:aws:iam::${PLACE.account}:role/Administrator`,
        action: 's3:PutObject',
        resource: MEMORY,
      },
      {
        principal: NAMES.roleArn('Auditor'),
        action: 's3:GetObject',
        resource: LOG,
        context: { 'aws:SecureTransport': 'false' },
      },
    ];

    const verdicts: readonly Verdict[] = await Promise.all(
      requests.map((request) => judge(policies, request)),
    );

    expect(verdicts.filter((verdict) => verdict === 'Allowed')).toEqual([]);
  });
});

describe('what the watch remembers', () => {
  it('is read and written by the functions that watch, and deleted by nobody', async () => {
    expect(await allowed('s3:GetObject', MEMORY)).toEqual(['WatchAccess', 'WatchCost']);
    expect(await allowed('s3:PutObject', MEMORY)).toEqual(['WatchAccess', 'WatchCost']);
    expect(await allowed('s3:DeleteObject', MEMORY)).toEqual([]);
  });

  it('is of this system alone', async () => {
    const other = namesOf('another', PLACE).roleArn('WatchAccess');

    expect(await judge(policies, { principal: other, action: 's3:GetObject', resource: MEMORY })).not.toBe(
      'Allowed',
    );
  });
});

describe('the functions that watch', () => {
  const audit = `arn:aws:s3:::${NAMES.zone('audit')}/access/2026-03-02/x.json`;

  it('write what they found to the audit zone, and read no zone with data of people', async () => {
    const written = await allowed('s3:PutObject', audit);
    expect(written).toEqual(expect.arrayContaining(['WatchAccess', 'WatchCost']));

    for (const zone of ['tokens', 'records', 'crosswalk', 'integrated'] as const) {
      const readers = await allowed('s3:GetObject', `arn:aws:s3:::${NAMES.zone(zone)}/runs/r0001/x.parquet`);
      expect(readers.filter((role) => role.startsWith('Watch'))).toEqual([]);
    }
  });

  it('see histories of executions and queries', async () => {
    const machine = NAMES.stateMachineArn('intake');
    const group = `arn:aws:athena:us-east-1:${PLACE.account}:workgroup/${NAMES.workGroup('analyst')}`;

    expect(await allowed('states:ListExecutions', machine)).toContain('WatchCost');
    expect(await allowed('athena:BatchGetQueryExecution', group)).toEqual(
      expect.arrayContaining(['WatchAccess', 'WatchCost']),
    );
    expect(await allowed('athena:GetQueryResults', group)).not.toEqual(
      expect.arrayContaining(['WatchAccess']),
    );
  });
});
