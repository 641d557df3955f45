import type { DeliveryInForce, RunPlan } from '../governance/governance.ts';
import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { QueryEngine, SqlRow } from '../ports/query-engine.ts';
import { comparePeriods, parsePeriod, periodsEnded, ROLES, type Workspace } from '../workspace/workspace.ts';
import { ATTRIBUTES } from './attributes.ts';
import { disagreement, missingness } from './data-quality.sql.ts';
import { showShare } from './quality-count.ts';
import { type QualityPolicy, qualityPolicy, strictestQuality } from './quality-policy.ts';
import type { Source } from './sources.ts';

/** The columns of the table `data_quality`: one row a dataset, period, measure and attribute. */
export const DATA_QUALITY_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'agency', type: 'varchar', comment: 'who delivers; All for what several agencies state' },
  {
    name: 'dataset',
    type: 'varchar',
    comment: 'what is delivered; the scope for what several agencies state',
  },
  {
    name: 'period',
    type: 'varchar',
    comment: 'the period of the delivery; of the release for what several agencies state',
  },
  { name: 'measure', type: 'varchar', comment: 'delivered, quarantined, withheld, missing or disagreement' },
  {
    name: 'attribute',
    type: 'varchar',
    comment: 'the column or identifier that the measure is about; null for whole rows',
  },
  {
    name: 'records',
    type: 'bigint',
    comment: 'records (people, for disagreement) looked at, rounded; null where hidden',
  },
  {
    name: 'affected',
    type: 'bigint',
    comment: 'those of them to which the measure applies, rounded; null where hidden',
  },
  { name: 'share', type: 'decimal', comment: 'affected divided by records as shown, 0 to 1' },
  { name: 'status', type: 'varchar', comment: 'published or suppressed' },
  { name: 'note', type: 'varchar', comment: 'on time, late or missing, for delivered' },
];

/** What is asked once for all scopes: the dataset's first scope answers for it. */
export async function measureDataQuality(
  engine: QueryEngine,
  plan: RunPlan,
  workspace: Workspace,
  sources: readonly Source[],
): Promise<readonly SqlRow[]> {
  const rows: SqlRow[] = [];
  const asked = new Set<string>();
  for (const source of sources) {
    if (asked.has(source.contract.id)) continue;
    asked.add(source.contract.id);
    const policy = qualityPolicy(plan, workspace, source.contract);
    rows.push(...coverage(plan, workspace, source, policy), ...identifiersMissing(plan, source, policy));
    rows.push(...columnsMissing(await engine.query(missingness(source)), source, policy));
  }
  for (const scope of plan.scopes) {
    const people = sources.filter((source) => source.scope.id === scope.id && source.contract.ofPeople);
    if (people.length === 0) continue;
    const policy = strictestQuality(people.map(({ contract }) => qualityPolicy(plan, workspace, contract)));
    const [counts] = await engine.query(disagreement(scope.id));
    rows.push(...disputes(counts ?? {}, scope.id, plan.period, policy));
  }
  return rows;
}

/** Each period that a dataset should have, from its first one on: delivered, late or missing, and what intake kept back. */
function coverage(
  plan: RunPlan,
  workspace: Workspace,
  source: Source,
  policy: QualityPolicy,
): readonly SqlRow[] {
  const { calendar } = workspace.collaborative;
  const delivered = deliveriesOf(plan, source);
  const first = delivered.map(({ period }) => parsePeriod(period, calendar)).toSorted(comparePeriods)[0];
  const expected = periodsEnded(calendar, source.contract.frequency, plan.now.slice(0, 10))
    .filter((period) => first !== undefined && period.start >= first.start && period.end <= plan.periodEnd)
    .filter(({ id }) => !delivered.some(({ period }) => period === id));
  return [
    ...delivered.flatMap((delivery) => intakeCounts(delivery, source, policy)),
    ...expected.map(({ id }) => ({
      ...row(source, id, 'delivered', null),
      records: null,
      affected: null,
      share: null,
      status: 'published',
      note: 'missing',
    })),
  ];
}

function intakeCounts(delivery: DeliveryInForce, source: Source, policy: QualityPolicy): readonly SqlRow[] {
  const accepted = BigInt(delivery.rows.accepted);
  const keptBack = (name: 'quarantined' | 'withheld') => {
    const count = BigInt(delivery.rows[name]);
    return {
      ...row(source, delivery.period, name, null),
      ...showShare(accepted + count, count, policy),
      note: null,
    };
  };
  return [
    {
      ...row(source, delivery.period, 'delivered', null),
      ...showShare(accepted, accepted, { ...policy, hidesZero: false }),
      note: delivery.late ? 'late' : 'on time',
    },
    keptBack('quarantined'),
    keptBack('withheld'),
  ];
}

/** Identifiers never get past the landing zone; intake counted where they are missing, in tenths of a percent. */
function identifiersMissing(plan: RunPlan, source: Source, policy: QualityPolicy): readonly SqlRow[] {
  const kept = new Set(source.kept.map(({ definition }) => definition.name));
  return deliveriesOf(plan, source).flatMap((delivery) =>
    ROLES.filter((role) => delivery.missing[role] !== undefined && !kept.has(role)).map((role) => {
      const accepted = BigInt(delivery.rows.accepted);
      const missing = (accepted * BigInt(delivery.missing[role] ?? 0) + 500n) / 1000n;
      return {
        ...row(source, delivery.period, 'missing', role),
        ...showShare(accepted, missing, policy),
        note: null,
      };
    }),
  );
}

function columnsMissing(counts: readonly SqlRow[], source: Source, policy: QualityPolicy): readonly SqlRow[] {
  return counts.flatMap((count) =>
    source.kept.map(({ definition }) => {
      const records = integer(count['records']);
      const missing = records - integer(count[`present_${definition.name}`]);
      const shown = showShare(records, missing, policy);
      return { ...row(source, String(count['period']), 'missing', definition.name), ...shown, note: null };
    }),
  );
}

function disputes(counts: SqlRow, scope: string, period: string, policy: QualityPolicy): readonly SqlRow[] {
  return ATTRIBUTES.filter(({ name }) => integer(counts[`stated_${name}`]) > 0n).map(({ name }) => ({
    agency: 'All',
    dataset: scope,
    period,
    measure: 'disagreement',
    attribute: name,
    ...showShare(integer(counts[`stated_${name}`]), integer(counts[`disputed_${name}`]), policy),
    note: null,
  }));
}

function deliveriesOf(plan: RunPlan, source: Source): readonly DeliveryInForce[] {
  return plan.deliveries.filter(({ deliveryId }) => source.deliveries.includes(deliveryId));
}

function row(source: Source, period: string, measure: string, attribute: string | null): SqlRow {
  return { agency: source.contract.agency, dataset: source.contract.dataset, period, measure, attribute };
}

/** A count as the engine gives it; nothing is none. */
export function integer(value: SqlRow[string] | undefined): bigint {
  return typeof value === 'bigint' ? value : 0n;
}
