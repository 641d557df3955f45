import type { Names, Place } from '../deployment/names.ts';
import {
  FUNCTIONS,
  type FunctionName,
  type PrincipalName,
  QUERY_ROLES,
  WORKFLOW_ROLES,
} from '../deployment/principals.ts';
import { STEPS } from '../deployment/steps.ts';
import type { Databases } from './databases.ts';
import type { Keys } from './keys.ts';
import type { LandingAccess } from './landing-access.ts';
import { grantOperating } from './operating-access.ts';
import type { Principal } from './principals.ts';
import type { QuestionAccess } from './question-access.ts';
import type { ZonesByName } from './zones.ts';

export interface Granted {
  readonly names: Names;
  readonly place: Place;
  readonly who: Readonly<Record<PrincipalName, Principal>>;
  readonly landing: LandingAccess;
  readonly zones: ZonesByName;
  readonly keys: Keys;
  readonly databases: Databases;
  readonly questions: QuestionAccess;
}

/**
 * Who may do what, all of it. docs/access.md is the same as a table, and a test holds the two together. No principal
 * reads both tokens and attributes; Tokenize, which separates them, reads neither again.
 */
export function grantEverything(granted: Granted): void {
  grantIntake(granted);
  grantPlanning(granted);
  grantLinkage(granted);
  grantIntegration(granted);
  grantMeasuring(granted);
  grantPublishing(granted);
  grantWatching(granted);
  grantPeople(granted);
  grantRunning(granted);
}

/** Each step of intake reaches what it needs of landing zones; two of them write what comes of it elsewhere. */
function grantIntake({ who, landing, zones, keys }: Granted): void {
  const { Receive, Refuse, Read, Validate, Tokenize, Combine, Receipt } = who;
  landing.grantRead(['incoming', 'receipts', 'claims'], Receive, Refuse);
  landing.grantWrite(['receipts', 'claims'], Receive);
  landing.grantRemove(['incoming'], Receive);
  landing.grantWrite(['receipts'], Refuse, Receipt);
  landing.grantRemove(['incoming', 'outcomes', 'quarantine', 'claims'], Refuse);
  landing.grantRead(['incoming'], Read);
  landing.grantRead(['incoming', 'receipts', 'outcomes', 'recordIds'], Validate);
  landing.grantWrite(['outcomes', 'quarantine'], Read, Validate);
  landing.grantWrite(['recordIds'], Validate);
  landing.grantRead(['incoming', 'quarantine'], Tokenize);
  landing.grantWrite(['recordIds'], Tokenize, Combine);
  landing.grantRead(['receipts', 'recordIds'], Combine);
  landing.grantRemove(['recordIds'], Combine);
  landing.grantRead(['receipts', 'outcomes'], Receipt);

  keys.grantDerive(Tokenize);
  zones.tokens.grantWrite('identities', Tokenize);
  zones.records.grantWrite('records', Tokenize);

  zones.tokens.grantRead('ledger', Receipt);
  zones.tokens.grantWrite('ledger', Receipt);
  zones.audit.grantWrite('decisions', Refuse, Receipt);
}

/** Planning sees which deliveries are in force, and nothing of what they hold. */
function grantPlanning({ names, place, who, zones, databases }: Granted): void {
  const { Plan } = who;
  zones.tokens.grantRead('ledger', Plan);
  zones.release.grantRead('published', Plan);
  zones.release.grantListAll(Plan);
  zones.crosswalk.grantWrite('plans', Plan);
  zones.crosswalk.grantRead('turn', Plan);
  zones.crosswalk.grantWrite('turn', Plan);
  zones.audit.grantWrite('decisions', Plan);
  databases.grantLook(['tokens', 'records'], Plan);
  databases.grantDeclare(['tokens'], Plan);
  Plan.may({
    sid: 'SeeWhetherARunIsAtWork',
    actions: ['states:DescribeExecution'],
    resources: [
      `arn:${place.partition}:states:${place.region}:${place.account}:execution:${names.stateMachine('integration')}:*`,
    ],
  });
}

/** Linkage sees tokens and who is whom, and no attribute. */
function grantLinkage({ who, zones, databases, questions }: Granted): void {
  const { PrepareLink, Train, Cluster, LinkageQueries } = who;
  zones.crosswalk.grantRead('plans', PrepareLink, Train, Cluster);
  zones.tokens.grantRead('identities', Cluster, LinkageQueries);
  zones.tokens.grantRead('linkage', Train, Cluster, LinkageQueries);
  zones.tokens.grantWrite('linkage', Train, LinkageQueries);
  zones.tokens.grantRemove('linkage', PrepareLink, Train, Cluster);
  zones.tokens.grantRead('answers', Train, Cluster, LinkageQueries);
  zones.tokens.grantWrite('answers', Train, Cluster, LinkageQueries);
  zones.crosswalk.grantRead('people', Train, Cluster);
  zones.crosswalk.grantWrite('people', Train, Cluster);
  zones.audit.grantWrite('decisions', PrepareLink, Train, Cluster);

  databases.grantLook(['linkage'], PrepareLink, Train);
  databases.grantLook(['tokens', 'linkage'], LinkageQueries);
  databases.grantLook(['tokens', 'linkage', 'crosswalk'], Cluster);
  databases.grantDeclare(['linkage'], PrepareLink, Train, LinkageQueries);
  databases.grantDeclare(['linkage', 'crosswalk'], Cluster);
  questions.grantAsk('linkage', [zones.tokens], Train, Cluster, LinkageQueries);
}

