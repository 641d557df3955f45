import {
  type DeliveryStanding,
  deliveryStandings,
  listDeliveries,
  type Refusal,
} from '../governance/governance.ts';
import { rejectedPeriods } from '../intake/intake.ts';
import type { Zones } from '../ports/object-store.ts';
import { listReleases, type Manifest } from '../release/release.ts';
import type { IsoDate, Workspace } from '../workspace/workspace.ts';

/** What `tributary status` tells, on both hosts. */
export interface StandingsReport {
  readonly today: IsoDate;
  readonly deliveries: readonly ReturnType<typeof deliveryEntry>[];
  readonly releases: readonly ReturnType<typeof releaseEntry>[];
}

/**
 * What is due, received, late or rejected, and the releases. Reads the ledger, the receipts of agencies and the
 * manifests; changes nothing.
 */
export async function standingsReport(
  workspace: Workspace,
  zones: Pick<Zones, 'landing' | 'tokens' | 'release'>,
  today: IsoDate,
): Promise<StandingsReport> {
  const refusals: Refusal[] = [];
  for (const { id, agency, dataset } of workspace.contracts.values()) {
    for (const period of await rejectedPeriods(zones.landing(agency), dataset))
      refusals.push({ dataset: id, period });
  }
  const standings = deliveryStandings(workspace, await listDeliveries(zones.tokens), refusals, today);
  const releases = await listReleases(zones.release);
  return { today, deliveries: standings.map(deliveryEntry), releases: releases.map(releaseEntry) };
}

function deliveryEntry({ delivery, ...standing }: DeliveryStanding) {
  return {
    ...standing,
    ...(delivery && {
      deliveryId: delivery.deliveryId,
      status: delivery.status,
      receivedAt: delivery.receivedAt,
      rows: delivery.rows,
    }),
  };
}

function releaseEntry({ release_id, period, published_at, status, skipped, tables }: Manifest) {
  return {
    release_id,
    period,
    published_at,
    status,
    skipped,
    indicators: tables.filter(({ kind }) => kind === 'indicator').length,
  };
}

/** A part of a report, as the function `Watch` answers it. */
export interface StandingsPart extends StandingsReport {
  /** What to ask for next; null where this is the end. */
  readonly next: number | null;
}

/** The whole report, asked for part by part; releases come with the first. */
export async function wholeReport(
  ask: (input: { readonly from?: number }) => Promise<StandingsPart>,
): Promise<StandingsReport> {
  const { next: second, ...first } = await ask({});
  const deliveries = [...first.deliveries];
  let from = second;
  // A function that was deployed before reports came in parts says nothing of a next one.
  while (typeof from === 'number') {
    const part = await ask({ from });
    deliveries.push(...part.deliveries);
    from = part.next;
  }
  return { ...first, deliveries };
}
