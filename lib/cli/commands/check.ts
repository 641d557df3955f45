import { readWorkspaceFiles } from '../../adapters/local/workspace-files.ts';
import type { Clock } from '../../ports/clock.ts';
import { dayOf, type Finding, readWorkspace, type Workspace } from '../../workspace/workspace.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { renderFindings } from '../render-findings.ts';

/** Reads the workspace in a folder; see `readWorkspace`. */
export async function checkWorkspace(
  folder: string,
  clock: Clock,
): Promise<{ readonly workspace?: Workspace; readonly findings: readonly Finding[] }> {
  return readWorkspace(await readWorkspaceFiles(folder), { folder, today: dayOf(clock.now()) });
}

/** `tributary check`: every finding. @returns 2 where one is an error, else 0 */
export async function check(folder: string, io: Io, clock: Clock): Promise<ExitCode> {
  const { workspace, findings } = await checkWorkspace(folder, clock);
  const fit = !findings.some(({ severity }) => severity === 'error');
  if (io.json) printJson(io, { fit, findings });
  else
    io.out(`${renderFindings(findings)}${workspace === undefined ? '' : `${workspaceSummary(workspace)}\n`}`);
  return fit ? 0 : 2;
}

/** What was read, in a line. */
export function workspaceSummary({ agencies, contracts, agreements, indicators }: Workspace): string {
  const counts = [
    [agencies.size, 'agency', 'agencies'],
    [contracts.size, 'contract', 'contracts'],
    [agreements.length, 'agreement', 'agreements'],
    [indicators.length, 'indicator', 'indicators'],
  ] as const;
  return `Read ${counts.map(([count, one, many]) => `${count} ${count === 1 ? one : many}`).join(', ')}.`;
}
