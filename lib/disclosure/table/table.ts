import type { EarlierTable } from '../earlier/earlier-table.ts';
import type { KeyedBytes } from '../model/alteration.ts';
import { alterTable } from './alter-table.ts';
import { coarserCuts } from './coarser.ts';
import type { ProtectedTable, TablePhase } from './protected-table.ts';
import { crossShares, meanPeopleShare } from './shares.ts';
import { suppressTable } from './suppress-table.ts';
import type { Hierarchies } from './table-axes.ts';
import { policyInForce, type TablePolicy } from './table-policy.ts';
import type { TextRow } from './table-rows.ts';
import { tableToProtect } from './table-to-protect.ts';
import { withUnpublishedCodes } from './unpublished-codes.ts';

export interface ProtectTableOptions {
  /** What messages call the table. */
  readonly file?: string;
  /** What was published earlier of the same cells, the oldest first; readers know it. */
  readonly earlier?: readonly EarlierTable[];
  /** Where chance comes from, for policies that alter numbers. */
  readonly keyedBytes?: KeyedBytes;
  /** Propose coarser cuts where much is hidden. */
  readonly coarser?: boolean;
  /** Told when a phase begins. */
  readonly onPhase?: (phase: TablePhase) => void;
}

/**
 * Protects any table of counts: every published cell of its crosses, with margins and roll-ups. A finest cell that
 * the table does not list is impossible, and a reader may know it; one that is possible is listed with 0.
 * @param table rows without the header; the first is row 2 in messages
 * @throws TableDoesNotFit, TablePolicyIncomplete, EarlierReleaseUnknown, AuditTooLarge, NothingLeftToPublish,
 * ProtectionFailed
 */
export async function protectTable(
  document: TablePolicy,
  table: readonly TextRow[],
  hierarchies: Hierarchies,
  { file, earlier = [], keyedBytes, coarser = false, onPhase = () => {} }: ProtectTableOptions = {},
): Promise<ProtectedTable> {
  const policy = policyInForce(document);
  onPhase('describe');
  const { described, published, inner } = tableToProtect(document, table, hierarchies, file);
  const withCodes = withUnpublishedCodes(described, inner, published, policy);
  const suppressed = await suppressTable(withCodes, policy, {
    file: file ?? 'the table',
    keep: document.policy.keep,
    earlier,
    onPhase,
  });
  onPhase('alter');
  const shown = alterTable(described, suppressed.cells, { document, policy, keyedBytes });
  const hidden = new Set(shown.cells.flatMap(({ value }, at) => (value === null ? [at] : [])));
  // Of numbers that are not the true ones nobody can work out the true shares, and they are not to be told.
  const exact = shown.altered === null && shown.cells.every(({ status }) => status !== 'held');
  const shares = crossShares(described, published, hidden, exact && inner.additive);
  const primary = suppressed.primary + shown.small;
  if (coarser) onPhase('coarser');
  return {
    axes: described.axes,
    dimensions: described.axes.map(({ name }) => name),
    crosses: published.crosses,
    policy,
    rows: shown.cells,
    cells: shown.cells.length,
    primary,
    complementary: hidden.size - primary,
    held: shown.cells.filter(({ status }) => status === 'held').length,
    conceded: suppressed.conceded,
    people: inner.truth.reduce((sum, count) => sum + count, 0),
    hiddenShare: meanPeopleShare(shares),
    shares,
    verdict: suppressed.verdict,
    altered: shown.altered,
    coarser:
      coarser && suppressed.verdict !== null
        ? await coarserCuts(withCodes, published, hidden, { policy })
        : [],
  };
}
