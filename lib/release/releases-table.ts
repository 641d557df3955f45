import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { Manifest } from './manifest.ts';
import { RELEASE_ID, type ReleaseTable } from './write-table.ts';

const COLUMNS: readonly ColumnDefinition[] = [
  RELEASE_ID,
  { name: 'period', type: 'varchar', comment: 'the period that it is about' },
  { name: 'published_at', type: 'varchar', comment: 'when it was published, UTC' },
  { name: 'status', type: 'varchar', comment: 'complete; partial where something was skipped or lost' },
  { name: 'skipped', type: 'varchar', comment: 'what is not in it, and why' },
  { name: 'indicators', type: 'bigint', comment: 'how many indicators it has' },
  { name: 'inputs_digest', type: 'varchar', comment: 'SHA-256 over everything that it depends on' },
  { name: 'program_version', type: 'varchar', comment: 'the Tributary that made it' },
];

/** The releases up to and with the newest, oldest first. */
export function releasesTable(releases: readonly Manifest[]): ReleaseTable {
  const rows = releases.map((release) => ({
    release_id: release.release_id,
    period: release.period,
    published_at: release.published_at,
    status: release.status,
    skipped: release.skipped.map(({ what, id, reason }) => `${what} ${id}: ${reason}`).join('; ') || null,
    indicators: BigInt(release.tables.filter(({ kind }) => kind === 'indicator').length),
    inputs_digest: release.inputs_digest,
    program_version: release.program_version,
  }));
  return { name: 'releases', kind: 'reference', columns: COLUMNS, rows };
}
