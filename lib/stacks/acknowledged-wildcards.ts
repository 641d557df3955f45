import type { Names, Place } from '../deployment/names.ts';
import { FUNCTIONS, type PrincipalName } from '../deployment/principals.ts';
import { ZONE_PARTS } from '../deployment/zones.ts';
import type { SharedZone } from '../ports/object-store.ts';
import { type Acknowledgement, policyOf } from './acknowledgement.ts';

export interface WildcardsOf {
  readonly names: Names;
  readonly place: Place;
  /** How findings name a zone's bucket. */
  readonly bucket: (zone: SharedZone) => string;
  /** How findings name the landing bucket in its agency's stack. */
  readonly landing: () => string;
  /** GuardDuty looks at what is delivered. */
  readonly scanned: boolean;
}

/** What ends in a wildcard, whose policies hold it, and why nothing narrower would do. */
interface Wildcard {
  readonly what: string;
  readonly who: readonly PrincipalName[];
  readonly reason: string;
}

/** Who sees what is deployed, for `check --target aws`, and no data. */
const OVERSEERS: readonly PrincipalName[] = ['Operator', 'Auditor'];
const BELOW_A_PART =
  'Objects below one part of one zone: their names are made at run time (delivery, run, release), and the part is the boundary that grants are made by.';
const OF_ANY_AGENCY =
  'One function serves all agencies, and a new agency changes no role: the pattern matches landing buckets alone, and each bucket and key names who may come in.';
const TABLES =
  'Tables are made and dropped at run time, below one database. A table tells where data lie, and gives no access to them.';
const READ_ONLY_BY_NAME =
  'Everything of this system, by the beginning of its name; what is allowed there reads no data.';

/** Wildcards of the policies of the foundation, and whatever is found of scanners, one row for each finding. */
export function wildcards(system: WildcardsOf): readonly Acknowledgement[] {
  const policies = [...ofStorage(system), ...ofCatalogue(system), ...ofOperation(system)].map(
    ({ what, who, reason }) => ({
      finding: `AwsSolutions-IAM5[${what}]`,
      stack: 'foundation' as const,
      resources: who.map(policyOf),
      reason,
    }),
  );
  return [...policies, ...ofBoundary(system), ...(system.scanned ? ofScanner(system) : [])];
}

function ofStorage({
  names,
  place: { partition, region, account },
  bucket,
}: WildcardsOf): readonly Wildcard[] {
  const landing = `Resource::arn:${partition}:s3:::${names.anyLanding}`;
  const inLanding = (part: keyof typeof ZONE_PARTS.landing, who: readonly PrincipalName[]): Wildcard => ({
    what: `${landing}/${ZONE_PARTS.landing[part]}*`,
    who,
    reason: OF_ANY_AGENCY,
  });
  const inZone = (zone: SharedZone, prefix: string, who: readonly PrincipalName[]): Wildcard => ({
    what: `Resource::${bucket(zone)}/${prefix}*`,
    who,
    reason: BELOW_A_PART,
  });
  const { tokens, records, crosswalk, integrated, release, audit } = ZONE_PARTS;
  return [
    {
      what: landing,
      who: ['Receive', 'Refuse', 'Read', 'Validate', 'Tokenize', 'Combine', 'Receipt', 'Watch'],
      reason: OF_ANY_AGENCY,
    },
    inLanding('claims', ['Receive', 'Refuse']),
    inLanding('incoming', ['Receive', 'Refuse', 'Read', 'Validate', 'Tokenize']),
    inLanding('receipts', ['Receive', 'Refuse', 'Validate', 'Combine', 'Receipt', 'Watch']),
    inLanding('outcomes', ['Refuse', 'Read', 'Validate', 'Receipt']),
    inLanding('quarantine', ['Refuse', 'Read', 'Validate', 'Tokenize']),
    inLanding('recordIds', ['Validate', 'Tokenize', 'Combine']),
    {
      what: `Resource::arn:${partition}:kms:${region}:${account}:key/*`,
      who: ['Receive', 'Refuse', 'Read', 'Validate', 'Tokenize', 'Combine', 'Receipt', 'Watch'],
      reason:
        'A key has no name in its ARN. The statement is held to keys with the alias of a landing zone, by way of S3, for these buckets; and each key names who may use it.',
    },
    inZone('tokens', tokens.ledger, ['Receipt', 'Plan', 'Watch']),
    inZone('tokens', tokens.identities, ['Tokenize', 'Cluster', 'LinkageQueries']),
    inZone('tokens', tokens.linkage, ['PrepareLink', 'Train', 'Cluster', 'LinkageQueries']),
    inZone('tokens', tokens.answers, ['Train', 'Cluster', 'LinkageQueries']),
    inZone('records', records.records, ['Tokenize', 'IntegrateQueries']),
    inZone('crosswalk', crosswalk.turn, ['Plan']),
    inZone('crosswalk', crosswalk.plans, [
      'Plan',
      'PrepareLink',
      'Train',
      'Cluster',
      'Integrate',
      'MeasureQuality',
      'Measure',
      'Protect',
      'AuditProtection',
      'Assemble',
    ]),
    inZone('crosswalk', crosswalk.people, ['Train', 'Cluster', 'MeasureQuality', 'IntegrateQueries']),
    inZone('integrated', integrated.people, [
      'Integrate',
      'MeasureQuality',
      'IntegrateQueries',
      'MeasureQueries',
    ]),
    inZone('integrated', integrated.answersOfIntegrate, ['MeasureQuality', 'IntegrateQueries']),
    inZone('integrated', integrated.measured, [
      'MeasureQuality',
      'Measure',
      'Protect',
      'AuditProtection',
      'Assemble',
      'MeasureQueries',
    ]),
    inZone('integrated', integrated.answersOfMeasure, ['Protect', 'AuditProtection', 'MeasureQueries']),
    inZone('release', release.candidates, ['Protect', 'AuditProtection', 'Assemble', 'Publish']),
    inZone('release', release.published, [
      'Plan',
      'Protect',
      'AuditProtection',
      'Publish',
      'ShowViews',
      'Announce',
      'Watch',
    ]),
    inZone('release', release.tables, ['Publish', 'PublishQueries', 'Analyst']),
    inZone('release', release.answersOfPublish, ['PublishQueries']),
    inZone('release', release.answersOfAnalysts, ['Analyst']),
    {
      ...inZone('audit', audit.decisions, [
        'Refuse',
        'Receipt',
        'Plan',
        'PrepareLink',
        'Train',
        'Cluster',
        'Integrate',
        'MeasureQuality',
        'Measure',
        'Protect',
        'AuditProtection',
        'ShowViews',
        'Announce',
        'WatchAccess',
        'WatchCost',
        'Auditor',
      ]),
      reason:
        'Decisions are added under names made at run time. Object Lock keeps what is there; only the auditor reads.',
    },
    inZone('audit', audit.budgets, ['Protect']),
  ];
}

