import { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { S3Store } from '../../../lib/adapters/aws/s3-store.ts';
import { collect } from '../../collect.ts';
import { serviceError } from './failing.ts';

const s3 = mockClient(S3Client);
const BUCKET = 'trib-county-in-schools-123456789012-us-east-1';
const OWNER = '123456789012';
const KEY = 'arn:aws:kms:us-east-1:123456789012:key/1';

const aStore = (options: { readonly key?: string } = {}) =>
  new S3Store({ client: new S3Client({ region: 'us-east-1' }), bucket: BUCKET, owner: OWNER, ...options });

beforeEach(() => {
  s3.reset();
});

describe('a bucket, as S3 is asked', () => {
  it('sends bytes with their SHA-256, under the key of the zone, to a bucket of this account', async () => {
    s3.on(PutObjectCommand).resolves({ VersionId: 'v1' });

    const info = await aStore({ key: KEY }).put('a/b', 'grüße', { ifAbsent: true });

    expect(info).toEqual({ key: 'a/b', version: 'v1', bytes: 7 });
    expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input)).toEqual([
      {
        Bucket: BUCKET,
        ExpectedBucketOwner: OWNER,
        Key: 'a/b',
        Body: new TextEncoder().encode('grüße'),
        ChecksumAlgorithm: 'SHA256',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: KEY,
        BucketKeyEnabled: true,
        IfNoneMatch: '*',
      },
    ]);
  });

  it('leaves the encryption of a landing zone to its bucket', async () => {
    s3.on(PutObjectCommand).resolves({ VersionId: 'v1' });

    await aStore().put('receipts/a.json', '{}');

    const [call] = s3.commandCalls(PutObjectCommand);
    expect(Object.keys(call?.args[0].input ?? {})).not.toContain('ServerSideEncryption');
    expect(Object.keys(call?.args[0].input ?? {})).not.toContain('SSEKMSKeyId');
  });

  it('writes over the newest version by its ETag, and over no other', async () => {
    s3.on(HeadObjectCommand).resolves({ VersionId: 'v2', ETag: '"e2"', ContentLength: 1 });
    s3.on(PutObjectCommand).resolves({ VersionId: 'v3' });

    await aStore().put('turn/run.json', 'x', { ifMatch: 'v2' });
    const late = aStore().put('turn/run.json', 'x', { ifMatch: 'v1' });

    await expect(late).rejects.toMatchObject({ code: 'PRECONDITION_FAILED' });
    expect(s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input.IfMatch)).toEqual(['"e2"']);
  });

  it.each([
    ['the condition does not hold', serviceError('PreconditionFailed', 412)],
    ['somebody else is writing', serviceError('ConditionalRequestConflict', 409)],
    ['the object was removed meanwhile', serviceError('NoSuchKey', 404)],
  ])('tells where %s', async (_, error) => {
    s3.on(PutObjectCommand).rejects(error);

    await expect(aStore().put('k', 'x', { ifAbsent: true })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
    });
  });

  it('tells which action of S3 was refused, on which bucket and folder, and no name of a file', async () => {
    s3.on(GetObjectCommand).rejects(serviceError('AccessDenied', 403, 'Access Denied'));

    const refused: unknown = await aStore()
      .get('incoming/enrolment/2026-Q1/Zqvandersnoot.csv')
      .catch((error: unknown) => error);

    expect(refused).toMatchObject({ code: 'ACCESS_REFUSED', audience: 'operator', action: 's3:GetObject' });
    expect(String(refused)).toContain(`s3:GetObject on bucket ${BUCKET}, incoming/`);
    expect(String(refused)).not.toMatch(/enrolment|Zqvandersnoot/);
  });

  it.each(['kms:Decrypt', 'kms:GenerateDataKey'])(
    'tells that it was the key that refused: %s',
    async (action) => {
      const message = `User: arn:aws:sts::1:assumed-role/x is not authorized to perform: ${action} on resource: ${KEY}`;
      s3.on(PutObjectCommand).rejects(serviceError('AccessDenied', 403, message));

      const refused: unknown = await aStore()
        .put('receipts/Zqvandersnoot', 'x')
        .catch((error: unknown) => error);

      expect(refused).toMatchObject({ code: 'ACCESS_REFUSED', action });
      expect(String(refused)).not.toMatch(/Zqvandersnoot|assumed-role/);
    },
  );

  it('tells a damaged upload, which S3 finds by the checksum', async () => {
    s3.on(PutObjectCommand).rejects(serviceError('BadDigest', 400, 'incoming/Zqvandersnoot.csv'));

    await expect(aStore().put('k', 'x')).rejects.toMatchObject({
      code: 'AWS_REQUEST_FAILED',
      retry: 'later',
      message: expect.not.stringContaining('Zqvandersnoot'),
    });
  });

  it.each([
    ['is there', { Versions: [{ Key: 'k', VersionId: 'v1', IsLatest: true }] }],
    ['may not be listed', serviceError('AccessDenied', 403)],
  ])('does not take for missing what it may not look at and %s', async (_, listed) => {
    s3.on(HeadObjectCommand).rejects(serviceError('403', 403));
    s3.on(GetObjectCommand).rejects(serviceError('AccessDenied', 403));
    s3.on(ListObjectVersionsCommand).callsFake(async () => {
      if (listed instanceof Error) throw listed;
      return listed;
    });

    const looks = [aStore().head('k'), aStore().get('k')];

    for (const look of looks)
      await expect(look).rejects.toMatchObject({ code: 'ACCESS_REFUSED', action: 's3:GetObject' });
  });

  it('finds that a key is missing though S3, which does not tell everybody, says that it is forbidden', async () => {
    s3.on(HeadObjectCommand).rejects(serviceError('403', 403));
    s3.on(GetObjectCommand).rejects(serviceError('AccessDenied', 403));
    s3.on(ListObjectVersionsCommand).resolves({
      Versions: [
        { Key: 'k', VersionId: 'v0', IsLatest: false },
        { Key: 'k2', VersionId: 'v1', IsLatest: true },
      ],
      DeleteMarkers: [{ Key: 'k', VersionId: 'v2', IsLatest: true }],
    });

    expect(await aStore().head('k')).toBeUndefined();
    await expect(aStore().get('k')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    expect(s3.commandCalls(ListObjectVersionsCommand)[0]?.args[0].input.Prefix).toBe('k');
  });

  it('goes on reading the very same bytes where a download broke off', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('abc');
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
      })(),
    );
    s3.on(GetObjectCommand)
      .resolvesOnce({ Body: broken as never, ETag: '"e7"' })
      .resolvesOnce({ Body: Readable.from([Buffer.from('def')]) as never, ETag: '"e7"' });

    const parts: Uint8Array[] = [];
    for await (const part of aStore().read('k')) parts.push(part);

    expect(Buffer.concat(parts).toString()).toBe('abcdef');
    expect(s3.commandCalls(GetObjectCommand)[1]?.args[0].input).toMatchObject({
      Range: 'bytes=3-',
      IfMatch: '"e7"',
    });
  });

  it('does not go on where what came was damaged', async () => {
    const damaged = Readable.from(
      (async function* () {
        yield Buffer.from('abc');
        throw new Error('Checksum mismatch: expected "x" but received "y" in response header');
      })(),
    );
    s3.on(GetObjectCommand).resolves({ Body: damaged as never });

    const reading = collect(aStore().read('k'));

    await expect(reading).rejects.toMatchObject({ code: 'AWS_REQUEST_FAILED' });
    expect(s3.commandCalls(GetObjectCommand)).toHaveLength(1);
  });

  it('gives up on a connection that breaks again and again', async () => {
    s3.on(GetObjectCommand).callsFake(async () => ({
      // biome-ignore lint/correctness/useYield: it breaks before its first byte
      Body: (async function* () {
        throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
      })(),
    }));

    const reading = collect(aStore().read('k'));

    await expect(reading).rejects.toMatchObject({ code: 'AWS_REQUEST_FAILED' });
    expect(s3.commandCalls(GetObjectCommand)).toHaveLength(4);
  });

  it('removes all versions and markers of a key, whatever follows it', async () => {
    s3.on(ListObjectVersionsCommand).resolvesOnce({
      IsTruncated: true,
      NextKeyMarker: 'k',
      NextVersionIdMarker: 'v2',
      Versions: [{ Key: 'k', VersionId: 'v2' }],
      DeleteMarkers: [{ Key: 'k', VersionId: 'm1' }],
    });
    s3.on(ListObjectVersionsCommand, { VersionIdMarker: 'v2' }).resolves({
      IsTruncated: true,
      NextKeyMarker: 'k2',
      Versions: [
        { Key: 'k', VersionId: 'v1' },
        { Key: 'k2', VersionId: 'v9' },
      ],
    });
    s3.on(DeleteObjectsCommand).resolves({});

    await aStore().delete('k');

    const removed = s3.commandCalls(DeleteObjectsCommand).map(({ args }) => args[0].input.Delete?.Objects);
    expect(removed).toEqual([['v2', 'm1', 'v1'].map((VersionId) => ({ Key: 'k', VersionId }))]);
    expect(s3.commandCalls(ListObjectVersionsCommand)).toHaveLength(2);
  });

  it('does not believe that a version is gone where S3 lists it among its errors', async () => {
    s3.on(ListObjectVersionsCommand).resolves({ Versions: [{ Key: 'k', VersionId: 'v1' }] });
    s3.on(DeleteObjectsCommand).resolves({ Errors: [{ Key: 'k', VersionId: 'v1', Code: 'AccessDenied' }] });

    await expect(aStore().delete('k')).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      action: 's3:DeleteObjectVersion',
    });
  });

  it('asks nothing of S3 for a key that could not be a file', async () => {
    const bad = ['../x', 'a/../../x', '/etc/passwd', 'a//b', '.', 'a/./b', 'a\\b', 'a\u0000b', '', 'a/'];

    for (const key of bad) {
      const tries = [
        aStore().put(key, 'x'),
        aStore().get(key),
        aStore().head(key),
        aStore().delete(key),
        collect(aStore().read(key)),
      ];
      for (const one of tries) await expect(one, key).rejects.toMatchObject({ code: 'INVALID_OBJECT_KEY' });
    }

    expect(s3.calls()).toEqual([]);
  });

  it('takes every key that has neither empty nor climbing parts', async () => {
    s3.on(PutObjectCommand).resolves({ VersionId: 'v1' });
    const part = fc.stringMatching(/^[\p{L}\p{N} _.=-]{1,20}$/u).filter((text) => !/^\.{1,2}$/.test(text));

    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
        await expect(aStore().put(parts.join('/'), 'x')).resolves.toMatchObject({ version: 'v1' });
      }),
    );
  });
});
