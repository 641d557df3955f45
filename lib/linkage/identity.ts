import { createHash } from 'node:crypto';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteText } from '../sql/quote.ts';
import { nameHeirs } from './scope-heirs.ts';
import { crosswalkTables } from './tables.ts';

/** The run whose ids are inherited, and the one that inherits. */
export interface Succession {
  readonly run: string;
  readonly previous?: string;
}

const BATCH = 32_768;
const NEW_IDS = [
  { name: 'cluster_number', type: 'bigint' },
  { name: 'person_id', type: 'varchar' },
] as const;
const RENAMED = [
  { name: 'scope', type: 'varchar' },
  { name: 'heir', type: 'varchar' },
] as const;
const HEIRS = [
  { name: 'cluster_number', type: 'bigint' },
  { name: 'person_number', type: 'bigint' },
] as const;

/**
 * Gives every cluster on the bench (tables `entities` and `records`) its person id, as tables `person_ids`
 * (scope, cluster, person_id), `registry`, `memberships` and `history` of the crosswalk.
 *
 * A cluster inherits the id of its largest part among the records of earlier runs, ties to the oldest id; an id
 * that several clusters claim goes to the one that holds most of it. What is left over of an id merges into the
 * person that holds most of it, and a cluster that inherits nothing gets a new id, split from the one that it was
 * part of. Old ids keep resolving: `merged_into` always names an id that lives. No id is given twice.
 */
export async function keepIdentities(
  bench: Workbench,
  crosswalk: ObjectStore,
  { run, previous }: Succession,
): Promise<void> {
  await readPast(bench, crosswalk, previous);
  if (previous !== undefined) await renameScopes(bench, previous);
  await bench.run(`
CREATE TABLE clusters AS
  SELECT row_number() OVER (ORDER BY scope, cluster) - 1 AS cluster_number, scope, cluster, head FROM (
    SELECT e.scope, e.cluster, min(r.record_id) AS head
    FROM entities e JOIN in_scope r ON r.scope = e.scope AND r.entity = e.entity GROUP BY e.scope, e.cluster);
CREATE TABLE living AS
  SELECT row_number() OVER (ORDER BY scope, person_id) - 1 AS person_number, scope, person_id, first_run
  FROM old_registry WHERE merged_into IS NULL;
CREATE TABLE parts AS
  SELECT c.cluster_number, l.person_number, count(*) AS records, min(l.first_run) AS first_run, min(l.person_id) AS person_id
  FROM entities e
  JOIN in_scope r ON r.scope = e.scope AND r.entity = e.entity
  JOIN clusters c ON c.scope = e.scope AND c.cluster = e.cluster
  JOIN old_memberships o ON o.scope = e.scope AND o.record_id = r.record_id
  JOIN living l ON l.scope = o.scope AND l.person_id = o.person_id
  GROUP BY c.cluster_number, l.person_number;`);
  await chooseHeirs(bench);
  await nameTheNew(bench, run);
  await bench.run(`
CREATE TABLE person_ids AS
  SELECT c.scope, c.cluster, c.cluster_number, coalesce(l.person_id, n.person_id) AS person_id, l.person_id IS NULL AS is_new
  FROM clusters c
  LEFT JOIN heirs h USING (cluster_number) LEFT JOIN living l USING (person_number) LEFT JOIN new_ids n USING (cluster_number);
CREATE TABLE merges AS
  SELECT l.scope, l.person_id, i.person_id AS into_id FROM (
    SELECT person_number, cluster_number,
      row_number() OVER (PARTITION BY person_number ORDER BY records DESC, cluster_number) AS place
    FROM parts WHERE person_number NOT IN (SELECT person_number FROM heirs)) p
  JOIN living l USING (person_number) JOIN person_ids i USING (cluster_number) WHERE p.place = 1;
CREATE TABLE births AS
  SELECT i.scope, i.person_id, p.person_id AS split_from FROM person_ids i
  LEFT JOIN (
    SELECT cluster_number, person_id,
      row_number() OVER (PARTITION BY cluster_number ORDER BY records DESC, first_run, person_id) AS place
    FROM parts) p ON p.cluster_number = i.cluster_number AND p.place = 1
  WHERE i.is_new;
CREATE TABLE registry AS
  SELECT o.scope, o.person_id, o.first_run, coalesce(m.into_id, n.into_id, o.merged_into) AS merged_into, o.split_from
  FROM old_registry o
  LEFT JOIN merges m ON m.scope = o.scope AND m.person_id = o.person_id
  LEFT JOIN merges n ON n.scope = o.scope AND n.person_id = o.merged_into
  UNION ALL SELECT scope, person_id, ${quoteText(run)}, NULL, split_from FROM births;
CREATE TABLE memberships AS
  SELECT r.scope, r.record_id, i.person_id
  FROM in_scope r JOIN entities e ON e.scope = r.scope AND e.entity = r.entity
  JOIN person_ids i ON i.scope = e.scope AND i.cluster = e.cluster
  UNION ALL
  SELECT o.scope, o.record_id, coalesce(m.into_id, o.person_id) FROM old_memberships o
  LEFT JOIN merges m ON m.scope = o.scope AND m.person_id = o.person_id
  WHERE NOT EXISTS (SELECT 1 FROM in_scope r WHERE r.scope = o.scope AND r.record_id = o.record_id);
CREATE TABLE history AS
  SELECT * FROM old_history
  UNION ALL SELECT scope, person_id, ${quoteText(run)}, 'merged', into_id FROM merges
  UNION ALL SELECT scope, person_id, ${quoteText(run)}, CASE WHEN split_from IS NULL THEN 'new' ELSE 'split' END, split_from FROM births;`);
}

