import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';

/** Where a planted identifier was found, and in which guise. */
export interface Leak {
  readonly place: string;
  readonly planted: string;
  readonly guise: string;
}

/** A planted string in every guise in which it would still give a person away: as it is, and under unkeyed hashes. */
export function guisesOf(planted: string): ReadonlyMap<string, string> {
  const spellings = new Set([
    planted,
    planted.toUpperCase(),
    planted.toLowerCase(),
    planted.replaceAll(/[^\p{L}\p{N}]/gu, ''),
    planted.trim(),
  ]);
  const guises = new Map<string, string>();
  for (const spelling of spellings) {
    if (spelling === '') continue;
    guises.set(spelling, 'clear');
    guises.set(Buffer.from(spelling).toString('base64').replace(/=+$/, ''), 'base64');
    for (const algorithm of ['md5', 'sha1', 'sha256'] as const) {
      const digest = createHash(algorithm).update(spelling).digest();
      guises.set(digest.toString('hex'), algorithm);
      guises.set(digest.toString('hex').toUpperCase(), algorithm);
      guises.set(digest.toString('base64').replace(/=+$/, ''), algorithm);
    }
  }
  return guises;
}

/** Searches text for planted strings. Clear text is searched whatever its case. */
export function leaksIn(place: string, text: string, planted: readonly string[]): Leak[] {
  const lower = text.toLowerCase();
  return planted.flatMap((one) =>
    [...guisesOf(one)]
      .filter(([spelling, guise]) =>
        guise === 'clear' ? lower.includes(spelling.toLowerCase()) : text.includes(spelling),
      )
      .map(([, guise]) => ({ place, planted: one, guise })),
  );
}

/** Searches every byte of a folder, Parquet decoded and gzip unpacked, but for the folders that are left out. */
export async function leaksBelow(
  folder: string,
  planted: readonly string[],
  except: (path: string) => boolean,
): Promise<Leak[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const leaks: Leak[] = [];
  for (const file of files) {
    const path = join(file.parentPath, file.name);
    const name = relative(folder, path);
    if (except(name)) continue;
    const bytes = readFileSync(path);
    leaks.push(
      ...leaksIn(name, name, planted),
      ...leaksIn(name, bytes.toString('latin1'), planted),
      ...leaksIn(name, bytes.toString('utf8'), planted),
    );
    if (name.endsWith('.gz')) leaks.push(...leaksIn(name, gunzipSync(bytes).toString('utf8'), planted));
    if (bytes.subarray(0, 4).toString() === 'PAR1')
      leaks.push(...leaksIn(name, await decodeParquet(path), planted));
  }
  return leaks;
}

async function decodeParquet(path: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const reader = await connection.runAndReadAll('SELECT * FROM read_parquet(?)', [path]);
  const text = JSON.stringify(reader.getRowsJson());
  connection.closeSync();
  instance.closeSync();
  return text;
}
