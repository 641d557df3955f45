import { type Drift, sameJson } from './drift.ts';

interface Resource {
  readonly Type?: unknown;
}
interface Template {
  readonly Resources?: Readonly<Record<string, Resource>>;
}

const DEPLOY = 'Deploy it: npx cdk deploy --all.';

/**
 * Where a stack was deployed from another template than the workspace makes now, by resource. What the CDK's command
 * line adds for itself (metadata) says nothing.
 * @param deployed undefined where there is no such stack
 */
export function templateDrift(stack: string, expected: unknown, deployed: unknown): readonly Drift[] {
  if (deployed === undefined) {
    return [
      {
        of: 'stack',
        problem: 'missing',
        at: stack,
        name: stack,
        message: `The stack ${stack} is not deployed. ${DEPLOY}`,
      },
    ];
  }
  const [ours, theirs] = [resourcesOf(expected), resourcesOf(deployed)];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])].toSorted();
  return names.flatMap((name): readonly Drift[] => {
    const [mine, other] = [ours.get(name), theirs.get(name)];
    if (sameJson(mine, other)) return [];
    const type = String((mine ?? other)?.Type);
    const problem = other === undefined ? 'missing' : mine === undefined ? 'extra' : 'changed';
    const message = {
      missing: `${type} ${name} is not in the stack yet. ${DEPLOY}`,
      changed: `${type} ${name} was deployed from another template. ${DEPLOY}`,
      extra: `${type} ${name} is in the stack, and no longer in the workspace. ${DEPLOY}`,
    }[problem];
    return [{ of: 'resource', problem, at: stack, name, message }];
  });
}

function resourcesOf(template: unknown): ReadonlyMap<string, Resource> {
  const { Resources = {} } = template as Template;
  return new Map(
    Object.entries(Resources)
      .filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata')
      .map(([name, resource]) => {
        const { Metadata: _, ...rest } = resource as Resource & { readonly Metadata?: unknown };
        return [name, rest] as const;
      }),
  );
}
