import { invokeFunction } from '../../adapters/aws/invoke-function.ts';
import { type StandingsPart, wholeReport } from '../../watch/watch.ts';
import { renderStandings } from '../commands/status.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { stepFailure } from './step-failure.ts';
import { openTarget, type TargetOptions } from './target.ts';

/** `tributary status --target aws`: what the deployed system's watch answers. */
export async function statusOnAws(options: TargetOptions, io: Io): Promise<ExitCode> {
  const { clients, names } = await openTarget(options, io);
  const report = await wholeReport(async (input) => {
    const invoked = await invokeFunction(clients.lambda, names.function('Watch'), input);
    if (!invoked.answered) throw stepFailure('The function Watch', invoked.error, invoked.cause);
    // The function checks what it answers against its own schema.
    return invoked.output as StandingsPart;
  });
  if (io.json) printJson(io, report);
  else renderStandings(report, io);
  return 0;
}
