import { type Axis, byCodePoint, TOTAL } from '../../indicators/measure.ts';
import { TableDoesNotFit } from '../errors.ts';
import type { TablePolicy } from './table-policy.ts';

/** A row of a CSV file: column → text. */
export type TextRow = Readonly<Record<string, string>>;

/** A hierarchy file by the name that the policy gives it. */
export type Hierarchies = ReadonlyMap<string, readonly TextRow[]>;

/** The axes of a table: the codes that it lists by code point, and the groups that hierarchies and columns say. */
export function tableAxes(
  document: TablePolicy,
  rows: readonly TextRow[],
  hierarchies: Hierarchies,
): readonly Axis[] {
  return Object.entries(document.dimensions).map(([name, dimension]) => {
    const codes = [...new Set(rows.map((row) => row[name] ?? ''))].sort(byCodePoint);
    const groups = [
      ...dimension.hierarchies.flatMap((file) => hierarchyGroups(file, hierarchies.get(file) ?? [], codes)),
      ...dimension.groups.flatMap((column) => columnGroups(rows, name, column)),
    ];
    const names = [TOTAL, ...codes, ...groups.map(({ code }) => code)];
    const twice = names.find((code, at) => names.indexOf(code) !== at);
    if (twice !== undefined)
      throw new TableDoesNotFit({ what: { kind: 'group is a code', dimension: name, code: twice } });
    return { name, codes, groups, total: true };
  });
}

type Group = Axis['groups'][number];

/** Every code that stands above another, with the table's codes below it; a code that is not named hangs under the total. */
function hierarchyGroups(file: string, rows: readonly TextRow[], codes: readonly string[]): readonly Group[] {
  const fault = (row: number, problem: string) =>
    new TableDoesNotFit({ what: { kind: 'hierarchy', file, row, problem } });
  const parents = new Map<string, string>();
  rows.forEach(({ code, parent }, at) => {
    if (code === undefined || parent === undefined) throw fault(1, "the columns must be 'code' and 'parent'");
    if (parents.has(code))
      throw fault(at + 2, 'the code has two parents; put the second in a hierarchy of its own');
    parents.set(code, parent);
  });
  const members = new Map<string, string[]>();
  for (const code of codes) {
    const above = new Set([code]);
    for (let at = parents.get(code); at !== undefined && at !== TOTAL; at = parents.get(at)) {
      if (above.has(at))
        throw fault(rows.findIndex((row) => row['code'] === at) + 2, 'the code stands above itself');
      above.add(at);
      members.set(at, [...(members.get(at) ?? []), code]);
    }
  }
  return [...members]
    .map(([code, below]) => ({ code, members: below }))
    .sort((left, right) => byCodePoint(left.code, right.code));
}

/** Groups from a column of the table: the same code always names the same one; an empty one leaves the code out. */
function columnGroups(rows: readonly TextRow[], dimension: string, column: string): readonly Group[] {
  const groupOf = new Map<string, string>();
  rows.forEach((row, at) => {
    const code = row[dimension] ?? '';
    const group = row[column] ?? '';
    if ((groupOf.get(code) ?? group) !== group)
      throw new TableDoesNotFit({ what: { kind: 'group differs', row: at + 2, column } });
    groupOf.set(code, group);
  });
  const members = new Map<string, string[]>();
  for (const [code, group] of [...groupOf].sort(([left], [right]) => byCodePoint(left, right))) {
    if (group !== '') members.set(group, [...(members.get(group) ?? []), code]);
  }
  return [...members]
    .map(([code, below]) => ({ code, members: below }))
    .sort((left, right) => byCodePoint(left.code, right.code));
}
