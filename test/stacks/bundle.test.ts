import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { STEPS } from '../../lib/deployment/steps.ts';
import { type Bundles, bundleInto, measureBundle, UNPACKED_LIMIT } from '../../lib/stacks/bundle.ts';
import {
  type Architecture,
  bindingCache,
  bindingPackage,
  bindingVersion,
  findBinding,
} from '../../lib/stacks/duckdb-binding.ts';
import {
  BundleTooLarge,
  DuckdbBindingForeign,
  DuckdbBindingMissing,
  DuckdbBindingUnpublished,
  DuckdbDownloadBroken,
} from '../../lib/stacks/errors.ts';
import { workflowText } from '../../lib/stacks/workflows.ts';
import { fetchBinding, type Npm } from '../../scripts/fetch-duckdb.ts';

/** One that npm does not install on this machine, so that what is found is what a test put there. */
const FOREIGN: Architecture = process.arch === 'arm64' ? 'x86_64' : 'arm64';
const OWN: Architecture = process.arch === 'arm64' ? 'arm64' : 'x86_64';
const MACHINES = { x86_64: 0x3e, arm64: 0xb7 };

function aFolder(): string {
  return mkdtempSync(join(tmpdir(), 'bundle-'));
}

/** The beginning of a 64-bit little-endian ELF file. */
function aLibrary(architecture: Architecture): Buffer {
  const header = Buffer.alloc(64);
  header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  header.writeUInt16LE(MACHINES[architecture], 18);
  return header;
}

/** Writes the native part of DuckdB as its package has it. */
function writeBinding(folder: string, architecture: Architecture, version = bindingVersion()): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: bindingPackage(architecture), version }),
  );
  writeFileSync(join(folder, 'duckdb.node'), aLibrary(architecture));
  writeFileSync(join(folder, 'libduckdb.so'), aLibrary(architecture));
}

/** npm with a registry that has one package, whose stated digest is right or wrong. */
function aRegistry(of: {
  readonly published: boolean;
  readonly libraryOf?: Architecture;
  readonly digest?: string;
}): Npm {
  return async (args, folder) => {
    const [command, spec = ''] = args;
    const archive = join(folder, 'binding.tgz');
    if (spec.includes(bindingVersion()) && !of.published)
      throw Object.assign(new Error('npm failed'), { stdout: '{"error": {"code": "E404"}}' });
    if (command === 'view' && !spec.includes(bindingVersion())) return '"1.0.0"';
    if (!existsSync(archive)) {
      writeBinding(join(folder, 'packed', 'package'), of.libraryOf ?? FOREIGN);
      execFileSync('tar', ['-czf', archive, '-C', join(folder, 'packed'), 'package']);
    }
    if (command === 'pack') return JSON.stringify([{ filename: 'binding.tgz' }]);
    const digest = createHash('sha512').update(readFileSync(archive)).digest('base64');
    return JSON.stringify(`sha512-${of.digest ?? digest}`);
  };
}

describe('the native part of DuckDB', () => {
  it('of this machine’s architecture is the installed one', () => {
    const folder = findBinding(OWN, { TRIBUTARY_CACHE: aFolder() });

    expect(folder).toContain('node_modules');
  });

  it('that is not there stops synthesis, which names the command that fetches it', () => {
    const find = () => findBinding(FOREIGN, { TRIBUTARY_CACHE: aFolder() });

    expect(find).toThrow(DuckdbBindingMissing);
    expect(find).toThrow(`npm run fetch:duckdb -- --arch ${FOREIGN}`);
  });

  it('of another version than the rest of DuckDB is as good as none', () => {
    const cache = aFolder();
    writeBinding(bindingCache(FOREIGN, bindingVersion(), { TRIBUTARY_CACHE: cache }), FOREIGN, '1.0.0');

    const find = () => findBinding(FOREIGN, { TRIBUTARY_CACHE: cache });

    expect(find).toThrow(DuckdbBindingMissing);
  });

  it('for another machine than its package says is refused', () => {
    const cache = aFolder();
    const folder = bindingCache(FOREIGN, bindingVersion(), { TRIBUTARY_CACHE: cache });
    writeBinding(folder, FOREIGN);
    writeFileSync(join(folder, 'libduckdb.so'), aLibrary(OWN));

    const find = () => findBinding(FOREIGN, { TRIBUTARY_CACHE: cache });

    expect(find).toThrow(DuckdbBindingForeign);
  });

  it('is fetched, compared with the registry’s digest, and found from then on', async () => {
    const environment = { TRIBUTARY_CACHE: aFolder() };

    const folder = await fetchBinding({
      architecture: FOREIGN,
      force: false,
      npm: aRegistry({ published: true }),
      environment,
    });

    expect(findBinding(FOREIGN, environment)).toBe(folder);
  });

  it('that differs from the registry’s digest is not kept', async () => {
    const environment = { TRIBUTARY_CACHE: aFolder() };
    const npm = aRegistry({ published: true, digest: 'AAAA' });

    const fetching = fetchBinding({ architecture: FOREIGN, force: false, npm, environment });

    await expect(fetching).rejects.toThrow(DuckdbDownloadBroken);
    expect(() => findBinding(FOREIGN, environment)).toThrow(DuckdbBindingMissing);
  });

  it('that turns out to be for another machine is not kept', async () => {
    const environment = { TRIBUTARY_CACHE: aFolder() };
    const npm = aRegistry({ published: true, libraryOf: OWN });

    const fetching = fetchBinding({ architecture: FOREIGN, force: false, npm, environment });

    await expect(fetching).rejects.toThrow(DuckdbBindingForeign);
    expect(() => findBinding(FOREIGN, environment)).toThrow(DuckdbBindingMissing);
  });

  it('that was never published in this version is said to be so, with the newest one that was', async () => {
    const environment = { TRIBUTARY_CACHE: aFolder() };
    const npm = aRegistry({ published: false });

    const fetching = fetchBinding({ architecture: FOREIGN, force: false, npm, environment });

    await expect(fetching).rejects.toThrow(DuckdbBindingUnpublished);
    await expect(fetching).rejects.toThrow(/its newest there is 1\.0\.0/);
  });
});