/** Puts the tables of the run before on the bench, empty where there is none. */
async function readPast(
  bench: Workbench,
  crosswalk: ObjectStore,
  previous: string | undefined,
): Promise<void> {
  const { registry, memberships, history } = crosswalkTables(previous ?? 'none');
  for (const [name, table] of Object.entries({
    old_registry: registry,
    old_memberships: memberships,
    old_history: history,
  })) {
    await bench.append(
      name,
      table.columns,
      table.columns.map(() => []),
    );
    if (previous === undefined) continue;
    const path = await bench.open(crosswalk, `${table.path}/part-0.parquet`);
    await bench.run(`INSERT INTO ${name} BY NAME SELECT * FROM read_parquet(${quoteText(path)})`);
  }
}

/** Puts what the run before left under the names of the scopes that inherit it; see `nameHeirs`. */
async function renameScopes(bench: Workbench, previous: string): Promise<void> {
  const scopes = await bench.rows('SELECT DISTINCT scope FROM in_scope ORDER BY scope');
  const earlier = await bench.rows('SELECT DISTINCT scope FROM old_registry ORDER BY scope');
  const overlaps = await bench.rows(`
    SELECT r.scope, o.scope AS earlier, count(*) AS records FROM in_scope r JOIN old_memberships o USING (record_id)
    GROUP BY r.scope, o.scope ORDER BY r.scope, o.scope`);
  const known = await bench.rows(`
    SELECT scope, count(*) AS records FROM in_scope SEMI JOIN old_memberships USING (record_id)
    GROUP BY scope ORDER BY scope`);
  const heirs = nameHeirs({
    scopes: scopes.map(({ scope }) => String(scope)),
    earlier: earlier.map(({ scope }) => String(scope)),
    overlaps: overlaps.map((row) => ({
      scope: String(row['scope']),
      earlier: String(row['earlier']),
      records: Number(row['records']),
    })),
    known: new Map(known.map(({ scope, records }) => [String(scope), Number(records)])),
    previous,
  });
  const changed = [...heirs].filter(([scope, heir]) => scope !== heir);
  await bench.append('renamed', RENAMED, [changed.map(([scope]) => scope), changed.map(([, heir]) => heir)]);
  for (const table of ['old_registry', 'old_memberships', 'old_history']) {
    await bench.run(`UPDATE ${table} SET scope = r.heir FROM renamed AS r WHERE r.scope = ${table}.scope`);
  }
}

/** Walks the parts, largest first, and gives each id and each cluster away once. */
async function chooseHeirs(bench: Workbench): Promise<void> {
  const counts = await bench.rows(
    'SELECT (SELECT count(*) FROM clusters) AS clusters, (SELECT count(*) FROM living) AS persons',
  );
  const hasId = new Uint8Array(Number(counts[0]?.['clusters'] ?? 0));
  const isGiven = new Uint8Array(Number(counts[0]?.['persons'] ?? 0));
  const chosen: [bigint[], bigint[]] = [[], []];
  await bench.append('heirs', HEIRS, [[], []]);
  const parts = bench.columns(
    'SELECT cluster_number, person_number FROM parts ORDER BY records DESC, first_run, person_id, cluster_number',
  );
  for await (const [clusters = [], persons = []] of parts) {
    for (const [at, cluster] of clusters.entries()) {
      const [one, person] = [Number(cluster), Number(persons[at])];
      if (hasId[one] === 1 || isGiven[person] === 1) continue;
      hasId[one] = 1;
      isGiven[person] = 1;
      chosen[0].push(BigInt(one));
      chosen[1].push(BigInt(person));
    }
  }
  await bench.append('heirs', HEIRS, chosen);
}

/**
 * A new id is a digest of scope, run and the cluster's smallest record id: the same in a repeated run, and of
 * nothing but keyed codes. The run is in it so that a split off part never gets an id that its first record gave.
 */
async function nameTheNew(bench: Workbench, run: string): Promise<void> {
  await bench.append('new_ids', NEW_IDS, [[], []]);
  for (let from = 0; ; from += BATCH) {
    const rows = await bench.rows(
      `SELECT c.cluster_number, c.scope, c.head FROM clusters c ANTI JOIN heirs h USING (cluster_number)
       ORDER BY c.cluster_number LIMIT ${BATCH} OFFSET ${from}`,
    );
    if (rows.length === 0) return;
    await bench.append('new_ids', NEW_IDS, [
      rows.map((row) => row['cluster_number'] ?? null),
      rows.map((row) => personIdOf(String(row['scope']), run, String(row['head']))),
    ]);
  }
}

function personIdOf(scope: string, run: string, smallestRecord: string): string {
  return `p${createHash('sha256').update(`${scope}|${run}|${smallestRecord}`).digest('hex').slice(0, 20)}`;
}
