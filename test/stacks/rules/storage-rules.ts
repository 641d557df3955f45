import { AGENCY_TAG, COLLABORATIVE_TAG, ZONE_TAG } from '../../../lib/stacks/tags.ts';
import { at, list, type Resource, type Rule, refuses } from './rule.ts';

const BUCKET = 'AWS::S3::Bucket';
const KEY = 'AWS::KMS::Key';
/** Longest wait that KMS knows, days. */
const LONGEST_WAIT = 30;

const kept = ({ deletionPolicy, replacePolicy }: Resource) =>
  (deletionPolicy ?? '').startsWith('Retain') && replacePolicy === 'Retain';

const bucket = (properties: Resource['properties'] = {}) => ({ type: BUCKET, properties });

/** Buckets, keys, and what every resource carries. */
export const STORAGE_RULES: readonly Rule[] = [
  {
    id: 'BucketVersioned',
    of: [BUCKET],
    says: 'What is overwritten or removed in a bucket can be brought back.',
    controls: ['CP-9', 'CP-10', 'SI-12'],
    holds: ({ properties }) => at(properties, 'VersioningConfiguration', 'Status') === 'Enabled',
    planted: bucket(),
  },
  {
    id: 'BucketTls12Only',
    of: [BUCKET],
    says: 'A bucket answers over TLS 1.2 or later alone.',
    controls: ['SC-8', 'SC-8(1)', 'SC-23'],
    holds: (resource) =>
      refuses(resource, 'AWS::S3::BucketPolicy', 'Bucket', 'Bool', 'aws:SecureTransport') &&
      refuses(resource, 'AWS::S3::BucketPolicy', 'Bucket', 'NumericLessThan', 's3:TlsVersion'),
    planted: bucket(),
  },
  {
    id: 'BucketEncrypted',
    of: [BUCKET],
    says: 'A bucket encrypts under a key of the system.',
    controls: ['SC-12', 'SC-13', 'SC-28', 'SC-28(1)'],
    holds: ({ properties }) =>
      list(at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration')).some(
        (rule) =>
          at(rule, 'ServerSideEncryptionByDefault', 'SSEAlgorithm') === 'aws:kms' &&
          at(rule, 'ServerSideEncryptionByDefault', 'KMSMasterKeyID') !== undefined,
      ),
    planted: bucket(),
  },
  {
    id: 'BucketLogsAccess',
    of: [BUCKET],
    says: 'Who asked for which object of a bucket is logged.',
    controls: ['AU-2', 'AU-3', 'AU-12'],
    holds: ({ properties }) => at(properties, 'LoggingConfiguration', 'DestinationBucketName') !== undefined,
    planted: bucket(),
  },
  {
    id: 'BucketHasLifecycle',
    of: [BUCKET],
    says: 'A bucket says how long things are kept, unfinished uploads at least.',
    controls: ['SI-12', 'SI-12(3)', 'AU-11'],
    holds: ({ properties }) =>
      list(at(properties, 'LifecycleConfiguration', 'Rules')).some(
        (rule) =>
          at(rule, 'Status') === 'Enabled' && at(rule, 'AbortIncompleteMultipartUpload') !== undefined,
      ),
    planted: bucket(),
  },
  {
    id: 'BucketHasNoAcl',
    of: [BUCKET],
    says: 'Policies alone decide who reaches a bucket: its owner owns every object, and nothing is public.',
    controls: ['AC-3', 'AC-6', 'SC-7'],
    holds: ({ properties }) =>
      list(at(properties, 'OwnershipControls', 'Rules')).some(
        (rule) => at(rule, 'ObjectOwnership') === 'BucketOwnerEnforced',
      ) &&
      ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'].every(
        (setting) => at(properties, 'PublicAccessBlockConfiguration', setting) === true,
      ),
    planted: bucket(),
  },
  {
    id: 'DataKept',
    of: [BUCKET, KEY],
    says: 'Buckets and keys outlive their stack.',
    controls: ['CP-9', 'SI-12', 'AU-11'],
    holds: kept,
    planted: bucket(),
  },
  {
    id: 'KeyRotates',
    of: [KEY],
    says: 'A symmetric key rotates every year; an HMAC key, which KMS cannot rotate, has versions of its own.',
    controls: ['SC-12', 'SC-12(2)'],
    holds: ({ properties }) =>
      properties['EnableKeyRotation'] === true ||
      (properties['KeySpec'] === 'HMAC_256' && properties['KeyUsage'] === 'GENERATE_VERIFY_MAC'),
    planted: { type: KEY, properties: { KeyPolicy: {} } },
  },
  {
    id: 'KeyDeletionWaits',
    of: [KEY],
    says: 'A key that is to be deleted can be saved for thirty days.',
    controls: ['CP-9', 'SC-12(1)'],
    holds: ({ properties }) => properties['PendingWindowInDays'] === LONGEST_WAIT,
    planted: { type: KEY, properties: { KeyPolicy: {}, PendingWindowInDays: 7 } },
  },
  {
    id: 'Tagged',
    of: 'every resource',
    says: 'A resource that takes tags says of which collaborative, agency and zone it is.',
    controls: ['CM-8', 'AC-16'],
    holds: ({ tags }) =>
      tags === undefined || [COLLABORATIVE_TAG, AGENCY_TAG, ZONE_TAG].every((tag) => tags[tag] !== undefined),
    planted: { type: BUCKET, properties: {} },
  },
];
