import { fileURLToPath } from 'node:url';
import { readWorkspaceFiles } from '../../lib/adapters/local/workspace-files.ts';
import { type Finding, readWorkspace, type Workspace } from '../../lib/workspace/workspace.ts';

/** What `check` says about one of the examples on a day. */
export async function readExample(
  name: 'county' | 'registry',
  today: string,
): Promise<{ readonly workspace?: Workspace; readonly findings: readonly Finding[] }> {
  const folder = fileURLToPath(new URL(`../../examples/${name}`, import.meta.url));
  return readWorkspace(await readWorkspaceFiles(folder), { folder: name, today });
}

export async function countyWorkspace(today: string): Promise<Workspace> {
  const { workspace } = await readExample('county', today);
  if (workspace === undefined) throw new Error('The county has a file that cannot be read.');
  return workspace;
}
