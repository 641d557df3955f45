import { folderZones, stateFolder } from '../adapters/local/state.ts';
import { type RunPlan, readPlan } from '../governance/governance.ts';
import { crosswalkTables, type Evaluation, evaluate } from '../linkage/link.ts';
import { newestRelease } from '../release/release.ts';
import { quoteText } from '../sql/quote.ts';
import { FileUnreadable } from './errors.ts';
import { openScratchBench } from './scratch-bench.ts';

/** A record as its agency names it, and the person whom linkage found. */
export interface FoundPerson {
  /** `agency/dataset`. */
  readonly dataset: string;
  /** JSON array of the row key's values. */
  readonly rowKey: string;
  readonly personId: string;
}

/**
 * The clusters of the newest release's run, in one scope, under the agencies' own row keys. For evaluation on
 * data whose truth is known: it brings together what otherwise only an agency sees of its own rows.
 */
export async function clustersOfNewestRun(
  workspace: string,
  datasets: ReadonlySet<string> = new Set(),
): Promise<readonly FoundPerson[]> {
  const zones = folderZones(stateFolder(workspace));
  const newest = await newestRelease(zones.release);
  if (newest === undefined) return [];
  const plan = await readPlan(zones.crosswalk, newest.run);
  await using bench = await openScratchBench(workspace);
  const scope = chooseScope(plan, datasets);
  const persons = await bench.open(
    zones.crosswalk,
    `${crosswalkTables(plan.run).persons.path}/part-0.parquet`,
  );
  await bench.run(
    `CREATE TABLE persons AS SELECT record_id, person_id FROM read_parquet(${quoteText(persons)}) WHERE scope = ${quoteText(scope)}`,
  );
  const found = new Map<string, FoundPerson>();
  for (const { agency, dataset, deliveryId, ofPeople } of plan.deliveries) {
    if (!ofPeople) continue;
    const list = await bench.open(zones.landing(agency), `record-ids/${dataset}/${deliveryId}.parquet`);
    const select = `SELECT DISTINCT row_key, person_id FROM read_parquet(${quoteText(list)}) JOIN persons USING (record_id) ORDER BY ALL`;
    for await (const [keys = [], ids = []] of bench.columns(select)) {
      keys.forEach((rowKey, at) => {
        const person = { dataset: `${agency}/${dataset}`, rowKey: String(rowKey), personId: String(ids[at]) };
        found.set(`${person.dataset} ${person.rowKey}`, person);
      });
    }
  }
  return [...found.values()];
}

/** Scores the newest run, in the scope of the truth's datasets, against a truth of `agency,dataset,row_key,person_id`. */
export async function evaluateAgainst(workspace: string, truthFile: string): Promise<Evaluation> {
  const everything = await readTruth(workspace, truthFile);
  const found = await clustersOfNewestRun(
    workspace,
    new Set(everything.map(([record]) => record.slice(0, record.indexOf(' ')))),
  );
  const known = new Set(found.map(({ dataset, rowKey }) => `${dataset} ${rowKey}`));
  const truth = everything.filter(([record]) => known.has(record));
  return evaluate(
    found.map(({ dataset, rowKey, personId }) => [`${dataset} ${rowKey}`, personId] as const),
    truth,
  );
}

async function readTruth(
  workspace: string,
  file: string,
): Promise<readonly (readonly [record: string, person: string])[]> {
  await using bench = await openScratchBench(workspace);
  const select = `SELECT agency || '/' || dataset || ' ' || row_key, person_id FROM read_csv(${quoteText(file)}, header = true, all_varchar = true, quote = '"', escape = '"') ORDER BY ALL`;
  const truth: (readonly [string, string])[] = [];
  try {
    for await (const [records = [], persons = []] of bench.columns(select)) {
      for (const [at, record] of records.entries()) truth.push([String(record), String(persons[at] ?? '')]);
    }
  } catch {
    throw new FileUnreadable(file, 'other');
  }
  return truth;
}

/** The scope that holds most of the datasets asked for; of those the one with most datasets, then the first by name. */
function chooseScope(plan: RunPlan, datasets: ReadonlySet<string>): string {
  const sizes = plan.scopes.map(
    (scope) =>
      [
        scope.datasets.filter((dataset) => datasets.has(dataset)).length,
        scope.datasets.length,
        scope.id,
      ] as const,
  );
  return sizes.toSorted(([a, b, x], [c, d, y]) => c - a || d - b || (x < y ? -1 : 1))[0]?.[2] ?? '';
}
