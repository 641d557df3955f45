import { TOTAL } from '../../indicators/measure.ts';
import type { Indicator, SharedCells } from '../../workspace/workspace.ts';
import { keyText } from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';

interface Sharer {
  readonly indicator: Pick<Indicator, 'id' | 'sharesCells'>;
  readonly table: Pick<DescribedTable, 'axes' | 'cells'>;
}

/**
 * A name for every row of a family, by member and row: rows that members share have one, whoever shows them.
 * @param members ordered by id, so that a name does not depend on who says that they share
 */
export function rowNames(members: readonly Sharer[]): readonly (readonly (readonly string[])[])[] {
  const starts: number[] = [];
  const own: string[][] = [];
  for (const { indicator, table } of members) {
    starts.push(own.length);
    for (const { key } of table.cells) own.push([indicator.id, ...key]);
  }
  const leader = own.map((_, row) => row);
  const find = (row: number): number => {
    let at = row;
    while ((leader[at] ?? at) !== at) at = leader[at] ?? at;
    return at;
  };
  members.forEach((mine, at) => {
    for (const shared of mine.indicator.sharesCells ?? []) {
      const other = members.findIndex(({ indicator }) => indicator.id === shared.with);
      const theirs = members[other];
      if (theirs === undefined) continue;
      for (const [left, right] of sameRows(mine, theirs, shared)) {
        const [one, two] = [find((starts[at] ?? 0) + left), find((starts[other] ?? 0) + right)];
        leader[Math.max(one, two)] = Math.min(one, two);
      }
    }
  });
  return members.map(({ table }, at) =>
    table.cells.map((_, row) => own[find((starts[at] ?? 0) + row)] ?? []),
  );
}

/** Published rows of two tables that are the same cell. */
function sameRows(
  mine: Sharer,
  theirs: Sharer,
  { dimensions }: SharedCells,
): readonly (readonly [left: number, right: number])[] {
  const rowOf = new Map(theirs.table.cells.map(({ key }, row) => [keyText(key), row]));
  return mine.table.cells.flatMap(({ key }, left) => {
    const codes = new Map<string, string>();
    for (const [at, { name }] of mine.table.axes.entries()) {
      const other = dimensions[name];
      if (other !== undefined) codes.set(other, key[at] ?? TOTAL);
      else if (key[at] !== TOTAL) return [];
    }
    const right = rowOf.get(keyText(theirs.table.axes.map(({ name }) => codes.get(name) ?? TOTAL)));
    return right === undefined ? [] : [[left, right] as const];
  });
}
