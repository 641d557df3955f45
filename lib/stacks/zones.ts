import { CustomResourceProviderBase, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import {
  Bucket,
  BucketEncryption,
  type BucketProps,
  type LifecycleRule,
  ObjectLockRetention,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import { SHARED_ZONES, ZONE_KEYS, ZONE_PARTS } from '../deployment/zones.ts';
import type { SharedZone } from '../ports/object-store.ts';
import { logAccess } from './access-logs.ts';
import { onlyUnderKey } from './bucket-policy.ts';
import { EVERY_BUCKET } from './every-bucket.ts';
import type { Keys } from './keys.ts';
import { STAYS } from './staying.ts';
import { ZONE_TAG } from './tags.ts';
import { Zone } from './zone.ts';

export interface ZonesProps {
  readonly names: Names;
  readonly place: Place;
  readonly keys: Keys;
  /** How long nobody can delete what was written to the audit zone. */
  readonly auditDays: number;
  /**
   * Two consents to data going with the stack. The audit zone stays in any case, but an administrator may then empty it.
   */
  readonly removable: boolean;
}

export type ZonesByName = { readonly [Z in SharedZone]: Zone<Z> };

/** Whatever was overwritten or removed can be brought back for so long. */
const RESTORABLE = Duration.days(30);

/** What of a zone goes by itself. Everything else stays until the program removes it. */
const EXPIRING: {
  readonly [Z in SharedZone]: readonly { readonly prefix: string; readonly days: number }[];
} = {
  tokens: [
    { prefix: ZONE_PARTS.tokens.answers, days: 3 },
    // A run removes its own at its end; these are of runs that broke off.
    { prefix: ZONE_PARTS.tokens.linkage, days: 30 },
  ],
  records: [],
  crosswalk: [],
  integrated: [
    { prefix: ZONE_PARTS.integrated.answersOfIntegrate, days: 3 },
    { prefix: ZONE_PARTS.integrated.answersOfMeasure, days: 3 },
  ],
  release: [
    { prefix: ZONE_PARTS.release.answers, days: 14 },
    { prefix: ZONE_PARTS.release.candidates, days: 90 },
  ],
  audit: [],
};

/** The zones that all agencies share, each a bucket of its own. Landing zones are in the agencies' stacks. */
export class Zones extends Construct {
  readonly of: ZonesByName;

  constructor(scope: Construct, id: string, props: ZonesProps) {
    super(scope, id);
    this.of = Object.fromEntries(
      SHARED_ZONES.map((zone) => [zone, this.#make(zone, props)]),
    ) as unknown as ZonesByName;
  }

  #make<Z extends SharedZone>(zone: Z, props: ZonesProps): Zone<Z> {
    const { names, place, keys, removable } = props;
    const key = keys.of[ZONE_KEYS[zone]];
    const title = `${zone.charAt(0).toUpperCase()}${zone.slice(1)}`;
    const bucket = new Bucket(this, `${title}Bucket`, {
      bucketName: names.zone(zone),
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      ...EVERY_BUCKET,
      lifecycleRules: lifecycle(zone),
      ...(zone === 'audit' ? lockedFor(props) : {}),
      ...(removable && zone !== 'audit'
        ? { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }
        : { removalPolicy: STAYS }),
    });
    logAccess(bucket, names, zone);
    for (const statement of onlyUnderKey(bucket.bucketArn, key.keyArn)) bucket.addToResourcePolicy(statement);
    Tags.of(bucket).add(ZONE_TAG, zone);
    return new Zone(this, title, {
      zone,
      bucket,
      bucketName: names.zone(zone),
      key,
      place,
      exempt: this.#emptier(zone, removable),
    });
  }

  /** The function of the CDK that empties buckets on removal has to get in; it is there by both consents alone. */
  #emptier(zone: SharedZone, removable: boolean): readonly string[] {
    if (!removable || zone === 'audit') return [];
    const provider = Stack.of(this).node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    return provider instanceof CustomResourceProviderBase ? [provider.roleArn] : [];
  }
}

/**
 * Compliance: not even the account's root shortens it. A system whose data may go with it is one for trials, and there
 * an administrator may lift the lock.
 */
function lockedFor({ auditDays, removable }: ZonesProps): Partial<BucketProps> {
  const days = Duration.days(auditDays);
  return {
    objectLockEnabled: true,
    objectLockDefaultRetention: removable
      ? ObjectLockRetention.governance(days)
      : ObjectLockRetention.compliance(days),
  };
}

function lifecycle(zone: SharedZone): LifecycleRule[] {
  return [
    { id: 'unfinished-uploads', abortIncompleteMultipartUploadAfter: Duration.days(2) },
    ...(zone === 'audit'
      ? []
      : [
          {
            id: 'earlier-versions',
            noncurrentVersionExpiration: RESTORABLE,
            expiredObjectDeleteMarker: true,
          },
        ]),
    ...EXPIRING[zone].map(({ prefix, days }) => ({
      id: prefix.replaceAll('/', '-').replace(/-$/, ''),
      prefix,
      expiration: Duration.days(days),
      noncurrentVersionExpiration: Duration.days(1),
    })),
  ];
}
