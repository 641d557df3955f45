import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeployedSystem } from '../../adapters/aws/deployed-system.ts';
import { readWorkspaceParameters } from '../../adapters/aws/workspace-parameters.ts';
import { readWorkspaceFiles } from '../../adapters/local/workspace-files.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Template } from '../../stacks/resolve-template.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { checkWorkspace, workspaceSummary } from '../commands/check.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { renderFindings } from '../render-findings.ts';
import { type Compared, compareStacks } from './drift/compare.ts';
import type { Drift } from './drift/drift.ts';
import { workspaceDrift } from './drift/workspace-files.ts';
import { openTarget, type Target, type TargetOptions } from './target.ts';

/**
 * `tributary check --target aws`: the workspace, and whether what stands on AWS is what it says. Reads only.
 * @returns 2 where the workspace has an error or anything deployed differs, else 0
 */
export async function checkOnAws(options: TargetOptions, io: Io, clock: Clock): Promise<ExitCode> {
  const { workspace, findings } = await checkWorkspace(options.workspace, clock);
  const fit = workspace !== undefined && !findings.some(({ severity }) => severity === 'error');
  if (!fit) {
    if (io.json) printJson(io, { fit: false, findings });
    else io.out(renderFindings(findings));
    return 2;
  }
  const progress = showProgress(io);
  progress.start('comparing with AWS');
  const target = await openTarget(options, io);
  const { drift, compared } = await compareAll(target, options.workspace);
  progress.done(drift.length === 0 ? 'no difference' : `${drift.length} differ`);
  if (io.json) {
    const { region, account } = target.place;
    printJson(io, { fit: drift.length === 0, findings, deployed: { account, region, compared, drift } });
  } else {
    io.out(`${renderFindings(findings)}${workspaceSummary(workspace)}\n\n${renderDrift(drift, compared)}`);
  }
  return drift.length === 0 ? 0 : 2;
}

interface Comparison {
  readonly drift: readonly Drift[];
  readonly compared: Compared & { readonly files: number };
}

async function compareAll({ workspace, names, place, clients }: Target, folder: string): Promise<Comparison> {
  const files = await readWorkspaceFiles(folder);
  const { cloudFormation } = clients;
  const deployed = new DeployedSystem({
    cloudFormation,
    s3: clients.s3(),
    kms: clients.kms(),
    glue: clients.glue(),
    account: place.account,
  });
  const templates = await synthesise(workspace, files);
  const { drift, compared } = await compareStacks(templates, place, deployed);
  const parameters = await readWorkspaceParameters(clients.ssm(), names.workspaceParameters);
  return {
    drift: [...drift, ...workspaceDrift(names.workspaceParameters, files, parameters)],
    compared: { ...compared, files: files.size },
  };
}

/** The templates that `npx cdk synth` would make now, by stack. The CDK is loaded for it alone: it takes a second. */
async function synthesise(
  workspace: Workspace,
  files: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, Template>> {
  const { makeApp } = await import('../../stacks/app.ts');
  const outdir = await mkdtemp(join(tmpdir(), 'tributary-check-'));
  try {
    const { stacks } = makeApp({ workspace, files, outdir }).synth();
    return new Map(stacks.map(({ stackName, template }) => [stackName, template as Template]));
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

const TITLES: Readonly<Record<Drift['of'], string>> = {
  stack: 'Stacks',
  resource: 'Resources',
  bucket_policy: 'Bucket policies in force',
  key_policy: 'Key policies in force',
  workspace_file: 'The workspace that functions read',
  table: 'Tables in Glue',
};

function renderDrift(drift: readonly Drift[], compared: Comparison['compared']): string {
  const { stacks, resources, statements, tables, files } = compared;
  const much = `Compared ${stacks} stacks (${resources} resources), ${statements} statements of policies in force, ${tables} tables, ${files} files of the workspace`;
  if (drift.length === 0) return `${much}: AWS has what the workspace says.\n`;
  const parts = (Object.keys(TITLES) as Drift['of'][]).flatMap((of) => {
    const lines = drift
      .filter((one) => one.of === of)
      .map(({ problem, message }) => `  ${problem}: ${message}\n`);
    return lines.length === 0 ? [] : [`${TITLES[of]}\n${lines.join('')}`];
  });
  return `${parts.join('\n')}\n${much}: ${drift.length} differ.\n`;
}
