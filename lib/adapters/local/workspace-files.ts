import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FOLDERS } from '../../workspace/workspace.ts';

/** No contract lies deeper than this below its folder; a misplaced one is found a little deeper. */
const DEEPEST = 3;

/**
 * The YAML of a workspace folder: what lies in its root, and in the workspace's own folders. Hidden files, and
 * whatever is no file (a folder or a pipe called x.yaml), are passed over; links to files are followed.
 * @returns path relative to the folder, segments divided by `/`, to text; empty where there is no such folder
 */
export async function readWorkspaceFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const paths = [...(await yamlBelow(folder, '', 0))];
  for (const part of FOLDERS) paths.push(...(await yamlBelow(folder, `${part}/`, DEEPEST)));
  const files = new Map<string, string>();
  for (const path of paths) files.set(path, await readFile(join(folder, path), 'utf8'));
  return files;
}

/** Paths of YAML files under a prefix, and so many folders deeper. */
async function yamlBelow(root: string, prefix: string, deeper: number): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const entry of await entries(join(root, prefix))) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory()) {
      if (deeper > 0) paths.push(...(await yamlBelow(root, `${path}/`, deeper - 1)));
    } else if (/\.ya?ml$/i.test(path) && (entry.isFile() || (await leadsToFile(join(root, path))))) {
      paths.push(path);
    }
  }
  return paths;
}

async function entries(folder: string): Promise<readonly Dirent[]> {
  try {
    const found = await readdir(folder, { withFileTypes: true });
    return found.filter(({ name }) => !name.startsWith('.')).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function leadsToFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && ABSENT.includes(String(error.code));
}

/** Not there, below something that is no folder, or a link that leads round in circles. */
const ABSENT = ['ENOENT', 'ENOTDIR', 'ELOOP'];
