import { CLEAN, SCAN_TAG } from '../../../lib/stacks/landing-policy.ts';
import type { Check } from './checks.ts';
import type { DeployedSystem, LandingJudged } from './deployed-system.ts';
import type { AccessRequest, Lock } from './simulate.ts';

const SERVICE = 'malware-protection-plan.guardduty.amazonaws.com';
const ACCOUNT = '111122223333';

type Asked = Omit<AccessRequest, 'principal'>;

/** What GuardDuty may do with an agency's files, and what nobody may before it has looked at them. */
export function* scanChecks(system: DeployedSystem, landing: LandingJudged): Iterable<Check> {
  const scanner = system.names.roleArn(`Scan-${landing.agency}`);
  yield* ofScanner(system, landing, scanner);
  yield* ofOthers(system, landing, scanner);
}

function* ofScanner(system: DeployedSystem, landing: LandingJudged, scanner: string): Iterable<Check> {
  const bucket = `arn:aws:s3:::${system.bucket('landing', landing)}`;
  const rules = `arn:aws:events:us-east-1:${ACCOUNT}:rule/`;
  const rule = `${rules}DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3-a`;
  const managed = { 'events:ManagedBy': SERVICE };
  const key = system.key('landing', landing);
  const other = system.key('records', landing);
  const throughS3 = { 'kms:ViaService': 's3.us-east-1.amazonaws.com', 'kms:ResourceAliases': [key.alias] };
  const asked: readonly (readonly ['yes' | 'no', Asked])[] = [
    ['yes', { action: 'events:PutRule', resource: rule, context: managed }],
    ['no', { action: 'events:PutRule', resource: rule }],
    ['no', { action: 'events:PutRule', resource: `${rules}elsewhere`, context: managed }],
    ['no', { action: 'events:EnableRule', resource: rule, context: managed }],
    ['yes', { action: 'events:DescribeRule', resource: rule }],
    ['no', { action: 'events:DescribeRule', resource: `${rules}elsewhere` }],
    ['yes', { action: 's3:ListBucket', resource: bucket }],
    ['no', { action: 's3:ListBucket', resource: 'arn:aws:s3:::elsewhere' }],
    ['no', { action: 's3:PutBucketPolicy', resource: bucket }],
    ['yes', { action: 's3:GetObject', resource: `${bucket}/incoming/a/a` }],
    ['yes', { action: 's3:PutObjectTagging', resource: `${bucket}/incoming/a/a` }],
    ['no', { action: 's3:GetObject', resource: `${bucket}/receipts/a` }],
    ['no', { action: 's3:GetObjectAcl', resource: `${bucket}/incoming/a/a` }],
    ['yes', { action: 's3:PutObject', resource: `${bucket}/malware-protection-resource-validation-object` }],
    ['no', { action: 's3:PutObject', resource: `${bucket}/incoming/a/a` }],
    [
      'no',
      { action: 's3:DeleteObject', resource: `${bucket}/malware-protection-resource-validation-object` },
    ],
    ['yes', { action: 'kms:Decrypt', resource: key.arn, context: throughS3 }],
    ['no', { action: 'kms:Decrypt', resource: key.arn, context: { 'kms:ResourceAliases': [key.alias] } }],
    [
      'no',
      {
        action: 'kms:Decrypt',
        resource: other.arn,
        context: { ...throughS3, 'kms:ResourceAliases': [other.alias] },
      },
    ],
    ['no', { action: 'kms:Encrypt', resource: key.arn, context: throughS3 }],
  ];
  for (const [expected, request] of asked)
    yield check(`the scan ${request.action} ${request.resource}`, expected, 'own', {
      principal: scanner,
      ...request,
    });
  yield check('the scan has a boundary', 'no', 'boundary', {
    principal: scanner,
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::elsewhere/a',
  });
  for (const [expected, principal, action] of [
    ['yes', SERVICE, 'sts:AssumeRole'],
    ['no', SERVICE, 'sts:TagSession'],
    ['no', system.principal('administrator', landing), 'sts:AssumeRole'],
    ['no', system.principal('another account', landing), 'sts:AssumeRole'],
    ['no', 'lambda.amazonaws.com', 'sts:AssumeRole'],
  ] as const)
    yield check(`${principal} ${action} the scan's role`, expected, 'resource', {
      principal,
      action,
      resource: scanner,
    });
}

/** Nobody reads a file before it was found to be clean, and nobody says so but the scan. */
function* ofOthers(system: DeployedSystem, landing: LandingJudged, scanner: string): Iterable<Check> {
  const resource = `arn:aws:s3:::${system.bucket('landing', landing)}/incoming/attendance/2026-Q1/a.csv`;
  const tag = `s3:ExistingObjectTag/${SCAN_TAG}`;
  for (const who of ['Receive', 'Refuse', 'Read', 'Validate', 'Tokenize'])
    for (const [context, expected] of [
      [{}, 'never'],
      [{ [tag]: 'THREATS_FOUND' }, 'never'],
      [{ [tag]: CLEAN }, 'yes'],
    ] as const)
      yield check(
        `${who} reads a file of which the scan says ${context[tag] ?? 'nothing'}`,
        expected,
        'all',
        {
          ...{ principal: system.principal(who, landing), action: 's3:GetObject', resource, context },
        },
      );
  for (const who of ['Validate', 'Tokenize', 'the agency', 'administrator'])
    yield check(`${who} calls a file clean`, 'never', 'resource', {
      ...{ principal: system.principal(who, landing), action: 's3:PutObjectTagging', resource },
    });
  yield check('the scan calls a file clean', 'yes', 'all', {
    principal: scanner,
    action: 's3:PutObjectTagging',
    resource,
  });
}

function check(title: string, expected: Check['expected'], lock: Lock, request: AccessRequest): Check {
  return { title, cell: false, expected, probes: [{ lock, request }] };
}
