import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { ResolvedResource, ResolvedTemplates } from '../../../lib/stacks/resolve-template.ts';
import type { Made } from '../rules/apps.ts';
import { at, list } from '../rules/rule.ts';

/** Something that AWS takes only up to a size. */
export interface Sized {
  readonly what: string;
  readonly size: number;
}

/** As AWS counts a policy: without white space. */
function policySize(document: unknown): number {
  return document === undefined ? 0 : JSON.stringify(document).length;
}

/** Templates as they are uploaded, bytes. */
export function templateBytes({ outdir }: Made): readonly Sized[] {
  return readdirSync(outdir)
    .filter((name) => name.endsWith('.template.json'))
    .map((name) => ({ what: name, size: statSync(join(outdir, name)).size }));
}

export function resourceCounts({ templates }: Made): readonly Sized[] {
  return [...templates].map(([what, { Resources }]) => ({ what, size: Object.keys(Resources).length }));
}

export function outputCounts({ templates }: Made): readonly Sized[] {
  return [...templates].map(([what, { Outputs = {} }]) => ({ what, size: Object.keys(Outputs).length }));
}

/** Policies by the type that bears them, as they will be once CloudFormation has filled them in. */
export function policySizes(templates: ResolvedTemplates, type: string, property: string): readonly Sized[] {
  return sized(templates, type, ({ properties }) => policySize(properties[property]));
}

/** All inline policies of a role together, since they share one limit. */
export function inlineSizes(templates: ResolvedTemplates): readonly Sized[] {
  const ofRoles = Map.groupBy(
    [...templates.resources('AWS::IAM::Policy')].flatMap(({ properties }) =>
      list(properties['Roles']).map((role) => ({ role, size: policySize(properties['PolicyDocument']) })),
    ),
    ({ role }) => String(role),
  );
  return [...ofRoles].map(([what, policies]) => ({
    what,
    size: policies.reduce((sum, { size }) => sum + size, 0),
  }));
}

export function parameterSizes(templates: ResolvedTemplates): readonly Sized[] {
  return sized(templates, 'AWS::SSM::Parameter', ({ properties }) => String(properties['Value']).length);
}

export function definitionSizes(templates: ResolvedTemplates): readonly Sized[] {
  return sized(
    templates,
    'AWS::StepFunctions::StateMachine',
    ({ properties }) => String(properties['DefinitionString']).length,
  );
}

/** Names and values of a function's variables together. */
export function environmentSizes(templates: ResolvedTemplates): readonly Sized[] {
  return sized(templates, 'AWS::Lambda::Function', ({ properties }) =>
    Object.entries((at(properties, 'Environment', 'Variables') ?? {}) as object).reduce(
      (sum, [name, value]) => sum + name.length + String(value).length,
      0,
    ),
  );
}

/** How many resources of a type there are in all stacks. */
export function countOf(templates: ResolvedTemplates, type: string): number {
  return [...templates.resources(type)].length;
}

function sized(
  templates: ResolvedTemplates,
  type: string,
  sizeOf: (resource: ResolvedResource) => number,
): readonly Sized[] {
  return [...templates.resources(type)].map((resource) => ({
    what: `${resource.stack} ${resource.logicalId}`,
    size: sizeOf(resource),
  }));
}
