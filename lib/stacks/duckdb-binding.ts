import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deployment } from '../workspace/model.ts';
import { DuckdbBindingForeign, DuckdbBindingMissing } from './errors.ts';

export type Architecture = Deployment['architecture'];

/** The files of a native binding that a function needs; the rest of the package is for reading. */
export const BINDING_FILES = ['package.json', 'duckdb.node', 'libduckdb.so'] as const;

/** What an ELF header says of a library for each architecture: `e_machine`, bytes 18 and 19. */
const MACHINES = { x86_64: 0x3e, arm64: 0xb7 } as const satisfies Record<Architecture, number>;
const NODE_NAMES = { x86_64: 'x64', arm64: 'arm64' } as const satisfies Record<Architecture, string>;

/** The npm package that holds DuckDB's native part for Lambda. */
export function bindingPackage(architecture: Architecture): string {
  return `@duckdb/node-bindings-linux-${NODE_NAMES[architecture]}`;
}

const { resolve } = createRequire(import.meta.url);

/** The folder of an installed package that lets its `package.json` be found. */
export function installedFolder(name: string): string {
  return dirname(resolve(`${name}/package.json`));
}

/** The version of the bindings that this checkout has installed; the native part has to be of the same one. */
export function bindingVersion(): string {
  return versionOf(installedFolder('@duckdb/node-bindings')) ?? '';
}

/** Where `npm run fetch:duckdb` keeps what it fetched. */
export function bindingCache(
  architecture: Architecture,
  version: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const cache =
    environment['TRIBUTARY_CACHE'] ??
    fileURLToPath(new URL('../../node_modules/.cache/tributary', import.meta.url));
  return join(cache, 'duckdb', version, bindingPackage(architecture).replace('@duckdb/', ''));
}

/**
 * The folder of the native binding for an architecture: what npm installed, else what was fetched.
 * @throws DuckdbBindingMissing where neither has it in the right version; DuckdbBindingForeign where its library is
 *   for another machine
 */
export function findBinding(
  architecture: Architecture,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const version = bindingVersion();
  const candidates = [installedOrNone(architecture), bindingCache(architecture, version, environment)];
  const found = candidates.find((folder) => folder !== undefined && versionOf(folder) === version);
  if (found === undefined) throw new DuckdbBindingMissing(architecture, version);
  requireArchitecture(found, architecture);
  return found;
}

/** @throws DuckdbBindingForeign unless each library of the folder is for Linux on the architecture */
export function requireArchitecture(folder: string, architecture: Architecture): void {
  for (const file of ['duckdb.node', 'libduckdb.so']) {
    if (machineOf(join(folder, file)) !== MACHINES[architecture])
      throw new DuckdbBindingForeign(file, architecture);
  }
}

/** `e_machine` of a 64-bit little-endian ELF file; undefined for anything else. */
function machineOf(path: string): number | undefined {
  if (!existsSync(path)) return undefined;
  const header = Buffer.alloc(20);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  const elf64LittleEndian = header.subarray(0, 6).equals(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1]));
  return elf64LittleEndian ? header.readUInt16LE(18) : undefined;
}

function installedOrNone(architecture: Architecture): string | undefined {
  try {
    return installedFolder(bindingPackage(architecture));
  } catch {
    return undefined;
  }
}

function versionOf(folder: string): string | undefined {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return undefined;
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: string }).version;
}
