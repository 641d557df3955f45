import { type Axis, byCodePoint, TOTAL } from '../../indicators/measure.ts';
import { TableDoesNotFit } from './table-errors.ts';
import type { TablePolicy } from './table-policy.ts';
import type { Rows, TextRow } from './table-rows.ts';

/** A hierarchy file by the name that the policy gives it. */
export type Hierarchies = ReadonlyMap<string, readonly TextRow[]>;

type Group = Axis['groups'][number];

/** What a hierarchy says: each code's parent, and where. */
type Parents = ReadonlyMap<string, { readonly parent: string; readonly row: number }>;

/**
 * The axes of a table: the codes that its inner rows list, by code point, and the groups that hierarchies and columns
 * make of them. A group is once there, whoever names it; the same name for other codes is refused.
 * @throws TableDoesNotFit
 */
export function tableAxes(document: TablePolicy, inner: Rows, hierarchies: Hierarchies): readonly Axis[] {
  return Object.entries(document.dimensions).map(([name, dimension]) => {
    const codes = [...new Set(inner.rows.map(({ fields }) => fields[name] ?? ''))].sort(byCodePoint);
    const known = new Map(codes.map((code) => [code, [code]] as readonly [string, readonly string[]]));
    const settled = (groups: readonly Group[]) => onceEach(name, groups, known);
    const groups = settled([
      ...dimension.hierarchies.flatMap((file) => hierarchyGroups(file, hierarchies, codes)),
      ...dimension.groups.flatMap((column) => columnGroups(inner, name, column)),
    ]);
    const former = dimension.former.flatMap((file) => hierarchyGroups(file, hierarchies, codes));
    if (dimension.publish === 'rollups' && groups.length === 0)
      throw new TableDoesNotFit({ what: { kind: 'no rollup', dimension: name } });
    return { name, codes, groups, total: true, ...(former.length === 0 ? {} : { former }) };
  });
}

/** Codes of a dimension that some hierarchy of it puts above a code that the table lists. */
export function codesAbove(
  document: TablePolicy,
  dimension: string,
  codes: Iterable<string>,
  hierarchies: Hierarchies,
): ReadonlySet<string> {
  const above = new Set<string>();
  const files = document.dimensions[dimension]?.hierarchies ?? [];
  const listed = [...codes];
  for (const file of files) {
    const parents = parentsOf(file, hierarchies);
    for (const code of listed) for (const group of chainAbove(code, parents)) above.add(group);
  }
  return above;
}

function onceEach(
  dimension: string,
  groups: readonly Group[],
  codes: ReadonlyMap<string, readonly string[]>,
): readonly Group[] {
  const once = new Map<string, Group>();
  for (const group of groups) {
    const before = once.get(group.code);
    const clashes =
      group.code === TOTAL ||
      codes.has(group.code) ||
      (before !== undefined && before.members.join('\u0000') !== group.members.join('\u0000'));
    if (clashes)
      throw new TableDoesNotFit({ what: { kind: 'group is a code', dimension, code: group.code } });
    once.set(group.code, group);
  }
  return [...once.values()];
}

/** Every code that stands above another, with the table's codes below it; a code that is not named hangs under the total. */
function hierarchyGroups(file: string, hierarchies: Hierarchies, codes: readonly string[]): readonly Group[] {
  const parents = parentsOf(file, hierarchies);
  const members = new Map<string, string[]>();
  for (const code of codes) {
    for (const group of chainAbove(code, parents)) {
      const below = members.get(group);
      if (below === undefined) members.set(group, [code]);
      else below.push(code);
    }
  }
  return groupsOf(members);
}

/** @throws TableDoesNotFit where a code has two parents, is its own ancestor, or the file has other columns */
function parentsOf(file: string, hierarchies: Hierarchies): Parents {
  const parents = new Map<string, { parent: string; row: number }>();
  const fault = (row: number, problem: string) =>
    new TableDoesNotFit({ what: { kind: 'hierarchy', place: { file, row }, problem } });
  (hierarchies.get(file) ?? []).forEach(({ code, parent }, at) => {
    const row = at + 2;
    if (code === undefined || parent === undefined) throw fault(1, "the columns must be 'code' and 'parent'");
    if (code === '') throw fault(row, "'code' is empty");
    if (code === TOTAL) throw fault(row, "'Total' is the top and has no parent; leave the row out");
    const before = parents.get(code);
    if (before !== undefined && before.parent !== parent)
      throw fault(
        row,
        `the code has another parent in row ${before.row}; put the second in a hierarchy of its own`,
      );
    if (before === undefined) parents.set(code, { parent: parent === '' ? TOTAL : parent, row });
  });
  const sound = new Set<string>([TOTAL]);
  for (const start of parents.keys()) {
    const path = new Set<string>();
    for (let code = start; !sound.has(code); ) {
      if (path.has(code)) throw fault(parents.get(code)?.row ?? 1, 'the code stands above itself');
      path.add(code);
      code = parents.get(code)?.parent ?? TOTAL;
    }
    for (const code of path) sound.add(code);
  }
  return parents;
}

function chainAbove(code: string, parents: Parents): readonly string[] {
  const above: string[] = [];
  for (let at = parents.get(code)?.parent; at !== undefined && at !== TOTAL; at = parents.get(at)?.parent)
    above.push(at);
  return above;
}

/** Groups from a column of the table: the same code always names the same one; an empty one leaves the code out. */
function columnGroups({ file, rows }: Rows, dimension: string, column: string): readonly Group[] {
  const groupOf = new Map<string, string>();
  for (const { fields, row } of rows) {
    const code = fields[dimension] ?? '';
    const group = fields[column] ?? '';
    if ((groupOf.get(code) ?? group) !== group)
      throw new TableDoesNotFit({ what: { kind: 'group differs', place: { file, row }, column } });
    groupOf.set(code, group);
  }
  const members = new Map<string, string[]>();
  for (const [code, group] of [...groupOf].sort(([left], [right]) => byCodePoint(left, right))) {
    const below = members.get(group);
    if (group === '') continue;
    if (below === undefined) members.set(group, [code]);
    else below.push(code);
  }
  return groupsOf(members);
}

function groupsOf(members: ReadonlyMap<string, readonly string[]>): readonly Group[] {
  return [...members]
    .map(([code, below]) => ({ code, members: below }))
    .sort((left, right) => byCodePoint(left.code, right.code));
}
