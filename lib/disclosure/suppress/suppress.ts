import { attackPattern } from '../attack/attack.ts';
import type { Pattern, Reader, Sensitive, System, Weakness } from '../model/system.ts';
import { eliminate } from './elimination.ts';
import { trim } from './trimming.ts';
import { widen } from './widening.ts';

/** What suppression spends, and what its result has to hold against. */
export interface SuppressionSettings {
  readonly reader: Reader;
  /** What it spends as little of as it can. */
  readonly cost: 'cells' | 'people';
  /** Rows that are hidden only where nothing else does. */
  readonly keep: ReadonlySet<number>;
}

/** Up to this many rows elimination is tried with ties broken either way, and the cheaper pattern is taken. */
const TRY_OTHER_TIES = 300;
/** Up to this many rows widening alone, from the primary rows, is tried too: a linear program for each of them. */
const TRY_WIDENING_ALONE = 120;

/**
 * Finds what to hide: what the rules say, then by elimination what would give it away, then what it takes to make
 * every interval wide enough, then what turned out not to be needed is shown again.
 */
export async function suppress(
  system: System,
  sensitive: readonly Sensitive[],
  settings: SuppressionSettings,
): Promise<Pattern> {
  const starts = [() => eliminate(system, sensitive, settings, 'first')];
  if (system.rows.length <= TRY_OTHER_TIES) starts.push(() => eliminate(system, sensitive, settings, 'last'));
  if (system.rows.length <= TRY_WIDENING_ALONE) starts.push(() => new Set(sensitive.map(({ row }) => row)));
  let cheapest: Pattern | undefined;
  for (const start of starts) {
    let hidden: Pattern = start();
    for (;;) {
      const { passed, weaknesses } = await attackPattern(system, hidden, sensitive, settings.reader);
      if (passed) break;
      hidden = await suppressMore(system, hidden, weaknesses, settings);
    }
    if (cheapest === undefined || costOf(system, hidden, settings) < costOf(system, cheapest, settings))
      cheapest = hidden;
  }
  return trim(system, cheapest ?? new Set(), sensitive, settings);
}

/** Hides what it takes to heal the weaknesses that an attack found. */
export function suppressMore(
  system: System,
  hidden: Pattern,
  weaknesses: readonly Weakness[],
  settings: SuppressionSettings,
): Promise<Pattern> {
  return widen(system, hidden, weaknesses, settings);
}

/** What a pattern withholds, in the settings' coin. */
function costOf(system: System, hidden: Pattern, { cost }: SuppressionSettings): number {
  if (cost === 'cells') return hidden.size;
  let people = 0;
  for (const at of hidden)
    people += Math.abs(system.rows[at]?.quantities[system.rows[at]?.root ?? 0]?.value ?? 0);
  return people;
}
