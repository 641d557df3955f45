import { z } from 'zod';
import type { LeftOut } from '../lib/release/release.ts';
import type { IndicatorOutcome } from './messages.ts';

/** What Lambda gives as the cause of a failed function; one machine gives the error's sentence itself. */
const LambdaCause = z.object({ errorMessage: z.string() });

const MOST_CHARACTERS = 500;

/** Why a release lacks an indicator, in words for people; nothing where it does not lack it. */
export function lostIndicator(outcome: IndicatorOutcome): readonly LeftOut[] {
  if (outcome.outcome === 'protected') return [];
  const { Error: name, Cause: cause } = outcome.error;
  const sentence =
    cause === undefined ? 'the query engine did not answer; its own log says why' : sentenceOf(cause);
  return [{ what: 'indicator', id: outcome.indicator, reason: `${sentence} (${name})` }];
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