function ofCatalogue({ place: { partition, region, account } }: WildcardsOf): readonly Wildcard[] {
  const tables = (database: string, who: readonly PrincipalName[]): Wildcard => ({
    what: `Resource::arn:${partition}:glue:${region}:${account}:table/${database}/*`,
    who,
    reason: TABLES,
  });
  const integrating: readonly PrincipalName[] = [
    'Integrate',
    'MeasureQuality',
    'Measure',
    'Protect',
    'AuditProtection',
    'IntegrateQueries',
    'MeasureQueries',
    ...OVERSEERS,
  ];
  return [
    tables('tokens', ['Plan', 'Cluster', 'LinkageQueries', ...OVERSEERS]),
    tables('records', ['Plan', 'IntegrateQueries', ...OVERSEERS]),
    tables('linkage', ['PrepareLink', 'Train', 'Cluster', 'LinkageQueries', ...OVERSEERS]),
    tables('crosswalk', ['Cluster', 'MeasureQuality', 'IntegrateQueries', ...OVERSEERS]),
    tables('released', ['Publish', 'PublishQueries', 'Analyst', ...OVERSEERS]),
    tables('release', ['ShowViews', 'PublishQueries', 'Analyst', ...OVERSEERS]),
    tables('integrated_*', integrating),
    {
      what: `Resource::arn:${partition}:glue:${region}:${account}:database/integrated_*`,
      who: integrating,
      reason:
        'A run makes one database for each set of owners whose data may be joined; their names begin so.',
    },
  ];
}

