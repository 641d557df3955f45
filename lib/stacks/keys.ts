import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyStatement,
  type PolicyStatementProps,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';
import type { ZoneKey } from '../deployment/zones.ts';
import { keyPolicy } from './key-policy.ts';
import type { Principal } from './principals.ts';
import { STAYS } from './staying.ts';

/** What each key is for, as KMS describes it. */
const PURPOSES: Readonly<Record<ZoneKey | 'operations', string>> = {
  records: 'Encrypts records and integrated tables: attributes without identifiers.',
  linkage: 'Encrypts tokens and the crosswalk.',
  release: 'Encrypts what is published and what analysts are answered.',
  audit: 'Encrypts decisions.',
  operations: 'Encrypts logs and alarms, which hold no data of people.',
};

export interface KeysProps {
  readonly names: Names;
  readonly place: Place;
  /** Root keys of tokens are made from 1 to this; the newest is in force, the others stay. */
  readonly hmacVersions: number;
  /** What becomes of keys when the stack is removed, that of the audit zone apart. */
  readonly removalPolicy: RemovalPolicy;
}

/** The keys of the foundation. Their policies give nobody the use of a key but roles that are named. */
export class Keys extends Construct {
  readonly of: Readonly<Record<ZoneKey | 'operations', Key>>;
  readonly #hmac: readonly Key[];
  readonly #disclosure: Key;

  constructor(scope: Construct, id: string, { names, place, hmacVersions, removalPolicy }: KeysProps) {
    super(scope, id);
    const encrypting = (key: ZoneKey | 'operations') =>
      new Key(this, capitalised(key), {
        alias: names.keyAlias(key),
        description: PURPOSES[key],
        enableKeyRotation: true,
        pendingWindow: Duration.days(30),
        policy: keyPolicy(),
        // The audit zone stays whatever was consented to, and nobody could read it without its key.
        removalPolicy: key === 'audit' ? STAYS : removalPolicy,
      });
    this.of = {
      records: encrypting('records'),
      linkage: encrypting('linkage'),
      release: encrypting('release'),
      audit: encrypting('audit'),
      operations: encrypting('operations'),
    };
    this.#hmac = Array.from({ length: hmacVersions }, (_, index) => {
      const version = `v${index + 1}`;
      return new Key(this, `Hmac${version.toUpperCase()}`, {
        alias: names.hmacKeyAlias(version),
        description: `Root key ${version} of tokens: whoever may use it can make tokens.`,
        keySpec: KeySpec.HMAC_256,
        keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
        pendingWindow: Duration.days(30),
        policy: keyPolicy(),
        // Without it no delivery could be tokenized like the earlier ones: never removed with data that it made.
        removalPolicy,
      });
    });
    this.#disclosure = new Key(this, 'Disclosure', {
      alias: names.disclosureKeyAlias,
      description: 'Root key of rounding and noise: whoever may use it can take them off what is published.',
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      pendingWindow: Duration.days(30),
      policy: keyPolicy(),
      // Under another key the same number would be rounded anew, and the average of both is closer to the truth.
      removalPolicy,
    });
    this.#letLogsBeEncrypted(names, place);
    this.#letAlarmsBeSent(names);
  }

  /** What other stacks call them. */
  get keyArns(): Readonly<Record<ZoneKey | 'operations', string>> {
    const { records, linkage, release, audit, operations } = this.of;
    return {
      records: records.keyArn,
      linkage: linkage.keyArn,
      release: release.keyArn,
      audit: audit.keyArn,
      operations: operations.keyArn,
    };
  }

  /** The one use of the root keys of tokens. Everybody else is refused, whatever their own policies allow. */
  grantDerive(who: Principal): void {
    letDerive(this.#hmac, [who], { allow: 'DeriveKeysOfTokens', deny: 'NobodyElseMakesTokens' });
  }

  /** The one use of the root key of rounding and noise, likewise. */
  grantAlter(...who: readonly Principal[]): void {
    letDerive([this.#disclosure], who, { allow: 'DeriveKeysOfNoise', deny: 'NobodyElseTellsNoise' });
  }

  #letLogsBeEncrypted({ system }: Names, { partition, account, region }: Place): void {
    const group = (name: string) => `arn:${partition}:logs:${region}:${account}:log-group:${name}`;
    add(this.of.operations, {
      sid: 'LogsAreEncrypted',
      principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
      actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
      conditions: {
        ArnLike: {
          'kms:EncryptionContext:aws:logs:arn': [
            group(`/aws/lambda/${system}-*`),
            group(`/aws/vendedlogs/states/${system}-*`),
          ],
        },
      },
    });
  }

  /**
   * CloudWatch and EventBridge write to the encrypted topic. EventBridge says to KMS neither for which account nor for
   * which rule, so what holds them is the topic.
   */
  #letAlarmsBeSent({ alarmTopicArn }: Names): void {
    add(this.of.operations, {
      sid: 'AlarmsAreSent',
      principals: ['cloudwatch', 'events'].map((service) => new ServicePrincipal(`${service}.amazonaws.com`)),
      actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      conditions: { StringEquals: { 'kms:EncryptionContext:aws:sns:topicArn': alarmTopicArn } },
    });
  }
}

/** Lets some principals derive from keys, and refuses it to all others by so many words. */
function letDerive(
  keys: readonly Key[],
  who: readonly Principal[],
  sids: { readonly allow: string; readonly deny: string },
): void {
  const arns = who.map(({ arn }) => arn);
  for (const key of keys) {
    add(key, {
      sid: sids.allow,
      principals: [new AccountRootPrincipal()],
      actions: ['kms:GenerateMac'],
      conditions: {
        ArnEquals: { 'aws:PrincipalArn': arns },
        StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' },
      },
    });
    add(key, {
      sid: sids.deny,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['kms:GenerateMac', 'kms:VerifyMac'],
      conditions: { ArnNotEquals: { 'aws:PrincipalArn': arns } },
    });
  }
  for (const one of who)
    one.may({
      sid: sids.allow,
      actions: ['kms:GenerateMac'],
      resources: keys.map(({ keyArn }) => keyArn),
      conditions: { StringEquals: { 'kms:MacAlgorithm': 'HMAC_SHA_256' } },
    });
}

function add(key: Key, statement: PolicyStatementProps & { readonly sid: string }): void {
  key.addToResourcePolicy(new PolicyStatement({ ...statement, resources: ['*'] }));
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
