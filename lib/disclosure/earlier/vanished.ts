import { TOTAL } from '../../indicators/measure.ts';
import type { Form } from '../model/system.ts';
import type { EarlierRow, EarlierTable } from './earlier-table.ts';
import type { Members } from './key-reader.ts';

/** A row of an earlier table with the place that it has on today's axes. */
export interface LocatedRow {
  readonly table: EarlierTable;
  readonly vintage: number;
  readonly row: EarlierRow;
  /** One code an axis, as the table wrote it. */
  readonly codes: readonly string[];
  readonly members: Members;
}

/**
 * The least cells of earlier tables that nothing of today's table is in, though somebody was, or may have been: a
 * code that nobody has any more, a cell that is impossible now.
 */
export function vanishedCells(
  rows: readonly LocatedRow[],
  formsOf: (members: Members) => ReadonlyMap<string, Form>,
): readonly LocatedRow[] {
  const empty = rows.filter(
    ({ row, members }) =>
      [...formsOf(members).values()].every((form) => form.length === 0) &&
      (row.values === null || Object.values(row.values).some((value) => value !== 0)),
  );
  const order = new Map(empty.map((row, at) => [row, at]));
  return empty.filter(
    (one) =>
      !empty.some((other) => {
        if (other === one || !liesIn(other, one)) return false;
        return !liesIn(one, other) || (order.get(other) ?? 0) < (order.get(one) ?? 0);
      }),
  );
}

/** Whether everybody in one cell is in the other too. */
export function liesIn(inner: LocatedRow, outer: LocatedRow): boolean {
  return (
    inner.table === outer.table &&
    inner.members.every((positions, axis) => {
      const around = outer.members[axis] ?? [];
      // A code that stands for none of today's: only the same code, and the total, hold it.
      if (positions.length === 0)
        return outer.codes[axis] === TOTAL || outer.codes[axis] === inner.codes[axis];
      return positions.every((position) => around.includes(position));
    })
  );
}
