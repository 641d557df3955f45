import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';
import type { DeployedPolicies, PolicyDocument } from './policies-of.ts';

/** One request to AWS, as IAM sees it. */
export interface AccessRequest {
  /** ARN of a role (of this system or of elsewhere), or nobody. */
  readonly principal: string | 'anonymous';
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
}

/** The account in which everything is deployed in these tests. */
export const ACCOUNT = '111122223333';

/** What every request carries unless it says otherwise: over TLS, in working hours of a day on which agreements are in force. */
const USUAL: Readonly<Record<string, string>> = {
  'aws:SecureTransport': 'true',
  's3:TlsVersion': '1.3',
  'aws:CurrentTime': '2026-04-10T10:00:00Z',
};

export type Verdict = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

/**
 * Judges a request as IAM would, by identity, boundary and resource policies.
 * @throws TypeError where the simulator finds a policy or the request itself malformed
 */
export async function judge(policies: DeployedPolicies, request: AccessRequest): Promise<Verdict> {
  const { principal, action, resource } = request;
  const context = withStandIns(request.context ?? {});
  const role = policies.roles.get(principal);
  const resourcePolicy = withStandIns(resourcePolicyOf(policies, resource));
  const foreign = principal !== 'anonymous' && role === undefined;
  const who: Record<string, string> =
    principal === 'anonymous'
      ? {}
      : { 'aws:PrincipalArn': principal, 'aws:PrincipalAccount': principal.split(':')[4] ?? '' };
  const outcome = await runSimulation(
    {
      request: {
        principal: principal === 'anonymous' ? anonymousPrincipal : principal,
        action,
        resource: { resource, accountId: ACCOUNT },
        contextVariables: { ...USUAL, ...who, 'aws:ResourceAccount': ACCOUNT, ...context },
      },
      // A principal from elsewhere is given everything by its own account: only what we attach may stop it.
      identityPolicies: foreign
        ? [{ name: 'everything', policy: EVERYTHING }]
        : (role?.identity.map(({ name, policy }) => ({ name, policy: withStandIns(policy) })) ?? []),
      ...(role?.boundary === undefined
        ? {}
        : { permissionBoundaryPolicies: [{ name: 'boundary', policy: withStandIns(role.boundary) }] }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy === undefined ? {} : { resourcePolicy }),
    },
    {},
  );
  if (outcome.resultType === 'error')
    throw new TypeError(`${action} on ${resource}: ${JSON.stringify(outcome.errors)}`);
  return outcome.overallResult;
}

/**
 * Condition keys that the simulator (0.1.173) drops from a request, and others of the same type, which we do not use, that
 * stand for them in policies and requests: of keys with a variable part it knows only those that are divided by a
 * slash, and it does not know that `kms:ResourceAliases` goes with every use of a key.
 */
const STAND_INS: Readonly<Record<string, string>> = {
  'kms:EncryptionContext:aws:s3:arn': 'aws:PrincipalTag/encryption-context-of-s3',
  'kms:EncryptionContext:aws:sns:topicArn': 'aws:PrincipalTag/encryption-context-of-sns',
  'kms:ResourceAliases': 'aws:TagKeys',
};

function withStandIns<T>(value: T): T {
  if (value === undefined) return value;
  return JSON.parse(
    JSON.stringify(value).replaceAll(
      /"(kms:(?:EncryptionContext:[^"]+|ResourceAliases))"/g,
      (whole, key: string) => {
        const other = STAND_INS[key];
        return other === undefined ? whole : JSON.stringify(other);
      },
    ),
  );
}

const EVERYTHING: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/** The policy of a bucket also judges its objects. */
function resourcePolicyOf({ resources }: DeployedPolicies, resource: string): PolicyDocument | undefined {
  return resources.get(resource) ?? resources.get(resource.split('/')[0] ?? '');
}
