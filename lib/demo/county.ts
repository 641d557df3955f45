import { chooseBridges } from './bridges.ts';
import { Chance } from './chance.ts';
import { CYCLES, type Cycle, cutColumns, type PlannedFile, plannedFiles } from './cycles.ts';
import { encodeFile } from './encoding.ts';
import { CountySizeRefused } from './errors.ts';
import type { Extract, Snapshot } from './extract.ts';
import { makeHouseholds } from './households.ts';
import { livesOf } from './lives.ts';
import { TruthBook } from './truth.ts';

export type { Cycle, ScriptedDelivery } from './cycles.ts';

export interface CountyOptions {
  /** How many people live in the county. */
  readonly people: number;
  readonly seed: string;
}

/** A file of the demo: a path relative to the demo's folder, and its bytes piece by piece. */
export interface DemoFile {
  readonly path: string;
  readonly chunks: Iterable<Uint8Array>;
}

export interface County {
  /**
   * Every extract under `extracts/<agency>/` and then `truth/people.csv`. Write them in this order, each to its
   * end before the next: the truth is known when the last extract has been written.
   */
  readonly files: Iterable<DemoFile>;
  /** What is delivered when, and the runs. */
  readonly cycles: readonly Cycle[];
}

const SMALLEST = 200;
const LARGEST = 1_000_000;

/**
 * A synthetic county: people in households, their lives, and what seven agencies have of them in their files.
 * The same number and seed give the same bytes. The workspace's YAML is no part of it: it stands in
 * `examples/county`, for people to read.
 * @throws CountySizeRefused unless `people` is a whole number from 200 to a million
 */
export function makeCounty({ people, seed }: CountyOptions): County {
  if (!Number.isInteger(people) || people < SMALLEST || people > LARGEST) {
    throw new CountySizeRefused(people, SMALLEST, LARGEST);
  }
  return { cycles: CYCLES, files: files(people, seed) };
}

function* files(people: number, seed: string): Generator<DemoFile> {
  const chance = new Chance(`county ${seed}`);
  const lives = makeHouseholds(chance, people).flatMap((household) => livesOf(chance, household));
  const county = { chance, people, lives, bridges: chooseBridges(lives) };
  const truth = new TruthBook();
  for (const file of plannedFiles()) {
    const extract = cutColumns(file.source.extract(snapshotFor(county, file)), file.onlyColumns);
    yield { path: file.path, chunks: encodeFile(file.source.format, linesOf(file, extract, truth)) };
  }
  yield { path: 'truth/people.csv', chunks: truth.chunks() };
}

function snapshotFor(
  county: Pick<Snapshot, 'chance' | 'people' | 'lives' | 'bridges'>,
  { since, until, period, corrected }: PlannedFile,
): Snapshot {
  return { ...county, since, until, period, corrected };
}

/** The header and the rows; whom each row is about goes to the truth on the way. */
function* linesOf(file: PlannedFile, extract: Extract, truth: TruthBook): Generator<readonly string[]> {
  yield extract.headers;
  for (const { values, about } of extract.rows) {
    if (about !== undefined) truth.enter(file.source, about);
    yield values;
  }
}
