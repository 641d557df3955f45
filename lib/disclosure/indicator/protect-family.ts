import { type CoarserCut, coarserCuts } from '../table/coarser.ts';
import { alterationsOf } from './alter-numbers.ts';
import { decisionsOn } from './decisions.ts';
import { describeMembers, familyKnowledge, type Member } from './family-knowledge.ts';
import type {
  FamilyToProtect,
  FamilyVerdict,
  ProtectedFamily,
  ProtectedMember,
} from './family-to-protect.ts';
import { type HiddenRows, hideCells } from './hide-cells.ts';
import { hideSmallNoise } from './hide-small-noise.ts';
import { alteredBy, hidesCells } from './method.ts';
import { publishedColumns } from './published-columns.ts';
import { type Publication, publishedRow, type Showing } from './published-rows.ts';

/**
 * Hides what may not be learnt of a family, and no more than that takes: a row is shown or hidden whole, zero cells
 * included. Where the policy rounds or adds noise, what is shown is altered; where it does so in place of hiding,
 * nothing is hidden.
 * @throws UndeclaredCodes, AmbiguousCodes, CellsDoNotAddUp, SharedCellsDiffer, EarlierReleaseUnknown, AuditTooLarge,
 * NothingLeftToPublish, PublishedCellsDisagree, AmountsCannotBeRounded
 */
export async function protectFamily(family: FamilyToProtect): Promise<ProtectedFamily> {
  const { policy, period, boundBy } = family;
  const { members, hidden, verdict } = await hiddenRows(family);
  const alterations = alterationsOf(family, members);
  const done: ProtectedMember[] = [];
  for (const [at, { indicator, rows, table }] of members.entries()) {
    const alteration = alterations[at]?.alteration ?? null;
    const publication: Publication = { indicator, rows, table, policy, period, alteration };
    const { showings, sensitive } = hidden?.[at] ?? hideSmallNoise(publication);
    done.push({
      indicator: indicator.id,
      columns: publishedColumns(indicator, policy),
      published: showings.map((showing, row) => publishedRow(publication, row, showing)),
      decisions: decisionsOn(publication, showings, sensitive, boundBy),
      coarser: hidden === null ? [] : await coarserCutsOf(publication, showings),
      noise: alterations[at]?.noise ?? null,
    });
  }
  return { members: done, verdict };
}

/** Measured for each indicator by itself: what its family and earlier releases add would only hide more of both. */
function coarserCutsOf(
  { indicator, table, policy }: Publication,
  showings: readonly Showing[],
): Promise<readonly CoarserCut[]> {
  const withheld = showings.flatMap(({ kind }, row) => (kind === 'shown' || kind === 'held' ? [] : [row]));
  const published = { crosses: indicator.crosses, rollupsOnly: new Set<string>() };
  return coarserCuts(table, published, new Set(withheld), { policy });
}

/** The rows that are hidden by rule; null where none are. */
async function hiddenRows(family: FamilyToProtect): Promise<{
  readonly members: readonly Member[];
  readonly hidden: readonly HiddenRows[] | null;
  readonly verdict: FamilyVerdict;
}> {
  const altered = alteredBy(family.policy);
  if (!hidesCells(family.policy))
    return {
      members: describeMembers({ members: family.members, policy: family.policy }),
      hidden: null,
      verdict: { passed: true, attack: null, altered },
    };
  const knowledge = await familyKnowledge(family);
  const { members: hidden, verdict } = await hideCells(knowledge, family.policy);
  return {
    members: knowledge.members,
    hidden,
    verdict: { passed: verdict.passed, attack: verdict, altered },
  };
}
