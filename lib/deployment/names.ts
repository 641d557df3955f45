import { createHash } from 'node:crypto';
import type { SharedZone } from '../ports/object-store.ts';
import type { ZoneKey } from './zones.ts';

/** Where a system is deployed; at synthesis these are CloudFormation's own words for them. */
export interface Place {
  readonly partition: string;
  readonly account: string;
  readonly region: string;
}

/** State machines and rules have 64 characters at most, of which their own part takes up to 24. */
const LONGEST_SYSTEM = 40;

/** A bucket's name has 63 characters at most; account, region and their dashes take up to 29. */
const LONGEST_BASE = 34;

/**
 * What everything is called on AWS, so that templates, functions and the command line find each other without asking.
 * One collaborative has one system in an account and region.
 * @param collaborative its name in `collaborative.yaml`
 */
export function namesOf(collaborative: string, { partition, account, region }: Place) {
  const system = shortened(`tributary-${dashed(collaborative)}`, LONGEST_SYSTEM);
  const buckets = `trib-${shortened(dashed(collaborative), 12)}`;
  const bucket = (part: string) =>
    `${buckets}-${shortened(part, LONGEST_BASE - buckets.length - 1)}-${account}-${region}`;
  const arn = (service: string, rest: string) => `arn:${partition}:${service}:${region}:${account}:${rest}`;
  const stateMachine = (workflow: Workflow) => `${system}-${workflow}`;
  const role = (principal: string) => shortened(`${system}-${dashed(principal)}`, 64);
  return {
    system,
    zone: (zone: SharedZone) => bucket(zone),
    landing: (agency: string) => bucket(`in-${shortened(dashed(agency), LONGEST_BASE - buckets.length - 4)}`),
    /** A pattern of every landing bucket, and of nothing else of the system. */
    anyLanding: `${buckets}-in-*-${account}-${region}`,
    /** A pattern of every bucket of the system. */
    anyBucket: `${buckets}-*-${account}-${region}`,
    /** Where CloudTrail writes, and where the watch remembers what is usual. */
    accessTrail: bucket('trail'),
    /** Who asked for which object of which bucket, as S3 writes it. */
    accessLogs: bucket('logs'),
    keyAlias: (key: ZoneKey | 'operations') => `alias/${system}-${key}`,
    /** @param version as `v1` */
    hmacKeyAlias: (version: string) => `alias/${system}-hmac-${version}`,
    /** Of rounding and noise. It has one version: with another, the same cell would be altered anew. */
    disclosureKeyAlias: `alias/${system}-disclosure`,
    landingKeyAlias: (agency: string) => `alias/${system}-landing-${dashed(agency)}`,
    /** A step's function, by the name that the workflow file gives it. */
    function: (step: string) => shortened(`${system}-${dashed(step)}`, 64),
    role,
    roleArn: (principal: string) => `arn:${partition}:iam::${account}:role/${role(principal)}`,
    stateMachine,
    stateMachineArn: (workflow: Workflow) => arn('states', `stateMachine:${stateMachine(workflow)}`),
    workGroup: (duty: QueryDuty) => `${system}-${duty}`,
    /** Below it one parameter a file of the workspace. */
    workspaceParameters: `/${system}/workspace/`,
    alarmTopic: `${system}-alarms`,
    alarmTopicArn: arn('sns', `${system}-alarms`),
    /** Where events end that started nothing. */
    deadLetters: `${system}-dead-letters`,
    deadLettersArn: arn('sqs', `${system}-dead-letters`),
    /** A rule of an agency's; EventBridge takes 64 characters. */
    rule: (agency: string, what: string) => shortened(`${system}-${dashed(agency)}-${what}`, 64),
    /** Tells an agency's steward that an answer is there. */
    receiptTopic: (agency: string) => `${system}-receipts-${dashed(agency)}`,
    metrics: 'Tributary',
    boundary: `${system}-boundary`,
    boundaryArn: `arn:${partition}:iam::${account}:policy/${system}-boundary`,
    stack: (part: string) => `${system}-${dashed(part)}`,
  };
}
export type Names = ReturnType<typeof namesOf>;

export type Workflow = 'intake' | 'integration';

/** For whom the query engine works: each duty has a role and a workgroup of its own. */
export const QUERY_DUTIES = ['linkage', 'integrate', 'measure', 'publish', 'analyst'] as const;
export type QueryDuty = (typeof QUERY_DUTIES)[number];

/** `AuditProtection` and `early_childhood` as `audit-protection` and `early-childhood`. */
function dashed(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}

/** A name that is too long keeps its beginning and ends in a digest of the whole. */
function shortened(name: string, most: number): string {
  if (name.length <= most) return name;
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${name.slice(0, most - 9)}-${digest}`;
}
