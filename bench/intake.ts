import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckdbWorkbench } from '../lib/adapters/local/duckdb-workbench.ts';
import { KeyFile } from '../lib/adapters/local/key-file.ts';
import { folderZones } from '../lib/adapters/local/state.ts';
import { quoteText } from '../lib/sql/quote.ts';
import { separate } from '../lib/tokens/separate.ts';
import { PEOPLE_CONTRACT, writePeople } from './people-file.ts';

/*
 * How fast an extract is tokenized, and how much memory that takes, beside DuckDB's bare copy of the same
 * file to Parquet and clkhash's encoding of it. See bench/README.md.
 *
 *   node bench/intake.ts [--rows 1000000] [--memory 1GB] [--python PATH]
 */

interface Measured {
  readonly seconds: number;
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
  async tokenize(folder, memory) {
    const keys = await KeyFile.open(join(folder, 'keys'));
    await using bench = await DuckdbWorkbench.open({
      scratch: join(folder, 'bench'),
      threads: availableParallelism(),
      memory,
    });
    const typed = PEOPLE_CONTRACT.columns.map(
      ({ name, type }) => `CAST("${name}" AS ${SQL_TYPES[type]}) AS "${name}"`,
    );
    await bench.run(
      `CREATE TABLE accepted AS SELECT row_number() OVER () AS row_number, ${typed.join(', ')} FROM ${csv(folder)}`,
    );
    await separate({
      contract: PEOPLE_CONTRACT,
      period: '2026-Q1',
      periodEnd: '2026-03-31',
      deliveryId: 'd1',
      accepted: 'SELECT * FROM accepted',
      workbench: bench,
      keys,
      zones: folderZones(join(folder, 'state')),
    });
  },
};

const SQL_TYPES = {
  string: 'varchar',
  integer: 'bigint',
  number: 'decimal(18,4)',
  date: 'date',
  boolean: 'boolean',
} as const;

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
  const start = performance.now();
  await PHASES[name]?.(option('folder', ''), option('memory', ''));
  const seconds = (performance.now() - start) / 1000;
  const measured: Measured = { seconds, peakMiB: Math.round(process.resourceUsage().maxRSS / 1024) };
  console.log(JSON.stringify(measured));
}

/** Rows a second of clkhash over the same nine identifying columns; undefined where it is not to be had. */
function clkhashRate(python: string, folder: string, rows: number): number | undefined {
  const script = join(import.meta.dirname, 'peers', 'clkhash.py');
  const child = spawnSync(python, [script, join(folder, 'people.csv'), String(Math.min(rows, 50_000))], {
    encoding: 'utf8',
  });
  if (child.status === 0) return Number(child.stdout.trim());
  console.error('clkhash is not there; bench/README.md says how to install it.');
  return undefined;
}

async function compare(): Promise<void> {
  const rows = Number(option('rows', '1000000'));
  const memory = option('memory', '1GB');
  const folder = await mkdtemp(join(tmpdir(), 'bench-intake-'));
  try {
    await writePeople(join(folder, 'people.csv'), rows);
    const copy = measure('copy', folder, memory);
    const tokenize = measure('tokenize', folder, memory);
    const peer = clkhashRate(option('python', 'python3'), folder, rows);
    const rate = rows / tokenize.seconds;
    console.log(
      `rows ${rows}, columns ${PEOPLE_CONTRACT.columns.length}, identifying 9, DuckDB memory ${memory}`,
    );
    console.log(`DuckDB copy    ${report(rows, copy)}`);
    console.log(
      `read, tokenize ${report(rows, tokenize)}, ${(tokenize.seconds / copy.seconds).toFixed(1)} × the copy's time`,
    );
    if (peer !== undefined)
      console.log(`clkhash        ${Math.round(peer)} rows/s; ours ${(rate / peer).toFixed(1)} × as fast`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function report(rows: number, { seconds, peakMiB }: Measured): string {
  return `${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s, peak ${peakMiB} MiB`;
}

const phase = option('phase', '');
await (phase === '' ? compare() : runPhase(phase));
