import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Every file below a folder with its SHA-256, ordered by path; nothing where there is no such folder. */
export function digestsBelow(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const digests = files
    .map((file) => join(file.parentPath, file.name))
    .map(
      (path) =>
        [relative(folder, path), createHash('sha256').update(readFileSync(path)).digest('hex')] as const,
    );
  return Object.fromEntries(digests.sort(([a], [b]) => (a < b ? -1 : 1)));
}