/** Integration sees attributes and who is whom, and no token. */
function grantIntegration({ who, zones, databases, questions }: Granted): void {
  const { Integrate, MeasureQuality, IntegrateQueries } = who;
  zones.crosswalk.grantRead('plans', Integrate, MeasureQuality);
  zones.integrated.grantRemove('people', Integrate);
  zones.records.grantRead('records', IntegrateQueries);
  zones.crosswalk.grantRead('people', IntegrateQueries, MeasureQuality);
  zones.integrated.grantRead('people', IntegrateQueries, MeasureQuality);
  zones.integrated.grantWrite('people', IntegrateQueries);
  zones.integrated.grantRead('answersOfIntegrate', IntegrateQueries, MeasureQuality);
  zones.integrated.grantWrite('answersOfIntegrate', IntegrateQueries, MeasureQuality);
  zones.integrated.grantWrite('measured', MeasureQuality);
  zones.audit.grantWrite('decisions', Integrate, MeasureQuality);

  databases.grantLook(['integrated'], Integrate);
  databases.grantLook(['crosswalk', 'integrated'], MeasureQuality);
  databases.grantLook(['records', 'crosswalk', 'integrated'], IntegrateQueries);
  databases.grantDeclare(['integrated'], Integrate, IntegrateQueries);
  databases.grantMakeScopes(Integrate);
  questions.grantAsk('integrate', [zones.records, zones.crosswalk, zones.integrated], IntegrateQueries);
  questions.grantAsk('integrate', [zones.crosswalk, zones.integrated], MeasureQuality);
}

/** Measuring counts people; what protects sees the counts alone, and what readers have of earlier releases. */
function grantMeasuring({ who, zones, keys, databases, questions }: Granted): void {
  const { Measure, MeasureQueries, Protect, AuditProtection } = who;
  zones.crosswalk.grantRead('plans', Measure, Protect, AuditProtection);
  zones.integrated.grantRemove('measured', Measure);
  zones.integrated.grantRead('people', MeasureQueries);
  zones.integrated.grantRead('measured', MeasureQueries, Protect, AuditProtection);
  zones.integrated.grantWrite('measured', MeasureQueries);
  zones.integrated.grantRead('answersOfMeasure', MeasureQueries, Protect, AuditProtection);
  zones.integrated.grantWrite('answersOfMeasure', MeasureQueries, Protect, AuditProtection);
  zones.release.grantRead('candidates', Protect, AuditProtection);
  zones.release.grantWrite('candidates', Protect);
  zones.release.grantRead('published', Protect, AuditProtection);
  keys.grantAlter(Protect, AuditProtection);
  zones.audit.grantWrite('decisions', Measure, Protect, AuditProtection);
  zones.audit.grantRead('budgets', Protect);

  databases.grantLook(['integrated'], Measure, MeasureQueries, Protect, AuditProtection);
  databases.grantDeclare(['integrated'], Measure, MeasureQueries);
  questions.grantAsk('measure', [zones.integrated], MeasureQueries, Protect, AuditProtection);
}

/** Publishing sees what is protected, and nothing that is not. */
function grantPublishing({ who, zones, databases, questions }: Granted): void {
  const { Assemble, Publish, ShowViews, Announce, PublishQueries } = who;
  zones.crosswalk.grantRead('plans', Assemble);
  zones.integrated.grantRead('measured', Assemble);
  zones.release.grantRead('candidates', Assemble, Publish);
  zones.release.grantWrite('candidates', Assemble, Publish);
  zones.release.grantRemove('candidates', Publish);
  zones.release.grantRead('published', Publish, ShowViews, Announce);
  zones.release.grantListAll(Publish, ShowViews);
  zones.release.grantWrite('published', Publish);
  zones.release.grantRemove('published', Publish);
  zones.release.grantRead('tables', PublishQueries);
  zones.release.grantWrite('tables', Publish);
  zones.release.grantRead('answersOfPublish', PublishQueries);
  zones.release.grantWrite('answersOfPublish', PublishQueries);
  zones.audit.grantWrite('decisions', ShowViews, Announce);

  databases.grantLook(['released'], Publish);
  databases.grantLook(['release'], ShowViews);
  databases.grantLook(['released', 'release'], PublishQueries);
  databases.grantDeclare(['released'], Publish);
  databases.grantDeclare(['release'], PublishQueries);
  questions.grantAsk('publish', [zones.release], PublishQueries);
}

