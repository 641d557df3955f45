import {
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectVersionsCommand,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { S3Store } from '../../../lib/adapters/aws/s3-store.ts';
import { describeObjectStore } from '../../conformance/object-store.ts';
import { freshNames, makeBucket, PLACE, testClients, zoneKeys } from './places.ts';

async function aBucket(): Promise<string> {
  const bucket = freshNames().zone('tokens');
  await makeBucket(testClients().s3(), bucket);
  return bucket;
}

async function aStore(options: { readonly appendOnly?: boolean } = {}) {
  const client = testClients().s3();
  const bucket = await aBucket();
  const store = new S3Store({ client, bucket, key: zoneKeys.tokens, owner: PLACE.account, ...options });
  return { client, bucket, store };
}

describeObjectStore('a bucket', async () => (await aStore()).store);
describeObjectStore('a landing bucket', async () => {
  return new S3Store({ client: testClients().s3(), bucket: await aBucket() });
});

describe('a bucket', () => {
  let opened: Awaited<ReturnType<typeof aStore>>;

  beforeAll(async () => {
    opened = await aStore();
  });

  it('keeps the SHA-256 and the key of what was put', async () => {
    const { client, bucket, store } = opened;

    await store.put('a/b', 'abc');

    const head = await client.send(
      new HeadObjectCommand({ Bucket: bucket, Key: 'a/b', ChecksumMode: 'ENABLED' }),
    );
    expect(head).toMatchObject({
      ChecksumSHA256: 'ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=',
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: zoneKeys.tokens,
      BucketKeyEnabled: true,
    });
  });

  it('sends a long stream in parts and gives it back byte by byte', async () => {
    const { store } = opened;
    const chunk = (n: number) => new Uint8Array(1 << 20).fill(n);
    const chunks = async function* () {
      for (let n = 0; n < 37; n += 1) yield chunk(n);
    };

    const { bytes, version } = await store.put('long', chunks(), { ifAbsent: true });

    const back = await store.get('long');
    const streamed: Uint8Array[] = [];
    for await (const part of store.read('long')) streamed.push(part);
    expect(bytes).toBe(37 << 20);
    expect((await store.head('long'))?.version).toBe(version);
    expect([...new Set(back)]).toEqual(Array.from({ length: 37 }, (_, n) => n));
    expect(Buffer.concat(streamed).equals(back)).toBe(true);
  });

  it('leaves no part of a long stream that breaks off', async () => {
    const { client, bucket, store } = opened;
    const breaking = async function* () {
      for (let n = 0; n < 40; n += 1) yield new Uint8Array(1 << 20);
      throw new Error('cut');
    };

    await expect(store.put('broken', breaking())).rejects.toThrow('cut');

    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).toEqual([]);
    expect(await store.head('broken')).toBeUndefined();
  });

  it('refuses a long stream under a key that is taken', async () => {
    const { client, bucket, store } = opened;
    await store.put('taken', 'first');
    const long = async function* () {
      for (let n = 0; n < 20; n += 1) yield new Uint8Array(1 << 20);
    };

    await expect(store.put('taken', long(), { ifAbsent: true })).rejects.toMatchObject({
      code: 'PRECONDITION_FAILED',
    });

    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).toEqual([]);
    expect(new TextDecoder().decode(await store.get('taken'))).toBe('first');
  });

  it('removes every version of a key, and of no other', async () => {
    const { client, bucket, store } = opened;
    for (const body of ['1', '2', '3']) await store.put('gone', body);
    await store.put('gone-not', 'x');

    await store.delete('gone');

    const { Versions = [], DeleteMarkers = [] } = await client.send(
      new ListObjectVersionsCommand({ Bucket: bucket, Prefix: 'gone' }),
    );
    expect(Versions.map(({ Key }) => Key)).toEqual(['gone-not']);
    expect(DeleteMarkers).toEqual([]);
  });

  it('lists more objects than a page holds, each with its newest version', async () => {
    const { store } = opened;
    const keys = Array.from({ length: 1005 }, (_, at) => `many/${String(at).padStart(4, '0')}`);
    for (let from = 0; from < keys.length; from += 50)
      await Promise.all(keys.slice(from, from + 50).map((key) => store.put(key, key)));
    const { version } = await store.put('many/0500', 'new');

    const found = await store.list('many/');

    expect(found.map(({ key }) => key)).toEqual(keys);
    expect(found[500]).toEqual({ key: 'many/0500', version, bytes: 3 });
  });

  it('writes where the expected version is the newest', async () => {
    const { store } = opened;
    const { version } = await store.put('turned', 'first');

    await store.put('turned', 'second', { ifMatch: version });

    expect(new TextDecoder().decode(await store.get('turned'))).toBe('second');
  });

  it('removes nothing where it only takes in', async () => {
    const { store } = await aStore({ appendOnly: true });
    await store.put('decision', '1');

    await expect(store.delete('decision')).rejects.toMatchObject({ code: 'APPEND_ONLY' });

    expect(await store.head('decision')).toBeDefined();
  });

  it('says which request failed where there is no bucket', async () => {
    const store = new S3Store({ client: testClients().s3(), bucket: 'nobodys-bucket' });

    await expect(store.get('a/surname.csv')).rejects.toMatchObject({
      code: 'AWS_REQUEST_FAILED',
      message: expect.stringMatching(/s3:GetObject failed \(NoSuchBucket\)/),
    });
  });
});
