import { TOTAL } from '../../indicators/measure.ts';
import { keyText } from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { COUNT } from './describe-table.ts';
import { countOf } from './inner-cells.ts';
import { TableDoesNotFit } from './table-errors.ts';
import type { TablePolicy } from './table-policy.ts';
import type { Rows } from './table-rows.ts';

/** @throws TableDoesNotFit where a margin that the table holds is not the sum of its cells */
export function checkMargins(
  document: TablePolicy,
  { axes, cells, system, formOf }: DescribedTable,
  { file, rows }: Rows,
): void {
  if (rows.length === 0 || document.records) return;
  const places = new Map(cells.map(({ key }, at) => [keyText(key), at]));
  const levels = axes.map(
    ({ codes, groups }) =>
      new Map<string, readonly number[]>([
        [TOTAL, codes.map((_, position) => position)],
        ...codes.map((code, position) => [code, [position]] as const),
        ...groups.map(({ code, members }) => [code, members.map((member) => codes.indexOf(member))] as const),
      ]),
  );
  for (const { fields, row } of rows) {
    const place = { file, row };
    const key = axes.map(({ name }) => (fields[name] === document.total ? TOTAL : (fields[name] ?? '')));
    const unknown = key.findIndex((code, axis) => levels[axis]?.has(code) !== true);
    if (unknown >= 0)
      throw new TableDoesNotFit({
        what: { kind: 'margin unknown', place, column: axes[unknown]?.name ?? '' },
      });
    const known = places.get(keyText(key));
    const form =
      known === undefined
        ? formOf(
            key.map((code, axis) => levels[axis]?.get(code) ?? []),
            COUNT,
          )
        : (system.rows[known]?.quantities[0]?.form ?? []);
    let value = 0;
    for (const variable of form) value += system.truth[variable] ?? 0;
    if (value !== countOf(document, fields, place))
      throw new TableDoesNotFit({ what: { kind: 'margin differs', place } });
  }
}
