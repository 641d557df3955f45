import { TributaryError } from '../errors/tributary-error.ts';
import type { ObjectStore } from '../ports/object-store.ts';
import type { Progress } from '../ports/progress.ts';
import type { Workbench } from '../ports/workbench.ts';
import { quoteText } from '../sql/quote.ts';
import type { Column, Contract, DatasetId } from '../workspace/model.ts';
import { checkCaseRules, prepareRules } from './case-rules.ts';
import { rowChecks } from './checks.ts';
import { CheckFailed, DeliveryChanged, PatternNotAllowed } from './errors.ts';
import { countRows, type Examination, markRows } from './examination.ts';
import { type Finding, type LevelRun, orderFindings } from './finding.ts';
import { checkFlawedRows } from './flawed-rows.ts';
import { groupDefects } from './group-defects.ts';
import { countOf, makeFinding } from './make-finding.ts';
import { levelRuns, type Outcome } from './outcome.ts';
import type { ReadPlan } from './read-plan.ts';
import { checkReferences, type OtherDataset } from './references.ts';
import { checkRowSets, rowSets } from './row-sets.ts';
import { openSource, type SourceFile } from './source.ts';
import { typedRows } from './typed-rows.ts';
import { checkVolume, type PreviousVolume } from './volume.ts';

/** What earlier deliveries of the agency say; what is missing is not checked, and the outcome says so. */
export interface Earlier {
  readonly landing: ObjectStore;
  readonly others: ReadonlyMap<DatasetId, OtherDataset>;
  readonly previous?: PreviousVolume;
}

export interface ExamineInput {
  readonly contract: Contract;
  readonly file: SourceFile;
  /** For messages; left out by a dry run. */
  readonly deliveryId?: string;
  /** What reading the file found. */
  readonly findings: readonly Finding[];
  readonly workbench: Workbench;
  /** Left out by the agency's own dry run. */
  readonly earlier?: Earlier;
  readonly progress: Progress;
}

export interface Examined {
  readonly outcome: Outcome;
  readonly examination: Examination;
  /** As given, or with the scanner in place of the engine's reader where the two did not agree. */
  readonly plan: ReadPlan;
}

/**
 * Runs the levels of check over one readable file, in order: file, value, row, case, other datasets, history.
 * Each level looks at what the one before let pass.
 * @throws RuleNotAllowed, RuleDoesNotFit, PatternNotAllowed, DateFormatUnknown, LimitNotAllowed, ColumnNameReserved
 *   where the contract itself is at fault; CheckFailed, DeliveryChanged
 */
export async function examine(input: ExamineInput): Promise<Examined> {
  const { contract, workbench, progress } = input;
  progress.start(`Checking ${contract.id}`, 4);
  await checkPatterns(workbench, contract);
  await prepareRules(workbench, contract);
  const { examination, plan } = await markDeliveredRows(input);
  progress.tick('values and rows');
  return orCheckFailed(contract, 'rows that belong together', async () => {
    await checkFlawedRows(examination, plan);
    await checkRowSets(examination, rowSets(contract, plan), plan);
    await checkCaseRules(examination);
    progress.tick('rows that belong together');
    const unchecked =
      input.earlier === undefined
        ? []
        : await checkReferences(examination, plan, input.earlier.landing, input.earlier.others);
    progress.tick('other datasets');
    const outcome = await concludeOutcome(input, examination, unchecked);
    progress.tick('findings');
    progress.done(`${countOf(outcome.rows.read, 'row')} checked`);
    return { outcome, examination, plan };
  });
}

/** Opens the file and asks every row by itself. Where the engine's reader stumbles or miscounts, the scanner reads. */
async function markDeliveredRows(input: ExamineInput): Promise<{ examination: Examination; plan: ReadPlan }> {
  const { contract, file, workbench } = input;
  if (file.plan.native) {
    const native = await attempt(() => markWith(input, file));
    if (native !== undefined && (await readable(native)) === file.plan.rows) {
      return { examination: native, plan: file.plan };
    }
  }
  const plan = { ...file.plan, native: false };
  const scanned = await orCheckFailed(contract, 'each row', () => markWith(input, { ...file, plan }));
  const [delivered] = await workbench.rows(`SELECT count(*) AS n FROM (${scanned.source}) AS delivered`);
  if (Number(delivered?.['n'] ?? 0) !== file.plan.rows) throw new DeliveryChanged(input.deliveryId);
  return { examination: scanned, plan };
}

