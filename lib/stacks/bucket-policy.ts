import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** Who may touch what lies in a bucket, by ARN. */
export interface Admitted {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/**
 * Refuses everybody but those named, whatever their own policies allow: the account's administrators, too. Only what
 * touches objects is refused, so that the bucket and this policy can still be administered.
 */
export function onlyThese(bucketArn: string, { read, write }: Admitted): readonly PolicyStatement[] {
  const deny = (sid: string, actions: string[], admitted: readonly string[]) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      resources: [`${bucketArn}/*`],
      ...(admitted.length === 0
        ? {}
        : { conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...new Set(admitted)].toSorted() } } }),
    });
  return [
    deny('NobodyElseReads', ['s3:GetObject*'], read),
    deny('NobodyElseWrites', ['s3:PutObject*', 's3:DeleteObject*', 's3:RestoreObject'], write),
  ];
}

/**
 * Refuses what a sender would store under another key than the bucket's own, or under none. A request that says nothing
 * is let through: the bucket's default encryption takes its key, and the parts of an upload never say anything.
 */
export function onlyUnderKey(bucketArn: string, keyArn: string): readonly PolicyStatement[] {
  const deny = (sid: string, conditions: Record<string, Record<string, unknown>>) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:PutObject'],
      resources: [`${bucketArn}/*`],
      conditions,
    });
  const algorithm = 's3:x-amz-server-side-encryption';
  const key = 's3:x-amz-server-side-encryption-aws-kms-key-id';
  return [
    deny('NothingUnderAnotherCipher', {
      Null: { [algorithm]: 'false' },
      StringNotEquals: { [algorithm]: 'aws:kms' },
    }),
    deny('NothingUnderAnotherKey', {
      Null: { [key]: 'false' },
      ArnNotEquals: { [key]: keyArn },
    }),
    deny('NothingUnderTheSendersKey', {
      Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' },
    }),
  ];
}
