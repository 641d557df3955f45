import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { end, freePort } from '../child-server.ts';
import { TrinoClient } from './client.ts';
import { installTrino, TrinoUnavailable } from './install.ts';

const START_SECONDS = 180;

export interface RunningTrino {
  readonly url: string;
  /** What SQL calls `local:///`. */
  readonly warehouse: string;
  /** Ends the server by its own process id. */
  stop(): Promise<void>;
}

/**
 * Starts a Trino server on 127.0.0.1, on a free port, with `<folder>/warehouse` as its storage, and waits until it
 * answers about tables. Its log is `<folder>/trino.log`.
 * @throws TrinoUnavailable with the end of the log where it does not start
 */
export async function startTrino(folder: string, say: (line: string) => void): Promise<RunningTrino> {
  const { home, java } = await installTrino(say);
  const root = resolve(folder);
  const warehouse = join(root, 'warehouse');
  await mkdir(warehouse, { recursive: true });
  const port = await freePort();
  await configure(root, home, port);
  const log = join(root, 'trino.log');
  const descriptor = openSync(log, 'w');
  const child = spawn(
    java,
    [
      ...(await options(java)),
      `-Dconfig=${join(root, 'etc', 'config.properties')}`,
      '-cp',
      join(home, 'lib', '*'),
      'io.trino.server.TrinoServer',
    ],
    {
      cwd: root,
      stdio: ['ignore', descriptor, descriptor],
    },
  );
  const url = `http://127.0.0.1:${port}`;
  const stop = () => end(child, 20_000);
  if (await becomesReady(child, log, new TrinoClient(url))) return { url, warehouse, stop };
  await stop();
  const lines = (await readFile(log, 'utf8')).split('\n').slice(-30).join('\n');
  throw new TrinoUnavailable(`The Trino server did not start; the end of its log:\n${lines}`);
}

async function configure(root: string, home: string, port: number): Promise<void> {
  const etc = join(root, 'etc');
  await mkdir(join(etc, 'catalog'), { recursive: true });
  await writeFile(
    join(etc, 'config.properties'),
    properties({
      coordinator: true,
      'node-scheduler.include-coordinator': true,
      'node.environment': 'conformance',
      'node.id': 'conformance',
      // Else it announces itself under the address of another interface.
      'node.bind-ip': '127.0.0.1',
      'node.internal-address': '127.0.0.1',
      'http-server.http.port': port,
      'discovery.uri': `http://127.0.0.1:${port}`,
      'web-ui.enabled': false,
      'plugin.dir': join(home, 'plugin'),
      'catalog.config-dir': join(etc, 'catalog'),
      'query.max-length': 1_000_000,
      'query.max-stage-count': 150,
    }),
  );
  await writeFile(
    join(etc, 'catalog', 'hive.properties'),
    properties({
      'connector.name': 'hive',
      'hive.metastore': 'file',
      'hive.metastore.catalog.dir': 'local:///metastore',
      'fs.native-local.enabled': true,
      'local.location': join(root, 'warehouse'),
      // CREATE TABLE AS with external_location, as Athena has it.
      'hive.non-managed-table-writes-enabled': true,
      // S3 has no folders: Athena reads whatever lies below a table's place.
      'hive.recursive-directories': true,
    }),
  );
}

function properties(entries: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

async function options(java: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)(java, ['--list-modules']);
  // The runtime from PyPI lacks this module; Trino then goes without SIMD.
  const vector = stdout.includes('jdk.incubator.vector@') ? ['--add-modules=jdk.incubator.vector'] : [];
  return [
    `-Xmx${process.env['TRINO_HEAP'] ?? '1g'}`,
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    '-XX:+ExitOnOutOfMemoryError',
    '-XX:ReservedCodeCacheSize=256M',
    '-Djdk.attach.allowAttachSelf=true',
    '-Duser.timezone=UTC',
    '-Dfile.encoding=UTF-8',
    '--enable-native-access=ALL-UNNAMED',
    '--sun-misc-unsafe-memory-access=allow',
    ...vector,
  ];
}

/**
 * "SERVER STARTED" comes seconds before the server counts itself among its workers: until then each query of a
 * table fails. So a table is made, read and dropped.
 */
async function becomesReady(child: ChildProcess, log: string, client: TrinoClient): Promise<boolean> {
  const probes = [
    'CREATE SCHEMA IF NOT EXISTS hive.start_probe',
    'CREATE TABLE IF NOT EXISTS hive.start_probe.t (x bigint)',
    'SELECT count(*) FROM hive.start_probe.t',
    'DROP SCHEMA hive.start_probe CASCADE',
  ];
  const until = performance.now() + START_SECONDS * 1000;
  while (performance.now() < until && child.exitCode === null) {
    const started = (await readFile(log, 'utf8')).includes('SERVER STARTED');
    if (started && (await answers(client, probes))) return true;
    await sleep(250);
  }
  return false;
}

async function answers(client: TrinoClient, probes: readonly string[]): Promise<boolean> {
  try {
    for (const sql of probes) await client.query(sql);
    return true;
  } catch {
    return false;
  }
}
