import type { DeployedSystem } from '../../../adapters/aws/deployed-system.ts';
import type { Place } from '../../../deployment/names.ts';
import { ResolvedTemplates, type Template } from '../../../stacks/resolve-template.ts';
import type { Drift } from './drift.ts';
import { policyDrift, statementsOf } from './policies.ts';
import { tableDrift } from './tables.ts';
import { templateDrift } from './templates.ts';

/** How much was compared, so that nobody takes silence for agreement. */
export interface Compared {
  readonly stacks: number;
  readonly resources: number;
  readonly statements: number;
  readonly tables: number;
}

/**
 * Compares what stands on AWS with the templates that the workspace makes: each stack's template, then the policies and
 * tables that are in force, which somebody may have changed behind CloudFormation's back.
 */
export async function compareStacks(
  templates: ReadonlyMap<string, Template>,
  place: Place,
  deployed: DeployedSystem,
): Promise<{ readonly drift: readonly Drift[]; readonly compared: Compared }> {
  const drift: Drift[] = [];
  const ids = new Map<string, ReadonlyMap<string, string>>();
  for (const [stack, template] of templates) {
    const found = await deployed.template(stack);
    drift.push(...templateDrift(stack, template, found));
    ids.set(stack, found === undefined ? new Map() : await deployed.physicalIds(stack));
  }
  const resolved = new ResolvedTemplates(
    templates,
    place,
    (stack, logicalId) => ids.get(stack)?.get(logicalId) ?? `${stack}.${logicalId}`,
  );
  const counts = { statements: 0, tables: 0 };
  for (const { stack, logicalId, type, properties, physicalId } of resolved.resources()) {
    // What is not deployed yet was told of with its template.
    if (ids.get(stack)?.has(logicalId) !== true) continue;
    if (type === 'AWS::S3::BucketPolicy') {
      const bucket = String(properties['Bucket']);
      const policy = properties['PolicyDocument'];
      counts.statements += statementsOf(policy).size;
      drift.push(
        ...policyDrift({ of: 'bucket_policy', at: bucket }, policy, await deployed.bucketPolicy(bucket)),
      );
    } else if (type === 'AWS::KMS::Key') {
      const policy = properties['KeyPolicy'];
      counts.statements += statementsOf(policy).size;
      const at = aliasOf(resolved, stack, logicalId) ?? physicalId;
      drift.push(...policyDrift({ of: 'key_policy', at }, policy, await deployed.keyPolicy(physicalId)));
    } else if (type === 'AWS::Glue::Table') {
      const table = properties['TableInput'] as Readonly<Record<string, unknown>>;
      const database = String(properties['DatabaseName']);
      counts.tables += 1;
      drift.push(...tableDrift(database, table, await deployed.table(database, String(table['Name']))));
    }
  }
  const resources = [...templates.values()].reduce(
    (sum, { Resources }) => sum + Object.keys(Resources).length,
    0,
  );
  return { drift, compared: { stacks: templates.size, resources, ...counts } };
}

/** What people call a key. */
function aliasOf(resolved: ResolvedTemplates, stack: string, key: string): string | undefined {
  const arn = resolved.arnOf(stack, key);
  for (const { stack: of, properties } of resolved.resources('AWS::KMS::Alias'))
    if (of === stack && properties['TargetKeyId'] === arn) return String(properties['AliasName']);
  return undefined;
}
