/**
 * How much disclosure control hides and how long it takes, on generated tables in the shapes of real releases and on
 * two small public ones, beside GaussSuppression where R and the package are at hand (R_LIBS names its library).
 *
 * `node bench/disclosure.ts`            the shapes at about 1,000 cells and the linked tables at 10,000
 * `node bench/disclosure.ts growth`     the linked tables from 1,000 to 100,000 cells
 * `node bench/disclosure.ts memory`     a hundred runs in one process
 * `node bench/disclosure.ts one SHAPE SIZE ZEROS`   one table: its own process, so that peaks of memory do not mix
 * `node bench/disclosure.ts table POLICY.yaml TABLE.csv [PEER.csv]`   a table of your own, beside what a peer hides in it
 */
import { execFileSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { readCsv } from '../lib/cli/protect/read-csv.ts';
import { readHierarchies, readPolicy } from '../lib/cli/protect/read-policy.ts';
import {
  deepHierarchy,
  type Instance,
  linkedTables,
  publicTable,
  skewedCounts,
  smallAreas,
} from './disclosure/instances.ts';
import {
  auditOf,
  type Measured,
  measure,
  patternIn,
  type Task,
  taskOf,
  type Zeros,
} from './disclosure/measure.ts';
import { gaussSuppression } from './disclosure/peer.ts';

const SEED = 1;
const BOTH: readonly Zeros[] = ['publish', 'protect'];
/** A peer that takes longer is not waited for. */
const PEER_SECONDS = 600;

const SHAPES: Readonly<Record<string, (size: number) => Instance>> = {
  z1: () => publicTable('z1'),
  z2: () => publicTable('z2'),
  linked: (size) => linkedTables(size, SEED),
  small: (size) => smallAreas(size, SEED),
  deep: (size) => deepHierarchy(size, SEED),
  skewed: (size) => skewedCounts(size, SEED),
};

function instanceOf(shape: string, size: number): Instance {
  const make = SHAPES[shape];
  if (make === undefined) throw new Error(`shapes: ${Object.keys(SHAPES).join(', ')}`);
  return make(size);
}

/** Measures in a process of its own. */
function alone(...what: readonly string[]): Measured | string {
  try {
    const text = execFileSync(process.execPath, [import.meta.filename, 'one', ...what], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1e8,
    });
    return JSON.parse(text) as Measured;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return /\w*: [^\n]+/.exec(stderr)?.[0] ?? 'failed';
  }
}

const COLUMNS = [
  'table',
  'zeros',
  'cells',
  'primary',
  'hidden',
  'bound',
  'peer',
  'ratio',
  'solved',
  'narrow',
  'narrowest',
  'needed',
  'people',
  'programs',
  'describe',
  'suppress',
  'audit',
  'seconds',
  'cpu s',
  'peer s',
  'MiB',
];