describe('a bundle', () => {
  it('that Lambda would refuse for its size is refused before', () => {
    const folder = aFolder();
    const file = openSync(join(folder, 'index.mjs'), 'w');
    ftruncateSync(file, UNPACKED_LIMIT + 1);
    closeSync(file);

    expect(() => measureBundle('engine', folder)).toThrow(BundleTooLarge);
  });
});

/** Where functions run: Linux, whose native part npm has installed. */
describe.runIf(process.platform === 'linux')('the bundles of this checkout', () => {
  let bundles: Bundles;

  beforeAll(() => {
    bundles = bundleInto(aFolder(), OWN);
  });

  /** What a script prints that runs beside a bundle, knowing nothing of this checkout. */
  function runBeside(folder: string, script: string): unknown {
    const env = { AWS_REGION: 'us-west-2' };
    const args = ['--input-type=module', '-e', script];
    return JSON.parse(execFileSync(process.execPath, args, { cwd: folder, env, encoding: 'utf8' }));
  }

  it('are far below what Lambda takes', () => {
    const { light, engine } = bundles;

    console.info(`unpacked: light ${light.bytes} bytes, engine ${engine.bytes} bytes`);

    expect(light.bytes).toBeLessThan(5_000_000);
    expect(engine.bytes).toBeLessThan(100_000_000);
  });

  it('are the same bytes each time, wherever they are made', () => {
    const again = bundleInto(aFolder(), OWN);

    for (const name of ['light', 'engine'] as const) {
      const [one, other] = [bundles, again].map((made) => readFileSync(join(made[name].folder, 'index.mjs')));
      expect(other && one?.equals(other)).toBe(true);
      expect(again[name].bytes).toBe(bundles[name].bytes);
      expect(one?.includes(tmpdir())).toBe(false);
      expect(one?.includes(process.cwd())).toBe(false);
    }
  });

  for (const name of ['light', 'engine'] as const) {
    it(`have a handler for every step that runs them, and load with nothing beside them: ${name}`, () => {
      const exported = runBeside(
        bundles[name].folder,
        "console.log(JSON.stringify(Object.entries(await import('./index.mjs')).map(([name, value]) => [name, typeof value])))",
      );

      const steps = STEPS.filter(({ bundle }) => bundle === name).map((step) => [step.name, 'function']);
      expect((exported as readonly string[][]).toSorted()).toEqual(steps.toSorted());
    });
  }

  it('bring DuckDB where it is needed, and nowhere else', () => {
    const answer = runBeside(
      bundles.engine.folder,
      `import { DuckDBInstance } from '@duckdb/node-api';
       const instance = await DuckDBInstance.create(':memory:');
       const reader = await (await instance.connect()).runAndReadAll('SELECT 42 AS answer');
       console.log(JSON.stringify(reader.getRowObjectsJson()));`,
    );

    expect(answer).toEqual([{ answer: 42 }]);
    expect(existsSync(join(bundles.light.folder, 'node_modules'))).toBe(false);
    expect(readFileSync(join(bundles.light.folder, 'index.mjs'), 'utf8')).not.toContain('@duckdb');
  });

  it('bring the solver’s WebAssembly to where the bundle looks for it', () => {
    const { folder } = bundles.engine;

    expect(readFileSync(join(folder, 'index.mjs'), 'utf8')).toContain('highs.wasm');
    expect(readFileSync(join(folder, 'highs.wasm')).subarray(0, 4).toString('latin1')).toBe('\0asm');
  });

  it('keep the names of error classes, by which the workflows decide', () => {
    const text = [bundles.light, bundles.engine]
      .map(({ folder }) => readFileSync(join(folder, 'index.mjs'), 'utf8'))
      .join('\n');
    const asked = ['intake', 'integration']
      .flatMap((workflow) => [...workflowText(workflow as 'intake').matchAll(/"ErrorEquals": \[([^\]]*)\]/g)])
      .flatMap(([, names = '']) => [...names.matchAll(/"(\w+)"/g)].map(([, name = '']) => name));

    const lost = [...new Set(asked)].filter((name) => !text.includes(`(this,"${name}")`));

    expect(asked).not.toEqual([]);
    expect(lost).toEqual([]);
  });
});
