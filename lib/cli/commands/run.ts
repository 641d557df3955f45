import { z } from 'zod';
import { CoarserOfIndicator, coarserCutsOf, coarserText } from '../coarser-cuts.ts';
import { openLocalHost } from '../host.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { showProgress } from '../progress.ts';
import { runIntegration } from '../workflows.ts';
import { openWorkspace } from '../workspace.ts';

export interface RunOptions {
  readonly workspace: string;
  readonly period?: string;
}

export const RunOutcome = z.union([
  z.object({ outcome: z.literal('unchanged'), release: z.string() }),
  z.object({
    outcome: z.literal('published'),
    release: z.string(),
    period: z.string(),
    status: z.enum(['complete', 'partial']),
    text: z.string(),
    /** Where much is withheld: cuts of an indicator that would withhold less. Missing where they cannot be read. */
    coarser: z.array(CoarserOfIndicator).optional(),
  }),
]);
export type RunOutcome = z.infer<typeof RunOutcome>;

/** `tributary run`: one integration run and its release. Exits with 4 where something was skipped or lost. */
export async function runCommand(options: RunOptions, io: Io): Promise<ExitCode> {
  return tellOutcome(await integrate(options, io), io);
}

/** Prints how a run came out. @returns the exit code */
export function tellOutcome(outcome: RunOutcome, io: Io): ExitCode {
  if (io.json) printJson(io, outcome);
  else
    io.out(
      outcome.outcome === 'published'
        ? `${outcome.text}\n${coarserText(outcome.coarser)}`
        : `${unchangedText(outcome.release)}\n`,
    );
  return outcome.outcome === 'published' && outcome.status === 'partial' ? 4 : 0;
}

/** The run itself, for commands that tell of it in their own words. */
export async function integrate({ workspace: folder, period }: RunOptions, io: Io): Promise<RunOutcome> {
  const workspace = await openWorkspace(folder, io);
  const progress = showProgress(io);
  progress.start('run');
  await using host = await openLocalHost({
    workspace,
    folder,
    command: 'run',
    environment: io.environment,
    progress,
  });
  const outcome = RunOutcome.parse(await runIntegration(host.world, period === undefined ? {} : { period }));
  progress.done(outcome.outcome === 'published' ? `release ${outcome.release}` : 'nothing new');
  if (outcome.outcome === 'unchanged') return outcome;
  return { ...outcome, coarser: [...(await coarserCutsOf(`r${outcome.release}`, host.world.zones.audit))] };
}

function unchangedText(release: string): string {
  return `Nothing has changed since release ${release}, so nothing is published.`;
}
