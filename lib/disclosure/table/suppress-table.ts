import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Verdict } from '../attack/attack.ts';
import type { EarlierTable } from '../earlier/earlier-table.ts';
import { type WithEarlier, withEarlier } from '../earlier/with-earlier.ts';
import { ProtectionFailed } from '../errors.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { type KeepPattern, rowsToKeep } from '../model/keep.ts';
import { protectSystem } from '../protect-system.ts';
import { secretsOfRules } from '../rules/needs.ts';
import { COUNT } from './describe-table.ts';
import type { ShownCell, TablePhase } from './protected-table.ts';

export interface SuppressTableSettings {
  /** What messages call the table. */
  readonly file: string;
  readonly keep: readonly KeepPattern[];
  readonly earlier: readonly EarlierTable[];
  readonly onPhase: (phase: TablePhase) => void;
}

export interface SuppressedTable {
  readonly cells: readonly ShownCell[];
  /** Hidden by a rule; the others hidden are complementary. */
  readonly primary: number;
  readonly conceded: number;
  /** null where the policy hides nothing. */
  readonly verdict: Verdict | null;
}

/**
 * Hides what the policy asks for, in the light of what earlier tables told.
 * @throws EarlierReleaseUnknown, AuditTooLarge, NothingLeftToPublish, ProtectionFailed
 */
export async function suppressTable(
  described: DescribedTable,
  policy: DisclosurePolicy,
  { file, keep, earlier, onPhase }: SuppressTableSettings,
): Promise<SuppressedTable> {
  const { cells, system, axes } = described;
  const shown = cells.map(
    ({ key }, at): ShownCell => ({
      key,
      value: system.rows[at]?.quantities[0]?.value ?? 0,
      status: 'published',
    }),
  );
  if (policy.suppress === false) return { cells: shown, primary: 0, conceded: 0, verdict: null };
  if (earlier.length > 0) onPhase('earlier');
  const known: WithEarlier =
    earlier.length === 0
      ? { system, alsoSensitive: [], held: new Map(), conceded: [] }
      : await withEarlier(described, earlier, { policy });
  const { hidden, sensitive, verdict } = await protectSystem(
    { ...known.system, secrets: [...known.system.secrets, ...secretsOfRules(system, policy)] },
    policy,
    {
      alsoSensitive: known.alsoSensitive,
      conceded: known.conceded,
      held: new Set(known.held.keys()),
      keep: rowsToKeep(cells, axes, keep),
      onPhase,
    },
  );
  if (!verdict.passed)
    throw new ProtectionFailed({ table: file, determined: verdict.determined, narrow: verdict.narrow });
  const isHeld = (at: number) => hidden.has(at) && known.held.has(at);
  const bySomeRule = new Set(sensitive.map(({ row }) => row));
  return {
    cells: shown.map((cell, at): ShownCell => {
      if (!hidden.has(at)) return cell;
      if (!isHeld(at)) return { ...cell, value: null, status: 'suppressed' };
      const value = known.held.get(at)?.row.values?.[COUNT];
      return value === undefined
        ? { ...cell, value: null, status: 'suppressed' }
        : { ...cell, value, status: 'held' };
    }),
    primary: [...bySomeRule].filter((at) => hidden.has(at) && !isHeld(at)).length,
    conceded: known.conceded.length,
    verdict,
  };
}
