import { at, everybody, list, type Resource, type Rule, statements } from './rule.ts';

const FUNCTION = 'AWS::Lambda::Function';
const MACHINE = 'AWS::StepFunctions::StateMachine';
const LOG = 'AWS::Logs::LogGroup';

/** Actions that take no resource, so that a policy can say nothing but `*`; a test holds them against IAM’s own list. */
export const WITHOUT_RESOURCE: readonly string[] = [
  'athena:ListDataCatalogs',
  'athena:ListWorkGroups',
  'cloudformation:ListStacks',
  'cloudtrail:DescribeTrails',
  'cloudtrail:LookupEvents',
  'cloudwatch:ListDashboards',
  'kms:ListAliases',
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'states:ListStateMachines',
  'xray:BatchGetTraces',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:GetTraceSummaries',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];

/** What people may ask of the whole account: standings and measures, which show no data and change nothing. */
const STANDINGS: readonly string[] = [
  'cloudformation:DescribeStacks',
  'cloudtrail:GetTrailStatus',
  'cloudwatch:DescribeAlarmHistory',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetDashboard',
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
];

const func = (properties: Resource['properties']) => ({
  type: FUNCTION,
  properties: { Code: { ZipFile: 'x' }, Role: 'arn', ...properties },
});

const policy = (statement: object) => ({
  type: 'AWS::IAM::Policy',
  properties: { PolicyName: 'planted', PolicyDocument: { Statement: [statement] } },
});

const keptLog = ({ properties }: Resource) =>
  typeof properties['RetentionInDays'] === 'number' && properties['KmsKeyId'] !== undefined;

/** The log group of the same stack that a function or a workflow names. */
const logNamed = (resource: Resource, name: unknown) =>
  resource.others(LOG).find(({ logicalId }) => name === `<${logicalId}>` || name === `<${logicalId}.Arn>`);

/** Functions, workflows, and who they are. */
export const COMPUTE_RULES: readonly Rule[] = [
  {
    id: 'FunctionOnNode24',
    of: [FUNCTION],
    says: 'A function runs on Node 24, which is supported and what the tests run on.',
    controls: ['SI-2', 'SA-22'],
    holds: ({ properties }) => properties['Runtime'] === 'nodejs24.x',
    planted: func({ Runtime: 'nodejs18.x' }),
  },
  {
    id: 'FunctionTraced',
    of: [FUNCTION],
    says: 'Calls of a function are traced.',
    controls: ['AU-12', 'SI-4'],
    holds: ({ properties }) => at(properties, 'TracingConfig', 'Mode') === 'Active',
    planted: func({ Runtime: 'nodejs24.x' }),
  },
  {
    id: 'FunctionLogKept',
    of: [FUNCTION],
    says: 'A function writes structured lines to a log group of its own, encrypted and kept for a set time.',
    controls: ['AU-2', 'AU-9', 'AU-11', 'SC-28'],
    holds: (resource) => {
      const log = logNamed(resource, at(resource.properties, 'LoggingConfig', 'LogGroup'));
      return (
        log !== undefined && keptLog(log) && at(resource.properties, 'LoggingConfig', 'LogFormat') === 'JSON'
      );
    },
    planted: func({ Runtime: 'nodejs24.x' }),
  },
  {
    id: 'FunctionHoldsNoSecret',
    of: [FUNCTION],
    says: 'No variable of a function is called like a secret.',
    controls: ['IA-5(7)', 'SC-28'],
    holds: ({ properties }) =>
      Object.keys((at(properties, 'Environment', 'Variables') ?? {}) as object).every(
        (name) => !/SECRET|PASSWORD|TOKEN$|CREDENTIAL|PRIVATE/.test(name),
      ),
    planted: func({ Environment: { Variables: { DATABASE_PASSWORD: 'x' } } }),
  },
  {
    id: 'CallerNamed',
    of: ['AWS::Lambda::Permission', 'AWS::Lambda::Url'],
    says: 'A function has no address of its own, and lets in only services that say on whose behalf they call.',
    controls: ['AC-3', 'AC-6', 'SC-7'],
    holds: ({ type, properties }) =>
      type === 'AWS::Lambda::Permission' &&
      properties['Principal'] !== '*' &&
      properties['SourceArn'] !== undefined,
    planted: {
      type: 'AWS::Lambda::Permission',
      properties: { Action: 'lambda:InvokeFunction', FunctionName: 'x', Principal: '*' },
    },
  },
  {
    id: 'LogKept',
    of: [LOG],
    says: 'A log is encrypted under a key of the system and kept for a set time.',
    controls: ['AU-9', 'AU-11', 'SC-28'],
    holds: keptLog,
    planted: { type: LOG, properties: {} },
  },
  {
    id: 'WorkflowLogged',
    of: [MACHINE],
    says: 'Every step of a workflow is logged, without what it was given or gave.',
    controls: ['AU-2', 'AU-3(3)', 'AU-12'],
    holds: (resource) =>
      at(resource.properties, 'LoggingConfiguration', 'Level') === 'ALL' &&
      at(resource.properties, 'LoggingConfiguration', 'IncludeExecutionData') === false &&
      list(at(resource.properties, 'LoggingConfiguration', 'Destinations')).some((destination) => {
        const log = logNamed(resource, at(destination, 'CloudWatchLogsLogGroup', 'LogGroupArn'));
        return log !== undefined && keptLog(log);
      }),
    planted: {
      type: MACHINE,
      properties: {
        RoleArn: 'arn',
        DefinitionString: '{}',
        LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
      },
    },
  },
  {
    id: 'WorkflowTraced',
    of: [MACHINE],
    says: 'Executions of a workflow are traced.',
    controls: ['AU-12', 'SI-4'],
    holds: ({ properties }) => at(properties, 'TracingConfiguration', 'Enabled') === true,
    planted: { type: MACHINE, properties: { RoleArn: 'arn', DefinitionString: '{}' } },
  },
  {
    id: 'WorkflowInTemplate',
    of: [MACHINE],
    says: 'The definition of a workflow stands in the template, where cfn-lint reads it.',
    controls: ['CM-3', 'SA-11(1)'],
    holds: ({ properties }) => typeof properties['DefinitionString'] === 'string',
    planted: {
      type: MACHINE,
      properties: { RoleArn: 'arn', DefinitionS3Location: { Bucket: 'x', Key: 'y' } },
    },
  },
  {
    id: 'RoleBounded',
    of: ['AWS::IAM::Role'],
    says: 'A role can never do more than the boundary of the system says.',
    controls: ['AC-6', 'AC-6(10)', 'CM-5'],
    holds: ({ properties }) => /boundary|<Boundary/i.test(String(properties['PermissionsBoundary'] ?? '')),
    planted: { type: 'AWS::IAM::Role', properties: { AssumeRolePolicyDocument: {} } },
  },
  {
    id: 'RoleTrustsSomebody',
    of: ['AWS::IAM::Role'],
    says: 'A role names who may take it on.',
    controls: ['AC-3', 'IA-2', 'IA-9'],
    holds: ({ properties }) => {
      const trusted = statements(properties['AssumeRolePolicyDocument']);
      return (
        trusted.length > 0 &&
        trusted.every(({ Effect, Principal }) => Effect === 'Deny' || !everybody(Principal))
      );
    },
    planted: {
      type: 'AWS::IAM::Role',
      properties: {
        AssumeRolePolicyDocument: {
          Statement: [{ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }],
        },
      },
    },
  },
  {
    id: 'StarReachesNoData',
    of: ['AWS::IAM::Policy'],
    says: 'A role may do something to every resource only where the action takes no resource, or tells how things stand.',
    controls: ['AC-3', 'AC-6', 'AC-6(1)'],
    holds: ({ properties }) =>
      statements(properties['PolicyDocument']).every(
        ({ Effect, Action, Resource }) =>
          Effect === 'Deny' ||
          !Resource.includes('*') ||
          Action.every((action) => [...WITHOUT_RESOURCE, ...STANDINGS].includes(action)),
      ),
    planted: policy({ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }),
  },
  {
    id: 'NoServiceWhole',
    of: ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'],
    says: 'No policy allows all actions of a service.',
    controls: ['AC-6', 'AC-6(10)'],
    holds: ({ properties }) =>
      statements(properties['PolicyDocument']).every(
        ({ Effect, Action }) => Effect === 'Deny' || Action.every((action) => !/^(\*|\w+:\*)$/.test(action)),
      ),
    planted: policy({ Effect: 'Allow', Action: ['kms:*'], Resource: ['arn:aws:kms:key'] }),
  },
];
