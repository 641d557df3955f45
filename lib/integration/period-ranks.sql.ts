import type { RunPlan } from '../governance/governance.ts';
import { quoteText } from '../sql/quote.ts';
import { type Calendar, comparePeriods, parsePeriod } from '../workspace/workspace.ts';

/**
 * The WITH query `period_ranks (period, period_rank)`: a number for each of the plan's periods that grows with time.
 * Periods of different lengths do not order as text (`2026-12` would come before `2026-Q1`).
 */
export function periodRanks(plan: RunPlan, calendar: Calendar): string {
  const periods = [...new Set(plan.deliveries.map(({ period }) => period))]
    .map((id) => ({ id, period: parsePeriod(id, calendar) }))
    .toSorted((a, b) => comparePeriods(a.period, b.period));
  const rows = periods.map(({ id }, at) => `(${quoteText(id)}, ${at + 1})`);
  return `period_ranks (period, period_rank) AS (VALUES ${rows.join(', ')})`;
}
