import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { findContract } from '../../../lambdas/contract.ts';
import { systemClock } from '../../adapters/local/clock.ts';
import { DuckdbWorkbench } from '../../adapters/local/duckdb-workbench.ts';
import { FolderStore } from '../../adapters/local/folder-store.ts';
import { type DryRunInput, dryRun, dryRunText } from '../../intake/intake.ts';
import { dayOf, dueDate, requirePeriod } from '../../workspace/workspace.ts';
import { WrongUsage } from '../errors.ts';
import { openFile } from '../files.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { openWorkspace } from '../workspace.ts';

export interface ValidateOptions {
  readonly workspace: string;
  readonly agency: string;
  readonly dataset: string;
  readonly file: string;
  readonly period?: string;
  /** Where every finding is to be written, row by row. */
  readonly findings?: string;
}

/**
 * `tributary validate`: the agency's own dry run. Nothing is stored but the findings file, where one is asked for;
 * nothing is locked, no key is opened.
 */
export async function validateCommand(options: ValidateOptions, io: Io): Promise<ExitCode> {
  const { agency, dataset, file, findings } = options;
  const workspace = await openWorkspace(options.workspace, io);
  const contract = findContract(workspace, { agency, dataset });
  const { calendar } = workspace.collaborative;
  const due =
    options.period === undefined
      ? undefined
      : dueDate(requirePeriod(options.period, calendar, contract.frequency), contract.dueDays);
  const { store, key } = await openFile(file);
  const saveFindings = findings === undefined ? undefined : await openFindings(findings, file);
  const progress = showProgress(io);
  progress.start(`${agency}/${dataset}`);
  const scratch = await mkdtemp(join(tmpdir(), 'tributary-'));
  try {
    await using workbench = await DuckdbWorkbench.open({ scratch, threads: 2, memory: '2GB' });
    const report = await dryRun({
      contract,
      store,
      key,
      workbench,
      progress,
      today: dayOf(systemClock(io.environment).now()),
      ...(due === undefined ? {} : { due }),
      ...(saveFindings === undefined ? {} : { saveFindings }),
    });
    progress.done();
    if (io.json) printJson(io, report);
    else io.out(dryRunText(report, findings));
    return report.status === 'rejected' ? 1 : 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Writes the findings under a path, whole or not at all. @throws WrongUsage where something else lies there */
async function openFindings(path: string, file: string): Promise<NonNullable<DryRunInput['saveFindings']>> {
  const present = await stat(path).catch(() => undefined);
  if (present?.isDirectory())
    throw new WrongUsage(`--findings "${path}" is a folder. Name the file to write, e.g. findings.csv.`);
  if (
    present !== undefined &&
    present.ino === (await stat(file)).ino &&
    present.dev === (await stat(file)).dev
  )
    throw new WrongUsage(`--findings "${path}" is the file to be checked itself. Name another one.`);
  const store = new FolderStore(dirname(resolve(path)));
  return async (csv) => {
    await store.put(basename(path), csv);
  };
}
