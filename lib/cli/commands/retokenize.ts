import { join } from 'node:path';
import { Answered, NothingToDo } from '../../../lambdas/intake-messages.ts';
import { KeyFile } from '../../adapters/local/key-file.ts';
import { openState } from '../../adapters/local/state.ts';
import { listDeliveries } from '../../governance/governance.ts';
import { slotFolder } from '../../intake/intake.ts';
import { openLocalHost } from '../host.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { renderTable } from '../table.ts';
import { runIntake } from '../workflows.ts';
import { openWorkspace } from '../workspace.ts';

export interface RetokenizeOptions {
  readonly workspace: string;
  /** Make the next root key first. */
  readonly newKey?: boolean;
}

/** What became of one delivery in force. */
export interface Retokenized {
  readonly agency: string;
  readonly dataset: string;
  readonly period: string;
  readonly outcome: 'tokenized anew' | 'under this key already' | 'to be delivered again' | 'failed';
}

/**
 * `tributary retokenize`: takes in again, from the landing zones, what is in force and was tokenized under another root
 * key. Exits with 4 where some of it cannot be: its file is gone, or no agreement is in force.
 */
export async function retokenizeCommand(options: RetokenizeOptions, io: Io): Promise<ExitCode> {
  const workspace = await openWorkspace(options.workspace, io);
  const progress = showProgress(io);
  await using host = await openLocalHost({
    workspace,
    folder: options.workspace,
    command: 'retokenize',
    environment: io.environment,
    progress,
  });
  if (options.newKey === true) {
    const version = await KeyFile.makeNext(join(await openState(options.workspace), 'keys'));
    progress.done(`root key ${version} is made and in force`);
  }
  const { version } = await host.world.keys();
  const stale = (await listDeliveries(host.world.zones.tokens)).filter(
    ({ ofPeople, keyVersion }) => ofPeople && keyVersion !== version,
  );
  const done: Retokenized[] = [];
  for (const { agency, dataset, period } of stale) {
    progress.start(`${agency}/${dataset} ${period}`);
    const input = { agency, key: slotFolder(dataset, period), again: true };
    const outcome = outcomeOf(await runIntake(host.world, input));
    done.push({ agency, dataset, period, outcome });
    progress.done(outcome);
  }
  return tellRetokenized(done, io);
}

/** How an execution of intake that was to take a delivery in again came out. @param ended what the workflow gave */
export function outcomeOf(ended: unknown): Retokenized['outcome'] {
  const answer = Answered.or(NothingToDo).parse(ended);
  if ('nothingToDo' in answer) return 'to be delivered again';
  return answer.seenBefore ? 'under this key already' : 'tokenized anew';
}

/** Prints what became of each delivery. @returns the exit code */
export function tellRetokenized(done: readonly Retokenized[], io: Io): ExitCode {
  if (io.json) printJson(io, done);
  else if (done.length === 0) io.out('Everything in force was tokenized under the root key in force.\n');
  else {
    const columns = ['Period', 'Dataset', 'What became of it'].map((title) => ({ title }));
    const rows = done.map(({ agency, dataset, period, outcome }) => [
      period,
      `${agency}/${dataset}`,
      outcome,
    ]);
    io.out(renderTable(columns, rows));
  }
  if (done.some(({ outcome }) => outcome === 'failed')) return 3;
  return done.some(({ outcome }) => outcome === 'to be delivered again') ? 4 : 0;
}
