import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Row, Secret, Sensitive, System } from '../model/system.ts';
import { COUNT_RULES } from './count-rules.ts';
import { extremeShares } from './extreme-shares.ts';
import { groupDisclosure, groupSecrets } from './group-disclosure.ts';
import { SUM_RULES } from './sum-rules.ts';

export { minimumInterval } from './protection.ts';

/**
 * Every quantity that the policy does not let a reader learn, in the order of rows; one may break several rules.
 * Sources of the rules: docs/disclosure-rules.md.
 */
export function sensitiveQuantities(system: System, policy: DisclosurePolicy): readonly Sensitive[] {
  const found = system.rows.flatMap((row, at) => brokenIn(row, at, policy));
  const groups = groupDisclosure(system, policy);
  if (groups.length === 0) return found;
  return [...found, ...groups].sort((one, other) => one.row - other.row || one.quantity - other.quantity);
}

/** Numbers that no row shows and that the policy does not let a reader learn either. */
export function secretsOfRules(system: System, policy: DisclosurePolicy): readonly Secret[] {
  return groupSecrets(system, policy);
}

function brokenIn(row: Row, at: number, policy: DisclosurePolicy): readonly Sensitive[] {
  const single = row.quantities.flatMap((quantity, place) =>
    (quantity.role === 'sum' ? SUM_RULES : COUNT_RULES).flatMap((rule) => {
      const broken = rule(quantity, policy);
      return broken === null ? [] : [{ row: at, quantity: place, ...broken }];
    }),
  );
  const shares = extremeShares(row, policy).map(({ quantity, broken }) => ({ row: at, quantity, ...broken }));
  return [...single, ...shares];
}
