import { describe, expect, it } from 'vitest';
import { CloudTrailReader, CloudTrailRecord } from '../../lib/adapters/aws/cloudtrail-records.ts';
import type { Access } from '../../lib/ports/access-log.ts';
import { aKeyEvent, anAssumedRole, anObjectEvent, aQueryEvent, NAMES, PLACE } from './recorded.ts';

const reader = new CloudTrailReader(NAMES, PLACE);
const read = (event: unknown): Access | undefined => reader.access(CloudTrailRecord.parse(event))?.access;

describe('what a record of CloudTrail says', () => {
  it('names the step, the zone, what was done and how much', () => {
    const access = read(anObjectEvent('GetObject', NAMES.zone('tokens'), { role: NAMES.role('Train') }));

    expect(access).toMatchObject({
      role: 'Train',
      kind: 'step',
      zone: 'tokens',
      action: 'read',
      bytes: 7759,
    });
  });

  it.each([
    ['PutObject', 'write'],
    ['CompleteMultipartUpload', 'write'],
    ['CopyObject', 'write'],
    ['DeleteObject', 'delete'],
    ['DeleteObjects', 'delete'],
    ['HeadObject', 'read'],
    ['SelectObjectContent', 'read'],
  ])('takes %s for a %s', (eventName, action) => {
    expect(read(anObjectEvent(eventName, NAMES.zone('records')))?.action).toBe(action);
  });

  it('tells landing zones apart for people and agencies, and not for the functions that work in all', () => {
    const bucket = NAMES.landing('health');
    const roles = ['Validate', 'Deliver-health', 'Analyst'].map((role) => NAMES.role(role));

    const zones = roles.map((role) => read(anObjectEvent('GetObject', bucket, { role }))?.zone);

    expect(zones).toEqual(['landing', 'landing of health', 'landing of health']);
  });

  it('knows an agency by its role, another account by its number, and anybody else as a stranger', () => {
    const bucket = NAMES.landing('health');
    const identities = [
      anAssumedRole(NAMES.role('Deliver-health')),
      anAssumedRole(NAMES.role('Scan-health')),
      anAssumedRole('Uploader', '999988887777'),
      { type: 'AWSAccount', accountId: '999988887777', principalId: 'AIDAEXAMPLE' },
      anAssumedRole('SomeAdmin'),
      { type: 'IAMUser', accountId: PLACE.account, userName: 'zq.planted' },
      { type: 'Root', accountId: PLACE.account },
    ];

    const actors = identities.map((identity) => read(anObjectEvent('PutObject', bucket, { identity })));

    expect(actors.map((actor) => [actor?.role, actor?.kind])).toEqual([
      [NAMES.role('Deliver-health'), 'agency'],
      [NAMES.role('Scan-health'), 'step'],
      ['account 999988887777', 'other'],
      ['account 999988887777', 'other'],
      ['SomeAdmin', 'other'],
      ['a principal of type IAMUser', 'other'],
      ['the root user', 'other'],
    ]);
  });

  it('takes a call that was refused for a refusal, whatever it asked', () => {
    const refused = { errorCode: 'AccessDenied' };

    expect(read(anObjectEvent('GetObject', NAMES.zone('tokens'), refused))?.action).toBe('refused');
    expect(read(anObjectEvent('GetObject', NAMES.zone('tokens'), { errorCode: 'NoSuchKey' }))?.action).toBe(
      'read',
    );
  });

  it('sees the root key used, and a zone decrypted by its bucket or object', () => {
    const bucket = `arn:aws:s3:::${NAMES.zone('records')}`;

    const derived = read(aKeyEvent('GenerateMac', { macAlgorithm: 'HMAC_SHA_256' }));
    const decrypted = [bucket, `${bucket}/records/x.parquet`].map((arn) =>
      read(aKeyEvent('Decrypt', { encryptionContext: { 'aws:s3:arn': arn } })),
    );

    expect(derived).toMatchObject({ zone: 'root key', action: 'derive' });
    expect(decrypted.map((one) => [one?.zone, one?.action])).toEqual([
      ['records', 'decrypt'],
      ['records', 'decrypt'],
    ]);
  });

  it('names the work group of a query, and the query, for Athena to say how much it scanned', () => {
    const event = aQueryEvent(NAMES.workGroup('analyst'), 'q-1', { role: NAMES.role('Analyst') });

    const recorded = reader.access(CloudTrailRecord.parse(event));

    expect(recorded?.access).toMatchObject({ role: 'Analyst', kind: 'person', action: 'query' });
    expect(recorded?.access.zone).toBe('queries of tributary-alder-county-analyst');
    expect(recorded?.query).toEqual({ id: 'q-1', workGroup: NAMES.workGroup('analyst') });
  });

  it('leaves out other buckets, other services, and what AWS does by itself', () => {
    const events = [
      anObjectEvent('GetObject', 'somebody-elses-bucket'),
      anObjectEvent('GetObject', NAMES.accessTrail),
      aKeyEvent('Decrypt', { encryptionContext: { PARAMETER_ARN: 'arn:aws:ssm:::parameter/x' } }),
      { ...anObjectEvent('GetObject', NAMES.zone('tokens')), eventSource: 'ec2.amazonaws.com' },
      anObjectEvent('DeleteObject', NAMES.zone('tokens'), {
        identity: { type: 'AWSService', invokedBy: 's3.amazonaws.com' },
      }),
    ];

    expect(events.map(read)).toEqual([undefined, undefined, undefined, undefined, undefined]);
  });

  it('keeps no object, person, session or address', () => {
    const recorded = [
      anObjectEvent('GetObject', NAMES.landing('health'), { role: NAMES.role('Analyst') }),
      anObjectEvent('GetObject', NAMES.landing('health'), {
        identity: {
          type: 'IAMUser',
          accountId: PLACE.account,
          userName: 'zq.planted',
          arn: 'arn:aws:iam::1:user/zq.planted',
        },
      }),
      aQueryEvent('primary', 'q-2'),
    ].map((event) => JSON.stringify(read(event)));

    expect(recorded.filter((text) => /zq|Zq|203\.0\.113|incoming|SELECT/.test(text))).toEqual([]);
    expect(recorded.filter((text) => text.includes('"event"'))).toHaveLength(3);
  });
});
