import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteTable, quoteText } from '../sql/quote.ts';
import { IDENTITIES } from '../tokens/columns.ts';
import { type Clusters, cluster, type OnceOnly } from './cluster.ts';
import { EdgeList } from './edges.ts';
import type { LinkageJob } from './job.ts';
import { type Sources, sourcesOfScope } from './sources.ts';
import { WORK_DATABASE, type WorkTables } from './tables.ts';
import { weightOf } from './weights.ts';

/** What came out of clustering one scope. */
export interface ScopeOutcome {
  readonly scope: string;
  readonly refused: Clusters['refused'];
}

const BATCH = 65_536;

/** The bench table `entities`: one row a scope and entity; cluster is the smallest entity of it. Millionths. */
const ENTITIES: readonly ColumnDefinition[] = [
  { name: 'scope', type: 'varchar' },
  { name: 'entity', type: 'bigint' },
  { name: 'cluster', type: 'bigint' },
  { name: 'links', type: 'bigint' },
  { name: 'expected_false', type: 'bigint' },
  { name: 'expected_missed', type: 'bigint' },
];

/** Makes the bench tables that clustering fills. */
export async function layOut(bench: Workbench): Promise<void> {
  await bench.append(
    'entities',
    ENTITIES,
    ENTITIES.map(() => []),
  );
  await bench.run('CREATE TABLE in_scope (scope VARCHAR, record_id VARCHAR, entity BIGINT)');
  await bench.run('CREATE TABLE records (record_id VARCHAR, entity BIGINT, source BIGINT)');
}

/** Brings records with their entities onto the bench as table `records` (record_id, entity, source). */
export async function fetchRecords(
  { engine }: LinkageJob,
  tables: WorkTables,
  bench: Workbench,
): Promise<number> {
  const statement = {
    name: 'records_by_entity',
    sql: `SELECT record_id, entity, source FROM ${quoteTable(tables.records)} ORDER BY record_id`,
    database: WORK_DATABASE,
  };
  let entities = 0;
  for await (const rows of engine.stream(statement)) {
    for (const { entity } of rows) entities = Math.max(entities, Number(entity));
    await bench.append('records', tables.records.columns, [
      rows.map(({ record_id }) => record_id ?? null),
      rows.map(({ entity }) => entity ?? null),
      rows.map(({ source }) => source ?? null),
    ]);
  }
  return entities;
}

/**
 * Clusters each scope by itself, on the pairs that it may see, and puts the outcome on the bench: `entities`, and
 * which records of which entity a scope holds, `in_scope` (scope, record_id, entity).
 * @param entities the highest number that an entity has
 */
export async function clusterScopes(
  job: LinkageJob,
  tables: WorkTables,
  sources: Sources,
  bench: Workbench,
  entities: number,
): Promise<readonly ScopeOutcome[]> {
  const outcomes: ScopeOutcome[] = [];
  for (const { id, datasets } of job.plan.scopes) {
    const members = sourcesOfScope(sources, datasets);
    if (members.length === 0) continue;
    const edges = await readEdges(job, tables, members);
    const onceOnly = await readOnceOnly(job, tables, sources, members, entities);
    const clusters = cluster({
      nodes: entities + 1,
      edges,
      threshold: weightOf(job.settings.threshold),
      onceOnly,
    });
    await bench.run(
      `INSERT INTO in_scope SELECT ${quoteText(id)}, record_id, entity FROM records WHERE source IN (${members.join(', ')})`,
    );
    await putEntities(bench, id, clusters);
    outcomes.push({ scope: id, refused: clusters.refused });
  }
  return outcomes;
}

async function readEdges({ engine }: LinkageJob, tables: WorkTables, members: readonly number[]) {
  const within = `(${members.join(', ')})`;
  const edges = new EdgeList();
  const statement = {
    name: 'edges_by_weight',
    sql: `SELECT entity_a, entity_b, max(weight) AS weight, max(forbidden) AS forbidden
FROM ${quoteTable(tables.scored)}
WHERE source_a IN ${within} AND source_b IN ${within}
GROUP BY entity_a, entity_b
ORDER BY weight DESC, entity_a, entity_b`,
    database: WORK_DATABASE,
  };
  for await (const rows of engine.stream(statement)) {
    for (const row of rows) {
      edges.add(
        Number(row['entity_a']),
        Number(row['entity_b']),
        Number(row['weight']),
        Number(row['forbidden']) === 1,
      );
    }
  }
  return edges.done();
}

/** Which entities stand in which deliveries that hold a person once, in compressed rows. */
async function readOnceOnly(
  { engine, oncePerPerson }: LinkageJob,
  tables: WorkTables,
  sources: Sources,
  members: readonly number[],
  entities: number,
): Promise<OnceOnly> {
  const first = new Int32Array(entities + 2);
  const deliveries = sources.all
    .filter(({ id, number }) => oncePerPerson.has(id) && members.includes(number))
    .flatMap((source) => source.deliveries);
  if (deliveries.length === 0) return { first, delivery: new Int32Array(0) };
  const statement = {
    name: 'once_only_appearances',
    sql: `SELECT DISTINCT r.entity AS entity, i.delivery_id AS delivery_id
FROM ${quoteTable(IDENTITIES)} AS i JOIN ${quoteTable(tables.records)} AS r ON r.record_id = i.record_id
WHERE i.delivery_id IN (${deliveries.map(quoteText).join(', ')})
ORDER BY entity, delivery_id`,
    database: WORK_DATABASE,
  };
  const numberOf = new Map(deliveries.map((delivery, at) => [delivery, at]));
  const appearances = new EdgeList();
  for await (const rows of engine.stream(statement)) {
    for (const { entity, delivery_id } of rows)
      appearances.add(Number(entity), numberOf.get(String(delivery_id)) ?? -1, 0, false);
  }
  const { from, to } = appearances.done();
  for (const entity of from) first[entity + 1] = (first[entity + 1] ?? 0) + 1;
  for (let entity = 0; entity <= entities; entity += 1)
    first[entity + 1] = (first[entity + 1] ?? 0) + (first[entity] ?? 0);
  return { first, delivery: to };
}

/** Writes the entities of a scope; those that stand in none of its sources are left out. */
async function putEntities(bench: Workbench, scope: string, clusters: Clusters): Promise<void> {
  for (let from = 0; from < clusters.clusterOf.length; from += BATCH) {
    const batch = (
      await bench.rows(
        `SELECT DISTINCT entity FROM in_scope WHERE scope = ${quoteText(scope)} AND entity >= ${from} AND entity < ${from + BATCH} ORDER BY entity`,
      )
    ).map(({ entity }) => Number(entity));
    const millionths = (of: Float64Array) => batch.map((entity) => BigInt(Math.round(of[entity] ?? 0)));
    await bench.append('entities', ENTITIES, [
      batch.map(() => scope),
      batch.map(BigInt),
      batch.map((entity) => BigInt(clusters.clusterOf[entity] ?? entity)),
      millionths(clusters.links),
      millionths(clusters.expectedFalse),
      millionths(clusters.expectedMissed),
    ]);
  }
}
