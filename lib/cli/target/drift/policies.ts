import { consequenceOf } from './consequences.ts';
import { canonical, type Drift } from './drift.ts';

type Statement = Readonly<Record<string, unknown>>;

export interface PolicyPlace {
  readonly of: 'bucket_policy' | 'key_policy';
  /** The bucket, or the key by its alias. */
  readonly at: string;
}

/** Compares a policy in force with the one that the workspace makes, statement by statement. */
export function policyDrift({ of, at }: PolicyPlace, expected: unknown, inForce: unknown): readonly Drift[] {
  const ours = statementsOf(expected);
  const theirs = statementsOf(inForce);
  const what = of === 'bucket_policy' ? `The policy of the bucket ${at}` : `The policy of the key ${at}`;
  const drift: Drift[] = [];
  for (const [name, statement] of ours) {
    const found = theirs.get(name);
    if (found !== undefined && canonical(found) === canonical(statement)) continue;
    const problem = found === undefined ? 'missing' : 'changed';
    const message = `${what} ${problem === 'missing' ? 'lacks' : 'has another'} statement ${name}. ${consequenceOf(name, statement['Effect'] === 'Deny')} Deploy again: npx cdk deploy --all.`;
    drift.push({ of, problem, at, name, message });
  }
  for (const [name, statement] of theirs) {
    if (ours.has(name)) continue;
    const added =
      statement['Effect'] === 'Deny'
        ? 'It refuses what the system may rely on.'
        : 'It lets somebody in whom the workspace does not know.';
    drift.push({
      of,
      problem: 'extra',
      at,
      name,
      message: `${what} has a statement ${name} that somebody else put there. ${added} Deploy again, or remove it.`,
    });
  }
  return drift;
}

/** Statements by Sid; one without is called after what it says. */
export function statementsOf(policy: unknown): ReadonlyMap<string, Statement> {
  if (typeof policy !== 'object' || policy === null || !('Statement' in policy)) return new Map();
  const list = (
    Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement]
  ) as readonly Statement[];
  return new Map(
    list.map((statement) => {
      const normal = normalised(statement);
      const { Sid } = normal;
      const name = typeof Sid === 'string' && Sid !== '' ? Sid : `(${describe(normal)})`;
      return [name, normal];
    }),
  );
}

/**
 * A statement as AWS could also have written it: a list of one is its one value, lists have no order, the root of an
 * account is the account, and a condition's values are text.
 */
export function normalised(statement: Statement): Statement {
  return Object.fromEntries(
    Object.entries(statement).map(([key, value]) => {
      if (key === 'Sid' || key === 'Effect') return [key, value];
      const anybody = key.endsWith('Principal') && value === '*';
      return [key, lists(anybody ? { AWS: '*' } : value)];
    }),
  );
}

function lists(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(text).toSorted();
  if (typeof value !== 'object' || value === null) return [text(value)];
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, lists(item)]));
}

const ROOT = /^arn:aws[a-z-]*:iam::(\d{12}):root$/;

function text(value: unknown): string {
  return String(value).replace(ROOT, '$1');
}

function describe({ Effect, Action, Condition }: Statement): string {
  const actions = Array.isArray(Action) ? Action.join(', ') : 'other actions';
  const conditions =
    typeof Condition === 'object' && Condition !== null
      ? Object.values(Condition).flatMap((one) => Object.keys(one as object))
      : [];
  return [
    `${String(Effect)} ${actions}`,
    ...(conditions.length === 0 ? [] : [`by ${conditions.join(', ')}`]),
  ].join(' ');
}
