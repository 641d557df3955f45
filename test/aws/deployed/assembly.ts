import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Template } from '../../../lib/stacks/resolve-template.ts';

/** What `cdk synth` writes: a template a stack, and the folders of code. */
export interface Assembly {
  /** By stack name. */
  readonly templates: ReadonlyMap<string, Template>;
  /** The folder of an asset by the digest that templates call it by. */
  readonly assets: ReadonlyMap<string, string>;
}

interface Manifest {
  readonly artifacts: Readonly<
    Record<
      string,
      {
        readonly type: string;
        readonly properties?: {
          readonly templateFile?: string;
          readonly stackName?: string;
          readonly file?: string;
        };
      }
    >
  >;
}

export function readAssembly(folder: string): Assembly {
  const manifests = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /(^|\/)manifest\.json$/.test(name) && !name.startsWith('asset.'),
  );
  const templates = new Map<string, Template>();
  const assets = new Map<string, string>();
  for (const name of manifests) {
    const at = join(folder, dirname(name));
    const { artifacts } = readJson<Manifest>(join(folder, name));
    for (const [id, { type, properties }] of Object.entries(artifacts)) {
      if (type === 'aws:cloudformation:stack' && properties?.templateFile !== undefined)
        templates.set(properties.stackName ?? id, readJson<Template>(join(at, properties.templateFile)));
      if (type === 'cdk:asset-manifest' && properties?.file !== undefined)
        for (const [digest, path] of assetsOf(join(at, properties.file))) assets.set(digest, join(at, path));
    }
  }
  return { templates, assets };
}

function assetsOf(manifest: string): readonly (readonly [digest: string, path: string])[] {
  const { files } = readJson<{ files?: Record<string, { source: { path?: string } }> }>(manifest);
  return Object.entries(files ?? {}).flatMap(([digest, { source }]) =>
    source.path === undefined ? [] : [[digest, source.path] as const],
  );
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}