function ofOperation({ names, place: { partition, region, account } }: WildcardsOf): readonly Wildcard[] {
  const { system } = names;
  const resource = (service: string, rest: string) =>
    `Resource::arn:${partition}:${service}:${region}:${account}:${rest}`;
  const executions =
    'Executions have names made when they start, below the name of their workflow; what is allowed there reads or stops them.';
  return [
    {
      what: 'Resource::*',
      who: [...FUNCTIONS, 'Intake', 'Integration', 'Analyst', ...OVERSEERS],
      reason:
        'Only actions that take no resource (tracing, log delivery, lists) or tell how things stand; a rule of our own refuses any other (StarReachesNoData).',
    },
    ...FUNCTIONS.map((step) => ({
      what: resource('logs', `log-group:/aws/lambda/${names.function(step)}:*`),
      who: [step],
      reason: 'Streams of its own log, which Lambda names.',
    })),
    {
      what: resource('ssm', `parameter${names.workspaceParameters}*`),
      who: [...FUNCTIONS, ...OVERSEERS],
      reason:
        'One parameter a file of the workspace, of which a new agency brings some. They are settings; there is no data in them.',
    },
    {
      what: resource('states', `execution:${names.stateMachine('integration')}:*`),
      who: ['Plan'],
      reason: `${executions} Plan asks whether the run that has the turn is still going.`,
    },
    {
      what: resource('states', `execution:${names.stateMachine('intake')}:*`),
      who: ['Operator'],
      reason: executions,
    },
    {
      what: resource('states', `execution:${system}-*`),
      who: ['WatchCost', ...OVERSEERS],
      reason: executions,
    },
    {
      what: resource('states', `stateMachine:${system}-*`),
      who: ['WatchCost', ...OVERSEERS],
      reason: READ_ONLY_BY_NAME,
    },
    {
      what: resource('athena', `workgroup/${system}-*`),
      who: ['WatchAccess', 'WatchCost'],
      reason: 'The history of every work group: who asked what and how much it read, not what was answered.',
    },
    {
      what: `Resource::arn:${partition}:s3:::${names.anyBucket}`,
      who: OVERSEERS,
      reason: 'Settings of buckets (policy, encryption, versioning), for `check --target aws`; no object.',
    },
    {
      what: resource('kms', 'key/*'),
      who: OVERSEERS,
      reason:
        'Policies and rotation of keys, for `check --target aws`: no use of any. A key has no name in its ARN.',
    },
    { what: resource('lambda', `function:${system}-*`), who: OVERSEERS, reason: READ_ONLY_BY_NAME },
    { what: resource('cloudformation', `stack/${system}-*`), who: OVERSEERS, reason: READ_ONLY_BY_NAME },
    { what: resource('sqs', `${system}-*`), who: ['Operator'], reason: READ_ONLY_BY_NAME },
    {
      what: resource('logs', `log-group:/aws/lambda/${system}-*`),
      who: ['Operator'],
      reason: 'Logs of all functions, which hold no identifiers.',
    },
    {
      what: resource('logs', `log-group:/aws/vendedlogs/states/${system}-*`),
      who: ['Operator'],
      reason: 'Logs of both workflows, written without inputs and outputs.',
    },
  ];
}

/** The boundary grants nothing: it is the most that the policies of roles could ever say. */
function ofBoundary({
  names,
  place: { partition, region, account },
}: WildcardsOf): readonly Acknowledgement[] {
  const { system } = names;
  const here = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const buckets = `arn:${partition}:s3:::${names.anyBucket}`;
  const found = [
    ...[
      's3:Get*',
      's3:List*',
      's3:PutObject*',
      's3:DeleteObject*',
      'kms:Describe*',
      'athena:BatchGet*',
      'athena:Get*',
      'athena:List*',
      'glue:Get*',
      'glue:*Table',
      'glue:*Partition',
      'states:*Execution*',
      'lambda:GetFunction*',
      'cloudwatch:Describe*',
      'cloudwatch:Get*',
      'cloudwatch:List*',
      'logs:*LogDeliver*',
      'xray:Get*',
      'xray:Put*',
    ].map((action) => `Action::${action}`),
    ...[
      '*',
      buckets,
      `${buckets}/*`,
      here('kms', 'key/*'),
      here('athena', `workgroup/${system}-*`),
      here('athena', 'datacatalog/*'),
      here('glue', 'database/*'),
      here('glue', 'table/*'),
      here('states', `stateMachine:${system}-*`),
      here('states', `execution:${system}-*`),
      here('lambda', `function:${system}-*`),
      `arn:${partition}:iam::${account}:role/${system}-*`,
      here('ssm', `parameter/${system}/*`),
      here('logs', `log-group:*${system}-*`),
      here('sqs', `${system}-*`),
      here('cloudformation', `stack/${system}-*`),
    ].map((resource) => `Resource::${resource}`),
  ];
  return found.map((what) => ({
    finding: `AwsSolutions-IAM5[${what}]`,
    stack: 'foundation' as const,
    resources: ['Boundary/Resource'],
    reason:
      'A permissions boundary gives nothing: it is the most that any role may ever be given, and covers roles of agencies that are not there yet.',
  }));
}

function ofScanner({
  place: { partition, region, account },
  landing,
}: WildcardsOf): readonly Acknowledgement[] {
  const of = (what: string, reason: string) => ({
    finding: `AwsSolutions-IAM5[Resource::${what}]`,
    stack: 'agency' as const,
    resources: ['Scan/Policy/Resource'],
    reason,
  });
  return [
    of(
      `arn:${partition}:events:${region}:${account}:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*`,
      'GuardDuty names its own rule, with this beginning; it is held to rules that GuardDuty manages.',
    ),
    of(`${landing()}/${ZONE_PARTS.landing.incoming}*`, 'Whatever this agency delivers is scanned.'),
    {
      finding: 'NIST.800.53.R5-IAMNoInlinePolicy',
      stack: 'agency' as const,
      resources: ['Scan/Policy/Resource'],
      reason: 'A policy of this one scanner for this one bucket, which goes with both.',
    },
  ];
}
