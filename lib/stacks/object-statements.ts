import type { PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { Place } from '../deployment/names.ts';

/** Prefixes of keys, by what may be done below them. */
export interface Reach {
  /** Objects and versions; listing comes with it. */
  readonly read: ReadonlySet<string>;
  readonly list: ReadonlySet<string>;
  readonly write: ReadonlySet<string>;
  readonly remove: ReadonlySet<string>;
}

export interface ObjectStatementsOf {
  /** Ends each statement's name, e.g. `Tokens`. */
  readonly sid: string;
  /** May hold a pattern. */
  readonly bucketArn: string;
  readonly reach: Reach;
  /** The one key, or every key whose alias is like this. */
  readonly key: { readonly arn: string } | { readonly anyArn: string; readonly alias: string };
  readonly place: Place;
}

/**
 * What a principal's own policy says so that it reaches objects of a bucket. Listing is held to the prefixes, too: S3
 * then answers "not found" for what is missing below them, and "denied" elsewhere. Uploads in parts need `Decrypt`.
 */
export function objectStatements({
  sid,
  bucketArn,
  reach,
  key,
  place,
}: ObjectStatementsOf): readonly (PolicyStatementProps & { readonly sid: string })[] {
  const { read, write, remove } = reach;
  const list = new Set([...read, ...reach.list]);
  const objects = (prefixes: ReadonlySet<string>) =>
    [...prefixes].toSorted().map((prefix) => `${bucketArn}/${prefix}*`);
  const statements: (PolicyStatementProps & { readonly sid: string })[] = [];
  if (read.size > 0)
    statements.push({
      sid: `Read${sid}`,
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: objects(read),
    });
  if (list.size > 0)
    statements.push({
      sid: `List${sid}`,
      actions: ['s3:ListBucket', 's3:ListBucketVersions'],
      resources: [bucketArn],
      conditions: { StringLike: { 's3:prefix': [...list].toSorted().map((prefix) => `${prefix}*`) } },
    });
  if (write.size > 0)
    statements.push({
      sid: `Write${sid}`,
      actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: objects(write),
    });
  if (remove.size > 0)
    statements.push({
      sid: `Remove${sid}`,
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion'],
      resources: objects(remove),
    });
  if (read.size > 0 || write.size > 0)
    statements.push({
      sid: `UseKeyOf${sid}`,
      actions: ['kms:Decrypt', ...(write.size > 0 ? ['kms:GenerateDataKey'] : [])],
      resources: ['arn' in key ? key.arn : key.anyArn],
      conditions: {
        StringEquals: { 'kms:ViaService': `s3.${place.region}.amazonaws.com` },
        StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`] },
        ...('alias' in key ? { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': key.alias } } : {}),
      },
    });
  return statements;
}
