import type { ObjectStore } from '../ports/object-store.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import { quoteTable } from '../sql/quote.ts';
import { BLOCKING_RULES } from './blocking.ts';
import { blockingRecallOf } from './coverage.ts';
import { ModelDidNotTrain, NoModelToKeep } from './errors.ts';
import { expect } from './expectation.ts';
import { FIELDS } from './fields.ts';
import type { LinkageJob } from './job.ts';
import { LinkageModel, roundShare } from './model.ts';
import { countPatterns, type PatternCounts } from './patterns.ts';
import { countComparablePairs, numberSources } from './sources.ts';
import { WORK_DATABASE, type WorkTables } from './tables.ts';
import { type Trained, type TrainingData, train } from './train.ts';
import { weighPattern } from './weights.ts';

const modelKey = (run: string) => `runs/${run}/model.json`;

/**
 * Gives the run's model and keeps it as `crosswalk/runs/<run>/model.json`: trained anew, or the one of the run
 * before, with this run's own token counts and blocking figures.
 * @throws ModelDidNotTrain, NoModelToKeep
 */
export async function trainModel(job: LinkageJob, tables: WorkTables): Promise<LinkageModel> {
  const { run, previous } = job.plan;
  const { data, carriers, blocking } = await readTrainingData(job, tables);
  const keep = job.settings.model === 'keep' && previous !== undefined;
  const model = keep
    ? { ...(await keptModel(job.zones.crosswalk, previous.run)), run }
    : describe(run, data, train(data), carriers, blocking);
  const kept = new Map(
    blocking.map(({ rule, pairs, pairsLeftOut }) => [rule, pairs / Math.max(1, pairs + pairsLeftOut)]),
  );
  const current: LinkageModel = {
    ...model,
    fields: model.fields.map((field) => ({ ...field, carriers: carriers.get(field.name) ?? 0 })),
    blocking,
    blockingRecall: blockingRecallOf(model.fields, BLOCKING_RULES, kept),
  };
  await job.zones.crosswalk.put(modelKey(run), `${JSON.stringify(current, undefined, 1)}\n`);
  return current;
}

/** Reads the model of a run. @throws NoModelToKeep where it has none that fits this version */
export async function keptModel(crosswalk: ObjectStore, run: string): Promise<LinkageModel> {
  const key = modelKey(run);
  if ((await crosswalk.head(key)) === undefined) throw new NoModelToKeep(run);
  const parsed = LinkageModel.safeParse(JSON.parse(new TextDecoder().decode(await crosswalk.get(key))));
  if (!parsed.success || parsed.data.fields.length !== FIELDS.length) throw new NoModelToKeep(run);
  return parsed.data;
}

/** Writes what each observed pattern weighs as the work table `weights`. */
export async function saveWeights(job: LinkageJob, tables: WorkTables, model: LinkageModel): Promise<void> {
  const patterns = await ask(
    job,
    'observed_patterns',
    `SELECT DISTINCT pattern FROM ${quoteTable(tables.compared)} ORDER BY pattern`,
  );
  const weights = patterns.map(({ pattern }) => ({
    pattern: Number(pattern),
    ...weighPattern(model, Number(pattern)),
  }));
  await using bench = await job.workbenches.forZone();
  await bench.append('weights', tables.weights.columns, [
    weights.map(({ pattern }) => BigInt(pattern)),
    weights.map(({ againstStranger }) => BigInt(againstStranger)),
    weights.map(({ againstRelative }) => BigInt(againstRelative)),
    weights.map(({ forbidden }) => (forbidden ? 1n : 0n)),
  ]);
  await bench.saveParquet(
    'SELECT * FROM weights ORDER BY pattern',
    job.zones.tokens,
    `${tables.weights.path}/part-0.parquet`,
  );
  await job.catalogue.declare(tables.weights);
}

function ask({ engine }: LinkageJob, name: string, sql: string): Promise<readonly SqlRow[]> {
  return engine.query({ name, sql, database: WORK_DATABASE });
}

