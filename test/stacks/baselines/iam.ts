import type { Place } from '../../../lib/deployment/names.ts';
import type { ResolvedResource, ResolvedTemplates } from '../../../lib/stacks/resolve-template.ts';
import { at, list } from '../rules/rule.ts';

interface Policy {
  /** To whom or what it is attached. */
  readonly of: string;
  /** How its own statements call what it is attached to. */
  readonly itself?: string;
  readonly document: unknown;
}

interface Holder {
  readonly of: string;
  readonly blocks: readonly Block[];
}

interface Block {
  readonly title: string;
  readonly text: string;
}

/** From so many holders on, what they have in the same words is written once. */
const SHARED_FROM = 3;

/**
 * Every statement of every policy as a block that a reviewer reads: of whom, then one line for effect and name, one for
 * each action, resource and condition, all sorted. What many have in the same words stands first, with its number.
 */
export function iamBaseline(templates: ResolvedTemplates, { account, region }: Place): string {
  const holders = [...templates.resources()]
    .flatMap((resource) => policiesOf(resource, templates))
    .map(({ of, itself, document }) => ({
      of: readable(of),
      blocks: list(at(document, 'Statement')).map((statement) => block(statement, itself)),
    }))
    .toSorted((a, b) => (a.of < b.of ? -1 : 1));
  const shared = sharedBlocks(holders);
  const first = [...shared].map(
    ([text, { number, of }]) =>
      `shared ${number}, of ${of.length}:\n${of.map((holder) => `  ${holder}\n`).join('')}${text}`,
  );
  const each = holders.map(
    ({ of, blocks }) =>
      `${of}\n${blocks
        .map(({ title, text }) => {
          const same = shared.get(text);
          return same === undefined ? text : `  ${title}, as shared ${same.number}\n`;
        })
        .join('')}`,
  );
  return [...first, ...each].join('\n');

  function readable(text: string): string {
    return text.replaceAll(account, 'ACCOUNT').replaceAll(region, 'REGION');
  }

  function block(statement: unknown, itself: string | undefined): Block {
    const effect = String(at(statement, 'Effect')).toLowerCase();
    const title = `${effect} ${String(at(statement, 'Sid') ?? '(without a name)')}`;
    const said = linesOf(statement, effect === 'deny' ? 'NOT ' : 'may ').map((line) => {
      const short = itself === undefined ? line : line.replaceAll(itself, 'ITSELF');
      return `    ${readable(short.replace(/arn:[\w-]+:iam::\d+:role\//, 'role '))}\n`;
    });
    return { title, text: `  ${title}\n${said.join('')}` };
  }
}

function sharedBlocks(
  holders: readonly Holder[],
): ReadonlyMap<string, { readonly number: number; readonly of: readonly string[] }> {
  const byText = Map.groupBy(
    holders.flatMap(({ of, blocks }) => blocks.map(({ text }) => ({ of, text }))),
    ({ text }) => text,
  );
  const shared = [...byText]
    .filter(([, same]) => same.length >= SHARED_FROM)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(
    shared.map(([text, same], index) => [text, { number: index + 1, of: same.map(({ of }) => of) }]),
  );
}

function policiesOf(resource: ResolvedResource, templates: ResolvedTemplates): readonly Policy[] {
  const { stack, logicalId, type, properties } = resource;
  const named = (kind: string, name: unknown, document: unknown): readonly Policy[] =>
    document === undefined ? [] : [{ of: `${kind} ${String(name)}`, document }];
  switch (type) {
    case 'AWS::IAM::Role':
      return [
        ...named(
          'role, may be taken on by:',
          properties['RoleName'] ?? `${stack} ${logicalId}`,
          properties['AssumeRolePolicyDocument'],
        ),
        ...list(properties['Policies']).flatMap((policy) =>
          named('role', properties['RoleName'] ?? `${stack} ${logicalId}`, at(policy, 'PolicyDocument')),
        ),
      ];
    case 'AWS::IAM::Policy':
      return list(properties['Roles']).flatMap((role) => named('role', role, properties['PolicyDocument']));
    case 'AWS::IAM::ManagedPolicy':
      return named('managed policy', properties['ManagedPolicyName'], properties['PolicyDocument']);
    case 'AWS::S3::BucketPolicy':
      return named('bucket', properties['Bucket'], properties['PolicyDocument']).map((policy) => ({
        ...policy,
        itself: String(properties['Bucket']),
      }));
    case 'AWS::KMS::Key':
      return named('key', aliasOf(resource, templates), properties['KeyPolicy']);
    case 'AWS::SQS::QueuePolicy':
      return named('queue', list(properties['Queues']).join(), properties['PolicyDocument']);
    case 'AWS::SNS::TopicPolicy':
      return named('topic', list(properties['Topics']).join(), properties['PolicyDocument']);
    case 'AWS::Lambda::Permission':
      return named('function', properties['FunctionName'], {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: properties['Principal'] },
            Action: properties['Action'],
            Condition: { ArnLike: { 'aws:SourceArn': properties['SourceArn'] } },
          },
        ],
      });
    default:
      return [];
  }
}

/** By what people know a key. */
export function aliasOf({ stack, physicalId, arn }: ResolvedResource, templates: ResolvedTemplates): string {
  const alias = [...templates.resources('AWS::KMS::Alias')].find(
    ({ stack: where, properties }) =>
      where === stack && [physicalId, arn].includes(String(properties['TargetKeyId'])),
  );
  return String(alias?.properties['AliasName'] ?? `${stack} ${physicalId}`);
}

function linesOf(statement: unknown, may: string): readonly string[] {
  return [
    ...principals(at(statement, 'Principal')).map((who) => `who  ${who}`),
    ...sorted(at(statement, 'Action')).map((action) => `${may} ${action}`),
    ...sorted(at(statement, 'NotAction')).map((action) => `${may} all but ${action}`),
    ...sorted(at(statement, 'Resource')).map((resource) => `on   ${resource}`),
    ...sorted(at(statement, 'NotResource')).map((resource) => `on   all but ${resource}`),
    ...conditions(at(statement, 'Condition')).map((condition) => `if   ${condition}`),
  ];
}

function sorted(value: unknown): readonly string[] {
  return list(value).map(String).toSorted();
}

function principals(principal: unknown): readonly string[] {
  if (typeof principal !== 'object' || principal === null) return list(principal).map(String);
  return Object.entries(principal)
    .flatMap(([kind, value]) => sorted(value).map((one) => `${kind} ${one}`))
    .toSorted();
}

function conditions(condition: unknown): readonly string[] {
  return Object.entries((condition ?? {}) as Record<string, Record<string, unknown>>)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).flatMap(([key, values]) =>
        sorted(values).map((value) => `${operator} ${key} ${value}`),
      ),
    )
    .toSorted();
}
