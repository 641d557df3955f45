import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync, type Metafile } from 'esbuild';
import {
  type Architecture,
  BINDING_FILES,
  bindingPackage,
  findBinding,
  installedFolder,
} from './duckdb-binding.ts';
import { BundleTooLarge, BundleUnfit } from './errors.ts';

/** The code of some functions: a folder as Lambda unpacks it. */
export interface Bundle {
  readonly folder: string;
  /** Of all its files. */
  readonly bytes: number;
}

/** `engine` brings DuckDB; `light` does not. */
export interface Bundles {
  readonly light: Bundle;
  readonly engine: Bundle;
}

/** Lambda's quota of a function's code, unpacked. */
export const UNPACKED_LIMIT = 262_144_000;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** esbuild leaves `require` of CommonJS packages as it is; an ES module has none. */
const BANNER = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

const NODES: ReadonlySet<string> = new Set(builtinModules);

const made = new Map<Architecture, Bundles>();

/**
 * Bundles the handlers under `lambdas/`, once in a process, into a folder that goes when the process ends.
 * @throws DuckdbBindingMissing, DuckdbBindingForeign, BundleTooLarge, BundleUnfit
 */
export function makeBundles(architecture: Architecture): Bundles {
  const earlier = made.get(architecture);
  if (earlier !== undefined) return earlier;
  const folder = mkdtempSync(join(tmpdir(), 'tributary-bundles-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const bundles = bundleInto(folder, architecture);
  made.set(architecture, bundles);
  return bundles;
}

/**
 * Bundles the handlers under `lambdas/` as Lambda takes them: the same sources give the same bytes.
 * @param folder gets a folder a bundle
 * @throws DuckdbBindingMissing, DuckdbBindingForeign, BundleTooLarge, BundleUnfit
 */
export function bundleInto(folder: string, architecture: Architecture): Bundles {
  const binding = findBinding(architecture);
  return {
    light: measureBundle('light', makeLight(join(folder, 'light'))),
    engine: measureBundle('engine', makeEngine(join(folder, 'engine'), architecture, binding)),
  };
}

/** A folder as a bundle. @throws BundleTooLarge */
export function measureBundle(name: keyof Bundles, folder: string): Bundle {
  const bytes = filesBelow(folder).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
  if (bytes > UNPACKED_LIMIT) throw new BundleTooLarge(name, bytes, UNPACKED_LIMIT);
  return { folder, bytes };
}

function makeLight(folder: string): string {
  bundle('light', folder, []);
  return folder;
}

/** With DuckDB beside it as node_modules: a native library cannot be bundled. */
function makeEngine(folder: string, architecture: Architecture, binding: string): string {
  bundle('engine', folder, ['@duckdb/*']);
  const modules = join(folder, 'node_modules');
  copyScripts(installedFolder('@duckdb/node-api'), join(modules, '@duckdb', 'node-api'));
  copyScripts(installedFolder('@duckdb/node-bindings'), join(modules, '@duckdb', 'node-bindings'));
  const native = join(modules, bindingPackage(architecture));
  mkdirSync(native, { recursive: true });
  for (const file of BINDING_FILES) cpSync(join(binding, file), join(native, file), { dereference: true });
  return folder;
}

/** @throws BundleUnfit where something is left to be imported that is neither Node's nor beside the bundle */
function bundle(name: keyof Bundles, folder: string, external: readonly string[]): void {
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [join('lambdas', `${name}.ts`)],
    outfile: join(folder, 'index.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    external: [...external],
    banner: { js: BANNER },
    minify: true,
    // The names of error classes are what a workflow's ErrorEquals sees.
    keepNames: true,
    legalComments: 'none',
    sourcemap: false,
    metafile: true,
    logLevel: 'silent',
  });
  const foreign = externalImports(metafile).find((path) =>
    name === 'light' ? !isNodes(path) : !isNodes(path) && !path.startsWith('@duckdb/'),
  );
  if (foreign !== undefined) throw new BundleUnfit(name, foreign);
  copyAssemblies(metafile, folder);
}

/** HiGHS finds its WebAssembly beside the module that loads it, which is now the bundle. */
function copyAssemblies(metafile: Metafile, folder: string): void {
  if (!Object.keys(metafile.inputs).some((path) => path.endsWith('node_modules/highs/build/highs.mjs')))
    return;
  cpSync(fileURLToPath(import.meta.resolve('highs/runtime')), join(folder, 'highs.wasm'));
}

function externalImports({ outputs }: Metafile): readonly string[] {
  return Object.values(outputs).flatMap(({ imports }) =>
    imports.filter(({ external }) => external).map(({ path }) => path),
  );
}

function isNodes(path: string): boolean {
  return path.startsWith('node:') || NODES.has(path);
}

/** A package's scripts and manifest, without its types and notes. */
function copyScripts(from: string, to: string): void {
  for (const path of filesBelow(from)) {
    if (!/\.(js|json|cjs|mjs)$/.test(path) || path.startsWith('node_modules/')) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path));
  }
}

/** Relative paths of all files, ordered. */
function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}
