import {
  DeleteObjectsCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { InvalidObjectKey, ObjectNotFound, PreconditionFailed } from '../../errors/storage-errors.ts';
import type { Body, ObjectInfo, ObjectStore, PutOptions } from '../../ports/object-store.ts';
import { AppendOnly } from './errors.ts';
import { isNamed, statusOf, toAwsFailure } from './failures.ts';
import { counted, type Meter } from './metered.ts';
import { resumed } from './resumed.ts';

export interface S3StoreSettings {
  readonly client: S3Client;
  readonly bucket: string;
  /** ARN of the zone's key; without it the bucket's default encryption holds. */
  readonly key?: string;
  /** The account that must own the bucket: a name that somebody else has taken is refused. */
  readonly owner?: string;
  /** Nothing is ever removed (audit). */
  readonly appendOnly?: boolean;
}

/** What is larger, or a stream, is sent in parts of this size, a few at a time; 10,000 of them are S3's limit. */
const PART = 16 * 1024 * 1024;
const PARTS_AT_ONCE = 3;

/** `DeleteObjects` takes so many. */
const MOST_DELETED = 1000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
const FORBIDDEN = /[\u0000-\u001f\u007f\\]/;
const LONGEST_KEY = 1024;

/**
 * Objects of a bucket that keeps versions. Whole objects appear once their last byte is there, which is what S3
 * promises; each is sent with its SHA-256, which S3 checks and keeps.
 */
export class S3Store implements ObjectStore {
  readonly #settings: S3StoreSettings;
  /** What every request says. */
  readonly #at: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };

  constructor(settings: S3StoreSettings) {
    this.#settings = settings;
    const { bucket, owner } = settings;
    this.#at = { Bucket: bucket, ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }) };
  }

  async get(key: string): Promise<Uint8Array> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.read(key)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  async *read(key: string): AsyncIterable<Uint8Array> {
    const first = await this.#open(key);
    try {
      yield* resumed(bytesOf(first), async (from) =>
        bytesOf(await this.#open(key, { range: `bytes=${from}-`, etag: first.ETag })),
      );
    } catch (error) {
      throw this.#failure(error, 's3:GetObject', key);
    }
  }

  async head(key: string): Promise<ObjectInfo | undefined> {
    return (await this.#head(key))?.info;
  }

  async list(prefix: string): Promise<readonly ObjectInfo[]> {
    const found: ObjectInfo[] = [];
    for await (const { Versions = [] } of this.#versions(prefix)) {
      for (const { Key = '', VersionId = 'null', Size = 0, IsLatest } of Versions)
        if (IsLatest === true) found.push({ key: Key, version: VersionId, bytes: Size });
    }
    // S3 lists in the order of UTF-8, which is that of code points.
    return found;
  }

  async put(key: string, body: Body, options: PutOptions = {}): Promise<ObjectInfo> {
    const parameters = {
      ...this.#at,
      Key: checked(key),
      ChecksumAlgorithm: 'SHA256' as const,
      ...this.#encryption(),
      ...(await this.#condition(key, options)),
    };
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    const meter: Meter = { bytes: 0 };
    try {
      const { VersionId = 'null' } =
        bytes instanceof Uint8Array && bytes.length <= PART
          ? await this.#settings.client.send(new PutObjectCommand({ ...parameters, Body: bytes }))
          : await this.#upload(parameters, bytes, meter);
      return { key, version: VersionId, bytes: bytes instanceof Uint8Array ? bytes.length : meter.bytes };
    } catch (error) {
      throw meter.broken === error ? error : this.#failure(error, 's3:PutObject', key);
    }
  }

  /** Removes every version: what was refused must be gone, not hidden. */
  async delete(key: string): Promise<void> {
    if (this.#settings.appendOnly) throw new AppendOnly(this.#settings.bucket);
    const objects: { readonly Key: string; readonly VersionId?: string }[] = [];
    for await (const { Versions = [], DeleteMarkers = [] } of this.#versions(checked(key))) {
      const all = [...Versions, ...DeleteMarkers];
      for (const { Key, VersionId } of all)
        if (Key === key) objects.push({ Key, ...(VersionId === undefined ? {} : { VersionId }) });
      // Keys come in order, and the key itself before those that it begins.
      if (all.some(({ Key }) => Key !== key)) break;
    }
    for (let from = 0; from < objects.length; from += MOST_DELETED)
      await this.#deleteSome(key, objects.slice(from, from + MOST_DELETED));
  }

  async #deleteSome(
    key: string,
    objects: readonly { readonly Key: string; readonly VersionId?: string }[],
  ): Promise<void> {
    const action = 's3:DeleteObjectVersion';
    const command = new DeleteObjectsCommand({
      ...this.#at,
      Delete: { Objects: [...objects], Quiet: true },
      ChecksumAlgorithm: 'SHA256',
    });
    const { Errors = [] } = await this.#settings.client.send(command).catch((error: unknown) => {
      throw this.#failure(error, action, key);
    });
    const [first] = Errors;
    if (first === undefined) return;
    throw this.#failure(Object.assign(new Error(), { name: first.Code ?? 'unknown' }), action, key);
  }

  async #open(
    key: string,
    rest?: { readonly range: string; readonly etag: string | undefined },
  ): Promise<GetObjectCommandOutput> {
    const command = new GetObjectCommand({
      ...this.#at,
      Key: checked(key),
      ...(rest === undefined ? {} : { Range: rest.range }),
      // Of the very bytes that were begun, or not at all.
      ...(rest?.etag === undefined ? {} : { IfMatch: rest.etag }),
    });
    try {
      return await this.#settings.client.send(command);
    } catch (error) {
      if (isNamed(error, 'NoSuchKey') || (await this.#isHidden(error, key))) throw new ObjectNotFound(key);
      throw this.#failure(error, 's3:GetObject', key);
    }
  }

  async #head(key: string): Promise<{ readonly info: ObjectInfo; readonly etag: string } | undefined> {
    try {
      const command = new HeadObjectCommand({ ...this.#at, Key: checked(key) });
      const { VersionId = 'null', ContentLength = 0, ETag = '' } = await this.#settings.client.send(command);
      return { info: { key, version: VersionId, bytes: ContentLength }, etag: ETag };
    } catch (error) {
      if (statusOf(error) === 404 || (await this.#isHidden(error, key))) return undefined;
      throw this.#failure(error, 's3:GetObject', key);
    }
  }

  /**
   * To who may not list the whole bucket S3 says "forbidden" of what is not there. Who may list below a prefix can
   * look for himself.
   */
  async #isHidden(error: unknown, key: string): Promise<boolean> {
    if (statusOf(error) !== 403) return false;
    try {
      for await (const { Versions = [] } of this.#versions(key)) {
        if (Versions.some(({ Key, IsLatest }) => Key === key && IsLatest === true)) return false;
        if (Versions.some(({ Key }) => Key !== key)) break;
      }
      return true;
    } catch {
      return false;
    }
  }

  async #upload(
    parameters: { readonly Bucket: string; readonly Key: string },
    body: Uint8Array | AsyncIterable<Uint8Array>,
    meter: Meter,
  ): Promise<{ readonly VersionId?: string | undefined }> {
    const upload = new Upload({
      client: this.#settings.client,
      params: { ...parameters, Body: body instanceof Uint8Array ? body : counted(body, meter) },
      partSize: PART,
      queueSize: PARTS_AT_ONCE,
      // Parts of a stream that broke off are removed; what a killed process leaves, the bucket's lifecycle removes.
      leavePartsOnError: false,
    });
    return upload.done();
  }

  async *#versions(prefix: string): AsyncIterable<ListObjectVersionsCommandOutput> {
    let next: { readonly KeyMarker?: string; readonly VersionIdMarker?: string } | undefined = {};
    while (next !== undefined) {
      const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
        ...this.#at,
        Prefix: prefix,
        ...next,
      });
      const page: ListObjectVersionsCommandOutput = await this.#settings.client
        .send(command)
        .catch((error: unknown) => {
          throw this.#failure(error, 's3:ListBucketVersions', prefix);
        });
      yield page;
      const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
      next =
        IsTruncated === true && NextKeyMarker !== undefined
          ? {
              KeyMarker: NextKeyMarker,
              ...(NextVersionIdMarker === undefined ? {} : { VersionIdMarker: NextVersionIdMarker }),
            }
          : undefined;
    }
  }

  #encryption() {
    const { key } = this.#settings;
    return key === undefined
      ? {}
      : { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: key, BucketKeyEnabled: true };
  }

  /**
   * S3 compares ETags, not versions. The version asked for must be the newest, and then its ETag must still hold when
   * S3 takes the object: whoever writes other bytes in between is noticed. Who writes the same bytes is not, and need
   * not be: what was decided on the content was decided on this content.
   */
  async #condition(key: string, { ifAbsent, ifMatch }: PutOptions) {
    if (ifMatch !== undefined) {
      const newest = await this.#head(key);
      if (newest?.info.version !== ifMatch) throw new PreconditionFailed(key);
      return { IfMatch: newest.etag };
    }
    return ifAbsent ? { IfNoneMatch: '*' } : {};
  }

  #failure(error: unknown, action: string, key: string): Error {
    // 412: it does not hold. 409: somebody else is writing at this moment. 404: there is nothing to be matched any more.
    if (
      action === 's3:PutObject' &&
      isNamed(error, 'PreconditionFailed', 'ConditionalRequestConflict', 'NoSuchKey')
    )
      return new PreconditionFailed(key);
    return toAwsFailure(error, action, `bucket ${this.#settings.bucket}, ${folderOf(key)}`);
  }
}

/** The first folder of a key; what stands behind it may be an agency's own words. */
function folderOf(key: string): string {
  return key.includes('/') ? key.slice(0, key.indexOf('/') + 1) : 'its root';
}

/** @throws InvalidObjectKey by the rules that a folder would have */
function checked(key: string): string {
  const unsafe = key.split('/').some((segment) => segment === '' || segment === '.' || segment === '..');
  if (unsafe || FORBIDDEN.test(key) || Buffer.byteLength(key) > LONGEST_KEY) throw new InvalidObjectKey();
  return key;
}

async function* bytesOf({ Body }: GetObjectCommandOutput): AsyncIterable<Uint8Array> {
  // On Node the SDK gives a stream of Node, which its types do not promise.
  if (Body !== undefined) yield* Body as unknown as AsyncIterable<Uint8Array>;
}
