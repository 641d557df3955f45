import {
  type DeployedPolicies,
  listOf,
  type PolicyDocument,
  type PolicyStatement,
  type RolePolicies,
} from './policies-of.ts';
import { type AccessRequest, matches } from './simulate.ts';

/** Policies of a system with one statement widened, or a refusal taken away. */
export interface Mutant {
  /** Whose policy, which statement, what was done to it: `identity of …-plan / ReadTokens / action s3:*`. */
  readonly title: string;
  readonly policies: DeployedPolicies;
  /** A check that depends on one of these can see the difference (`concernsOf`). */
  readonly concerns: readonly string[];
  /** Whether the difference can show in a request. */
  readonly about: (request: AccessRequest) => boolean;
}

const ANOTHER_ACCOUNT = 'arn:aws:iam::999988887777:root';

/**
 * Every statement of every policy, widened in each way: an action to all of its service, the resources to all, the
 * principals to another account and to everybody, each condition dropped; each refusal, and each boundary, taken away.
 * @param judged whether a resource's policy is to be changed, by its ARN, or a role's, or `boundary`: agencies' stacks are alike
 */
export function* mutants(policies: DeployedPolicies, judged: (arn: string) => boolean): Iterable<Mutant> {
  const boundaries = new Map<string, [PolicyDocument, string[]]>();
  for (const [arn, role] of policies.roles) {
    if (!judged(arn)) continue;
    const replaced = (changed: RolePolicies) => ({
      ...policies,
      roles: new Map([...policies.roles, [arn, changed]]),
    });
    for (const [at, { name, policy }] of role.identity.entries())
      for (const { title, document, about } of widened(policy))
        yield {
          title: `identity of ${arn} / ${title}`,
          policies: replaced({ ...role, identity: role.identity.with(at, { name, policy: document }) }),
          concerns: [`identity of ${arn}`],
          about,
        };
    for (const { title, document, about } of widened(role.trust))
      yield {
        title: `trust of ${arn} / ${title}`,
        policies: replaced({ ...role, trust: document }),
        concerns: [`trust of ${arn}`],
        about,
      };
    const { boundary, ...unbounded } = role;
    if (boundary === undefined) continue;
    yield {
      title: `boundary of ${arn} / removed`,
      policies: replaced(unbounded),
      concerns: [`only boundary of ${arn}`],
      about: () => true,
    };
    const [, bounded] = boundaries.get(JSON.stringify(boundary)) ?? [boundary, []];
    boundaries.set(JSON.stringify(boundary), [boundary, [...bounded, arn]]);
  }
  for (const [boundary, bounded] of judged('boundary') ? boundaries.values() : [])
    for (const { title, document, about } of widened(boundary))
      yield {
        title: `boundary / ${title}`,
        policies: {
          ...policies,
          roles: new Map(
            [...policies.roles].map(([arn, role]) => [
              arn,
              bounded.includes(arn) ? { ...role, boundary: document } : role,
            ]),
          ),
        },
        concerns: bounded.map((arn) => `only boundary of ${arn}`),
        about,
      };
  for (const [arn, policy] of policies.resources) {
    if (!judged(arn)) continue;
    for (const { title, document, about } of widened(policy))
      yield {
        title: `policy of ${arn} / ${title}`,
        policies: { ...policies, resources: new Map([...policies.resources, [arn, document]]) },
        concerns: [arn],
        about,
      };
  }
}

interface Widened {
  readonly title: string;
  readonly document: PolicyDocument;
  readonly about: (request: AccessRequest) => boolean;
}

function* widened(document: PolicyDocument): Iterable<Widened> {
  for (const [at, statement] of document.Statement.entries()) {
    const sid = String(statement['Sid'] ?? `statement ${at + 1}`);
    const made = (
      title: string,
      changed: readonly PolicyStatement[],
      services: readonly string[],
    ): Widened => ({
      title: `${sid} / ${title}`,
      document: { ...document, Statement: document.Statement.toSpliced(at, 1, ...changed) },
      about: ({ action, resource }) =>
        (services.includes('*') || services.includes(serviceOf(action))) &&
        changed
          .concat(changed.length === 0 ? [statement] : [])
          .some((one) => speaksOfResource(one, resource)),
    });
    const actions = listOf(statement['Action']).map(String);
    const services = [...new Set(actions.map(serviceOf))];
    if (statement['Effect'] === 'Deny') {
      yield made('no longer refused', [], services);
      continue;
    }
    for (const service of services)
      if (!actions.includes(`${service}:*`))
        yield made(
          `action ${service}:*`,
          [{ ...statement, Action: [...actions, `${service}:*`] }],
          [service],
        );
    const resources = listOf(statement['Resource']);
    if (resources.length > 0 && !resources.includes('*'))
      yield made('resource *', [{ ...statement, Resource: '*' }], services);
    if (statement['Principal'] !== undefined) {
      yield made('principal *', [{ ...statement, Principal: '*' }], services);
      yield made(
        'principal of another account',
        [{ ...statement, Principal: { AWS: ANOTHER_ACCOUNT } }, statement],
        services,
      );
    }
    for (const [operator, keys] of Object.entries(
      (statement['Condition'] ?? {}) as Record<string, Record<string, unknown>>,
    ))
      for (const key of Object.keys(keys))
        yield made(`without ${operator} ${key}`, [withoutCondition(statement, operator, key)], services);
  }
}

function withoutCondition(statement: PolicyStatement, operator: string, key: string): PolicyStatement {
  const conditions = statement['Condition'] as Record<string, Record<string, unknown>>;
  const { [key]: _, ...others } = conditions[operator] ?? {};
  return { ...statement, Condition: { ...conditions, [operator]: others } };
}

/** A role's trust names no resource: it is of that role. */
function speaksOfResource(statement: PolicyStatement, resource: string): boolean {
  const named = listOf(statement['Resource']).map(String);
  return named.length === 0 || named.some((pattern) => matches(pattern, resource));
}

function serviceOf(action: string): string {
  return action.split(':')[0] ?? '';
}
