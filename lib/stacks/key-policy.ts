import {
  AccountRootPrincipal,
  AnyPrincipal,
  Effect,
  PolicyDocument,
  PolicyStatement,
} from 'aws-cdk-lib/aws-iam';

/**
 * What every key begins with: the account administers it, and nobody may use it. Not even an administrator decrypts
 * without changing this policy first, which is seen in CloudTrail. So long as the account may change it, the key
 * cannot be locked away.
 */
export function keyPolicy(): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'AdministerWithoutUse',
        principals: [new AccountRootPrincipal()],
        actions: [
          'kms:CreateAlias',
          'kms:UpdateAlias',
          'kms:DeleteAlias',
          'kms:DescribeKey',
          'kms:GetKeyPolicy',
          'kms:GetKeyRotationStatus',
          'kms:GetParametersForImport',
          'kms:ListGrants',
          'kms:ListKeyPolicies',
          'kms:ListKeyRotations',
          'kms:ListResourceTags',
          'kms:PutKeyPolicy',
          'kms:UpdateKeyDescription',
          'kms:EnableKey',
          'kms:DisableKey',
          'kms:EnableKeyRotation',
          'kms:DisableKeyRotation',
          'kms:RotateKeyOnDemand',
          'kms:RevokeGrant',
          'kms:TagResource',
          'kms:UntagResource',
          'kms:ScheduleKeyDeletion',
          'kms:CancelKeyDeletion',
        ],
        resources: ['*'],
      }),
      new PolicyStatement({
        sid: 'DeletionWaitsThirtyDays',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['kms:ScheduleKeyDeletion'],
        resources: ['*'],
        conditions: { NumericLessThan: { 'kms:ScheduleKeyDeletionPendingWindowInDays': '30' } },
      }),
    ],
  });
}