async function markWith({ contract, workbench }: ExamineInput, file: SourceFile): Promise<Examination> {
  const source = await openSource(workbench, file, contract);
  const typed = typedRows(contract, source, file.plan.bornBy);
  const examination: Examination = { workbench, contract, source, typed, checks: [] };
  await markRows(examination, rowChecks(contract, file.plan), rowSets(contract, file.plan));
  return examination;
}

async function readable({ workbench }: Examination): Promise<number> {
  const [row] = await workbench.rows('SELECT count(*) AS n FROM row_marks');
  return Number(row?.['n'] ?? 0);
}

async function concludeOutcome(
  input: ExamineInput,
  examination: Examination,
  unchecked: readonly string[],
): Promise<Outcome> {
  const { contract, earlier } = input;
  const rows = await countRows(examination);
  const history = earlier?.previous === undefined ? [] : checkVolume(contract, rows.read, earlier.previous);
  const found = [...input.findings, ...(await groupDefects(examination)), ...history];
  const none = rows.quarantined > 0 && rows.quarantined === rows.read;
  // A quotient is rounded to the nearest double, as the contract's figure was: 29 of 100 is not more than 0.29.
  const tooMany = none || rows.quarantined / Math.max(1, rows.read) > contract.maxQuarantinedShare;
  const findings = tooMany ? [...found, tooManyQuarantined(contract, rows.quarantined, rows.read)] : found;
  return {
    rejected: tooMany,
    rows,
    findings: [...orderFindings(findings)],
    levels: levelsRun(input, unchecked),
  };
}

function levelsRun({ contract, earlier }: ExamineInput, unchecked: readonly string[]): LevelRun[] {
  const dryRun = 'a dry run does not see earlier deliveries';
  const datasets =
    contract.references.length === 0
      ? 'the contract has no references'
      : earlier === undefined
        ? dryRun
        : unchecked.length > 0
          ? unchecked.join('; ')
          : undefined;
  const history =
    earlier === undefined
      ? dryRun
      : earlier.previous === undefined
        ? 'no earlier period has a delivery in force'
        : undefined;
  return levelRuns({
    ...(datasets === undefined ? {} : { datasets }),
    ...(history === undefined ? {} : { history }),
  });
}

function tooManyQuarantined(contract: Contract, quarantined: number, read: number): Finding {
  const limit = Math.round(contract.maxQuarantinedShare * 1000) / 10;
  const share = Math.round((1000 * quarantined) / read) / 10;
  return makeFinding('too_many_quarantined', {
    rule: `at most ${limit}% of rows in quarantine`,
    message: `${countOf(quarantined, 'row')} of ${read.toLocaleString('en-US')} (${share}%) cannot be taken in; the contract lets ${limit}% pass.`,
    count: quarantined,
  });
}

/** @throws PatternNotAllowed */
async function checkPatterns(workbench: Workbench, contract: Contract): Promise<void> {
  for (const column of contract.columns) {
    if (column.pattern !== undefined && !(await understands(workbench, column))) {
      throw new PatternNotAllowed(contract.id, column.name);
    }
  }
}

async function understands(workbench: Workbench, { pattern }: Column): Promise<boolean> {
  const asked = await attempt(() =>
    workbench.rows(`SELECT regexp_full_match('', ${quoteText(pattern ?? '')}) AS ok`),
  );
  return asked !== undefined;
}

/** Undefined where the engine stumbles; errors of ours go on. */
async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TributaryError) throw error;
    return undefined;
  }
}

/** The engine's messages quote values, so they end here. */
async function orCheckFailed<T>(contract: Contract, doing: string, work: () => Promise<T>): Promise<T> {
  const done = await attempt(async () => ({ value: await work() }));
  if (done === undefined) throw new CheckFailed(contract.id, doing);
  return done.value;
}
