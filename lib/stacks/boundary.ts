import { Effect, ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Names, Place } from '../deployment/names.ts';

/**
 * The most that any role of the system can ever do, whatever its own policies say: what carries this system's name, and
 * nothing of IAM. It gives nothing by itself.
 */
export function makeBoundary(scope: Construct, names: Names, place: Place): ManagedPolicy {
  const { partition, account, region } = place;
  const here = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const buckets = `arn:${partition}:s3:::${names.anyBucket}`;
  const allow = (sid: string, actions: string[], resources: string[]) =>
    new PolicyStatement({ sid, actions, resources });
  const deny = (sid: string, actions: string[], resources: string[], conditions?: object) =>
    new PolicyStatement({
      effect: Effect.DENY,
      sid,
      actions,
      resources,
      ...(conditions === undefined ? {} : { conditions }),
    });
  return new ManagedPolicy(scope, 'Boundary', {
    managedPolicyName: names.boundary,
    description: 'The most that any role of this system may do.',
    statements: [
      allow(
        'OurBuckets',
        [
          's3:Get*',
          's3:List*',
          's3:PutObject*',
          's3:DeleteObject*',
          's3:AbortMultipartUpload',
          's3:PutBucketNotification',
        ],
        [buckets, `${buckets}/*`],
      ),
      new PolicyStatement({
        sid: 'OurKeys',
        actions: [
          'kms:Decrypt',
          'kms:GenerateDataKey',
          'kms:GenerateMac',
          'kms:Describe*',
          'kms:GetKeyPolicy',
          'kms:GetKeyRotationStatus',
        ],
        resources: [here('kms', 'key/*')],
        conditions: {
          'ForAnyValue:StringLike': {
            // Lambda opens a function's variables in the name of its role, by a grant on its own key. Whether a boundary
            // can stand in the way of a grant AWS does not say; if it did, no function would start.
            'kms:ResourceAliases': [`alias/${names.system}-*`, 'alias/aws/lambda'],
          },
        },
      }),
      allow(
        'OurQuestions',
        [
          'athena:BatchGet*',
          'athena:Get*',
          'athena:List*',
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
        ],
        [here('athena', `workgroup/${names.system}-*`), here('athena', 'datacatalog/*')],
      ),
      allow(
        'OurCatalogue',
        ['glue:Get*', 'glue:CreateDatabase', 'glue:*Table', 'glue:*Partition'],
        [here('glue', 'catalog'), here('glue', 'database/*'), here('glue', 'table/*')],
      ),
      allow(
        'OurWorkflows',
        ['states:*Execution*', 'states:DescribeStateMachine', 'lambda:InvokeFunction', 'lambda:GetFunction*'],
        [
          here('states', `stateMachine:${names.system}-*`),
          here('states', `execution:${names.system}-*`),
          here('lambda', `function:${names.system}-*`),
        ],
      ),
      allow('OurRoles', ['sts:AssumeRole'], [`arn:${partition}:iam::${account}:role/${names.system}-*`]),
      allow('OurSettings', ['ssm:GetParametersByPath'], [here('ssm', `parameter/${names.system}/*`)]),
      allow(
        'OurLogsAndQueues',
        [
          'logs:CreateLogStream',
          'logs:PutLogEvents',
          'logs:DescribeLogStreams',
          'logs:FilterLogEvents',
          'logs:GetLogEvents',
          'sqs:SendMessage',
          'sqs:GetQueueAttributes',
          'cloudformation:GetTemplate',
          'cloudformation:ListStackResources',
        ],
        [
          here('logs', `log-group:*${names.system}-*`),
          here('sqs', `${names.system}-*`),
          here('cloudformation', `stack/${names.system}-*`),
        ],
      ),
      allow(
        'WhatHasNoName',
        [
          'athena:ListDataCatalogs',
          'athena:ListWorkGroups',
          'cloudformation:DescribeStacks',
          'cloudformation:ListStacks',
          'cloudtrail:DescribeTrails',
          'cloudtrail:GetTrailStatus',
          'cloudtrail:LookupEvents',
          'cloudwatch:Describe*',
          'cloudwatch:Get*',
          'cloudwatch:List*',
          'events:DescribeRule',
          'events:DeleteRule',
          'events:ListTargetsByRule',
          'events:PutRule',
          'events:PutTargets',
          'events:RemoveTargets',
          'kms:ListAliases',
          'logs:*LogDeliver*',
          'logs:DescribeLogGroups',
          'logs:DescribeResourcePolicies',
          'logs:PutResourcePolicy',
          'states:ListStateMachines',
          'xray:BatchGetTraces',
          'xray:Get*',
          'xray:Put*',
        ],
        ['*'],
      ),
      deny('NothingOfWhoIsWho', ['iam:*', 'organizations:*', 'account:*'], ['*']),
      deny(
        'NothingLeavesAudit',
        ['s3:DeleteObject*', 's3:BypassGovernanceRetention'],
        [`arn:${partition}:s3:::${names.zone('audit')}/*`],
      ),
      deny(
        'NoKeyIsLost',
        [
          'kms:ScheduleKeyDeletion',
          'kms:DisableKey',
          'kms:PutKeyPolicy',
          'kms:CreateGrant',
          'kms:DeleteAlias',
        ],
        ['*'],
      ),
      deny('OnlyOverTls', ['*'], ['*'], { Bool: { 'aws:SecureTransport': 'false' } }),
    ],
  });
}
