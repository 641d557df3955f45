import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readWorkspaceFiles } from '../../adapters/local/workspace-files.ts';
import type { Clock } from '../../ports/clock.ts';
import { dayOf, starterWorkspace } from '../../workspace/workspace.ts';
import { WorkspaceExists } from '../errors.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';

/**
 * `tributary init DIR`: writes a commented workspace to start from, and nothing over what is there.
 * @throws WorkspaceExists where the folder holds a workspace already
 */
export async function initWorkspace(folder: string, io: Io, clock: Clock): Promise<ExitCode> {
  const [present] = [...(await readWorkspaceFiles(folder)).keys()];
  if (present !== undefined) throw new WorkspaceExists(folder, present);
  const files = starterWorkspace(dayOf(clock.now()));
  for (const [path, text] of files) {
    await mkdir(join(folder, dirname(path)), { recursive: true });
    await writeNew(join(folder, path), text);
  }
  const written = [...files.keys()];
  if (io.json) printJson(io, { folder, files: written });
  else
    io.out(
      `Wrote ${written.length} files to ${folder}:\n${written.map((path) => `  ${path}\n`).join('')}Next: edit them, then run "tributary check --workspace ${folder}".\n`,
    );
  return 0;
}

/** A `.gitignore` that is there already stays as it is. */
async function writeNew(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text, { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}
