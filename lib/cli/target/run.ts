import { followExecution, startExecution } from '../../adapters/aws/workflow-executions.ts';
import { type RunOptions, RunOutcome, tellOutcome } from '../commands/run.ts';
import type { ExitCode, Io } from '../io.ts';
import { showProgress } from '../progress.ts';
import { stateWords } from '../workflows.ts';
import { stepFailure } from './step-failure.ts';
import { openTarget, type TargetOptions } from './target.ts';

/** `tributary run --target aws`: starts an integration run in the deployed system and waits for its release. */
export async function runOnAws(
  { period, ...options }: RunOptions & TargetOptions,
  io: Io,
): Promise<ExitCode> {
  const { clients, names } = await openTarget(options, io);
  const sfn = clients.sfn();
  const progress = showProgress(io);
  progress.start('run');
  const execution = await startExecution(
    sfn,
    names.stateMachineArn('integration'),
    period === undefined ? {} : { period },
  );
  const ending = await followExecution(sfn, execution, (state) => {
    const words = stateWords(state);
    if (words !== undefined) progress.tick(words);
  });
  if (ending.ended === 'failed') throw stepFailure('The run', ending.error, ending.cause);
  const outcome = RunOutcome.parse(ending.output);
  progress.done(outcome.outcome === 'published' ? `release ${outcome.release}` : 'nothing new');
  return tellOutcome(outcome, io);
}
