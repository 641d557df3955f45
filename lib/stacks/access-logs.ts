import { Duration } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import { EVERY_BUCKET } from './every-bucket.ts';
import { STAYS } from './staying.ts';

export interface AccessLogsProps {
  readonly names: Names;
  readonly place: Place;
  readonly keepDays: number;
}

/**
 * Where S3 logs who asked for which object. S3 can write here under its own encryption alone. Any bucket of the system
 * may log here, by the pattern of their names, so that a new agency changes nothing.
 */
export function makeAccessLogs(
  scope: Construct,
  id: string,
  { names, place, keepDays }: AccessLogsProps,
): Bucket {
  const bucket = new Bucket(scope, id, {
    bucketName: names.accessLogs,
    encryption: BucketEncryption.S3_MANAGED,
    ...EVERY_BUCKET,
    removalPolicy: STAYS,
    lifecycleRules: [
      {
        id: 'old-logs',
        expiration: Duration.days(keepDays),
        noncurrentVersionExpiration: Duration.days(1),
        abortIncompleteMultipartUploadAfter: Duration.days(2),
      },
    ],
  });
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: 'OurBucketsLogHere',
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects('*')],
      conditions: {
        ArnLike: { 'aws:SourceArn': `arn:${place.partition}:s3:::${names.anyBucket}` },
        StringEquals: { 'aws:SourceAccount': place.account },
      },
    }),
  );
  return bucket;
}

/**
 * Lets a bucket of any stack log its access. The bucket of logs is named and not referred to: CDK would else write each
 * bucket into its policy, and with a new agency the foundation would change.
 */
export function logAccess(bucket: Bucket, names: Names, prefix: string): void {
  const { defaultChild } = bucket.node;
  if (defaultChild instanceof CfnBucket)
    defaultChild.loggingConfiguration = {
      destinationBucketName: names.accessLogs,
      logFilePrefix: `${prefix}/`,
    };
}
