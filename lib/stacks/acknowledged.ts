import { type App, Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { namesOf, type Place } from '../deployment/names.ts';
import { FUNCTIONS, QUERY_ROLES, WORKFLOW_ROLES } from '../deployment/principals.ts';
import { SHARED_ZONES } from '../deployment/zones.ts';
import type { SharedZone } from '../ports/object-store.ts';
import type { Workspace } from '../workspace/model.ts';
import { wildcards } from './acknowledged-wildcards.ts';
import { type Acknowledgement, policyOf } from './acknowledgement.ts';

/** The words that cdk-nag puts for CloudFormation's own. */
const PLACE_IN_FINDINGS: Place = {
  partition: '<AWS::Partition>',
  account: '<AWS::AccountId>',
  region: '<AWS::Region>',
};

const NIST = 'NIST.800.53.R5';

const bucketOf = (zone: SharedZone) => `Zones/${zone.charAt(0).toUpperCase()}${zone.slice(1)}Bucket/Resource`;
const functionOf = (step: string) => `${step}/Function/Resource`;
const WATCHING = ['Watch', 'WatchAccess', 'WatchCost'];

/** Everything but wildcards in policies, which have a table of their own. */
const FINDINGS: readonly Acknowledgement[] = [
  ...['AwsSolutions-S1', `${NIST}-S3BucketLoggingEnabled`].map((finding) => ({
    finding,
    stack: 'foundation' as const,
    resources: ['AccessLogs/Resource'],
    reason:
      'It is where access is logged: its own log would grow by logging itself. CloudTrail sees who changes it.',
  })),
  {
    finding: `${NIST}-S3DefaultEncryptionKMS`,
    stack: 'foundation',
    resources: ['AccessLogs/Resource'],
    reason: 'S3 delivers access logs only into a bucket whose default encryption is SSE-S3.',
  },
  {
    finding: `${NIST}-S3BucketReplicationEnabled`,
    stack: 'foundation',
    resources: ['AccessLogs/Resource', ...SHARED_ZONES.map(bucketOf)],
    reason:
      'Agreements say where data lie: no second copy is made elsewhere. Versions can be restored, and what is derived can be made again from what agencies deliver.',
  },
  {
    finding: `${NIST}-S3BucketReplicationEnabled`,
    stack: 'watch',
    resources: ['Access/Bucket/Resource'],
    reason:
      'The log of access names people who work here; it stays in the region, versioned, and nobody deletes from it.',
  },
  {
    finding: `${NIST}-S3BucketReplicationEnabled`,
    stack: 'agency',
    resources: ['Landing/Bucket/Resource'],
    reason: 'Identifiers exist in this one bucket and nowhere else; the agency has the original.',
  },
  {
    finding: `${NIST}-IAMNoInlinePolicy`,
    stack: 'foundation',
    resources: [
      ...FUNCTIONS,
      ...Object.values(QUERY_ROLES),
      ...Object.values(WORKFLOW_ROLES),
      'StartIntake' as const,
      'StartIntegration' as const,
      'Analyst' as const,
      'Operator' as const,
      'Auditor' as const,
    ].map(policyOf),
    reason:
      'A policy of this role alone, which goes with it: no managed policy could be attached to somebody else. Each is judged by the access matrix, and bounded by a managed one.',
  },
  {
    finding: `${NIST}-LambdaConcurrency`,
    stack: 'pipeline',
    resources: FUNCTIONS.map(functionOf),
    reason:
      'A reservation is taken from all other functions of the account, of which a new one has ten at a time. What must not run twice is held by the turn of runs and by the claims of intake.',
  },
  {
    finding: `${NIST}-LambdaDLQ`,
    stack: 'pipeline',
    resources: FUNCTIONS.filter((step) => !WATCHING.includes(step)).map(functionOf),
    reason:
      'Called by a workflow alone, which waits for the answer: a dead-letter queue is for events. The workflow retries, catches, and its failure is an alarm.',
  },
  {
    finding: `${NIST}-LambdaInsideVPC`,
    stack: 'pipeline',
    resources: FUNCTIONS.map(functionOf),
    reason:
      'It reaches AWS services alone, under a role that is held to named buckets and keys. A VPC would add endpoints that cost more than all the rest, and no lock that the bucket and key policies lack.',
  },
  {
    finding: `${NIST}-CloudTrailCloudWatchLogsEnabled`,
    stack: 'watch',
    resources: ['Access/Trail'],
    reason:
      'WatchAccess reads the trail in its bucket every hour and raises the alarms; a second copy in CloudWatch Logs would be a second place with the names of objects.',
  },
  {
    finding: 'Tributary-WorkGroupEnforced',
    stack: 'pipeline',
    resources: ['linkage', 'integrate', 'measure', 'publish'].map((duty) => `WorkGroups/${duty}`),
    reason:
      'Athena refuses `external_location` in a work group that enforces where answers lie, and every table of a run is made with it. Only the one role of its duty works in it, and bucket policies hold that role to its zone.',
  },
  ...['Tributary-BucketEncrypted', 'Tributary-BucketLogsAccess'].map((finding) => ({
    finding,
    stack: 'foundation' as const,
    resources: ['AccessLogs/Resource'],
    reason: 'S3 delivers access logs only into a bucket under SSE-S3, and a log of the log would never end.',
  })),
  {
    finding: 'AwsSolutions-SQS3',
    stack: 'watch',
    resources: ['DeadLetters/Resource'],
    reason: 'It is itself the dead-letter queue, of the schedules; an alarm tells of whatever is in it.',
  },
];

/**
 * Every acknowledgement of a system's stacks.
 * @param bucketId the logical id of a zone's bucket, by which findings name it
 * @param landingId the logical id of the landing bucket in its agency's stack
 */
export function acknowledgements(
  { collaborative: { name, deployment } }: Workspace,
  bucketId: (zone: SharedZone) => string,
  landingId: () => string,
): readonly Acknowledgement[] {
  const names = namesOf(name, PLACE_IN_FINDINGS);
  return [
    ...FINDINGS,
    ...wildcards({
      names,
      place: PLACE_IN_FINDINGS,
      bucket: (zone) => `<${bucketId(zone)}.Arn>`,
      landing: () => `<${landingId()}.Arn>`,
      scanned: deployment.malwareProtection,
    }),
  ];
}

/**
 * Writes the acknowledgements onto their resources, where cdk-nag finds them.
 * @param pack writes those of one pack of rules alone. @default all
 * @returns each by resource: construct path and finding
 * @throws Error where a resource is not there: then the table is out of date
 */
export function acknowledge(
  app: App,
  workspace: Workspace,
  pack = '',
): readonly { readonly path: string; readonly finding: string; readonly reason: string }[] {
  const { name } = workspace.collaborative;
  const names = namesOf(name, PLACE_IN_FINDINGS);
  const agencies = [...workspace.agencies.keys()].map((agency) => names.stack(`agency-${agency}`));
  const [anyAgency = ''] = agencies;
  const all = acknowledgements(
    workspace,
    (zone) => logicalId(find(app, names.stack('foundation'), bucketOf(zone))),
    () => logicalId(find(app, anyAgency, 'Landing/Bucket/Resource')),
  );
  return all
    .filter(({ finding }) => finding.startsWith(pack))
    .flatMap(({ finding, stack, resources, reason }) =>
      (stack === 'agency' ? agencies : [names.stack(stack)]).flatMap((stackName) =>
        resources.map((resource) => {
          const found = find(app, stackName, resource);
          Validations.of(found).acknowledge({ id: finding, reason });
          return { path: found.node.path, finding, reason };
        }),
      ),
    );
}

function find(app: App, stack: string, path: string): IConstruct {
  let at: IConstruct = app;
  for (const id of [stack, ...path.split('/')]) at = at.node.findChild(id);
  return at;
}

function logicalId(of: IConstruct): string {
  const resource = of as IConstruct & { readonly logicalId: string };
  return String(Stack.of(of).resolve(resource.logicalId));
}
