import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import { AuditTooLarge } from '../errors.ts';
import type { DescribedTable } from '../model/described-table.ts';
import type { Pattern } from '../model/system.ts';
import { readerOf } from '../protect-system.ts';
import { sensitiveQuantities } from '../rules/needs.ts';
import { suppress } from '../suppress/suppress.ts';
import { type Candidate, coarserCandidates } from './coarser-candidates.ts';
import type { Published } from './describe-table.ts';
import { crossShares, meanPeopleShare } from './shares.ts';

/**
 * A coarser cut of a table that would hide less, measured by hiding what it would take. The figures are of a table that is not
 * published: they are for those who decide on this one. Shares are 0 to 1.
 */
export interface CoarserCut {
  /** In words, for an analyst. */
  readonly cut: string;
  /** Published cells, and how many of them would be hidden. */
  readonly cells: number;
  readonly hidden: number;
  readonly hiddenShare: number;
  /** Of the people in the finest cells of each cross, those whose cell would be hidden. */
  readonly peopleShare: number;
}

export interface CoarserSettings {
  readonly policy: DisclosurePolicy;
  /** Published cells of all cuts that are tried, together; a cut that has more than are left is not tried. */
  readonly effort?: number;
}

/** Below this share of hidden cells nobody asks for a coarser cut. */
const MUCH_HIDDEN = 0.05;
/** A cut is worth its loss of detail where it hides at most so much of the share that is hidden now. */
const WORTH_IT = 0.7;
const PROPOSED = 3;
const EFFORT = 2000;

/**
 * Proposes at most three coarser cuts of a table of which much is hidden: those that hide a clearly smaller share, the
 * ones that still show most cells first. Each is protected for itself, as if it were published in the table's place.
 * @param hidden what is hidden of the table now
 */
export async function coarserCuts(
  table: DescribedTable,
  published: Published,
  hidden: Pattern,
  { policy, effort = EFFORT }: CoarserSettings,
): Promise<readonly CoarserCut[]> {
  const share = hidden.size / Math.max(1, table.cells.length);
  if (share < MUCH_HIDDEN) return [];
  let left = effort;
  const cuts: CoarserCut[] = [];
  const candidates = coarserCandidates(table, published, hidden, policy).toSorted(
    (one, other) => other.table.cells.length - one.table.cells.length,
  );
  for (const candidate of candidates) {
    if (candidate.table.cells.length > left) continue;
    left -= candidate.table.cells.length;
    const cut = await measured(candidate, policy);
    if (cut !== null && cut.hiddenShare <= WORTH_IT * share) cuts.push(cut);
  }
  return cuts
    .toSorted((one, other) => other.cells - other.hidden - (one.cells - one.hidden))
    .slice(0, PROPOSED);
}

/** What suppression would hide. It is not attacked on top, as what is published is: these are figures to choose by. */
async function measured(
  { cut, table, published }: Candidate,
  policy: DisclosurePolicy,
): Promise<CoarserCut | null> {
  try {
    const hidden = await suppress(table.system, sensitiveQuantities(table.system, policy), {
      reader: readerOf(policy),
      cost: policy.cost,
      keep: new Set(),
    });
    return {
      cut,
      cells: table.cells.length,
      hidden: hidden.size,
      hiddenShare: hidden.size / Math.max(1, table.cells.length),
      peopleShare: meanPeopleShare(crossShares(table, published, hidden, false)),
    };
  } catch (error) {
    if (error instanceof AuditTooLarge) return null;
    throw error;
  }
}