function grantWatching({ names, place, who, landing, zones, questions }: Granted): void {
  const { Watch, WatchAccess, WatchCost } = who;
  landing.grantRead(['receipts'], Watch);
  zones.tokens.grantRead('ledger', Watch);
  zones.release.grantRead('published', Watch);
  zones.release.grantListAll(Watch);
  zones.audit.grantWrite('decisions', WatchAccess, WatchCost);
  questions.grantHistory(WatchAccess, WatchCost);
  WatchCost.may({
    sid: 'SeeWhatRan',
    actions: ['states:ListExecutions', 'states:DescribeExecution', 'states:GetExecutionHistory'],
    resources: ['stateMachine', 'execution'].map(
      (kind) => `arn:${place.partition}:states:${place.region}:${place.account}:${kind}:${names.system}-*`,
    ),
  });
}

function grantPeople({ names, place, who, zones, databases, questions }: Granted): void {
  const { Analyst, Operator, Auditor } = who;
  zones.release.grantRead('tables', Analyst);
  zones.release.grantRead('answersOfAnalysts', Analyst);
  zones.release.grantWrite('answersOfAnalysts', Analyst);
  databases.grantLook(['release', 'released'], Analyst);
  questions.grantAsk('analyst', [zones.release], Analyst);
  questions.grantBrowse('analyst', Analyst);
  zones.audit.grantRead('decisions', Auditor);
  grantOperating({ names, place, operator: Operator, auditor: Auditor });
}

/** What it takes to run at all: to be started, to log, to know the workspace. */
function grantRunning({ names, place, who }: Granted): void {
  const { partition, region, account } = place;
  const here = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  for (const name of FUNCTIONS) {
    const group = here('logs', `log-group:/aws/lambda/${names.function(name)}`);
    who[name].may({
      sid: 'Log',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${group}:*`],
    });
    who[name].may({
      sid: 'ReadWorkspace',
      actions: ['ssm:GetParametersByPath'],
      // Asked for by path, a folder has no slash at its end.
      resources: [
        here('ssm', `parameter${names.workspaceParameters.replace(/\/$/, '')}`),
        here('ssm', `parameter${names.workspaceParameters}*`),
      ],
    });
    // Traces belong to no resource.
    who[name].may({
      sid: 'Trace',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    });
  }
  for (const { name } of STEPS.filter(({ workflow }) => workflow === 'watch'))
    who[name as FunctionName].may({
      sid: 'KeepWhatFailed',
      actions: ['sqs:SendMessage'],
      resources: [names.deadLettersArn],
    });

  for (const workflow of ['intake', 'integration'] as const) {
    const steps = STEPS.filter((step) => step.workflow === workflow);
    const machine = who[WORKFLOW_ROLES[workflow]];
    machine.may({
      sid: 'CallSteps',
      actions: ['lambda:InvokeFunction'],
      resources: steps.map(({ name }) => here('lambda', `function:${names.function(name)}`)),
    });
    // Step Functions takes no resource for either.
    machine.may({
      sid: 'LogExecutions',
      actions: [
        'logs:CreateLogDelivery',
        'logs:GetLogDelivery',
        'logs:UpdateLogDelivery',
        'logs:DeleteLogDelivery',
        'logs:ListLogDeliveries',
        'logs:PutResourcePolicy',
        'logs:DescribeResourcePolicies',
        'logs:DescribeLogGroups',
      ],
      resources: ['*'],
    });
    machine.may({
      sid: 'Trace',
      actions: [
        'xray:PutTraceSegments',
        'xray:PutTelemetryRecords',
        'xray:GetSamplingRules',
        'xray:GetSamplingTargets',
      ],
      resources: ['*'],
    });
  }
  who[WORKFLOW_ROLES.integration].may({
    sid: 'AskInTheirNames',
    actions: ['sts:AssumeRole'],
    resources: Object.values(QUERY_ROLES).map((role) => names.roleArn(role)),
  });
  who.StartIntake.may({
    sid: 'StartIntake',
    actions: ['states:StartExecution'],
    resources: [names.stateMachineArn('intake')],
  });
  who.StartIntegration.may({
    sid: 'StartIntegration',
    actions: ['states:StartExecution'],
    resources: [names.stateMachineArn('integration')],
  });
  who.StartIntegration.may({
    sid: 'KeepWhatFailed',
    actions: ['sqs:SendMessage'],
    resources: [names.deadLettersArn],
  });
}
