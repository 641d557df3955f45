import { systemClock } from '../adapters/local/clock.ts';
import { readWorkspaceFiles } from '../adapters/local/workspace-files.ts';
import { dayOf, requireWorkspace, type Workspace } from '../workspace/workspace.ts';
import type { Io } from './io.ts';

/** Reads the workspace for a command that uses it. @throws WorkspaceUnfit where `check` would find errors */
export async function openWorkspace(folder: string, io: Io): Promise<Workspace> {
  const today = dayOf(systemClock(io.environment).now());
  return requireWorkspace(await readWorkspaceFiles(folder), { folder, today });
}
