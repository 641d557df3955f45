import { systemClock } from '../../adapters/local/clock.ts';
import { folderZones, openState } from '../../adapters/local/state.ts';
import { type StandingsReport, standingsReport } from '../../watch/watch.ts';
import { dayOf } from '../../workspace/workspace.ts';
import { type ExitCode, type Io, printJson } from '../io.ts';
import { renderTable } from '../table.ts';
import { openWorkspace } from '../workspace.ts';

/** `tributary status`: what is due, received, late or rejected, and the last releases. Changes nothing. */
export async function statusCommand(
  { workspace: folder }: { readonly workspace: string },
  io: Io,
): Promise<ExitCode> {
  const workspace = await openWorkspace(folder, io);
  const zones = folderZones(await openState(folder));
  const report = await standingsReport(workspace, zones, dayOf(systemClock(io.environment).now()));
  if (io.json) {
    printJson(io, report);
    return 0;
  }
  renderStandings(report, io);
  return 0;
}

/** The report as tables for people. */
export function renderStandings({ deliveries, releases }: StandingsReport, io: Io): void {
  const rows = deliveries.map(({ dataset, period, due, standing, daysOverdue, receivedAt, rows, status }) => [
    period,
    dataset,
    daysOverdue === undefined ? standing : `${standing} ${daysOverdue} days`,
    due,
    receivedAt?.slice(0, 10) ?? '',
    rows === undefined ? '' : String(rows.accepted),
    status?.replaceAll('_', ' ') ?? '',
  ]);
  const columns = ['Period', 'Dataset', 'Standing', 'Due', 'Received', 'Rows', 'In force'].map((title) => ({
    title,
    align: title === 'Rows' ? ('right' as const) : ('left' as const),
  }));
  io.out(rows.length === 0 ? 'Nothing is due yet.\n' : renderTable(columns, rows));
  const lines = releases.map(({ release_id, period, published_at, status, indicators }) => [
    release_id,
    period,
    published_at.slice(0, 16).replace('T', ' '),
    status,
    String(indicators),
  ]);
  const releaseColumns = [
    { title: 'Release' },
    { title: 'Period' },
    { title: 'Published' },
    { title: 'Status' },
    { title: 'Indicators', align: 'right' as const },
  ];
  io.out(
    lines.length === 0 ? '\nNothing has been released yet.\n' : `\n${renderTable(releaseColumns, lines)}`,
  );
}
