import type { Row } from '../model/system.ts';
import { sensitiveQuantities } from '../rules/needs.ts';
import type { HiddenRows } from './hide-cells.ts';
import type { Publication, Showing } from './published-rows.ts';

/**
 * Hides rows that are small with their noise, where the policy suppresses as well. It looks at nothing but what would
 * be shown, so it gives away no more than that; nor is there anything to attack.
 */
export function hideSmallNoise({ table, policy, alteration }: Publication): HiddenRows {
  const shown: HiddenRows = { showings: table.cells.map(() => ({ kind: 'shown' })), sensitive: [] };
  if (alteration === null || policy.noise === undefined || policy.suppress === false) return shown;
  const rows = table.system.rows.map(
    (row, at): Row => ({
      ...row,
      quantities: row.quantities.map((quantity, index) => ({
        ...quantity,
        value: alteration.valueOf(at, index),
      })),
    }),
  );
  const sensitive = sensitiveQuantities({ ...table.system, rows }, policy);
  const small = new Set(sensitive.map(({ row }) => row));
  return {
    showings: rows.map((_, at): Showing => ({ kind: small.has(at) ? 'suppressed' : 'shown' })),
    sensitive,
  };
}
