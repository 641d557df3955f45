/**
 * Looking after the system: which deliveries are missing, what moved between releases, who touched data in a way not
 * seen before, what it costs.
 */
export { movedSignals } from './between-releases.ts';
export {
  AGENCY_ALARM_METRICS,
  type BillItem,
  billTotal,
  FIXED_KEYS,
  type Scenario,
  SYSTEM_ALARM_METRICS,
  standingItems,
  workItems,
} from './bill.ts';
export { costOfDay, costSignals, type DayCost } from './cost.ts';
export { overdueSignals } from './overdue.ts';
export { costOf, PRICE_LIST, PRICES } from './prices.ts';
export { type StandingsPart, type StandingsReport, standingsReport, wholeReport } from './standings.ts';
export type { UnusualAccess } from './unusual-access.ts';
export { watchAccess } from './watch-access.ts';
export { watchCost } from './watch-cost.ts';
