import type { RunPlan } from '../governance/governance.ts';
import { quoteText } from '../sql/quote.ts';
import type { Calendar } from '../workspace/workspace.ts';
import { comparePeriods, parsePeriod } from '../workspace/workspace.ts';

/** SQL that turns a column of periods into a number that grows with time. */
export type PeriodRank = (column: string) => string;

/** Periods of different lengths do not order as text (`2026-12` would come before `2026-Q1`), so the plan's are numbered. */
export function periodRank(plan: RunPlan, calendar: Calendar): PeriodRank {
  const periods = [...new Set(plan.deliveries.map(({ period }) => period))]
    .map((id) => ({ id, period: parsePeriod(id, calendar) }))
    .toSorted((a, b) => comparePeriods(a.period, b.period));
  const whens = periods.map(({ id }, at) => `WHEN ${quoteText(id)} THEN ${at + 1}`);
  return (column) => (whens.length === 0 ? '0' : `CASE ${column} ${whens.join(' ')} ELSE 0 END`);
}
