import type { Sensitive } from '../model/system.ts';
import { PART_OF_POLICY } from '../rules/part-of-policy.ts';
import type { Decision } from './family-to-protect.ts';
import { codesOf, type Publication, type Showing } from './published-rows.ts';

/**
 * Why rows are not simply shown, in their order.
 * @param showings what becomes of each row
 * @param sensitive of this indicator alone, by its rows
 * @param boundBy part of the policy → whose it is
 */
export function decisionsOn(
  publication: Publication,
  showings: readonly Showing[],
  sensitive: readonly Sensitive[],
  boundBy: Readonly<Record<string, string>>,
): readonly Decision[] {
  const byRow = Map.groupBy(sensitive, ({ row }) => row);
  return showings.flatMap((showing, at): readonly Decision[] => {
    if (showing.kind === 'shown') return [];
    const quantities = publication.table.system.rows[at]?.quantities ?? [];
    const reasons = (byRow.get(at) ?? []).map(({ quantity, rule }) => ({
      quantity: quantities[quantity]?.name ?? '',
      rule,
      boundBy: boundBy[PART_OF_POLICY[rule]] ?? null,
    }));
    return [
      { cell: codesOf(publication, at), kind: kindOf(publication, showing, reasons.length > 0), reasons },
    ];
  });
}

function kindOf({ policy }: Publication, showing: Showing, isPrimary: boolean): Decision['kind'] {
  if (showing.kind === 'coded' || showing.kind === 'held') return showing.kind;
  if (policy.noise !== undefined) return 'noisy';
  return isPrimary ? 'primary' : 'complementary';
}
