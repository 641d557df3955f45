import { anonymousPrincipal, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { type DeployedPolicies, listOf, type PolicyDocument, type PolicyStatement } from './policies-of.ts';

/** One request to AWS, as IAM sees it. */
export interface AccessRequest {
  /** ARN of a role (of this system or of elsewhere), a service (`events.amazonaws.com`), or nobody. */
  readonly principal: string | 'anonymous';
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** The account in which everything is deployed in these tests. */
export const ACCOUNT = '111122223333';

/** A role of the account that nobody gave a policy. */
export const STRANGER = `arn:aws:iam::${ACCOUNT}:role/stranger`;

/** What every request carries unless it says otherwise: over TLS, in working hours of a day on which agreements are in force. */
const USUAL: Readonly<Record<string, string>> = {
  'aws:SecureTransport': 'true',
  's3:TlsVersion': '1.3',
  'aws:CurrentTime': '2026-04-10T10:00:00Z',
};

export type Verdict = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/**
 * Which policies are asked. Several locks stand before most things, and each is to hold by itself: `own`, what the
 * principal's own policies give, before the boundary; `boundary`, the most that they could give; `resource`, what the
 * policy of a bucket, key, topic, queue, function or role lets in of those whose own policies allow everything; `all`,
 * what IAM says in the end.
 */
export type Lock = 'all' | 'own' | 'boundary' | 'resource';

/** Judges a request as IAM would, by identity, boundary and resource policies. */
export function judge(policies: DeployedPolicies, request: AccessRequest): Promise<Verdict> {
  return Promise.resolve(verdictOf(policies, request));
}

/**
 * As `judge`, at once, and by one lock where it is named. The simulator's own check of policies and requests is left
 * out (`matrix.test.ts` asks for it once for all): it takes most of the time, and drops condition keys with a variable part
 * from requests, such as `kms:EncryptionContext:aws:s3:arn`.
 */
export function verdictOf(policies: DeployedPolicies, request: AccessRequest, lock: Lock = 'all'): Verdict {
  const { principal, action, resource, context = {} } = request;
  const role = policies.roles.get(principal);
  const service = isService(principal);
  const everything = role === undefined || lock === 'boundary' || lock === 'resource';
  const powerless = service || principal === 'anonymous' || principal === STRANGER;
  const identity = powerless ? [] : everything ? OMNIPOTENT : role.identity;
  const boundary = lock === 'own' || lock === 'resource' ? undefined : role?.boundary;
  const resourcePolicy =
    lock === 'own' || lock === 'boundary' ? delegating(action) : resourcePolicyOf(policies, action, resource);
  const result = runUnsafeSimulation(
    {
      request: {
        principal: principal === 'anonymous' ? anonymousPrincipal : principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: {
          ...USUAL,
          ...saidOf(principal),
          'aws:ResourceAccount': ACCOUNT,
          ...mutable(context),
        },
      },
      identityPolicies: identity.map(({ name, policy }) => ({ name, policy: only(policy, action) })),
      ...(boundary === undefined
        ? {}
        : { permissionBoundaryPolicies: [{ name: 'boundary', policy: only(boundary, action) }] }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy === undefined ? {} : { resourcePolicy: named(only(resourcePolicy, action)) }),
    },
    {},
  );
  return result;
}

/** Whatever of its policies speaks of the action of a request, for whoever wants to know why it was decided so. */
export function statementsAbout(
  policies: DeployedPolicies,
  { principal, action, resource }: AccessRequest,
): string {
  const role = policies.roles.get(principal);
  const said = (whose: string, policy: PolicyDocument | undefined) =>
    policy === undefined
      ? []
      : only(policy, action).Statement.map(
          (statement) =>
            `  ${whose}: ${String(statement['Effect'])} ${String(statement['Sid'] ?? 'unnamed')}`,
        );
  return [
    ...(role?.identity ?? []).flatMap(({ policy }) => said('its own policy', policy)),
    ...said('boundary', role?.boundary),
    ...said('policy of the resource', resourcePolicyOf(policies, action, resource)),
  ].join('\n');
}

export function isService(principal: string): boolean {
  return principal.endsWith('.amazonaws.com');
}

/** Which policy of a resource judges a request: of a role its trust, of an object its bucket's. */
export function judgedBy(action: string, resource: string): string {
  if (action.startsWith('sts:')) return `trust of ${resource}`;
  return action.startsWith('s3:') ? (resource.split('/')[0] ?? '') : resource;
}

function resourcePolicyOf(
  policies: DeployedPolicies,
  action: string,
  resource: string,
): PolicyDocument | undefined {
  if (action.startsWith('sts:')) return policies.roles.get(resource)?.trust;
  const judging = judgedBy(action, resource);
  return policies.resources.get(judging);
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};
const OMNIPOTENT = [{ name: 'everything', policy: EVERYTHING }];

/** KMS asks principals' own policies only where the key's policy says so. */
const DELEGATING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: 'kms:*', Resource: '*', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` } },
  ],
};

function delegating(action: string): PolicyDocument | undefined {
  return action.startsWith('kms:') ? DELEGATING : undefined;
}

/** The simulator (0.1.173) takes the name of a policy from here, and fails where there is none. */
function named(policyDocument: PolicyDocument): object {
  return { __validated: true, policyDocument, metadata: { name: 'resource' }, errors: [] };
}

function saidOf(principal: string): Record<string, string> {
  if (principal === 'anonymous') return { 'aws:PrincipalIsAWSService': 'false' };
  if (isService(principal))
    return { 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': principal };
  return {
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalArn': principal,
    'aws:PrincipalAccount': principal.split(':')[4] ?? '',
  };
}

function mutable(context: NonNullable<AccessRequest['context']>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
}

const about = new WeakMap<PolicyDocument, Map<string, PolicyDocument>>();

/** A policy without the statements that say nothing of an action: they decide nothing, and cost time. */
function only(policy: PolicyDocument, action: string): PolicyDocument {
  const known = about.get(policy) ?? new Map<string, PolicyDocument>();
  about.set(policy, known);
  const found = known.get(action);
  if (found !== undefined) return found;
  const narrowed = {
    ...policy,
    Statement: policy.Statement.filter((statement) => speaksOf(statement, action)),
  };
  known.set(action, narrowed);
  return narrowed;
}

function speaksOf(statement: PolicyStatement, action: string): boolean {
  if (statement['NotAction'] !== undefined) return true;
  return listOf(statement['Action']).some((pattern) => matches(String(pattern), action));
}

const patterns = new Map<string, RegExp>();

/** Whether a pattern of IAM's covers a text. */
export function matches(pattern: string, text: string): boolean {
  const made =
    patterns.get(pattern) ??
    new RegExp(
      `^${pattern
        .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      'i',
    );
  patterns.set(pattern, made);
  return made.test(text);
}
