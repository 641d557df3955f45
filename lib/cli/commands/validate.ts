import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findContract } from '../../../lambdas/contract.ts';
import { DuckdbWorkbench } from '../../adapters/local/duckdb-workbench.ts';
import { dryRun, dryRunText } from '../../intake/intake.ts';
import { openFile } from '../files.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { openWorkspace } from '../workspace.ts';

export interface ValidateOptions {
  readonly workspace: string;
  readonly agency: string;
  readonly dataset: string;
  readonly file: string;
}

/** `tributary validate`: the agency's own dry run. Nothing is stored, nothing is locked, no key is opened. */
export async function validateCommand(
  { workspace: folder, agency, dataset, file }: ValidateOptions,
  io: Io,
): Promise<ExitCode> {
  const contract = findContract(await openWorkspace(folder, io), { agency, dataset });
  const { store, key } = await openFile(file);
  const progress = showProgress(io);
  progress.start(`${agency}/${dataset}`);
  const scratch = await mkdtemp(join(tmpdir(), 'tributary-'));
  try {
    await using workbench = await DuckdbWorkbench.open({ scratch, threads: 2, memory: '2GB' });
    const report = await dryRun({ contract, store, key, workbench, progress });
    progress.done();
    if (io.json) printJson(io, report);
    else io.out(dryRunText(report));
    return report.status === 'rejected' ? 1 : 0;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