function print(cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell, at) => String(cell).padStart(at < 2 ? 8 : 10)).join('')}\n`);
}

function header(): void {
  process.stdout.write(
    `Node ${process.version}, ${process.arch}; load of the machine ${loadavg()[0]?.toFixed(1)}\n`,
  );
  print(COLUMNS);
}

interface Peer {
  readonly suppressed: number;
  readonly seconds?: number;
}

function line(name: string, zeros: Zeros, ours: Measured | string, peer: Peer | null): void {
  if (typeof ours === 'string') {
    print([name, zeros, ours]);
    return;
  }
  const { seconds } = ours;
  const phase = (of: string) => (seconds[of] ?? 0).toFixed(1);
  print([
    name,
    zeros,
    ours.cells,
    ours.primary,
    ours.suppressed,
    ours.bound,
    peer?.suppressed ?? '-',
    peer === null ? '-' : (ours.suppressed / peer.suppressed).toFixed(3),
    ours.determined,
    ours.narrow,
    ours.narrowest ?? 'none',
    ours.needed,
    `${(ours.peopleHidden * 100).toFixed(1)} %`,
    ours.programs,
    phase('describe'),
    phase('suppress'),
    phase('audit'),
    Object.values(seconds)
      .reduce((sum, one) => sum + one, 0)
      .toFixed(1),
    ours.processor.toFixed(1),
    peer?.seconds?.toFixed(1) ?? '-',
    Math.round(ours.peak),
  ]);
}

function generated(shape: string, size: number, zeros: Zeros, withPeer: boolean): void {
  const ours = alone(shape, String(size), zeros);
  const peer = withPeer ? gaussSuppression(instanceOf(shape, size), zeros === 'protect', PEER_SECONDS) : null;
  line(shape, zeros, ours, peer);
}

async function taskIn(policy: string, table: string): Promise<Task> {
  const document = await readPolicy(policy);
  return { document, rows: await readCsv(table), hierarchies: await readHierarchies(document, policy) };
}

/** A table of files, and what our audit finds in a peer's pattern of it: a CSV of codes and `suppressed`. */
async function givenTable(policy: string, table: string, peerFile: string | undefined): Promise<void> {
  const task = await taskIn(policy, table);
  const zeros = task.document.policy.zeros ?? 'publish';
  header();
  if (peerFile === undefined) {
    line('given', zeros, alone('files', policy, table), null);
    return;
  }
  const isHidden = patternIn(Object.keys(task.document.dimensions), await readCsv(peerFile));
  const peer = await auditOf(task, isHidden);
  line('given', zeros, alone('files', policy, table), peer);
  process.stdout.write(
    `the peer's pattern by our audit: ${peer.suppressed} hidden, ${peer.determined} solved, ${peer.narrow} primary cells too narrow\n`,
  );
}

/** @returns what a process of its own is to measure */
async function taskNamed([
  shape = 'linked',
  size = '60',
  zeros = 'publish',
]: readonly string[]): Promise<Task> {
  return shape === 'files'
    ? taskIn(size, zeros)
    : taskOf(instanceOf(shape, Number(size)), zeros === 'protect' ? 'protect' : 'publish');
}

async function hundredRuns(): Promise<void> {
  const tasks = BOTH.flatMap((zeros) =>
    [publicTable('z1'), publicTable('z2')].map((one) => taskOf(one, zeros)),
  );
  print(['run', '', 'MiB', 'heap', 'outside']);
  for (let run = 1; run <= 100 / tasks.length; run += 1) {
    for (const task of tasks) await measure(task);
    if (run % 5 !== 0) continue;
    globalThis.gc?.();
    const { rss, heapUsed, external } = process.memoryUsage();
    print([
      run * tasks.length,
      '',
      ...[rss, heapUsed, external].map((bytes) => Math.round(bytes / 1_048_576)),
    ]);
  }
}

const [mode = 'shapes', ...rest] = process.argv.slice(2);
switch (mode) {
  case 'one':
    process.stdout.write(JSON.stringify(await measure(await taskNamed(rest))));
    break;
  case 'table': {
    const [policy, table, peer] = rest;
    if (policy === undefined || table === undefined)
      throw new Error('table POLICY.yaml TABLE.csv [PEER.csv]');
    await givenTable(policy, table, peer);
    break;
  }
  case 'memory':
    // Without it, what is garbage would count as growth.
    if (globalThis.gc === undefined)
      execFileSync(process.execPath, ['--expose-gc', import.meta.filename, 'memory'], { stdio: 'inherit' });
    else await hundredRuns();
    break;
  case 'growth':
    header();
    for (const areas of [60, 190, 600, 1900, 6000])
      for (const zeros of BOTH) generated('linked', areas, zeros, areas <= 600);
    break;
  default:
    header();
    for (const [shape, size] of [
      ['z1', 0],
      ['z2', 0],
      ['linked', 60],
      ['small', 50],
      ['deep', 240],
      ['skewed', 100],
      ['linked', 600],
    ] as const)
      for (const zeros of BOTH) generated(shape, size, zeros, true);
}
