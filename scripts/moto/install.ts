import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What moto asks for. */
const PYTHON_AT_LEAST = 10;

/** Something that the suite needs is not on the machine. */
export class MotoUnavailable extends Error {
  override readonly name = 'MotoUnavailable';
}

/** A virtual environment with what `requirements.txt` names. */
export interface MotoInstallation {
  readonly server: string;
  /** Lints CloudFormation templates. */
  readonly cfnLint: string;
}

/**
 * Installs moto, a server that implements AWS's APIs in memory, and cfn-lint: some 30 seconds and 320 MB once, kept in
 * `$TRIBUTARY_CACHE` (default `~/.cache/tributary`). A second call installs nothing.
 * @throws MotoUnavailable where there is no Python that can do it, or PyPI cannot be reached
 */
export async function installMoto(say: (line: string) => void): Promise<MotoInstallation> {
  const cache =
    process.env['TRIBUTARY_CACHE'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tributary');
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const environment = join(cache, `moto-node-${digest}`);
  if (!existsSync(join(environment, 'complete'))) await install(cache, environment, requirements, say);
  return {
    server: join(environment, 'bin', 'moto_server'),
    cfnLint: join(environment, 'bin', 'cfn-lint'),
  };
}

/** A virtual environment cannot be moved, so it is made in place; `complete` says that nothing is missing. */
async function install(
  cache: string,
  environment: string,
  requirements: string,
  say: (line: string) => void,
): Promise<void> {
  const python = await findPython();
  await mkdir(cache, { recursive: true });
  say('installing moto and cfn-lint from PyPI (some 30 seconds, 320 MB)');
  // Whatever an interrupted try left is set aside at once, so that two tries at a time do not mix their files.
  const rubbish = await mkdtemp(join(cache, '.moto-'));
  if (existsSync(environment)) await rename(environment, join(rubbish, 'environment'));
  await rm(rubbish, { recursive: true, force: true });
  await needs(python, ['-m', 'venv', environment], 'Python has no working `venv`');
  await needs(
    join(environment, 'bin', 'python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements],
    'PyPI gave no moto',
  );
  await writeFile(join(environment, 'complete'), '');
}

async function findPython(): Promise<string> {
  for (const name of ['python3', 'python']) {
    const found = await run(name, [
      '-c',
      'import sys; print(sys.version_info[0], sys.version_info[1])',
    ]).catch(() => undefined);
    const [major, minor] = (found?.stdout ?? '').trim().split(' ').map(Number);
    if (major === 3 && (minor ?? 0) >= PYTHON_AT_LEAST) return name;
  }
  throw new MotoUnavailable(
    `These tests run against moto, which needs Python 3.${PYTHON_AT_LEAST} or later, and none is here. Install it (with venv and pip), then try again.`,
  );
}

async function needs(tool: string, args: readonly string[], what: string): Promise<void> {
  try {
    await run(tool, args, { maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const { stderr } = error as { readonly stderr?: string };
    throw new MotoUnavailable(`${what}:\n${(stderr ?? String(error)).split('\n').slice(-15).join('\n')}`);
  }
}
