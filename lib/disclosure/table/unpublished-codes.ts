import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import { keyText } from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';
import type { Secret, System } from '../model/system.ts';
import { sensitiveQuantities } from '../rules/needs.ts';
import { describeTable, type Published } from './describe-table.ts';
import type { InnerCells } from './inner-cells.ts';

/**
 * Where only roll-ups of a dimension are published, two of them (of one table, or of this and an earlier one) may differ
 * by a few codes, and the difference is a count of those alone. So the cells of the codes are secrets: whatever small
 * number of people lies between two groups, some code among them is small, and could be bounded as closely.
 */
export function withUnpublishedCodes(
  table: DescribedTable,
  inner: InnerCells,
  { crosses, rollupsOnly }: Published,
  policy: DisclosurePolicy,
): DescribedTable {
  const open = crosses.filter((cross) => cross.some((name) => rollupsOnly.has(name)));
  if (open.length === 0 || policy.suppress === false) return table;
  const whole = describeTable(table.axes, inner, { crosses: open, rollupsOnly: new Set() });
  const published = new Set(table.cells.map(({ key }) => keyText(key)));
  const secrets = secretsOf(
    whole.system,
    policy,
    (at) => !published.has(keyText(whole.cells[at]?.key ?? [])),
  );
  return { ...table, system: { ...table.system, secrets: [...table.system.secrets, ...secrets] } };
}

/** The sensitive numbers of rows that are not published, as secrets: nobody may learn them all the same. */
export function secretsOf(
  system: System,
  policy: DisclosurePolicy,
  isUnpublished: (row: number) => boolean,
): readonly Secret[] {
  return sensitiveQuantities(system, policy).flatMap(({ row, quantity, width }) => {
    const found = system.rows[row]?.quantities[quantity];
    if (found === undefined || !isUnpublished(row)) return [];
    return [
      {
        name: `${found.name} of ${system.rows[row]?.key.join(' × ')}, which is not published`,
        terms: found.form.map((variable) => [variable, 1] as const),
        width,
        whole: found.role !== 'sum',
      },
    ];
  });
}
