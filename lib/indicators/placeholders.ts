import type { RunPlan } from '../governance/governance.ts';
import { quoteText } from '../sql/quote.ts';

type PeriodOfRun = Pick<RunPlan, 'period' | 'periodStart' | 'periodEnd'>;

/**
 * An analyst's query, ready to stand inside brackets: `{{period}}`, `{{period_start}}` and `{{period_end}}` become
 * quoted text, and a closing semicolon goes.
 */
export function completeQuery(query: string, plan: PeriodOfRun): string {
  const literals: Readonly<Record<string, string>> = {
    period: quoteText(plan.period),
    period_start: quoteText(plan.periodStart),
    period_end: quoteText(plan.periodEnd),
  };
  return query
    .replace(
      /\{\{\s*(period|period_start|period_end)\s*\}\}/g,
      (whole, name: string) => literals[name] ?? whole,
    )
    .trim()
    .replace(/;\s*$/, '');
}
