import { mkdir, mkdtemp, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { WrongUsage } from '../errors.ts';

/**
 * Writes files of a folder so that it is never half-written: first beside it, then each by a rename. What else lies in
 * the folder stays.
 * @param files name to content
 * @throws WrongUsage where the folder's place is taken by a file
 */
export async function writeResults(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const out = resolve(folder);
  await mkdir(dirname(out), { recursive: true });
  const fresh = await mkdtemp(join(dirname(out), `.${basename(out)}-`));
  try {
    for (const [name, content] of files) await writeFile(join(fresh, name), content);
    await mkdir(out, { recursive: true });
    for (const name of files.keys()) await rename(join(fresh, name), join(out, name));
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Asked before the work begins, so that nobody waits for a result that has no place. @throws WrongUsage */
export async function requireFolderPlace(folder: string): Promise<void> {
  try {
    if ((await stat(folder)).isDirectory()) return;
  } catch {
    return;
  }
  throw new WrongUsage(`--out names "${folder}", which is a file. Name a folder.`);
}
