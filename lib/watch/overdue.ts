import type { Signal } from '../ports/signals.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { StandingsReport } from './standings.ts';

/**
 * Days past the due date of each dataset's most overdue period, zeros included, so that an alarm ends when the file
 * has come.
 */
export function overdueSignals(
  workspace: Workspace,
  report: Pick<StandingsReport, 'deliveries'>,
): readonly Signal[] {
  return [...workspace.contracts.values()].map(({ id, agency, dataset }) => {
    const days = report.deliveries.flatMap((entry) => (entry.dataset === id ? [entry.daysOverdue ?? 0] : []));
    return { name: 'DaysOverdue', value: Math.max(0, ...days), of: { agency, dataset } };
  });
}
