import type { DisclosurePolicy } from '../workspace/workspace.ts';
import { auditPattern, type Verdict } from './audit.ts';
import { eliminate } from './elimination.ts';
import { sensitiveQuantities } from './rules.ts';
import type { Pattern, Sensitive, System } from './system.ts';
import { trim } from './trimming.ts';
import { widen } from './widening.ts';

export interface Protection {
  readonly hidden: Pattern;
  readonly sensitive: readonly Sensitive[];
  readonly verdict: Verdict;
}

/** Up to this many rows elimination is tried with ties broken either way, and the cheaper pattern is taken. */
const TRY_OTHER_TIES = 300;
/** Up to this many rows widening alone, from the primary rows, is tried too: a linear program for each of them. */
const TRY_WIDENING_ALONE = 120;

/**
 * Finds what to hide: what the rules say, then by elimination what would give it away, then what it takes to make
 * every interval wide enough, then what turned out not to be needed is shown again. Ends when the audit holds; the
 * last word is an audit of the very pattern that is returned.
 * @throws AuditTooLarge, PublishedCellsDisagree
 */
export async function protectSystem(system: System, policy: DisclosurePolicy): Promise<Protection> {
  const sensitive = sensitiveQuantities(system, policy);
  const starts = [() => eliminate(system, sensitive, policy, 'first')];
  if (system.rows.length <= TRY_OTHER_TIES) starts.push(() => eliminate(system, sensitive, policy, 'last'));
  if (system.rows.length <= TRY_WIDENING_ALONE) starts.push(() => new Set(sensitive.map(({ row }) => row)));
  let cheapest: Pattern | undefined;
  for (const start of starts) {
    const hidden = await untilItHolds(system, start(), sensitive, policy);
    if (cheapest === undefined || costOf(system, hidden, policy) < costOf(system, cheapest, policy))
      cheapest = hidden;
  }
  const hidden = await trim(system, cheapest ?? new Set(), sensitive, policy);
  return { hidden, sensitive, verdict: await auditPattern(system, hidden, sensitive, policy) };
}

async function untilItHolds(
  system: System,
  start: Pattern,
  sensitive: readonly Sensitive[],
  policy: DisclosurePolicy,
): Promise<Pattern> {
  let hidden = start;
  for (;;) {
    const { passed, weaknesses } = await auditPattern(system, hidden, sensitive, policy);
    if (passed) return hidden;
    hidden = await widen(system, hidden, weaknesses, policy);
  }
}

/** What a pattern withholds, in the policy's coin. */
function costOf(system: System, hidden: Pattern, policy: DisclosurePolicy): number {
  if (policy.cost === 'cells') return hidden.size;
  let people = 0;
  for (const at of hidden)
    people += Math.abs(system.rows[at]?.quantities[system.rows[at]?.root ?? 0]?.value ?? 0);
  return people;
}
