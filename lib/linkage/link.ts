/**
 * Linkage, told from top to bottom: profiles, blocking, comparing, training, scoring, clustering, identity. Nothing
 * but tokens and Bloom filters comes in; a crosswalk from record to person goes out. The only door of this folder.
 */
import type { Statement } from '../ports/query-engine.ts';
import { BLOCKING_RULES } from './blocking.ts';
import { blockLimits, candidatePairs, profileBlocks } from './candidates.sql.ts';
import { comparedPairs, sampledPairs, sampledPatterns } from './compare.sql.ts';
import { MixedKeyVersions } from './errors.ts';
import { keepIdentities } from './identity.ts';
import type { LinkageJob } from './job.ts';
import { clusterScopes, fetchRecords, layOut } from './memberships.ts';
import { distinctProfiles, profileTraits, recordsToEntities, tokenFrequencies } from './profiles.sql.ts';
import { type LinkageQuality, linkageQuality, linkedByAgency, spreadErrors } from './quality.ts';
import { scoredPairs } from './score.sql.ts';
import { numberSources } from './sources.ts';
import { crosswalkTables, workTables } from './tables.ts';
import { keptModel, saveWeights, trainModel } from './training.ts';

export {
  ColumnMissing,
  IdNotUnique,
  MixedKeyVersions,
  ModelDidNotTrain,
  NoModelToKeep,
  RecordInTwoClusters,
} from './errors.ts';
export { type Evaluation, evaluate } from './evaluate.ts';
export { FileModel } from './file-model.ts';
export type { LinkageJob, LinkagePlan } from './job.ts';
export { datasetOf, fetchPairs, type LinkedFile, tokenizeFiles } from './link-files.ts';
export type { LinkageModel } from './model.ts';
export type { AgencyLinkage, LinkageQuality, ScopeQuality } from './quality.ts';
export { linkageSignals } from './signals.ts';
export { crosswalkTables, WORK_DATABASE, workTables } from './tables.ts';
export { keptModel } from './training.ts';
export { probabilityOf } from './weights.ts';

const tablesOf = (run: string) =>
  workTables(
    run,
    BLOCKING_RULES.map(({ name }) => name),
  );

/**
 * Clears what an earlier try left, and gives the statements, to be executed in their order, that make profiles of
 * the run's deliveries, block and compare them. None where the run has no dataset of people.
 * @param begun whether some of them have run already, whose tables have to stay
 * @throws MixedKeyVersions
 */
export async function prepareLink(job: LinkageJob, begun = false): Promise<readonly Statement[]> {
  if (!begun) await clearWork(job);
  const { catalogue, plan, settings } = job;
  const tables = tablesOf(plan.run);
  const sources = numberSources(plan, job.oncePerPerson);
  if (sources.all.length === 0) return [];
  const linked = plan.deliveries.filter(({ deliveryId }) =>
    sources.all.some(({ deliveries }) => deliveries.includes(deliveryId)),
  );
  const versions = [...new Set(linked.map(({ keyVersion }) => keyVersion))].toSorted();
  if (versions.length > 1) throw new MixedKeyVersions(versions);
  const rows = linked.reduce((sum, delivery) => sum + delivery.rows.accepted, 0);
  return [
    recordsToEntities(catalogue, tables, sources),
    distinctProfiles(catalogue, tables, sources),
    tokenFrequencies(catalogue, tables),
    profileTraits(catalogue, tables),
    blockLimits(catalogue, tables, BLOCKING_RULES, settings.maxBlockPairs),
    profileBlocks(catalogue, tables, BLOCKING_RULES),
    candidatePairs(catalogue, tables, BLOCKING_RULES, sources),
    comparedPairs(catalogue, tables),
    sampledPairs(catalogue, tables, rows),
    sampledPatterns(catalogue, tables, sources),
  ];
}

/**
 * Once the statements of `prepareLink` have run: trains the model (or takes over the kept one), keeps it as
 * `crosswalk/runs/<run>/model.json` and gives the statements that score the pairs with it.
 * @throws ModelDidNotTrain, NoModelToKeep
 */
export async function trainAndScore(job: LinkageJob): Promise<readonly Statement[]> {
  if (numberSources(job.plan, job.oncePerPerson).all.length === 0) return [];
  const tables = tablesOf(job.plan.run);
  const model = await trainModel(job, tables);
  await saveWeights(job, tables, model);
  return [scoredPairs(job.catalogue, tables)];
}

/**
 * Once the pairs are scored: clusters each scope, keeps or gives person ids, and writes the crosswalk tables
 * persons, registry, memberships and history of the run. The work tables, which hold tokens, are removed.
 * @returns quality estimated without truth, also kept as `crosswalk/runs/<run>/linkage-quality.json`
 */
export async function clusterRun(job: LinkageJob): Promise<LinkageQuality> {
  const { plan, catalogue, zones } = job;
  const sources = numberSources(plan, job.oncePerPerson);
  const tables = tablesOf(plan.run);
  const crosswalk = crosswalkTables(plan.run);
  await using bench = await job.workbenches.forZone();
  const model = sources.all.length === 0 ? undefined : await keptModel(zones.crosswalk, plan.run);
  await layOut(bench);
  const entities = model === undefined ? 0 : await fetchRecords(job, tables, bench);
  const outcomes = model === undefined ? [] : await clusterScopes(job, tables, sources, bench, entities);
  const previous = plan.previous?.run;
  await keepIdentities(bench, zones.crosswalk, {
    run: plan.run,
    ...(previous === undefined ? {} : { previous }),
  });
  await spreadErrors(bench, model);
  const agencies = await linkedByAgency(bench, sources);
  const quality = await linkageQuality(bench, plan.run, model, outcomes, agencies);
  for (const [name, table] of Object.entries(crosswalk)) {
    const columns = table.columns
      .map((column) => `CAST(${column.name} AS ${column.type}) AS ${column.name}`)
      .join(', ');
    await bench.saveParquet(
      `SELECT ${columns} FROM ${name} ORDER BY ALL`,
      zones.crosswalk,
      `${table.path}/part-0.parquet`,
    );
    await catalogue.declare(table);
  }
  await zones.crosswalk.put(
    `runs/${plan.run}/linkage-quality.json`,
    `${JSON.stringify(quality, undefined, 1)}\n`,
  );
  await clearWork(job);
  return quality;
}

/** Removes the run's work tables and their files. */
async function clearWork({ catalogue, zones, plan }: LinkageJob): Promise<void> {
  for (const table of Object.values(tablesOf(plan.run))) {
    await catalogue.drop(table.database, table.name);
    for (const { key } of await zones.tokens.list(`${table.path}/`)) await zones.tokens.delete(key);
  }
}
