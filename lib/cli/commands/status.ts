import { systemClock } from '../../adapters/local/clock.ts';
import { folderZones, openState } from '../../adapters/local/state.ts';
import { deliveryStandings, listDeliveries, type Refusal } from '../../governance/governance.ts';
import { rejectedPeriods } from '../../intake/intake.ts';
import { listReleases } from '../../release/release.ts';
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
  const refusals: Refusal[] = [];
  for (const { id, agency, dataset } of workspace.contracts.values()) {
    for (const period of await rejectedPeriods(zones.landing(agency), dataset))
      refusals.push({ dataset: id, period });
  }
  const today = dayOf(systemClock(io.environment).now());
  const standings = deliveryStandings(workspace, await listDeliveries(zones.tokens), refusals, today);
  const releases = await listReleases(zones.release);
  if (io.json) {
    const deliveries = standings.map(({ delivery, ...standing }) => ({
      ...standing,
      ...(delivery && {
        deliveryId: delivery.deliveryId,
        status: delivery.status,
        receivedAt: delivery.receivedAt,
        rows: delivery.rows,
      }),
    }));
    const published = releases.map(({ release_id, period, published_at, status, skipped }) => ({
      release_id,
      period,
      published_at,
      status,
      skipped,
    }));
    printJson(io, { today, deliveries, releases: published });
    return 0;
  }
  const rows = standings.map(({ dataset, period, due, standing, daysOverdue, delivery }) => [
    period,
    dataset,
    daysOverdue === undefined ? standing : `${standing} ${daysOverdue} days`,
    due,
    delivery?.receivedAt.slice(0, 10) ?? '',
    delivery === undefined ? '' : String(delivery.rows.accepted),
    delivery?.status.replaceAll('_', ' ') ?? '',
  ]);
  const columns = ['Period', 'Dataset', 'Standing', 'Due', 'Received', 'Rows', 'In force'].map((title) => ({
    title,
    align: title === 'Rows' ? ('right' as const) : ('left' as const),
  }));
  io.out(rows.length === 0 ? 'Nothing is due yet.\n' : renderTable(columns, rows));
  const lines = releases.map(({ release_id, period, published_at, status, tables }) => [
    release_id,
    period,
    published_at.slice(0, 16).replace('T', ' '),
    status,
    String(tables.filter(({ kind }) => kind === 'indicator').length),
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
  return 0;
}
