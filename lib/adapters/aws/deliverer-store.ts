import { ListObjectsV2Command, type ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import type { ObjectInfo } from '../../ports/object-store.ts';
import { toAwsFailure } from './failures.ts';
import { S3Store, type S3StoreSettings } from './s3-store.ts';

/**
 * A landing zone as its agency may see it: it lists what there is now, not every version, for which it has no right.
 * What a listing calls a version changes whenever the object is written anew, which is all that it is good for.
 */
export class DelivererStore extends S3Store {
  readonly #settings: S3StoreSettings;

  constructor(settings: S3StoreSettings) {
    super(settings);
    this.#settings = settings;
  }

  override async list(prefix: string): Promise<readonly ObjectInfo[]> {
    const { client, bucket, owner } = this.#settings;
    const found: ObjectInfo[] = [];
    let token: string | undefined;
    do {
      const command: ListObjectsV2Command = new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: prefix,
        ...(owner === undefined ? {} : { ExpectedBucketOwner: owner }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      });
      const page: ListObjectsV2CommandOutput = await client.send(command).catch((error: unknown) => {
        throw toAwsFailure(error, 's3:ListBucket', `bucket ${bucket}`);
      });
      for (const { Key = '', ETag = '', LastModified, Size = 0 } of page.Contents ?? [])
        found.push({ key: Key, version: `${LastModified?.toISOString() ?? ''} ${ETag}`, bytes: Size });
      token = page.NextContinuationToken;
    } while (token !== undefined);
    return found;
  }
}
