import { resolve } from 'node:path';
import { systemClock } from '../lib/adapters/local/clock.ts';
import { readWorkspaceFiles } from '../lib/adapters/local/workspace-files.ts';
import { renderFindings } from '../lib/cli/render-findings.ts';
import { TributaryError } from '../lib/errors/tributary-error.ts';
import { makeApp } from '../lib/stacks/app.ts';
import { dayOf, readWorkspace } from '../lib/workspace/workspace.ts';

/** What `npx cdk` passes on to its app: `cdk.json` and every `-c key=value`. */
function contextOfCommandLine(): Readonly<Record<string, unknown>> {
  return JSON.parse(process.env['CDK_CONTEXT_JSON'] ?? '{}');
}

/** Checks the workspace and writes the cloud assembly. @returns the exit code: 2 where the workspace is unfit */
async function main(): Promise<number> {
  const { workspace: named = 'examples/county' } = contextOfCommandLine();
  const folder = resolve(String(named));
  const files = await readWorkspaceFiles(folder);
  const today = dayOf(systemClock(process.env).now());
  const { workspace, findings } = readWorkspace(files, { folder, today });
  if (workspace === undefined || findings.some(({ severity }) => severity === 'error')) {
    process.stderr.write(`The workspace ${folder} cannot be deployed.\n${renderFindings(findings)}`);
    return 2;
  }
  makeApp({ workspace, files, validated: true }).synth();
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof TributaryError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error.exitCode;
}
