import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FOLDERS } from '../../workspace/workspace.ts';

/** No contract lies deeper than this below its folder. */
const DEEPEST = 4;

/**
 * The YAML of a workspace folder: `collaborative.yaml` beside others of the root, and whatever lies in the
 * workspace's own folders. Links that lead elsewhere, and files that are not text in UTF-8, are read as they come.
 * @returns path relative to the folder, segments divided by `/`, to text; empty where there is no such folder
 */
export async function readWorkspaceFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const name of await yamlIn(folder)) files.set(name, await readFile(join(folder, name), 'utf8'));
  for (const part of FOLDERS) await readInto(files, folder, part, 1);
  return files;
}

async function readInto(
  files: Map<string, string>,
  root: string,
  path: string,
  depth: number,
): Promise<void> {
  for (const entry of await entries(join(root, path))) {
    const inside = `${path}/${entry.name}`;
    if (entry.isDirectory() && depth < DEEPEST) await readInto(files, root, inside, depth + 1);
    else if (isYaml(entry.name) && !entry.isDirectory())
      files.set(inside, await readFile(join(root, inside), 'utf8'));
  }
}

async function yamlIn(folder: string): Promise<readonly string[]> {
  return (await entries(folder))
    .filter((entry) => isYaml(entry.name) && !entry.isDirectory())
    .map(({ name }) => name);
}

async function entries(folder: string) {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return [];
    throw error;
  }
}

function isYaml(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}
