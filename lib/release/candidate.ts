import { z } from 'zod';
import type { RunPlan } from '../governance/governance.ts';
import type { Quality } from '../integration/integrate.ts';
import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import type { Workbench } from '../ports/workbench.ts';
import type { Indicator, Workspace } from '../workspace/workspace.ts';
import { dictionaryTable } from './dictionary.ts';
import { CandidateIncomplete } from './errors.ts';
import { indicatorsTable } from './indicators-table.ts';
import { type Candidate, FileEntry, fromJson, type LeftOut, TableEntry, toJson } from './manifest.ts';
import { peopleShown } from './people-shown.ts';
import { refuseTakenNames } from './view-names.ts';
import { RELEASE_ID, type ReleaseTable, readTable, type WrittenTable, writeTable } from './write-table.ts';

/** Below it lies what runs would publish. */
export const CANDIDATES = 'candidates/';

/** Where what a run would publish waits. */
export function candidateFolder(run: string): string {
  return `${CANDIDATES}${run}`;
}

/** A protected indicator in the candidate. Kept apart from `data/`, since it is no file of the release. */
const StoredTable = z.strictObject({
  inputs_digest: z.string(),
  /** See `peopleShown`. */
  people_shown: z.string().nullable(),
  entry: TableEntry,
  files: z.array(FileEntry),
});

export interface ProtectedIndicator {
  readonly indicator: Indicator;
  /** Dimensions, measures, `status`, `period`. */
  readonly columns: readonly ColumnDefinition[];
  /** In the order in which they shall stand; measures null where suppressed. */
  readonly rows: readonly SqlRow[];
}

/**
 * Puts one protected indicator into the run's candidate, replacing what an earlier try put there.
 * @throws ViewNameTaken
 */
export async function addIndicator(
  plan: RunPlan,
  { indicator, columns, rows }: ProtectedIndicator,
  store: ObjectStore,
  workbench: Workbench,
): Promise<void> {
  refuseTakenNames(plan.indicators.map(({ id }) => id));
  const table = withRelease({ name: indicator.id, kind: 'indicator', columns, rows }, plan);
  const folder = candidateFolder(plan.run);
  const written = await writeTable(table, folder, store, workbench);
  await store.put(
    `${folder}/tables/${indicator.id}.json`,
    toJson({ inputs_digest: plan.inputsDigest, people_shown: peopleShown(indicator, rows), ...written }),
  );
}

export interface AssemblyInput {
  readonly plan: RunPlan;
  readonly workspace: Workspace;
  readonly quality: Quality;
  /** Indicators of the plan that did not come through, and other losses after planning. */
  readonly lost: readonly LeftOut[];
  readonly programVersion: string;
}

/**
 * Completes a run's candidate: the indicators added before, their list, the dictionary and the quality tables, and
 * last `candidate.json`, which says what belongs to it.
 * @throws CandidateIncomplete where an indicator of the plan was neither added nor named as lost
 */
export async function assembleCandidate(
  input: AssemblyInput,
  store: ObjectStore,
  workbench: Workbench,
): Promise<Candidate> {
  const { plan, workspace, quality, lost } = input;
  const folder = candidateFolder(plan.run);
  const without = new Set(lost.flatMap(({ what, id }) => (what === 'indicator' ? [id] : [])));
  const stored = await storedIndicators(plan, without, folder, store);
  const skipped = [...plan.skipped, ...lost];
  const references: readonly ReleaseTable[] = [
    indicatorsTable(plan, workspace, stored, skipped),
    dictionaryTable(
      plan,
      workspace,
      stored.map(({ entry }) => entry),
      quality.dataQuality.rows,
    ),
    { name: 'data_quality', kind: 'reference', ...quality.dataQuality },
    { name: 'linkage_quality', kind: 'reference', ...quality.linkageQuality },
  ];
  const written: WrittenTable[] = [...stored];
  for (const table of references)
    written.push(await writeTable(withRelease(table, plan), folder, store, workbench));
  const candidate: Candidate = {
    format: 'tributary-release/1',
    release_id: plan.release,
    run: plan.run,
    title: workspace.collaborative.title,
    period: plan.period,
    period_start: plan.periodStart,
    period_end: plan.periodEnd,
    status: skipped.length === 0 ? 'complete' : 'partial',
    skipped,
    inputs_digest: plan.inputsDigest,
    program_version: input.programVersion,
    tables: written.map(({ entry }) => entry).toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    files: written.flatMap(({ files }) => files).toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  };
  await store.put(`${folder}/candidate.json`, toJson(candidate));
  return candidate;
}

/** The rows of an indicator as the candidate would publish them. @throws ObjectNotFound */
export function readCandidateTable(
  run: string,
  id: string,
  store: ObjectStore,
  workbench: Workbench,
): Promise<readonly SqlRow[]> {
  return readTable(id, candidateFolder(run), store, workbench);
}

async function storedIndicators(
  plan: RunPlan,
  without: ReadonlySet<string>,
  folder: string,
  store: ObjectStore,
) {
  const expected = plan.indicators.filter(({ id }) => !without.has(id));
  return Promise.all(
    expected.map(async ({ id }) => {
      const path = `tables/${id}.json`;
      if ((await store.head(`${folder}/${path}`)) === undefined)
        throw new CandidateIncomplete(plan.run, path, 'missing');
      const { inputs_digest, ...table } = fromJson(StoredTable, await store.get(`${folder}/${path}`));
      // A try that failed under other inputs has left its table under the same run's name.
      if (inputs_digest !== plan.inputsDigest) throw new CandidateIncomplete(plan.run, path, 'missing');
      return table;
    }),
  );
}

function withRelease(table: ReleaseTable, plan: RunPlan): ReleaseTable {
  return {
    ...table,
    columns: [...table.columns, RELEASE_ID],
    rows: table.rows.map((row) => ({ ...row, [RELEASE_ID.name]: plan.release })),
  };
}
