import type { RunPlan } from '../governance/governance.ts';
import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import type { Indicator, Workspace } from '../workspace/workspace.ts';
import type { LeftOut, TableEntry } from './manifest.ts';
import type { ReleaseTable } from './write-table.ts';

const COLUMNS: readonly ColumnDefinition[] = [
  { name: 'indicator', type: 'varchar', comment: 'its id, which is the name of its view' },
  { name: 'title', type: 'varchar' },
  { name: 'definition', type: 'varchar', comment: 'what is counted' },
  { name: 'limitations', type: 'varchar', comment: 'what the numbers do not say' },
  { name: 'unit', type: 'varchar', comment: 'what is counted once' },
  { name: 'datasets', type: 'varchar', comment: 'where it comes from' },
  { name: 'agreements', type: 'varchar', comment: 'the agreements that permit it' },
  { name: 'measures', type: 'varchar' },
  { name: 'dimensions', type: 'varchar' },
  { name: 'threshold', type: 'bigint', comment: 'the smallest count that is shown' },
  { name: 'cells', type: 'bigint', comment: 'rows of its view' },
  { name: 'suppressed', type: 'bigint', comment: 'rows of its view whose numbers are withheld' },
  {
    name: 'people_shown',
    type: 'decimal',
    comment: 'share of the people of its total who stand in finest cells that are shown; the worst cross',
  },
  { name: 'status', type: 'varchar', comment: 'published, or skipped' },
  { name: 'reason', type: 'varchar', comment: 'why it is skipped' },
  { name: 'period', type: 'varchar', comment: 'the period of the release' },
];

/** An indicator that the release has. */
export interface PublishedTable {
  readonly entry: TableEntry;
  /** See `peopleShown`. */
  readonly people_shown: string | null;
}

/** Every indicator of the workspace, those that this release does not have included: an absence shall be seen. */
export function indicatorsTable(
  plan: RunPlan,
  workspace: Workspace,
  published: readonly PublishedTable[],
  skipped: readonly LeftOut[],
): ReleaseTable {
  const rows = workspace.indicators
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((indicator) => describe(indicator, plan, published, skipped));
  return { name: 'indicators', kind: 'reference', columns: COLUMNS, rows };
}

function describe(
  indicator: Indicator,
  plan: RunPlan,
  published: readonly PublishedTable[],
  skipped: readonly LeftOut[],
): SqlRow {
  const planned = plan.indicators.find(({ id }) => id === indicator.id);
  const { entry, people_shown = null } = published.find((one) => one.entry.name === indicator.id) ?? {};
  const reason = skipped.find(({ what, id }) => what === 'indicator' && id === indicator.id)?.reason;
  return {
    indicator: indicator.id,
    title: indicator.title,
    definition: indicator.definition,
    limitations: indicator.limitations,
    unit: indicator.unit,
    datasets: indicator.datasets.toSorted().join(', '),
    agreements: planned?.agreements.join(', ') ?? null,
    measures: indicator.measures.map(({ name }) => name).join(', '),
    dimensions: indicator.dimensions.map(({ name }) => name).join(', '),
    threshold: planned === undefined ? null : BigInt(planned.policy.threshold),
    cells: entry === undefined ? null : BigInt(entry.rows),
    suppressed: entry === undefined ? null : BigInt(entry.suppressed),
    people_shown,
    status: entry === undefined ? 'skipped' : 'published',
    reason: entry === undefined ? (reason ?? null) : null,
    period: plan.period,
  };
}
