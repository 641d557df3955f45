import type { RunPlan } from '../governance/governance.ts';
import { quoteName, quoteText } from '../sql/quote.ts';
import type { Indicator } from '../workspace/workspace.ts';
import { CLASH, reservedCodes, UNKNOWN } from './axes.ts';
import { addedColumns, countedColumns } from './counted.ts';
import { levelColumns } from './grouping.ts';
import { completeQuery } from './placeholders.ts';

/** Names inside the statement: `person`, `flag_1`…, `amount_1`…. */
export const flagName = (at: number): string => quoteName(`flag_${at + 1}`);
export const amountName = (at: number): string => quoteName(`amount_${at + 1}`);

/** A code as text: missing reads `Unknown`, and what would read like a margin or a roll-up is marked. */
function codeText(column: string, reserved: readonly string[]): string {
  const text = `coalesce(nullif(CAST(${quoteName(column)} AS varchar), ''), ${quoteText(UNKNOWN)})`;
  const names = reserved.map(quoteText).join(', ');
  return `CASE WHEN ${text} IN (${names}) THEN ${quoteText(CLASH)} || ${text} ELSE ${text} END`;
}

/**
 * The two common table expressions that every statement over an indicator's query begins with: `answers` is the
 * query as written, `coded` has its codes as text and what its measures count and add.
 */
export function answersAndCodes(plan: RunPlan, indicator: Indicator): string {
  const codes = levelColumns(indicator).map(
    ({ dimension, code }) => `${codeText(dimension.column, reservedCodes(dimension))} AS ${code}`,
  );
  const flags = countedColumns(indicator).map(
    ({ condition }, at) => `CASE WHEN ${condition} THEN 1 ELSE 0 END AS ${flagName(at)}`,
  );
  const amounts = addedColumns(indicator).map(({ amount }, at) => `${amount} AS ${amountName(at)}`);
  return [
    `answers AS (\n${completeQuery(indicator.query, plan)}\n)`,
    `coded AS (\nSELECT ${['"person_id" AS person', ...codes, ...flags, ...amounts].join(',\n  ')}\nFROM answers\nWHERE "person_id" IS NOT NULL\n)`,
  ].join(',\n');
}
