import { access, constants, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { FolderStore } from '../adapters/local/folder-store.ts';
import { FileUnreadable } from './errors.ts';

/** The name of a file that can be read. @throws FileUnreadable */
export async function requireFile(path: string): Promise<string> {
  try {
    if (!(await stat(path)).isFile()) throw new FileUnreadable(path, 'folder');
    await access(path, constants.R_OK);
    return basename(path);
  } catch (error) {
    if (error instanceof FileUnreadable) throw error;
    throw unreadable(path, error);
  }
}

/** A file of somebody's own, as an object to be read where it lies. @throws FileUnreadable */
export async function openFile(path: string): Promise<{ readonly store: FolderStore; readonly key: string }> {
  const key = await requireFile(path);
  return { store: new FolderStore(dirname(resolve(path))), key };
}

/** What kept a file from being read, in our words. */
export function unreadable(path: string, error: unknown): FileUnreadable {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return new FileUnreadable(path, PROBLEMS[code] ?? 'other');
}

const PROBLEMS: Readonly<Record<string, 'missing' | 'folder' | 'denied'>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  EISDIR: 'folder',
  EACCES: 'denied',
};
