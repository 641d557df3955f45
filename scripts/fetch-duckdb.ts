import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { TributaryError } from '../lib/errors/tributary-error.ts';
import {
  type Architecture,
  BINDING_FILES,
  bindingCache,
  bindingPackage,
  bindingVersion,
  requireArchitecture,
} from '../lib/stacks/duckdb-binding.ts';
import { DuckdbBindingUnpublished, DuckdbDownloadBroken } from '../lib/stacks/errors.ts';

/** Runs npm in a folder and gives what it prints. Rejects where npm ends with an error, with that output in `stdout`. */
export type Npm = (args: readonly string[], folder: string) => Promise<string>;

export interface FetchOptions {
  readonly architecture: Architecture;
  /** Fetch anew what is there. */
  readonly force: boolean;
  readonly npm: Npm;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const run = promisify(execFile);

/**
 * Puts DuckDB's native part for another architecture than this machine's where synthesis looks for it.
 * @returns the folder
 * @throws DuckdbBindingUnpublished, DuckdbDownloadBroken, DuckdbBindingForeign
 */
export async function fetchBinding({ architecture, force, npm, environment }: FetchOptions): Promise<string> {
  const version = bindingVersion();
  const folder = bindingCache(architecture, version, environment);
  if (!force && existsSync(join(folder, 'package.json'))) {
    requireArchitecture(folder, architecture);
    return folder;
  }
  await mkdir(dirname(folder), { recursive: true });
  const scratch = await mkdtemp(join(dirname(folder), 'fetching-'));
  try {
    const unpacked = await unpackVerified(bindingPackage(architecture), version, architecture, npm, scratch);
    requireArchitecture(unpacked, architecture);
    await rm(folder, { recursive: true, force: true });
    await rename(unpacked, folder);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  return folder;
}

/** Downloads a package, compares it with the registry's digest, and unpacks the files that a function needs. */
async function unpackVerified(
  name: string,
  version: string,
  architecture: Architecture,
  npm: Npm,
  scratch: string,
): Promise<string> {
  const stated = await ask(npm, ['view', `${name}@${version}`, 'dist.integrity', '--json'], scratch);
  if (typeof stated !== 'string') {
    const newest = await ask(npm, ['view', name, 'version', '--json'], scratch);
    throw new DuckdbBindingUnpublished(
      architecture,
      version,
      typeof newest === 'string' ? newest : undefined,
    );
  }
  const packed = await ask(npm, ['pack', `${name}@${version}`, '--json', '--silent'], scratch);
  const archive = join(scratch, fileNameOf(packed));
  const digest = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64');
  if (!stated.split(/\s+/).includes(`sha512-${digest}`)) throw new DuckdbDownloadBroken(name, version);
  // Every file of an npm package lies below `package/`.
  await run('tar', ['-xzf', archive, '-C', scratch]);
  const wanted = join(scratch, 'wanted');
  await mkdir(wanted);
  for (const file of BINDING_FILES) await cp(join(scratch, 'package', file), join(wanted, file));
  return wanted;
}

/** What npm answers in JSON; undefined where it knows no such thing. */
async function ask(npm: Npm, args: readonly string[], folder: string): Promise<unknown> {
  try {
    const text = await npm(args, folder);
    return text.trim() === '' ? undefined : JSON.parse(text);
  } catch (error) {
    if (isUnknown(error)) return undefined;
    throw error;
  }
}

/** npm's own code for a package or version that the registry does not have. */
function isUnknown(error: unknown): boolean {
  return error instanceof Error && 'stdout' in error && String(error.stdout).includes('"E404"');
}

function fileNameOf(packed: unknown): string {
  const [first] = Array.isArray(packed) ? packed : Object.values(packed ?? {});
  const { filename } = first as { readonly filename: string };
  // Older npm prints the name with its scope, and writes the file without.
  return filename.replace(/^@/, '').replaceAll('/', '-');
}

const realNpm: Npm = async (args, folder) => {
  const { stdout } = await run('npm', [...args], { cwd: folder, maxBuffer: 64 * 1_048_576 });
  return stdout;
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: { arch: { type: 'string', default: 'arm64' }, force: { type: 'boolean', default: false } },
  });
  const { arch, force } = values;
  if (arch !== 'arm64' && arch !== 'x86_64') {
    console.error('Name an architecture: --arch arm64 or --arch x86_64.');
    process.exitCode = 2;
  } else {
    try {
      console.log(await fetchBinding({ architecture: arch, force, npm: realNpm, environment: process.env }));
    } catch (error) {
      console.error(error instanceof TributaryError ? error.message : error);
      process.exitCode = error instanceof TributaryError ? error.exitCode : 3;
    }
  }
}
