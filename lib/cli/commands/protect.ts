import { basename } from 'node:path';
import { type ProtectedTable, protectTable } from '../../disclosure/protect.ts';
import { toCsv } from '../../release/release.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { auditDocument } from '../protect/audit-document.ts';
import { chargeBudget, openChance } from '../protect/chance.ts';
import { Phases } from '../protect/phases.ts';
import { readPrevious } from '../protect/previous.ts';
import { readCsv } from '../protect/read-csv.ts';
import { readHierarchies, readPolicy } from '../protect/read-policy.ts';
import { reportPage } from '../protect/report/report.ts';
import { summaryText } from '../protect/summary.ts';
import { requireFolderPlace, writeResults } from '../protect/write-results.ts';

export interface ProtectOptions {
  /** The CSV file to protect. */
  readonly table: string;
  readonly policy: string;
  readonly out: string;
  /** Folders that this command wrote earlier, of the same cells: what they show counts as known. */
  readonly previous?: readonly string[];
}

/**
 * `tributary protect`: disclosure control of any table of counts. Writes `table.csv`, `audit.json` and `report.html`.
 * @throws FileUnreadable, WrongUsage, TableDoesNotFit, TablePolicyIncomplete, AuditTooLarge, NothingLeftToPublish
 */
export async function protectCommand(options: ProtectOptions, io: Io): Promise<ExitCode> {
  const progress = showProgress(io);
  const phases = new Phases((phase) => progress.start(phase));
  phases.begin('read');
  await requireFolderPlace(options.out);
  const document = await readPolicy(options.policy);
  const table = await readCsv(options.table);
  const hierarchies = await readHierarchies(document, options.policy);
  const earlier = await Promise.all((options.previous ?? []).map(readPrevious));
  const chance = await openChance(document, options.policy);
  const result = await protectTable(document, table, hierarchies, {
    file: basename(options.table),
    earlier,
    coarser: true,
    onPhase: (phase) => phases.begin(phase),
    ...(chance === null ? {} : { keyedBytes: chance.keyedBytes }),
  });
  phases.begin('write');
  await chargeBudget(document, result, chance);
  const audit = auditDocument(result, phases.end(), options.previous);
  progress.done();
  if (chance?.made)
    io.err(`A key was made, ${chance.file}. Keep it secret and keep it: it makes the same numbers again.\n`);
  const files = new Map([
    ['table.csv', tableCsv(result)],
    ['audit.json', `${JSON.stringify(audit, undefined, 2)}\n`],
    ['report.html', reportPage(result, audit, basename(options.table))],
  ]);
  await writeResults(options.out, files);
  if (io.json) printJson(io, audit);
  else io.out(summaryText(audit, options.out, files.keys()));
  return 0;
}

function tableCsv({ dimensions, rows }: ProtectedTable): string {
  return toCsv(
    [...dimensions, 'value', 'status'],
    rows.map(({ key, value, status }) => [...key, value, status]),
  );
}
