import { CustomResourceProviderBase, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { AccountRootPrincipal, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, CfnBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import type { FunctionName } from '../deployment/principals.ts';
import type { Agency, Agreement, DatasetId } from '../workspace/model.ts';
import { logAccess } from './access-logs.ts';
import { onlyThese, onlyUnderKey } from './bucket-policy.ts';
import type { Deliverer } from './deliverer.ts';
import { deliveryTimes } from './delivery-times.ts';
import { BucketPolicyTooLarge } from './errors.ts';
import { EVERY_BUCKET } from './every-bucket.ts';
import { keyPolicy } from './key-policy.ts';
import { deliveryStatements } from './landing-policy.ts';
import { lifecycleOf } from './retention.ts';
import { STAYS } from './staying.ts';
import { ZONE_TAG } from './tags.ts';

export interface LandingProps {
  readonly names: Names;
  readonly place: Place;
  readonly agency: Agency;
  readonly datasets: readonly DatasetId[];
  readonly agreements: readonly Agreement[];
  readonly deliverer: Deliverer;
  /** Two consents to data going with the stack. */
  readonly removable: boolean;
  /** ARN of the role that looks for malware. @default nobody looks */
  readonly scanner?: string;
}

/** Functions that read of a landing zone; which parts of it is said by their own policies. */
export const LANDING_READERS: readonly FunctionName[] = [
  'Receive',
  'Refuse',
  'Read',
  'Validate',
  'Tokenize',
  'Combine',
  'Receipt',
  'Watch',
];
export const LANDING_WRITERS: readonly FunctionName[] = LANDING_READERS.filter((name) => name !== 'Watch');

/** S3 takes no longer bucket policy. */
const LONGEST_POLICY = 20_480;

/**
 * An agency's landing zone: the only place where its identifiers are. A bucket under a key of its own, which refuses
 * everybody but the agency and the functions of intake, administrators included.
 */
export class Landing extends Construct {
  readonly bucket: Bucket;
  readonly key: Key;

  constructor(scope: Construct, id: string, props: LandingProps) {
    super(scope, id);
    this.key = this.#key(props);
    this.bucket = this.#bucket(props);
    this.#policy(props);
    Tags.of(this).add(ZONE_TAG, 'landing');
  }

  #key({ names, place, agency, deliverer, removable, scanner }: LandingProps): Key {
    const key = new Key(this, 'Key', {
      alias: names.landingKeyAlias(agency.id),
      description: `Encrypts what the agency ${agency.id} delivers and what it is answered.`,
      enableKeyRotation: true,
      pendingWindow: Duration.days(30),
      policy: keyPolicy(),
      removalPolicy: removable ? RemovalPolicy.DESTROY : STAYS,
    });
    // By name, since the bucket asks for the key's ARN in turn.
    const bucketArn = `arn:${place.partition}:s3:::${names.landing(agency.id)}`;
    const inThisBucket = {
      StringEquals: { 'kms:ViaService': `s3.${place.region}.amazonaws.com` },
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucketArn, `${bucketArn}/*`] },
    };
    const add = (statement: PolicyStatementProps) =>
      key.addToResourcePolicy(new PolicyStatement({ ...statement, resources: ['*'] }));
    add({
      sid: 'AgencyDeliversAndReadsReceipts',
      principals: [deliverer.principal],
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      conditions: inThisBucket,
    });
    add({
      sid: 'IntakeReads',
      principals: [new AccountRootPrincipal()],
      actions: ['kms:Decrypt'],
      conditions: {
        ArnEquals: { 'aws:PrincipalArn': [...arnsOf(names, LANDING_READERS), ...(scanner ? [scanner] : [])] },
        ...inThisBucket,
      },
    });
    add({
      sid: 'IntakeWrites',
      principals: [new AccountRootPrincipal()],
      actions: ['kms:GenerateDataKey'],
      conditions: {
        ArnEquals: { 'aws:PrincipalArn': [...arnsOf(names, LANDING_WRITERS), ...(scanner ? [scanner] : [])] },
        ...inThisBucket,
      },
    });
    return key;
  }

  #bucket({ names, agency, datasets, agreements, removable }: LandingProps): Bucket {
    const bucket = new Bucket(this, 'Bucket', {
      bucketName: names.landing(agency.id),
      encryption: BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      ...EVERY_BUCKET,
      lifecycleRules: [...lifecycleOf(datasets, agreements)],
      ...(removable
        ? { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }
        : { removalPolicy: STAYS }),
    });
    logAccess(bucket, names, `landing-${agency.id}`);
    // The construct's own switch would bring a function and a role that may change any bucket.
    const { defaultChild } = bucket.node;
    if (defaultChild instanceof CfnBucket)
      defaultChild.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
    return bucket;
  }

  #policy({ names, agency, datasets, agreements, deliverer, scanner }: LandingProps): void {
    const { bucketArn } = this.bucket;
    const others = [...deliverer.arns, ...(scanner === undefined ? [] : [scanner]), ...this.#emptier()];
    const statements = [
      ...onlyThese(bucketArn, {
        read: [...arnsOf(names, LANDING_READERS), ...others],
        write: [...arnsOf(names, LANDING_WRITERS), ...others],
      }),
      ...onlyUnderKey(bucketArn, this.key.keyArn),
      ...deliveryStatements({
        bucketArn,
        deliverer,
        times: deliveryTimes(datasets, agreements),
        ...(scanner === undefined ? {} : { scanner }),
      }),
    ];
    for (const statement of statements) this.bucket.addToResourcePolicy(statement);
    const policy: unknown = Stack.of(this).resolve(this.bucket.policy?.document);
    const characters = JSON.stringify(atItsLongest(policy) ?? {}).length;
    if (characters > LONGEST_POLICY) throw new BucketPolicyTooLarge(agency.id, characters, LONGEST_POLICY);
  }

  /** The function of the CDK that empties buckets on removal has to get in; it is there by both consents alone. */
  #emptier(): readonly string[] {
    const provider = Stack.of(this).node.tryFindChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    return provider instanceof CustomResourceProviderBase ? [provider.roleArn] : [];
  }
}

function arnsOf(names: Names, functions: readonly FunctionName[]): readonly string[] {
  return functions.map((name) => names.roleArn(name));
}

/** A resolved template's value as long as it can be once it is deployed. */
function atItsLongest(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(atItsLongest);
  if (typeof value !== 'object' || value === null) return value;
  const [[name, of] = [], ...others] = Object.entries(value);
  if (others.length === 0 && name === 'Fn::Join') {
    const [by, parts] = of as [string, readonly unknown[]];
    return parts.map(atItsLongest).join(by);
  }
  if (others.length === 0 && (name === 'Ref' || name === 'Fn::GetAtt'))
    return 'x'.repeat(LONGEST_REFERENCES[String(of)] ?? LONGEST_ARN);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, atItsLongest(item)]));
}

const LONGEST_REFERENCES: Readonly<Record<string, number>> = {
  'AWS::Partition': 'aws-us-gov'.length,
  'AWS::AccountId': 12,
  'AWS::Region': 'ap-southeast-1'.length,
};
/** Of a bucket, a key or a role of ours: a role's name has 64 characters at most. */
const LONGEST_ARN = 100;
