import { z } from 'zod';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Progress } from '../ports/progress.ts';
import type { Workbench } from '../ports/workbench.ts';
import type { Contract } from '../workspace/model.ts';
import type { IsoDate } from '../workspace/workspace.ts';
import { bornBy } from './born-by.ts';
import { examine } from './examine.ts';
import { Finding, LevelRun } from './finding.ts';
import { levelsAfterFailedFile, NO_ROWS, type Outcome, RowCounts } from './outcome.ts';
import { profileFile } from './profile-file.ts';
import { fileFindingsCsv, findingsCsv } from './quarantine.ts';
import { DeliveryStatus, statusOf } from './receipt.ts';
import { entry, page, reportLines, rowsLine } from './receipt-text.ts';

/** What a delivery would be told; nothing was stored. */
export const DryRun = z.strictObject({
  dataset: z.string(),
  contract_version: z.string(),
  status: DeliveryStatus,
  rows: RowCounts,
  levels: z.array(LevelRun),
  findings: z.array(Finding),
});
export type DryRun = z.infer<typeof DryRun>;

export interface DryRunInput {
  readonly contract: Contract;
  /** Where the file lies; nothing is written there. */
  readonly store: ObjectStore;
  readonly key: string;
  readonly workbench: Workbench;
  readonly today: IsoDate;
  /** The last day on which a delivery for its period is in time, where the period is known. */
  readonly due?: IsoDate;
  readonly progress: Progress;
  /** Takes every finding, row by row, as a CSV file; the report itself names the first rows of each cause. */
  readonly saveFindings?: (csv: AsyncIterable<Uint8Array>) => Promise<void>;
}

/** Checks a file by the same rules as a delivery, without storing anything and without any key. */
export async function dryRun(input: DryRunInput): Promise<DryRun> {
  const outcome = await tryOut(input);
  return {
    dataset: input.contract.id,
    contract_version: input.contract.version,
    status: statusOf(outcome),
    rows: outcome.rows,
    levels: outcome.levels,
    findings: outcome.findings,
  };
}

async function tryOut(input: DryRunInput): Promise<Outcome> {
  const { contract, store, key, workbench, progress, today, due, saveFindings } = input;
  const { findings, ...profile } = await profileFile(store, key, contract);
  if (!profile.readable) {
    await saveFindings?.(fileFindingsCsv(findings));
    return { rejected: true, rows: NO_ROWS, findings: [...findings], levels: levelsAfterFailedFile() };
  }
  const file = { store, key, plan: { ...profile.plan, bornBy: bornBy(today, due) } };
  const { outcome, examination } = await examine({ contract, file, findings, workbench, progress });
  await saveFindings?.(findingsCsv(examination, outcome.findings));
  return outcome;
}

const WOULD_BE = {
  accepted: 'would be accepted',
  accepted_with_errors: 'would be accepted, with warnings',
  partially_accepted: 'would be accepted in part; rows would go to quarantine',
  rejected: 'would be rejected',
} as const;

/**
 * A dry run as a page of text.
 * @param findingsFile where every finding was written, if it was
 */
export function dryRunText(report: DryRun, findingsFile?: string): string {
  const allOfThem =
    findingsFile === undefined ? 'with --findings FILE, all of them' : `all of them in ${findingsFile}`;
  return page([
    entry('This file', WOULD_BE[report.status]),
    entry('Dataset', `${report.dataset}, contract version ${report.contract_version}`),
    entry('Rows', rowsLine(report.rows)),
    '',
    ...reportLines(report.findings, report.levels, allOfThem),
    'Nothing was stored or sent.',
  ]);
}
