import { spawnSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbWorkbench } from '../lib/adapters/local/duckdb-workbench.ts';
import { KeyFile } from '../lib/adapters/local/key-file.ts';
import { folderZones } from '../lib/adapters/local/state.ts';
import {
  type DeliveryRef,
  openAccepted,
  type ReadPlan,
  readDelivery,
  receiveDelivery,
  validateDelivery,
} from '../lib/intake/intake.ts';
import { silent } from '../lib/ports/progress.ts';
import { quoteText } from '../lib/sql/quote.ts';
import {
  combineParts,
  identitiesFrom,
  type SeparatedPart,
  separate,
  settleParts,
} from '../lib/tokens/separate.ts';
import { PEOPLE_CONTRACT, writePeople } from './people-file.ts';

/*
 * How fast an extract is taken in (received, read, validated, tokenized by parts, combined), and how much memory that
 * takes, beside DuckDB's bare copy of the same file to Parquet and clkhash's encoding of it. See bench/README.md.
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
  /** The steps before tokenizing; leaves what the parts need. */
  async check(folder, memory) {
    const landing = folderZones(join(folder, 'state')).landing(PEOPLE_CONTRACT.agency);
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
      keyVersion: async () => 'v1',
    });
    if (received.seenBefore) throw new Error('The file was delivered before.');
    const { delivery } = received;
    const reading = await readDelivery({ delivery, contract, landing, due: '2026-05-15' });
    if (!reading.readable) throw new Error('The file cannot be read.');
    await using workbench = await aBench(folder, memory);
    const { plan, rows } = await validateDelivery({
      delivery,
      contract,
      landing,
      plan: reading.plan,
      workbench,
      earlier: { landing, others: new Map() },
      progress: silent,
    });
    const parts = await settleParts(landing, contract, delivery.deliveryId, rows.accepted);
    stopwatch.stop();
    const checked: Checked = { delivery, plan, parts, accepted: rows.accepted, separated: [] };
    await writeFile(join(folder, 'checked.json'), JSON.stringify(checked));
  },
  /** What one call of the step does on AWS: the next part that is not there yet. */
  async part(folder, memory) {
    const checked = await readChecked(folder);
    const { delivery, plan, parts } = checked;
    const zones = folderZones(join(folder, 'state'));
    const contract = PEOPLE_CONTRACT;
    const keys = await KeyFile.open(join(folder, 'keys'));
    stopwatch = startStopwatch();
    await using workbench = await aBench(folder, memory);
    const landing = zones.landing(contract.agency);
    const separated = await separate({
      contract,
      period: '2026-Q1',
      periodEnd: '2026-03-31',
      deliveryId: delivery.deliveryId,
      accepted: await openAccepted({ delivery, contract, landing, plan, workbench }),
      part: { part: checked.separated.length, of: parts },
      workbench,
      keys,
      zones,
    });
    stopwatch.stop();
    const done: Checked = { ...checked, separated: [...checked.separated, separated] };
    await writeFile(join(folder, 'checked.json'), JSON.stringify(done));
  },
  /** Against itself, as a delivery that changes nothing: as many rows on both sides as there can be. */
  async combine(folder, memory) {
    const { delivery, accepted, separated } = await readChecked(folder);
    const landing = folderZones(join(folder, 'state')).landing(PEOPLE_CONTRACT.agency);
    const { deliveryId } = delivery;
    stopwatch = startStopwatch();
    await using workbench = await aBench(folder, memory);
    const { changes } = await combineParts({
      contract: PEOPLE_CONTRACT,
      deliveryId,
      parts: separated,
      accepted,
      landing,
      workbench,
      replaces: deliveryId,
    });
    stopwatch.stop();
    if (changes.unchanged !== accepted) throw new Error('A delivery differs from itself.');
  },
};

/** What the phases of intake hand on, each being a process of its own. */
interface Checked {
  readonly delivery: DeliveryRef;
  readonly plan: ReadPlan;
  readonly parts: number;
  readonly accepted: number;
  readonly separated: readonly SeparatedPart[];
}

async function readChecked(folder: string): Promise<Checked> {
  return JSON.parse(await readFile(join(folder, 'checked.json'), 'utf8')) as Checked;
}

function aBench(folder: string, memory: string): Promise<DuckdbWorkbench> {
  return DuckdbWorkbench.open({
    scratch: join(folder, 'scratch'),
    threads: availableParallelism(),
    memory,
  });
}

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
    const check = measure('check', folder, memory);
    const { parts } = await readChecked(folder);
    const tokenized = Array.from({ length: parts }, () => measure('part', folder, memory));
    const combine = measure('combine', folder, memory);
    const intake = together([check, ...tokenized, combine]);
    const encode = measure('encode', folder, memory);
    const peer = measureClkhash(option('python', 'python3'), folder, compared);
    console.log(
      `rows ${rows}, columns ${PEOPLE_CONTRACT.columns.length}, identifying 9, DuckDB memory ${memory}`,
    );
    console.log(`DuckDB copy       ${report(rows, copy)}`);
    console.log(
      `whole intake      ${report(rows, intake)}; ${slower(intake, rows, copy, rows)} than the copy`,
    );
    console.log(`  until validated ${report(rows, check)}`);
    for (const [at, part] of tokenized.entries())
      console.log(`  part ${at + 1} of ${parts}     ${report(rows / parts, part)}`);
    console.log(`  combine         ${report(rows, combine)}`);
    console.log(`encode alone      ${report(encoded, encode)}`);
    if (peer)
      console.log(
        `clkhash           ${report(compared, peer)}; ${slower(peer, compared, encode, encoded)} than ours`,
      );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Phases one after another. */
function together(phases: readonly Measured[]): Measured {
  const sum = (value: (phase: Measured) => number) => phases.reduce((all, phase) => all + value(phase), 0);
  return {
    seconds: sum(({ seconds }) => seconds),
    cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
    peakMiB: Math.max(...phases.map(({ peakMiB }) => peakMiB)),
  };
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
