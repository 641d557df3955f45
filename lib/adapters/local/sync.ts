import { open } from 'node:fs/promises';

/** Brings a file's bytes to the disk before it is renamed: a power cut after the rename must not leave it empty. */
export async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
