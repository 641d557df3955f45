import type { RunPlan } from '../governance/governance.ts';
import type { SqlRow, SqlValue } from '../ports/query-engine.ts';
import type { DatasetId, Workspace } from '../workspace/workspace.ts';
import { comparePeriods, type Period, parsePeriod } from '../workspace/workspace.ts';

export interface Coverage extends SqlRow {
  readonly first_period: string | null;
  readonly last_period: string | null;
  readonly lag_days: bigint | null;
  readonly coverage: string | null;
  readonly missing_share: string | null;
}

const DAY_MS = 86_400_000;

/**
 * Since when and how completely datasets together can answer.
 * @param column the kept column whose missing values count; none for whole rows
 * @param quality rows of `data_quality`
 */
export function coverageOf(
  datasets: readonly DatasetId[],
  column: string | undefined,
  plan: RunPlan,
  workspace: Workspace,
  quality: readonly SqlRow[],
): Coverage {
  const periods = datasets.map((id) => deliveredPeriods(id, plan, workspace));
  if (periods.length === 0 || periods.some((delivered) => delivered.length === 0)) return NOTHING;
  const first = periods
    .flatMap((delivered) => delivered.slice(0, 1))
    .toSorted(comparePeriods)
    .at(-1);
  const last = periods.flatMap((delivered) => delivered.slice(-1)).toSorted(comparePeriods)[0];
  const shares =
    column === undefined
      ? []
      : periods.flatMap((delivered, at) => missingIn(datasets[at], delivered.at(-1), column, quality));
  return {
    first_period: first?.id ?? null,
    last_period: last?.id ?? null,
    lag_days: last === undefined ? null : lag(last, plan.now),
    coverage: datasets.map((id) => deliveredShare(id, quality)).toSorted()[0] ?? null,
    missing_share: shares.toSorted().at(-1) ?? null,
  };
}

const NOTHING: Coverage = {
  first_period: null,
  last_period: null,
  lag_days: null,
  coverage: null,
  missing_share: null,
};

function deliveredPeriods(id: DatasetId, plan: RunPlan, workspace: Workspace): readonly Period[] {
  return plan.deliveries
    .filter(({ agency, dataset }) => `${agency}/${dataset}` === id)
    .map(({ period }) => parsePeriod(period, workspace.collaborative.calendar))
    .toSorted(comparePeriods);
}

function lag(last: Period, now: string): bigint {
  const days = (Date.parse(now.slice(0, 10)) - Date.parse(last.end)) / DAY_MS;
  return BigInt(Math.round(days));
}

function deliveredShare(id: DatasetId, quality: readonly SqlRow[]): string {
  const slots = quality.filter((row) => isOf(row, id) && row['measure'] === 'delivered');
  const missing = slots.filter((row) => row['note'] === 'missing').length;
  const tenThousandths =
    slots.length === 0 ? 0 : Math.floor(((slots.length - missing) * 10_000) / slots.length);
  return `${Math.floor(tenThousandths / 10_000)}.${String(tenThousandths % 10_000).padStart(4, '0')}`;
}

function missingIn(
  id: DatasetId | undefined,
  period: Period | undefined,
  column: string,
  quality: readonly SqlRow[],
): readonly string[] {
  const found = quality.find(
    (row) =>
      isOf(row, id) &&
      row['measure'] === 'missing' &&
      row['attribute'] === column &&
      row['period'] === period?.id,
  );
  const share: SqlValue | undefined = found?.['share'];
  return typeof share === 'string' ? [share] : [];
}

function isOf(row: SqlRow, id: DatasetId | undefined): boolean {
  return `${String(row['agency'])}/${String(row['dataset'])}` === id;
}
