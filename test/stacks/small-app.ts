import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { namesOf, type Place } from '../../lib/deployment/names.ts';
import { makeApp } from '../../lib/stacks/app.ts';
import type { Bundles } from '../../lib/stacks/bundle.ts';
import {
  type ResolvedResource,
  ResolvedTemplates,
  type Template,
} from '../../lib/stacks/resolve-template.ts';
import { requireWorkspace } from '../../lib/workspace/workspace.ts';
import { SMALL_WORKSPACE } from '../e2e/small-workspace.ts';

export const PLACE: Place = { partition: 'aws', account: '123456789012', region: 'us-west-2' };

/** What the small workspace's system is called where it is deployed. */
export const SMALL_NAMES = namesOf('small', PLACE);

/** What a deployed small workspace consists of. */
export interface SynthesisedApp {
  /** Templates as they are written, by stack name. */
  readonly templates: ReadonlyMap<string, string>;
  readonly resolved: ResolvedTemplates;
  /** Every resource of a type, filled in; of one stack where it is named. */
  all(type: string, stack?: string): readonly ResolvedResource[];
  /** The one resource of a type that has these properties. Fails where there are none or several. */
  one(type: string, properties: Readonly<Record<string, unknown>>): ResolvedResource;
}

/** Synthesises the small workspace, with files of it replaced (undefined: without it), and with code that does nothing. */
export function synthesise(
  changed: Readonly<Record<string, string | undefined>> = {},
  context: Readonly<Record<string, unknown>> = {},
): SynthesisedApp {
  const entries = Object.entries({ ...SMALL_WORKSPACE, ...changed });
  const files = new Map(
    entries.flatMap(([path, text]) => (text === undefined ? [] : [[path, text] as const])),
  );
  const workspace = requireWorkspace(files, { folder: 'small', today: '2026-04-20' });
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
  const assembly = makeApp({ workspace, files, outdir, context, bundles: idleBundles() }).synth();
  const templates = new Map(
    assembly.stacks.map(({ stackName, template }) => [stackName, JSON.stringify(template)] as const),
  );
  const parsed = new Map([...templates].map(([name, text]) => [name, JSON.parse(text) as Template]));
  const resolved = new ResolvedTemplates(parsed, PLACE, (stack, logicalId) => `${stack}.${logicalId}`);
  const all = (type: string, stack?: string) =>
    [...resolved.resources(type)].filter((resource) => stack === undefined || resource.stack === stack);
  return {
    templates,
    resolved,
    all,
    one(type, properties) {
      const matching = all(type).filter((resource) =>
        Object.entries(properties).every(([name, value]) => resource.properties[name] === value),
      );
      expect(matching.map(({ logicalId }) => logicalId)).toHaveLength(1);
      const [resource] = matching;
      if (resource === undefined) throw new RangeError(type);
      return resource;
    },
  };
}

/** `collaborative.yaml` of the small workspace with settings of its deployment. */
export function withDeployment(settings: string): Readonly<Record<string, string>> {
  return { 'collaborative.yaml': `${SMALL_WORKSPACE['collaborative.yaml']}deployment: { ${settings} }\n` };
}

/** One statement of a policy, as a template has it. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** The statements of a policy by their names. */
export function statementsOf(document: unknown): ReadonlyMap<string, Statement> {
  const { Statement: statements } = document as { readonly Statement: readonly Statement[] };
  return new Map(statements.map((statement, at) => [statement.Sid ?? `#${at}`, statement]));
}

/** A value or several, as policies write them. */
export function several(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

function idleBundles(): Bundles {
  const folder = mkdtempSync(join(tmpdir(), 'idle-'));
  const make = (name: string) => {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'index.mjs'), `export const name = '${name}';\n`);
    return { folder: join(folder, name), bytes: 0 };
  };
  return { light: make('light'), engine: make('engine') };
}
