import type { DisclosurePolicy } from '../workspace/model.ts';
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

/**
 * Finds what to hide: what the rules say, then by elimination what would give it away, then what it takes to make
 * every interval wide enough, then what turned out not to be needed is shown again. Ends when the audit holds; the
 * last word is an audit of the very pattern that is returned.
 * @throws AuditTooLarge, PublishedCellsDisagree
 */
export async function protectSystem(system: System, policy: DisclosurePolicy): Promise<Protection> {
  const sensitive = sensitiveQuantities(system, policy);
  let hidden = eliminate(system, sensitive, policy);
  let verdict = await auditPattern(system, hidden, sensitive, policy);
  while (!verdict.passed) {
    hidden = await widen(system, hidden, verdict.weaknesses, policy);
    verdict = await auditPattern(system, hidden, sensitive, policy);
  }
  console.log([...hidden].map((at)=>system.rows[at]!.key.join("/")).join(" "));
  const trimmed = await trim(system, hidden, sensitive, policy);
  if (trimmed.size === hidden.size) return { hidden, sensitive, verdict };
  return { hidden: trimmed, sensitive, verdict: await auditPattern(system, trimmed, sensitive, policy) };
}
