/**
 * How much disclosure control hides and how long it takes, on generated tables in the shapes of real releases, beside
 * GaussSuppression where R and the package are at hand (R_LIBS names its library).
 *
 * `node bench/disclosure.ts`            the shapes at about 1,000 cells and the linked tables at 10,000
 * `node bench/disclosure.ts growth`     the linked tables from 1,000 to 100,000 cells
 * `node bench/disclosure.ts memory`     a hundred runs in one process
 * `node bench/disclosure.ts one SHAPE SIZE ZEROS`   one table: its own process, so that peaks of memory do not mix
 */
import { execFileSync } from 'node:child_process';
import {
  deepHierarchy,
  type Instance,
  linkedTables,
  skewedCounts,
  smallAreas,
} from './disclosure/instances.ts';
import { type Measured, measure, type Zeros } from './disclosure/measure.ts';
import { gaussSuppression } from './disclosure/peer.ts';

const THRESHOLD = 11;
const SEED = 1;

const SHAPES: Readonly<Record<string, (size: number, seed: number) => Instance>> = {
  linked: linkedTables,
  small: smallAreas,
  deep: deepHierarchy,
  skewed: skewedCounts,
};

function instanceOf(shape: string, size: number): Instance {
  const make = SHAPES[shape];
  if (make === undefined) throw new Error(`shapes: ${Object.keys(SHAPES).join(', ')}`);
  return make(size, SEED);
}

/** Measures one table in a process of its own. */
function alone(shape: string, size: number, zeros: Zeros): Measured | string {
  try {
    const text = execFileSync(process.execPath, [import.meta.filename, 'one', shape, String(size), zeros], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(text) as Measured;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return /\w*: [^\n]+/.exec(stderr)?.[0] ?? 'failed';
  }
}

function print(...cells: readonly (string | number)[]): void {
  process.stdout.write(`${cells.map((cell, at) => String(cell).padStart(at < 2 ? 7 : 9)).join('')}\n`);
}

function line(shape: string, size: number, zeros: Zeros, withPeer: boolean): void {
  const ours = alone(shape, size, zeros);
  if (typeof ours === 'string') {
    print(shape, zeros, ours);
    return;
  }
  const peer = withPeer
    ? gaussSuppression(instanceOf(shape, size), THRESHOLD - 1, zeros === 'protect', 600)
    : null;
  const seconds = Object.values(ours.seconds).reduce((sum, one) => sum + one, 0);
  print(
    shape,
    zeros,
    ours.cells,
    ours.primary,
    ours.suppressed,
    peer?.suppressed ?? '-',
    peer === null ? '-' : (ours.suppressed / peer.suppressed).toFixed(3),
    ours.determined,
    ours.narrowest ?? 'none',
    `${(ours.peopleHidden * 100).toFixed(1)} %`,
    ours.programs,
    (ours.seconds['describe'] ?? 0).toFixed(1),
    (ours.seconds['suppress'] ?? 0).toFixed(1),
    (ours.seconds['audit'] ?? 0).toFixed(1),
    seconds.toFixed(1),
    peer?.seconds.toFixed(1) ?? '-',
    Math.round(ours.peak),
  );
}

function header(): void {
  print(
    'shape',
    'zeros',
    'cells',
    'primary',
    'hidden',
    'peer',
    'ratio',
    'solved',
    'narrow',
    'people',
    'programs',
  );
  print(
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    '',
    'hidden',
    'in audit',
    'describe',
    'suppress',
    'audit',
    'seconds',
    'peer s',
    'MiB',
  );
}

async function hundredRuns(): Promise<void> {
  const instance = linkedTables(30, SEED);
  for (let run = 1; run <= 100; run += 1) {
    await measure(instance, 'publish', THRESHOLD);
    if (run % 20 === 0) {
      globalThis.gc?.();
      print('run', run, `${Math.round(process.memoryUsage().rss / 1_048_576)} MiB`);
    }
  }
}

const [mode = 'shapes', shape = 'linked', size = '60', zeros = 'publish'] = process.argv.slice(2);
switch (mode) {
  case 'one':
    process.stdout.write(
      JSON.stringify(await measure(instanceOf(shape, Number(size)), zeros as Zeros, THRESHOLD)),
    );
    break;
  case 'memory':
    await hundredRuns();
    break;
  case 'growth':
    header();
    for (const areas of [60, 190, 600, 1900, 6000])
      for (const mode of ['publish', 'protect'] as const) line('linked', areas, mode, areas <= 600);
    break;
  default:
    header();
    for (const [name, count] of [
      ['linked', 60],
      ['small', 50],
      ['deep', 240],
      ['skewed', 100],
      ['linked', 600],
    ] as const)
      for (const mode of ['publish', 'protect'] as const) line(name, count, mode, true);
}
