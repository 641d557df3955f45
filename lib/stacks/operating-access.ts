import type { Names, Place } from '../deployment/names.ts';
import { DATABASES } from './databases.ts';
import type { Principal } from './principals.ts';

interface Operating {
  readonly names: Names;
  readonly place: Place;
  readonly operator: Principal;
  readonly auditor: Principal;
}

/**
 * The operator starts, stops and looks; the auditor looks. Both read how the system is deployed (`check --target aws`):
 * policies, keys' policies, settings, tables' columns. Neither reads data by this.
 */
export function grantOperating({ names, place, operator, auditor }: Operating): void {
  const { partition, region, account } = place;
  const { system } = names;
  const here = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const machines = [here('states', `stateMachine:${system}-*`)];
  const executions = [here('states', `execution:${system}-*`)];
  operator.may({
    sid: 'StartRuns',
    actions: ['states:StartExecution'],
    // Intake, too: a delivery whose processing failed is started again by hand.
    resources: [names.stateMachineArn('integration'), names.stateMachineArn('intake')],
  });
  operator.may({
    sid: 'StopRuns',
    actions: ['states:StopExecution'],
    resources: executions,
  });
  operator.may({
    // Not of integration runs: a redriven one would go on behind Plan, which is where a run takes its turn.
    sid: 'RedriveIntake',
    actions: ['states:RedriveExecution'],
    resources: [here('states', `execution:${names.stateMachine('intake')}:*`)],
  });
  operator.may({
    sid: 'AskForStandings',
    actions: ['lambda:InvokeFunction'],
    resources: [here('lambda', `function:${names.function('Watch')}`)],
  });
  operator.may({
    sid: 'ReadLogs',
    actions: ['logs:DescribeLogStreams', 'logs:FilterLogEvents', 'logs:GetLogEvents'],
    resources: [
      here('logs', `log-group:/aws/lambda/${system}-*`),
      here('logs', `log-group:/aws/vendedlogs/states/${system}-*`),
    ],
  });
  operator.may({
    sid: 'SeeWhatIsStuck',
    actions: ['sqs:GetQueueAttributes'],
    resources: [here('sqs', `${system}-*`)],
  });
  for (const person of [operator, auditor]) {
    person.may({
      sid: 'SeeRuns',
      actions: [
        'states:ListExecutions',
        'states:DescribeStateMachine',
        'states:DescribeExecution',
        'states:GetExecutionHistory',
      ],
      resources: [...machines, ...executions],
    });
    person.may({
      sid: 'SeeWhatIsDeployed',
      actions: ['cloudformation:GetTemplate', 'cloudformation:ListStackResources'],
      resources: [here('cloudformation', `stack/${system}-*`)],
    });
    person.may({
      sid: 'SeeBuckets',
      actions: [
        's3:GetBucketPolicy',
        's3:GetBucketPolicyStatus',
        's3:GetBucketVersioning',
        's3:GetBucketLogging',
        's3:GetBucketObjectLockConfiguration',
        's3:GetBucketPublicAccessBlock',
        's3:GetEncryptionConfiguration',
        's3:GetLifecycleConfiguration',
        's3:GetBucketLocation',
      ],
      resources: [`arn:${partition}:s3:::${names.anyBucket}`],
    });
    person.may({
      sid: 'SeeKeys',
      actions: ['kms:DescribeKey', 'kms:GetKeyPolicy', 'kms:GetKeyRotationStatus'],
      resources: [here('kms', 'key/*')],
      conditions: { 'ForAnyValue:StringLike': { 'kms:ResourceAliases': `alias/${system}-*` } },
    });
    person.may({
      sid: 'SeeSettings',
      actions: ['ssm:GetParametersByPath'],
      // Asked for by path, a folder has no slash at its end.
      resources: [
        here('ssm', `parameter${names.workspaceParameters.replace(/\/$/, '')}`),
        here('ssm', `parameter${names.workspaceParameters}*`),
      ],
    });
    person.may({
      sid: 'SeeTables',
      actions: ['glue:GetDatabase', 'glue:GetTable', 'glue:GetTables'],
      resources: [
        here('glue', 'catalog'),
        ...Object.values(DATABASES).flatMap((database) => [
          here('glue', `database/${database}`),
          here('glue', `table/${database}/*`),
        ]),
      ],
    });
    person.may({
      sid: 'SeeFunctions',
      actions: ['lambda:GetFunctionConfiguration'],
      resources: [here('lambda', `function:${system}-*`)],
    });
    // What lists or measures takes no resource.
    person.may({
      sid: 'SeeWhatThereIs',
      actions: [
        'cloudformation:DescribeStacks',
        'cloudformation:ListStacks',
        'cloudtrail:DescribeTrails',
        'cloudtrail:GetTrailStatus',
        'cloudtrail:LookupEvents',
        'cloudwatch:DescribeAlarms',
        'cloudwatch:DescribeAlarmHistory',
        'cloudwatch:GetDashboard',
        'cloudwatch:GetMetricData',
        'cloudwatch:ListDashboards',
        'cloudwatch:ListMetrics',
        'kms:ListAliases',
        'logs:DescribeLogGroups',
        'states:ListStateMachines',
        'xray:BatchGetTraces',
        'xray:GetTraceSummaries',
      ],
      resources: ['*'],
    });
  }
}
