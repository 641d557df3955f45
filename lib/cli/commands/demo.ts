import { cp, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Cycle, type DemoFile, makeCounty } from '../../demo/county.ts';
import { TributaryError } from '../../errors/tributary-error.ts';
import { crossTable } from '../cross-table.ts';
import {
  type CrossTable,
  type DemoCycle,
  type DemoDelivery,
  type DemoResult,
  demoScreen,
} from '../demo-screen.ts';
import { NotADemo } from '../errors.ts';
import { evaluateAgainst } from '../evaluation.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { linkageOfNewestRun } from '../linkage-summary.ts';
import { showProgress } from '../progress.ts';
import { openWorkspace } from '../workspace.ts';
import { integrate } from './run.ts';
import { deliver } from './submit.ts';

export interface DemoOptions {
  readonly people: number;
  readonly seed: number;
  readonly out: string;
}

const MARK = '.tributary-demo';

/** What a demo makes in its folder, and so what a new one may remove. */
const OWN = [
  'collaborative.yaml',
  'agencies',
  'contracts',
  'agreements',
  'indicators',
  'extracts',
  'truth',
  '.tributary',
  MARK,
];

const COUNTY = fileURLToPath(new URL('../../../examples/county', import.meta.url));

/**
 * `tributary demo`: makes a county's extracts, and delivers and runs two cycles through the same commands that a user
 * has, at the dates of the story.
 * @throws NotADemo where the folder holds something else
 */
export async function demoCommand({ people, seed, out }: DemoOptions, io: Io): Promise<ExitCode> {
  const started = process.hrtime.bigint();
  const county = makeCounty({ people, seed: String(seed) });
  await clearFolder(out);
  await cp(COUNTY, out, { recursive: true });
  const progress = showProgress(io);
  progress.start(`a county of ${people.toLocaleString('en-US')} people`);
  for (const file of county.files) {
    await writeChunks(out, file);
    progress.tick(file.path);
  }
  progress.done(`extracts and truth are in ${out}`);

  const cycles: DemoCycle[] = [];
  for (const cycle of county.cycles) cycles.push(await playCycle(cycle, out, io));

  const evaluation = await evaluateAgainst(out, join(out, 'truth', 'people.csv'));
  const linkage = await linkageOfNewestRun(out);
  const children = await childrenServed(out, io).catch((error: unknown) => {
    // Of a very small county the whole table is withheld, and there is no view of it.
    if (error instanceof TributaryError && error.code === 'QUESTION_REFUSED') return null;
    throw error;
  });
  const seconds = Number((process.hrtime.bigint() - started) / 10_000_000n) / 100;
  const result: DemoResult = { folder: out, people, cycles, evaluation, linkage, children, seconds };
  if (io.json) printJson(io, result);
  else io.out(demoScreen(result));
  return 0;
}

async function playCycle(cycle: Cycle, folder: string, io: Io): Promise<DemoCycle> {
  const deliveries: DemoDelivery[] = [];
  const progress = showProgress(io);
  progress.start(`cycle ${cycle.period}: deliveries`, cycle.deliveries.length);
  for (const script of cycle.deliveries) {
    const { agency, dataset, period } = script;
    progress.tick(`${agency}/${dataset}`);
    const quiet: Io = {
      ...io,
      out: () => {},
      err: () => {},
      terminal: false,
      environment: atTime(io, cycle.now),
    };
    const { agreement, rows, ...receipt } = await deliver(
      { workspace: folder, agency, dataset, period, file: join(folder, script.file) },
      quiet,
    );
    const status = agreement === null ? 'refused' : receipt.status;
    deliveries.push({
      agency,
      dataset,
      period,
      status,
      rows,
      ...(script.shows === undefined ? {} : { shows: script.shows }),
    });
  }
  progress.done(`${deliveries.length} delivered`);
  const outcome = await integrate(
    { workspace: folder, period: cycle.runPeriod },
    { ...io, environment: atTime(io, cycle.runNow) },
  );
  const { release } = outcome;
  const told =
    outcome.outcome === 'published'
      ? { complete: outcome.status === 'complete', text: outcome.text }
      : { complete: true, text: '' };
  return { period: cycle.period, now: cycle.now, deliveries, release, ...told };
}

/** The indicator that the screen ends with: every child counted once, by district and age. */
async function childrenServed(folder: string, io: Io): Promise<CrossTable> {
  const workspace = await openWorkspace(folder, io);
  const indicator = workspace.indicators.find(({ id }) => id === 'children_served');
  const down = indicator?.dimensions.find(({ name }) => name === 'district');
  const across = indicator?.dimensions.find(({ name }) => name === 'age');
  if (!indicator || !down || !across) throw new NotADemo(folder, 'another indicator children_served');
  return crossTable(folder, indicator, down, across);
}

/** The story has dates of its own, so that the same county is the same on every day. */
function atTime(io: Io, moment: string): Io['environment'] {
  return { ...io.environment, SOURCE_DATE_EPOCH: String(Date.parse(moment) / 1000) };
}

async function clearFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = await readdir(folder);
  const mine = present.includes(MARK);
  const [foreign] = present.filter((name) => OWN.includes(name));
  if (!mine && foreign !== undefined) throw new NotADemo(folder, foreign);
  if (resolve(folder) === resolve(COUNTY)) throw new NotADemo(folder, 'the demo’s own source');
  for (const name of OWN.filter((own) => own !== MARK))
    await rm(join(folder, name), { recursive: true, force: true });
  await writeFile(
    join(folder, MARK),
    'This folder was made by "tributary demo"; the next demo here replaces it.\n',
  );
}

async function writeChunks(folder: string, { path, chunks }: DemoFile): Promise<void> {
  const target = join(folder, path);
  await mkdir(dirname(target), { recursive: true });
  const file = await open(target, 'w');
  try {
    for (const chunk of chunks) await file.write(chunk);
  } finally {
    await file.close();
  }
}
