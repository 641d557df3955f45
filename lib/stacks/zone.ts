import { AccountRootPrincipal, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Place } from '../deployment/names.ts';
import { ZONE_PARTS } from '../deployment/zones.ts';
import type { SharedZone } from '../ports/object-store.ts';
import { onlyThese } from './bucket-policy.ts';
import { objectStatements, type Reach } from './object-statements.ts';
import type { Principal } from './principals.ts';

export type Part<Z extends SharedZone> = keyof (typeof ZONE_PARTS)[Z] & string;

export interface ZoneProps<Z extends SharedZone> {
  readonly zone: Z;
  readonly bucket: Bucket;
  readonly bucketName: string;
  readonly key: Key;
  readonly place: Place;
  /** ARNs of principals that are no part of the system and yet must get in. @default none */
  readonly exempt?: readonly string[];
}

/**
 * One zone: a bucket, its key, and who reaches which part of it. Nothing is reached that was not granted here, and
 * each grant has three locks: the principal's own policy, the bucket's, which refuses everybody else, and the key's.
 */
export class Zone<Z extends SharedZone> extends Construct {
  readonly #props: ZoneProps<Z>;
  readonly #reach = new Map<Principal, { [V in keyof Reach]: Set<string> }>();
  #written = false;

  constructor(scope: Construct, id: string, props: ZoneProps<Z>) {
    super(scope, id);
    this.#props = props;
    this.node.addValidation({
      validate: () => (this.#written ? [] : [`The grants of zone ${props.zone} were never written.`]),
    });
  }

  get bucket(): Bucket {
    return this.#props.bucket;
  }

  get key(): Key {
    return this.#props.key;
  }

  /** Objects, their versions, and which there are. */
  grantRead(part: Part<Z>, ...who: readonly Principal[]): void {
    this.#grant('read', part, who);
  }

  /** New objects and new versions of objects; nothing is seen or removed. */
  grantWrite(part: Part<Z>, ...who: readonly Principal[]): void {
    this.#grant('write', part, who);
  }

  /** Which objects and versions there are, without what they hold. */
  grantList(part: Part<Z>, ...who: readonly Principal[]): void {
    this.#grant('list', part, who);
  }

  /** Which objects there are in any part: the names of what was published stand beside all others. */
  grantListAll(...who: readonly Principal[]): void {
    for (const principal of who) this.#reachOf(principal).list.add('');
  }

  /** Every version of an object goes for good. Who removes has to see what there is. */
  grantRemove(part: Part<Z>, ...who: readonly Principal[]): void {
    this.#grant('list', part, who);
    this.#grant('remove', part, who);
  }

  /** Writes what was granted into the policies of principals, bucket and key. */
  write(): void {
    const { zone, bucket, key, place } = this.#props;
    for (const [principal, reach] of this.#reach) {
      for (const statement of objectStatements({
        sid: capitalised(zone),
        bucketArn: bucket.bucketArn,
        reach,
        key: { arn: key.keyArn },
        place,
      }))
        principal.may(statement);
    }
    this.#writeKey('Decrypt', 'kms:Decrypt', this.#whoever('read', 'write'));
    this.#writeKey('Encrypt', 'kms:GenerateDataKey', this.#whoever('write'));
    const exempt = this.#props.exempt ?? [];
    for (const statement of onlyThese(bucket.bucketArn, {
      read: [...this.#whoever('read'), ...exempt],
      write: [...this.#whoever('write', 'remove'), ...exempt],
    }))
      bucket.addToResourcePolicy(statement);
    this.#written = true;
  }

  #grant(verb: keyof Reach, part: Part<Z>, who: readonly Principal[]): void {
    const parts: Readonly<Record<string, string>> = ZONE_PARTS[this.#props.zone];
    for (const principal of who) this.#reachOf(principal)[verb].add(parts[part] ?? '');
  }

  #reachOf(principal: Principal): { [V in keyof Reach]: Set<string> } {
    const reach = this.#reach.get(principal) ?? {
      read: new Set(),
      list: new Set(),
      write: new Set(),
      remove: new Set(),
    };
    this.#reach.set(principal, reach);
    return reach;
  }

  /** ARNs of the principals that may do one of these. */
  #whoever(...verbs: readonly (keyof Reach)[]): readonly string[] {
    return [...this.#reach]
      .filter(([, reach]) => verbs.some((verb) => reach[verb].size > 0))
      .map(([{ arn }]) => arn);
  }

  #writeKey(verb: string, action: string, who: readonly string[]): void {
    const { zone, bucketName, key, place } = this.#props;
    if (who.length === 0) return;
    // By its name: a reference to the bucket would go round in a circle, for the bucket refers to its key.
    const bucketArn = `arn:${place.partition}:s3:::${bucketName}`;
    key.addToResourcePolicy(
      new PolicyStatement({
        sid: `${verb}In${capitalised(zone)}`,
        principals: [new AccountRootPrincipal()],
        actions: [action],
        resources: ['*'],
        conditions: {
          ArnEquals: { 'aws:PrincipalArn': who },
          StringEquals: { 'kms:ViaService': `s3.${place.region}.amazonaws.com` },
          StringLike: {
            'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`],
          },
        },
      }),
    );
  }
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
