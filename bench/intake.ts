import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbWorkbench } from '../lib/adapters/local/duckdb-workbench.ts';
import { KeyFile } from '../lib/adapters/local/key-file.ts';
import { folderZones } from '../lib/adapters/local/state.ts';
import { openAccepted, readDelivery, receiveDelivery, validateDelivery } from '../lib/intake/intake.ts';
import { silent } from '../lib/ports/progress.ts';
import { quoteText } from '../lib/sql/quote.ts';
import { identitiesFrom, separate } from '../lib/tokens/separate.ts';
import { PEOPLE_CONTRACT, writePeople } from './people-file.ts';

/*
 * How fast an extract is taken in (received, read, validated, tokenized), and how much memory that takes, beside DuckDB's bare copy of the same
 * file to Parquet and clkhash's encoding of it. See bench/README.md.
 *
 *   node bench/intake.ts [--rows 1000000] [--memory 1GB] [--python PATH]
 */

interface Measured {
  readonly seconds: number;
  /** Of all threads and processes: what a busy machine does not distort. */
  readonly cpuSeconds: number;
  readonly peakMiB: number;
}

const PHASES: Readonly<Record<string, (folder: string, memory: string) => Promise<void>>> = {
  async copy(folder, memory) {
    await using bench = await DuckdbWorkbench.open({
      scratch: join(folder, 'copy'),
      threads: availableParallelism(),
      memory,
    });
    await bench.run(
      `COPY (SELECT * FROM ${csv(folder)}) TO ${quoteText(join(folder, 'copy.parquet'))} (FORMAT parquet, COMPRESSION zstd)`,
    );
  },
  /** Like for like with clkhash: rows in memory become tokens and filters in memory. */
  async encode(folder, memory) {
    const threads = availableParallelism();
    await using bench = await DuckdbWorkbench.open({ scratch: join(folder, 'encode'), threads, memory });
    await bench.run(
      `CREATE TABLE people AS SELECT student AS record_id, * FROM ${csv(folder)} LIMIT ${ENCODED_ROWS}`,
    );
    const keys = await KeyFile.open(join(folder, 'keys'));
    const { agency, dataset, columns } = PEOPLE_CONTRACT;
    const roles = new Map(columns.flatMap(({ name, role }) => (role ? [[role, [name]] as const] : [])));
    stopwatch = startStopwatch();
    const source = {
      workbench: bench,
      keys,
      relation: 'SELECT * FROM people',
      roles,
      agency,
      dataset,
      period: '2026',
    };
    const { select } = await identitiesFrom({ ...source, scratch: 'encode' });
    await bench.run(`CREATE TABLE identities AS ${select}`);
    stopwatch.stop();
  },
  async intake(folder, memory) {
    const zones = folderZones(join(folder, 'state'));
    const landing = zones.landing(PEOPLE_CONTRACT.agency);
    const keys = await KeyFile.open(join(folder, 'keys'));
    const key = 'incoming/enrolment/2026-Q1/people.csv';
    await landing.put(key, createReadStream(join(folder, 'people.csv')));
    const clock = { now: () => new Date(0) };
    const contract = PEOPLE_CONTRACT;
    stopwatch = startStopwatch();
    const received = await receiveDelivery({
      landing,
      contract,
      period: '2026-Q1',
      key,
      agreement: 'bench',
      clock,
    });
    if (received.seenBefore) throw new Error('The file was delivered before.');
    const { delivery } = received;
    const reading = await readDelivery({ delivery, contract, landing, due: '2026-05-15' });
    if (!reading.readable) throw new Error('The file cannot be read.');
    const threads = availableParallelism();
    const checking = await DuckdbWorkbench.open({ scratch: join(folder, 'validate'), threads, memory });
    const examined = { delivery, contract, landing, plan: reading.plan };
    const earlier = { landing, others: new Map() };
    const { plan } = await validateDelivery({ ...examined, workbench: checking, earlier, progress: silent });
    await checking[Symbol.asyncDispose]();
    await using workbench = await DuckdbWorkbench.open({
      scratch: join(folder, 'tokenize'),
      threads,
      memory,
    });
    const accepted = await openAccepted({ ...examined, plan, workbench });
    const { deliveryId } = delivery;
    const named = { contract, period: '2026-Q1', periodEnd: '2026-03-31', deliveryId };
    const { rows } = await separate({ ...named, accepted, workbench, keys, zones });
    stopwatch.stop();
    if (rows === 0) throw new Error('Nothing was accepted.');
  },
};

