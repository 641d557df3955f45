import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWorkspaceFiles } from '../../lib/adapters/local/workspace-files.ts';
import type { Place } from '../../lib/deployment/names.ts';
import { makeApp } from '../../lib/stacks/app.ts';
import type { Bundles } from '../../lib/stacks/bundle.ts';
import { ResolvedTemplates, type Template } from '../../lib/stacks/resolve-template.ts';
import { requireWorkspace, type Workspace } from '../../lib/workspace/workspace.ts';

export const ACCOUNT = '111122223333';
export const PLACE: Place = { partition: 'aws', account: ACCOUNT, region: 'us-east-1' };

export interface Synthesised {
  readonly workspace: Workspace;
  readonly outdir: string;
  /** As CloudFormation would fill them in at `PLACE`; by stack name. */
  readonly templates: ResolvedTemplates;
  /** As they are uploaded; by stack name. */
  readonly raw: ReadonlyMap<string, Template>;
}

export interface SynthesisAsked {
  /** @default the county's */
  readonly folder?: string;
  /** Changes files of the workspace, by path. */
  readonly changed?: (files: ReadonlyMap<string, string>) => ReadonlyMap<string, string>;
  readonly context?: Readonly<Record<string, unknown>>;
  /** What the templates are filled in for. @default `PLACE` */
  readonly place?: Place;
  /** @default stand-ins, since bundling takes seconds */
  readonly bundles?: Bundles;
  readonly validated?: boolean;
}

/** Every stack of a workspace, synthesised in this process. */
export async function synthesised(asked: SynthesisAsked = {}): Promise<Synthesised> {
  const { folder = 'examples/county', changed = (files) => files, context = {}, place = PLACE } = asked;
  const files = changed(await readWorkspaceFiles(folder));
  const workspace = requireWorkspace(files, { folder, today: '2026-04-10' as never });
  const outdir = mkdtempSync(join(tmpdir(), 'synthesised-'));
  const app = makeApp({
    workspace,
    files,
    outdir,
    context,
    bundles: asked.bundles ?? standIns(),
    ...(asked.validated === undefined ? {} : { validated: asked.validated }),
  });
  const raw = new Map(
    app.synth().stacks.map(({ stackName, template }) => [stackName, template as Template] as const),
  );
  const templates = new ResolvedTemplates(raw, place, (stack, logicalId) => `${stack}-${logicalId}`);
  return { workspace, outdir, templates, raw };
}

/** Code that nobody runs. */
function standIns(): Bundles {
  const folder = join(import.meta.dirname, '..', '..', 'lib', 'errors');
  const bundle = { folder, bytes: 1 };
  return { light: bundle, engine: bundle };
}
