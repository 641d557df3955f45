import type { RunPlan } from '../governance/governance.ts';
import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { QueryEngine, SqlRow } from '../ports/query-engine.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { QUALITY_GROUPS } from './attributes.ts';
import { integer } from './data-quality.ts';
import { linkageByGroup } from './linkage-quality.sql.ts';
import { quotient, showCount, showShare } from './quality-count.ts';
import { type QualityPolicy, qualityPolicy } from './quality-policy.ts';
import type { Source } from './sources.ts';

/** The columns of the table `linkage_quality`: one row a scope, dataset, period and group. */
export const LINKAGE_QUALITY_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'scope', type: 'varchar', comment: 'the agreement under which the datasets were linked' },
  { name: 'agency', type: 'varchar', comment: 'who delivers' },
  { name: 'dataset', type: 'varchar', comment: 'what is delivered' },
  { name: 'period', type: 'varchar', comment: 'the period of the delivery' },
  {
    name: 'group_by',
    type: 'varchar',
    comment: 'the column by which records are grouped; Total for all of them',
  },
  { name: 'group_code', type: 'varchar', comment: 'the code of the group; Total for all records' },
  { name: 'records', type: 'bigint', comment: 'records, rounded; null where hidden' },
  {
    name: 'linked',
    type: 'bigint',
    comment: 'records linked to another, rounded; null where hidden',
  },
  { name: 'linked_share', type: 'decimal', comment: 'linked divided by records as shown, 0 to 1' },
  {
    name: 'expected_precision',
    type: 'decimal',
    comment: 'estimated share of the links made that are right, 0 to 1',
  },
  {
    name: 'expected_recall',
    type: 'decimal',
    comment: 'estimated share of the true links that were made, 0 to 1',
  },
  { name: 'status', type: 'varchar', comment: 'suppressed where a count of the row is withheld' },
];

export async function measureLinkageQuality(
  engine: QueryEngine,
  plan: RunPlan,
  workspace: Workspace,
  sources: readonly Source[],
): Promise<readonly SqlRow[]> {
  const rows: SqlRow[] = [];
  for (const source of sources.filter(({ contract }) => contract.ofPeople)) {
    const policy = qualityPolicy(plan, workspace, source.contract);
    const groups = QUALITY_GROUPS.filter((name) =>
      source.integrated.columns.some((column) => column.name === name && column.type === 'varchar'),
    );
    const counts = await engine.query(linkageByGroup(source, plan.run, groups));
    rows.push(...counts.map((count) => shown(count, source, policy)));
  }
  return rows;
}

/**
 * precision = (links − false) / links; recall = (links − false) / (links − false + missed), each summed over the
 * records of the group. Nothing to divide by: null. They are estimates, no counts, and are shown for any group that is
 * large enough to be shown.
 */
function shown(count: SqlRow, source: Source, policy: QualityPolicy): SqlRow {
  const records = showCount(integer(count['records']), policy);
  const linked = showShare(integer(count['records']), integer(count['linked']), policy);
  const links = integer(count['links']);
  const right = atLeastZero(links - integer(count['expected_false']));
  return {
    scope: source.scope.id,
    agency: source.contract.agency,
    dataset: source.contract.dataset,
    period: count['period'] ?? null,
    group_by: count['group_by'] ?? null,
    group_code: count['group_code'] ?? null,
    records,
    linked: linked.affected,
    linked_share: linked.share,
    expected_precision: records === null ? null : quotient(right, links),
    expected_recall: records === null ? null : quotient(right, right + integer(count['expected_missed'])),
    status: linked.status,
  };
}

function atLeastZero(value: bigint): bigint {
  return value < 0n ? 0n : value;
}
