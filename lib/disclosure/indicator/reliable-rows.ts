import type { SqlRow } from '../../ports/query-engine.ts';
import type { DisclosurePolicy, Indicator } from '../../workspace/workspace.ts';
import type { Quantity } from '../model/system.ts';
import { type Reliability, reliability } from '../rules/reliability.ts';
import { branchesOf } from './branches.ts';
import { numberColumns } from './published-columns.ts';

/**
 * Whether the numbers of a row can be relied on, from what the row shows alone: it tells no more than they do.
 * @param shown the row's numbers by published column
 */
export function reliabilityOf(indicator: Indicator, policy: DisclosurePolicy, shown: SqlRow): Reliability {
  const values = new Map(
    numberColumns(indicator).flatMap(({ definition, quantity }) =>
      quantity === undefined ? [] : [[quantity, Number(shown[definition.name] ?? 0)] as const],
    ),
  );
  const amountOf = (name: string) => values.get(name) ?? 0;
  const quantities = branchesOf(indicator).flatMap(({ quantities: ofBranch }) =>
    ofBranch.map(
      ({ name, role, column, minus, shown: isShown }): Quantity => ({
        name,
        role,
        shown: isShown,
        form: [],
        value: amountOf(column) - (minus === undefined ? 0 : amountOf(minus)),
      }),
    ),
  );
  return reliability(quantities, policy);
}
