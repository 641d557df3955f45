import type { DisclosurePolicy } from '../workspace/workspace.ts';
import { attackPattern, type Verdict } from './attack/attack.ts';
import { NothingLeftToPublish } from './errors.ts';
import { isZeroRow, type Pattern, type Reader, type Sensitive, type System } from './model/system.ts';
import { sensitiveQuantities } from './rules/needs.ts';
import { suppress, suppressMore } from './suppress/suppress.ts';

export interface Protection {
  readonly hidden: Pattern;
  readonly sensitive: readonly Sensitive[];
  readonly verdict: Verdict;
}

export interface ProtectionOptions {
  /** Sensitive for other reasons than the policy's rules on counts: earlier releases, revisions. */
  readonly alsoSensitive?: readonly Sensitive[];
  /** Sensitive numbers that earlier releases gave away for good, with the width that they left. */
  readonly conceded?: readonly { readonly row: number; readonly quantity: number; readonly width: number }[];
  /** Rows that, where they are hidden, show what an earlier release showed. */
  readonly held?: ReadonlySet<number>;
  /** Rows that are hidden only where nothing else does. */
  readonly keep?: ReadonlySet<number>;
  /** Told when a phase begins. */
  readonly onPhase?: (phase: 'suppress' | 'audit') => void;
}

/** The reader whom a policy reckons with. */
export function readerOf({ zeros, insiders = 0 }: Pick<DisclosurePolicy, 'zeros' | 'insiders'>): Reader {
  return { zeros, insiders };
}

/**
 * What a reader may not learn: by the policy's rules, and because of earlier releases. Of what those gave away no more
 * is asked than they left; nothing of what they told outright.
 */
export function sensitiveIn(
  system: System,
  policy: DisclosurePolicy,
  { alsoSensitive = [], conceded = [] }: Pick<ProtectionOptions, 'alsoSensitive' | 'conceded'>,
): readonly Sensitive[] {
  const left = new Map(conceded.map(({ row, quantity, width }) => [`${row}/${quantity}`, width]));
  return [...sensitiveQuantities(system, policy), ...alsoSensitive].flatMap((sensitive) => {
    const { row, quantity, rule } = sensitive;
    const width = left.get(`${row}/${quantity}`);
    if (width === undefined) return [sensitive];
    return width < 1 ? [] : [{ row, quantity, rule, width: Math.min(width, sensitive.width) }];
  });
}

/**
 * Finds what to hide, and attacks the result; what the attack finds weak is hidden better, until the attack fails.
 * The last word is an attack on the very pattern that is returned.
 * @throws NothingLeftToPublish where everything would have to be hidden; AuditTooLarge, PublishedCellsDisagree
 */
export async function protectSystem(
  system: System,
  policy: DisclosurePolicy,
  {
    alsoSensitive = [],
    conceded = [],
    held = new Set(),
    keep = new Set(),
    onPhase = () => {},
  }: ProtectionOptions = {},
): Promise<Protection> {
  const reader = readerOf(policy);
  const settings = { reader, cost: policy.cost, keep };
  const sensitive = sensitiveIn(system, policy, { alsoSensitive, conceded });
  onPhase('suppress');
  let hidden = await suppress(system, sensitive, settings);
  for (;;) {
    onPhase('audit');
    const verdict = await attackPattern(system, hidden, sensitive, reader);
    if (verdict.passed) {
      refuseEmpty(system, hidden, held, reader);
      return { hidden, sensitive, verdict };
    }
    onPhase('suppress');
    const wider = await suppressMore(system, hidden, sensitive, verdict.weaknesses, settings);
    if (wider.size === hidden.size) throw new NothingLeftToPublish();
    hidden = wider;
  }
}

/** Zeros alone are no table: where nothing else can be shown, nothing is. */
function refuseEmpty(system: System, hidden: Pattern, held: Pattern, { zeros }: Reader): void {
  const shows = system.rows.some(
    (row, at) => (!hidden.has(at) || held.has(at)) && (zeros === 'protected' || !isZeroRow(row)),
  );
  const holdsSomething = system.rows.some((row) => !isZeroRow(row));
  if (!shows && holdsSomething && hidden.size > 0) throw new NothingLeftToPublish();
}