/** Enough that starting up does not count; clkhash, whose rate is steady, gets fewer. */
const ENCODED_ROWS = 200_000;
const CLKHASH_ROWS = 50_000;

interface Stopwatch {
  /** What the first stop found; later ones repeat it. */
  stop(): Pick<Measured, 'seconds' | 'cpuSeconds'>;
}

function startStopwatch(): Stopwatch {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  let found: Pick<Measured, 'seconds' | 'cpuSeconds'> | undefined;
  return {
    stop() {
      const { user, system } = process.cpuUsage(cpu);
      found ??= { seconds: (performance.now() - wall) / 1000, cpuSeconds: (user + system) / 1e6 };
      return found;
    },
  };
}

let stopwatch = startStopwatch();

function csv(folder: string): string {
  return `read_csv(${quoteText(join(folder, 'people.csv'))}, header = true, all_varchar = true, delim = ',')`;
}

function option(name: string, otherwise: string): string {
  const at = process.argv.indexOf(`--${name}`);
  return process.argv[at === -1 ? process.argv.length : at + 1] ?? otherwise;
}

/** Runs a phase in a process of its own, so that its peak is its own. */
function measure(phase: string, folder: string, memory: string): Measured {
  const child = spawnSync(
    process.execPath,
    [import.meta.filename, '--phase', phase, '--folder', folder, '--memory', memory],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  if (child.status !== 0) throw new Error(`The phase ${phase} failed.`);
  return JSON.parse(child.stdout) as Measured;
}

async function runPhase(name: string): Promise<void> {
  await PHASES[name]?.(option('folder', ''), option('memory', ''));
  const measured: Measured = {
    ...stopwatch.stop(),
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  };
  console.log(JSON.stringify(measured));
}

/** clkhash over the same nine identifying columns; undefined where it is not to be had. */
function measureClkhash(python: string, folder: string, rows: number): Measured | undefined {
  const script = join(import.meta.dirname, 'peers', 'clkhash.py');
  const child = spawnSync(python, [script, join(folder, 'people.csv'), String(rows)], { encoding: 'utf8' });
  if (child.status === 0) return JSON.parse(child.stdout) as Measured;
  console.error('clkhash is not there; bench/README.md says how to install it.');
  return undefined;
}

async function compare(): Promise<void> {
  const rows = Number(option('rows', '1000000'));
  const memory = option('memory', '1GB');
  const folder = await mkdtemp(join(tmpdir(), 'bench-intake-'));
  try {
    await writePeople(join(folder, 'people.csv'), rows);
    const encoded = Math.min(rows, ENCODED_ROWS);
    const compared = Math.min(rows, CLKHASH_ROWS);
    const copy = measure('copy', folder, memory);
    const intake = measure('intake', folder, memory);
    const encode = measure('encode', folder, memory);
    const peer = measureClkhash(option('python', 'python3'), folder, compared);
    console.log(
      `rows ${rows}, columns ${PEOPLE_CONTRACT.columns.length}, identifying 9, DuckDB memory ${memory}`,
    );
    console.log(`DuckDB copy       ${report(rows, copy)}`);
    console.log(
      `whole intake      ${report(rows, intake)}; ${slower(intake, rows, copy, rows)} than the copy`,
    );
    console.log(`encode alone      ${report(encoded, encode)}`);
    if (peer)
      console.log(
        `clkhash           ${report(compared, peer)}; ${slower(peer, compared, encode, encoded)} than ours`,
      );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How much longer one takes for a row than the other. */
function slower(one: Measured, rowsOfOne: number, other: Measured, rowsOfOther: number): string {
  const wall = one.seconds / rowsOfOne / (other.seconds / rowsOfOther);
  const cpu = one.cpuSeconds / rowsOfOne / (other.cpuSeconds / rowsOfOther);
  return `${wall.toFixed(1)} × slower (${cpu.toFixed(1)} × by processor time)`;
}

function report(rows: number, { seconds, cpuSeconds, peakMiB }: Measured): string {
  const rate = `${Math.round(rows / seconds)} rows/s, ${Math.round(rows / cpuSeconds)} rows per processor second`;
  return `${seconds.toFixed(1)} s, ${rate}, peak ${peakMiB} MiB`;
}

const phase = option('phase', '');
await (phase === '' ? compare() : runPhase(phase));
