import { z } from 'zod';
import { plannedFamily, type RunPlan } from '../lib/governance/governance.ts';
import type { LeftOut } from '../lib/release/release.ts';
import type { FamilyOutcome } from './messages.ts';

/** What Lambda gives as the cause of a failed function; one machine gives the error's sentence itself. */
const LambdaCause = z.object({ errorMessage: z.string() });

const MOST_CHARACTERS = 500;

/**
 * Why a release lacks the indicators of a family, in words for people; nothing where it does not lack them.
 * @throws RunPlanMissing where the plan does not have the family
 */
export function lostIndicators(plan: RunPlan, outcome: FamilyOutcome): readonly LeftOut[] {
  if (outcome.outcome === 'protected') return [];
  const { Error: name, Cause: cause } = outcome.error;
  const sentence =
    cause === undefined ? 'the query engine did not answer; its own log says why' : sentenceOf(cause);
  const { members } = plannedFamily(plan, outcome.family);
  return members.map((id) => {
    const others = members.filter((other) => other !== id);
    const together =
      others.length === 0 ? '' : `It shares cells with ${others.join(', ')}, and they are lost together: `;
    return { what: 'indicator', id, reason: `${together}${sentence} (${name})` };
  });
}

function sentenceOf(cause: string): string {
  const parsed = LambdaCause.safeParse(jsonOf(cause));
  return (parsed.success ? parsed.data.errorMessage : cause).slice(0, MOST_CHARACTERS);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
