import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'aws-cdk-lib';
import { readWorkspaceFiles } from '../../../lib/adapters/local/workspace-files.ts';
import { makeApp } from '../../../lib/stacks/app.ts';
import type { Template } from '../../../lib/stacks/resolve-template.ts';
import { requireWorkspace, type Workspace } from '../../../lib/workspace/workspace.ts';

export type Files = ReadonlyMap<string, string>;

/** An app after its synthesis, so that rules see what aspects have added. */
export interface Made {
  readonly app: App;
  readonly workspace: Workspace;
  /** Where the templates are. */
  readonly outdir: string;
  /** By stack name. */
  readonly templates: ReadonlyMap<string, Template>;
}

const COUNTY = 'examples/county';

/** The county as it is in the repository. */
export async function county(): Promise<Made> {
  return made(await readWorkspaceFiles(COUNTY));
}

/** The county with everything switched on that makes other resources; one agency delivers from an account of its own. */
export async function everyOption(): Promise<Made> {
  const files = await readWorkspaceFiles(COUNTY);
  return made(
    new Map([
      ...files,
      [
        'collaborative.yaml',
        `${files.get('collaborative.yaml')}
deployment:
  fips: true
  architecture: arm64
  keyVersion: 3
  malwareProtection: true
  largestFileMegabytes: 4096
  alarmEmails: [operator@alder.example, second@alder.example]
  samlProvider: arn:aws:iam::111122223333:saml-provider/alder
`,
      ],
      [
        'agencies/jail.yaml',
        `${files.get('agencies/jail.yaml')}\nprincipal: arn:aws:iam::444455556666:role/extracts\n`,
      ],
    ]),
  );
}

/** @param code what functions would run. @default a small folder that nobody runs */
export function made(files: Files, code = join(import.meta.dirname, '../../../lib/errors')): Made {
  const workspace = requireWorkspace(files, { folder: COUNTY, today: '2026-04-10' as never });
  const outdir = mkdtempSync(join(tmpdir(), 'ruled-'));
  const bundle = { folder: code, bytes: 1 };
  const app = makeApp({ workspace, files, outdir, bundles: { light: bundle, engine: bundle } });
  const { stacks } = app.synth();
  return {
    app,
    workspace,
    outdir,
    templates: new Map(stacks.map(({ stackName, template }) => [stackName, template as Template])),
  };
}
