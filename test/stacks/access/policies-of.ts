import type { ResolvedResource, ResolvedTemplates } from '../../../lib/stacks/resolve-template.ts';

export interface PolicyDocument {
  readonly Version?: string;
  readonly Statement: readonly PolicyStatement[];
}
export type PolicyStatement = Readonly<Record<string, unknown>>;

/** Everything that IAM would look at, resolved: by the ARN of the role, bucket, key, topic, queue or function. */
export interface DeployedPolicies {
  readonly roles: ReadonlyMap<string, RolePolicies>;
  readonly resources: ReadonlyMap<string, PolicyDocument>;
}

export interface RolePolicies {
  readonly identity: readonly { readonly name: string; readonly policy: PolicyDocument }[];
  readonly boundary?: PolicyDocument;
  readonly trust: PolicyDocument;
}

/** Reads the policies of synthesised templates. A managed policy of AWS's own cannot be read here and is refused. */
export function policiesOf(templates: ResolvedTemplates): DeployedPolicies {
  const managed = new Map(
    [...templates.resources('AWS::IAM::ManagedPolicy')].map((resource) => [resource.physicalId, resource]),
  );
  const managedByArn = new Map([...managed.values()].map((resource) => [resource.arn, resource]));
  const attached = [...templates.resources('AWS::IAM::Policy'), ...managed.values()];
  const roles = [...templates.resources('AWS::IAM::Role')].map((role) => {
    const boundaryArn = role.properties['PermissionsBoundary'];
    const boundary =
      typeof boundaryArn === 'string' ? findManaged(boundaryArn, managedByArn, managed) : undefined;
    const policies: RolePolicies = {
      identity: [
        ...inline(role),
        ...attached
          .filter(({ properties }) => listOf(properties['Roles']).includes(role.physicalId))
          .map((resource) => ({ name: resource.logicalId, policy: documentOf(resource) })),
        ...listOf(role.properties['ManagedPolicyArns']).map((arn) => ({
          name: String(arn),
          policy: documentOf(findManaged(String(arn), managedByArn, managed)),
        })),
      ],
      trust: role.properties['AssumeRolePolicyDocument'] as PolicyDocument,
      ...(boundary === undefined ? {} : { boundary: documentOf(boundary) }),
    };
    return [role.arn, policies] as const;
  });
  return { roles: new Map(roles), resources: new Map(resourcePolicies(templates)) };
}

function* resourcePolicies(templates: ResolvedTemplates): Iterable<readonly [string, PolicyDocument]> {
  const buckets = new Map(
    [...templates.resources('AWS::S3::Bucket')].map(({ physicalId, arn }) => [physicalId, arn]),
  );
  for (const policy of templates.resources('AWS::S3::BucketPolicy')) {
    const arn = buckets.get(String(policy.properties['Bucket']));
    if (arn === undefined) throw new RangeError(`${policy.logicalId} is the policy of no bucket.`);
    yield [arn, documentOf(policy)];
  }
  for (const key of templates.resources('AWS::KMS::Key'))
    yield [key.arn, key.properties['KeyPolicy'] as PolicyDocument];
  for (const topic of templates.resources('AWS::SNS::TopicPolicy'))
    for (const arn of listOf(topic.properties['Topics'])) yield [String(arn), documentOf(topic)];
  const queues = new Map(
    [...templates.resources('AWS::SQS::Queue')].map(({ physicalId, arn }) => [physicalId, arn]),
  );
  for (const policy of templates.resources('AWS::SQS::QueuePolicy'))
    for (const url of listOf(policy.properties['Queues'])) {
      const arn = queues.get(String(url));
      if (arn === undefined) throw new RangeError(`${policy.logicalId} is the policy of no queue.`);
      yield [arn, documentOf(policy)];
    }
  yield* functionPolicies(templates);
}

/** A function's policy is made of permissions, each a resource of its own. */
function functionPolicies(templates: ResolvedTemplates): Iterable<readonly [string, PolicyDocument]> {
  const statements = new Map<string, PolicyStatement[]>();
  for (const { logicalId, properties } of templates.resources('AWS::Lambda::Permission')) {
    const { Action, FunctionName, Principal, SourceArn, SourceAccount } = properties;
    const arn = String(FunctionName);
    const of = statements.get(arn) ?? [];
    statements.set(arn, of);
    of.push({
      Sid: logicalId,
      Effect: 'Allow',
      Principal: { Service: Principal },
      Action,
      Resource: arn,
      Condition: {
        ...(SourceArn === undefined ? {} : { ArnLike: { 'aws:SourceArn': SourceArn } }),
        ...(SourceAccount === undefined ? {} : { StringEquals: { 'aws:SourceAccount': SourceAccount } }),
      },
    });
  }
  return [...statements].map(([arn, Statement]) => [arn, { Version: '2012-10-17', Statement }] as const);
}

function inline({ properties }: ResolvedResource): RolePolicies['identity'] {
  return listOf(properties['Policies']).map((policy) => {
    const { PolicyName, PolicyDocument: document } = policy as {
      PolicyName: string;
      PolicyDocument: PolicyDocument;
    };
    return { name: PolicyName, policy: document };
  });
}

function findManaged(
  arn: string,
  byArn: ReadonlyMap<string, ResolvedResource>,
  byId: ReadonlyMap<string, ResolvedResource>,
): ResolvedResource {
  const found = byArn.get(arn) ?? byId.get(arn);
  if (found === undefined) throw new RangeError(`The managed policy ${arn} is not in any template.`);
  return found;
}

function documentOf({ properties }: ResolvedResource): PolicyDocument {
  return properties['PolicyDocument'] as PolicyDocument;
}

/** A value or several, as policies write them. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
