import { copyFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { DuckdbEngine } from '../../adapters/local/duckdb-engine.ts';
import { DuckdbWorkbench } from '../../adapters/local/duckdb-workbench.ts';
import { FolderCatalogue } from '../../adapters/local/folder-catalogue.ts';
import { FolderStore } from '../../adapters/local/folder-store.ts';
import { KeyFile } from '../../adapters/local/key-file.ts';
import { folderZones } from '../../adapters/local/state.ts';
import {
  clusterRun,
  crosswalkTables,
  datasetOf,
  FileModel,
  fetchPairs,
  type LinkageJob,
  type LinkageQuality,
  type LinkedFile,
  prepareLink,
  tokenizeFiles,
  trainAndScore,
} from '../../linkage/link.ts';
import { quoteName, quoteText } from '../../sql/quote.ts';
import { parseDocument, readYaml } from '../../workspace/workspace.ts';
import { FileUnreadable, WrongUsage } from '../errors.ts';
import { requireFile } from '../files.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { renderTable } from '../table.ts';

export interface LinkOptions {
  readonly files: readonly string[];
  readonly model: string;
  readonly out: string;
  /** A key file; a fresh key where missing, thrown away at the end. */
  readonly key?: string;
}

const MAX_BLOCK_PAIRS = 1_000_000;
const MEMORY = '2GB';

/**
 * `tributary link`: linkage alone, on any files. Identifiers become tokens first; from there on it is the linkage of
 * an integration run, in a folder that is removed. Writes clusters.csv, links.csv and model.json.
 * @throws FileUnreadable, WrongUsage, ColumnMissing, IdNotUnique, ModelDidNotTrain
 */
export async function linkCommand(options: LinkOptions, io: Io): Promise<ExitCode> {
  const model = await readModel(options.model);
  await mkdir(options.out, { recursive: true });
  const folder = await mkdtemp(join(options.out, '.linking-'));
  try {
    const quality = await linkIn(folder, options, model, io);
    report(quality, options, io);
    return 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function linkIn(
  folder: string,
  options: LinkOptions,
  model: FileModel,
  io: Io,
): Promise<LinkageQuality> {
  const zones = folderZones(folder);
  const catalogue = new FolderCatalogue(new FolderStore(join(folder, 'catalogue')));
  const settings = { scratch: join(folder, 'scratch'), threads: availableParallelism(), memory: MEMORY };
  const openBench = () => DuckdbWorkbench.open(settings);
  const keys =
    options.key === undefined ? await KeyFile.open(join(folder, 'keys')) : await KeyFile.at(options.key);
  const progress = showProgress(io);
  await using engine = await DuckdbEngine.open({
    ...settings,
    catalogue,
    folderOf: (zone, path) => join(folder, zone, path),
  });
  await using bench = await openBench();
  progress.start('tokenize', options.files.length);
  const files = await Promise.all(options.files.map((path) => describeFile(bench, path)));
  const plan = await tokenizeFiles(files, model, { bench, keys, zones, catalogue });
  progress.done();
  const job: LinkageJob = {
    plan,
    settings: { threshold: model.threshold, maxBlockPairs: MAX_BLOCK_PAIRS, model: 'train' },
    oncePerPerson: new Set(
      files.flatMap(({ name }, at) => (model.sources[name]?.once_per_person ? [datasetOf(at)] : [])),
    ),
    engine,
    catalogue,
    workbenches: { forAgency: openBench, forZone: openBench },
    zones,
    progress,
  };
  const statements = await prepareLink(job);
  progress.start('link', statements.length + 2);
  for (const statement of statements) {
    await engine.execute(statement);
    progress.tick(statement.name);
  }
  for (const statement of await trainAndScore(job)) await engine.execute(statement);
  progress.tick('trained');
  await fetchPairs(job, bench);
  const quality = await clusterRun(job);
  progress.done();
  const { path } = crosswalkTables(plan.run).persons;
  await writeResults(bench, await bench.open(zones.crosswalk, `${path}/part-0.parquet`), options.out);
  const kept = await bench.open(zones.crosswalk, `runs/${plan.run}/model.json`);
  await copyFile(kept, join(options.out, 'model.json'));
  return quality;
}

async function readModel(file: string): Promise<FileModel> {
  await requireFile(file);
  const { yaml, findings } = readYaml(file, await readFile(file, 'utf8'));
  const parsed = yaml === undefined ? { findings: [] } : parseDocument(yaml, FileModel);
  const [first] = [...findings, ...parsed.findings];
  if (first !== undefined)
    throw new WrongUsage(`${first.file}:${first.line}:${first.column}: ${first.message} ${first.remedy}`);
  if (!('document' in parsed) || parsed.document === undefined)
    throw new WrongUsage(`${file} holds no model.`);
  return parsed.document;
}

/** A CSV with its columns under trimmed names; the values are trimmed where they are read. */
async function describeFile(bench: DuckdbWorkbench, path: string): Promise<LinkedFile> {
  await requireFile(path);
  const source = `read_csv(${quoteText(path)}, header = true, all_varchar = true)`;
  try {
    const described = await bench.rows(`DESCRIBE SELECT * FROM ${source}`);
    const columns = described.map((row) => String(row['column_name']));
    const select = columns.map((column) => `trim(${quoteName(column)}) AS ${quoteName(column.trim())}`);
    return {
      name: basename(path),
      relation: `SELECT ${select.join(', ')} FROM ${source}`,
      columns: columns.map((column) => column.trim()),
    };
  } catch {
    throw new FileUnreadable(path, 'other');
  }
}

async function writeResults(bench: DuckdbWorkbench, persons: string, out: string): Promise<void> {
  await bench.run(
    `CREATE TABLE found AS SELECT i.id, i.record_id, p.person_id FROM read_parquet(${quoteText(persons)}) AS p JOIN ids AS i USING (record_id)`,
  );
  const copy = (select: string, file: string) =>
    bench.run(`COPY (${select}) TO ${quoteText(join(out, file))} (FORMAT csv, HEADER)`);
  await copy('SELECT id AS record_id, person_id FROM found ORDER BY id', 'clusters.csv');
  await copy(
    `SELECT least(a.id, b.id) AS record_id_1, greatest(a.id, b.id) AS record_id_2, printf('%.6f', p.probability / 1000000.0) AS probability
     FROM pairs AS p JOIN found AS a ON a.record_id = p.record_a JOIN found AS b ON b.record_id = p.record_b
     WHERE a.person_id = b.person_id ORDER BY 1, 2`,
    'links.csv',
  );
}

function report(quality: LinkageQuality, { out }: LinkOptions, io: Io): void {
  const [figures] = quality.scopes;
  const share = (millionths: number | undefined) =>
    millionths === undefined ? 'no link' : (millionths / 1_000_000).toFixed(4);
  if (io.json) {
    printJson(io, quality);
    return;
  }
  const count = (value: number | undefined) => (value ?? 0).toLocaleString('en-US');
  const rows = [
    ['records', count(figures?.records)],
    ['people found', count(figures?.persons)],
    ['links', count(Math.round((figures?.links ?? 0) / 1_000_000))],
    ['estimated precision', share(figures?.precision)],
    ['estimated recall', share(figures?.recall)],
  ];
  io.out(renderTable([{ title: 'linkage' }, { title: '', align: 'right' }], rows));
  if (quality.trained === 'prior')
    io.out('Too few pairs to train on: the weights are those of the default table.\n');
  io.out(
    `\nWritten: ${['clusters.csv', 'links.csv', 'model.json'].map((file) => join(out, file)).join(', ')}\n`,
  );
}
