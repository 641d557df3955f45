import { Duration } from 'aws-cdk-lib';
import { CfnTrail } from 'aws-cdk-lib/aws-cloudtrail';
import {
  AnyPrincipal,
  ArnPrincipal,
  Effect,
  PolicyStatement,
  type PolicyStatementProps,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import { SHARED_ZONES } from '../deployment/zones.ts';
import { logAccess } from './access-logs.ts';
import { EVERY_BUCKET } from './every-bucket.ts';
import { keyPolicy } from './key-policy.ts';
import { STAYS } from './staying.ts';

export interface AccessTrailProps {
  readonly names: Names;
  readonly place: Place;
  /** How long the log is kept. */
  readonly keepDays: number;
}

/** Below it the watch remembers what is usual; everything else in the bucket is CloudTrail's. */
export const WATCH_MEMORY = 'watch/';
const LOGS = 'AWSLogs/';

/** Whoever has anything to do with the bucket, beside CloudTrail. */
const READERS = ['WatchAccess', 'WatchCost', 'Auditor'] as const;

/**
 * Who touched what: CloudTrail with the data events of every zone and landing bucket and all use of keys, in a bucket
 * that only CloudTrail adds logs to and nobody deletes from. Buckets are chosen by the beginning of their names, so a
 * new agency is watched from its first object. The trail's own bucket is not among them: its events would breed events.
 */
export class AccessTrail extends Construct {
  readonly bucket: Bucket;

  constructor(scope: Construct, id: string, { names, place, keepDays }: AccessTrailProps) {
    super(scope, id);
    const trailName = `${names.system}-access`;
    const trailArn = `arn:${place.partition}:cloudtrail:${place.region}:${place.account}:trail/${trailName}`;
    const key = this.#key(names, place, trailArn);
    this.bucket = this.#bucket(names, place, key, keepDays, trailArn);
    const trail = new CfnTrail(this, 'Trail', {
      trailName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      kmsKeyId: key.keyArn,
      s3BucketName: this.bucket.bucketName,
      advancedEventSelectors: [
        {
          name: 'Management events, the use of keys and starts of queries among them',
          fieldSelectors: [{ field: 'eventCategory', equalTo: ['Management'] }],
        },
        {
          name: 'Objects of all zones and landing zones',
          fieldSelectors: [
            { field: 'eventCategory', equalTo: ['Data'] },
            { field: 'resources.type', equalTo: ['AWS::S3::Object'] },
            { field: 'resources.ARN', startsWith: watchedObjects(names, place) },
          ],
        },
      ],
    });
    const policy = this.bucket.policy;
    if (policy !== undefined) trail.node.addDependency(policy);
  }

  #key(names: Names, place: Place, trailArn: string): Key {
    const key = new Key(this, 'Key', {
      alias: `alias/${names.system}-access-trail`,
      pendingWindow: Duration.days(30),
      policy: keyPolicy(),
      description: 'Encrypts the log of who touched what.',
      enableKeyRotation: true,
      removalPolicy: STAYS,
    });
    const trails = `arn:${place.partition}:cloudtrail:*:${place.account}:trail/*`;
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'CloudTrailEncrypts',
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: ['kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: {
          StringEquals: { 'aws:SourceArn': trailArn },
          StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': trails },
        },
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'CloudTrailDescribes',
        principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
        actions: ['kms:DescribeKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceArn': trailArn } },
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'WatchReadsAndRemembers',
        principals: watchers(names),
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'kms:ViaService': viaS3(place) } },
      }),
    );
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AuditorReads',
        principals: [new ArnPrincipal(names.roleArn('Auditor'))],
        actions: ['kms:Decrypt'],
        resources: ['*'],
        conditions: { StringEquals: { 'kms:ViaService': viaS3(place) } },
      }),
    );
    return key;
  }

  #bucket(names: Names, place: Place, key: Key, keepDays: number, trailArn: string): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      bucketName: names.accessTrail,
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      // CloudTrail encrypts each file under the trail's own context, which a bucket key would replace.
      bucketKeyEnabled: false,
      ...EVERY_BUCKET,
      removalPolicy: STAYS,
      lifecycleRules: [
        { id: 'logs', prefix: LOGS, expiration: Duration.days(keepDays) },
        {
          id: 'memory',
          prefix: WATCH_MEMORY,
          noncurrentVersionExpiration: Duration.days(30),
        },
        { id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(1) },
      ],
    });
    logAccess(bucket, names, 'trail');
    const delivered = { StringEquals: { 'aws:SourceArn': trailArn } };
    const allow = (sid: string, statement: PolicyStatementProps) =>
      bucket.addToResourcePolicy(new PolicyStatement({ sid, ...statement }));
    allow('CloudTrailAsks', {
      principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
      actions: ['s3:GetBucketAcl'],
      resources: [bucket.bucketArn],
      conditions: delivered,
    });
    allow('CloudTrailWrites', {
      principals: [new ServicePrincipal('cloudtrail.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${LOGS}${place.account}/*`)],
      conditions: {
        StringEquals: { 'aws:SourceArn': trailArn, 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    });
    allow('AccessIsRead', {
      principals: [
        new ArnPrincipal(names.roleArn('WatchAccess')),
        new ArnPrincipal(names.roleArn('Auditor')),
      ],
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [bucket.arnForObjects(`${LOGS}*`)],
    });
    allow('AccessIsListed', {
      principals: [
        new ArnPrincipal(names.roleArn('WatchAccess')),
        new ArnPrincipal(names.roleArn('Auditor')),
      ],
      actions: ['s3:ListBucket', 's3:ListBucketVersions'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': [`${LOGS}*`, `${WATCH_MEMORY}*`] } },
    });
    allow('WatchRemembers', {
      principals: watchers(names),
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      resources: [bucket.arnForObjects(`${WATCH_MEMORY}*`)],
    });
    allow('WatchListsItsMemory', {
      principals: watchers(names),
      actions: ['s3:ListBucket', 's3:ListBucketVersions'],
      resources: [bucket.bucketArn],
      conditions: { StringLike: { 's3:prefix': [`${WATCH_MEMORY}*`] } },
    });
    allow('NobodyDeletesLogs', {
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:DeleteObject', 's3:DeleteObjectVersion', 's3:PutObjectAcl'],
      resources: [bucket.arnForObjects(`${LOGS}*`)],
      conditions: { StringNotEquals: { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' } },
    });
    allow('OnlyCloudTrailWritesLogs', {
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(`${LOGS}*`)],
      conditions: { StringNotEquals: { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' } },
    });
    // The names of objects stand in it: an administrator of the account has to change this policy first, which is seen.
    allow('NobodyElse', {
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: {
        ArnNotEquals: { 'aws:PrincipalArn': READERS.map((role) => names.roleArn(role)) },
        StringNotEquals: { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' },
      },
    });
    return bucket;
  }
}

/** What the ARNs of all objects begin with that are watched. */
function watchedObjects(names: Names, { partition }: Place): string[] {
  const zones = SHARED_ZONES.map((zone) => `arn:${partition}:s3:::${names.zone(zone)}/`);
  const [landing = ''] = names.anyLanding.split('*');
  return [...zones, `arn:${partition}:s3:::${landing}`];
}

function watchers(names: Names): ArnPrincipal[] {
  return ['WatchAccess', 'WatchCost'].map((role) => new ArnPrincipal(names.roleArn(role)));
}

function viaS3({ region }: Place): string {
  return `s3.${region}.amazonaws.com`;
}