async function readTrainingData(job: LinkageJob, tables: WorkTables) {
  const candidates = await ask(
    job,
    'candidate_patterns',
    `SELECT pattern, CAST(count(*) AS bigint) AS pairs FROM ${quoteTable(tables.compared)} GROUP BY pattern ORDER BY pattern`,
  );
  const sample = await ask(
    job,
    'sampled_patterns',
    `SELECT pattern, pairs FROM ${quoteTable(tables.sampled)} WHERE pattern >= 0 ORDER BY pattern`,
  );
  const tokens = await ask(
    job,
    'token_counts',
    `SELECT field, CAST(count(*) AS bigint) AS tokens, CAST(sum(entities) AS bigint) AS carriers FROM ${quoteTable(tables.frequencies)} GROUP BY field ORDER BY field`,
  );
  const profiles = await ask(
    job,
    'profiles_by_source',
    `SELECT source, CAST(count(*) AS bigint) AS profiles FROM ${quoteTable(tables.profiles)} GROUP BY source ORDER BY source`,
  );
  const limits = await ask(
    job,
    'blocking_by_rule',
    `SELECT l.rule, l.largest, l.blocks_left_out, l.pairs_left_out, l.pairs FROM ${quoteTable(tables.limits)} AS l ORDER BY l.rule`,
  );
  const bySource = new Map(profiles.map((row) => [Number(row['source']), Number(row['profiles'])]));
  const byField = <T>(value: (row: SqlRow) => T) =>
    new Map(
      FIELDS.flatMap(({ name, frequency }) => {
        const row = tokens.find(({ field }) => field === frequency);
        return row === undefined ? [] : [[name, value(row)] as const];
      }),
    );
  const data: TrainingData = {
    candidates: countPatterns(candidates),
    sample: countPatterns(sample),
    comparable: countComparablePairs(numberSources(job.plan, job.oncePerPerson), bySource),
    distinctTokens: byField((row) => Number(row['tokens'])),
    profiles: [...bySource.values()].reduce((sum, count) => sum + count, 0),
  };
  const blocking = limits.map((row) => ({
    rule: String(row['rule']),
    pairs: Number(row['pairs']),
    largestBlock: Number(row['largest']),
    blocksLeftOut: Number(row['blocks_left_out']),
    pairsLeftOut: Number(row['pairs_left_out']),
  }));
  return { data, carriers: byField((row) => Number(row['carriers'])), blocking };
}

function describe(
  run: string,
  data: TrainingData,
  { parameters, by, iterations, objections }: Trained,
  carriers: ReadonlyMap<string, number>,
  blocking: LinkageModel['blocking'],
): LinkageModel {
  if (objections.length > 0) throw new ModelDidNotTrain(objections);
  const compared = comparedShares(data.candidates, expect(data.candidates, parameters).match);
  const [between, within] = parameters.prevalence;
  const prevalence = (pairs: number, { match, relative, twin }: typeof between) => ({
    pairs,
    match: roundShare(match),
    relative: roundShare(relative),
    twin: roundShare(twin),
  });
  return {
    format: 2,
    run,
    trained: by,
    iterations,
    fields: FIELDS.map(({ name, levels }, at) => ({
      name,
      carriers: carriers.get(name) ?? 0,
      compared: compared[at] ?? 0,
      levels: levels.map(({ level, name: levelName }) => ({
        level,
        name: levelName,
        match: roundShare(parameters.match[at]?.[level] ?? 0),
        stranger: roundShare(parameters.stranger[at]?.[level] ?? 0),
        relative: roundShare(parameters.relative[at]?.[level] ?? 0),
        twin: roundShare(parameters.twin[at]?.[level] ?? 0),
      })),
    })),
    prevalence: {
      within: prevalence(data.comparable.within, within),
      between: prevalence(data.comparable.between, between),
    },
    blocking,
    blockingRecall: 1_000_000,
  };
}

/** Of the pairs expected to match, in which part each field could be compared; of all pairs where none matches. */
function comparedShares(candidates: PatternCounts, match: Float64Array): readonly number[] {
  const expected = match.reduce((sum, share, at) => sum + share * (candidates.counts[at] ?? 0), 0);
  return FIELDS.map((_, field) => {
    let comparable = 0;
    for (let at = 0; at < candidates.counts.length; at += 1) {
      const here = (candidates.levels[at * FIELDS.length + field] ?? -1) >= 0;
      if (here) comparable += (candidates.counts[at] ?? 0) * (match[at] ?? 0);
    }
    return expected === 0 ? 0 : Number(Math.min(1, comparable / expected).toPrecision(9));
  });
}
