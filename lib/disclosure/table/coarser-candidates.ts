import { type Axis, TOTAL } from '../../indicators/measure.ts';
import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import { type CubeCell, keyText } from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';
import type { Pattern, Row, System } from '../model/system.ts';
import type { Published } from './describe-table.ts';
import { secretsOf } from './unpublished-codes.ts';

/** A cut of a table that shows less detail. */
export interface Candidate {
  /** In words, for an analyst. */
  readonly cut: string;
  readonly table: Pick<DescribedTable, 'axes' | 'cells' | 'system'>;
  readonly published: Published;
}

/** More codes than these hidden in more than half of their cells are few people anyway. */
const HIDDEN_CODE_SHARE = 0.5;

/** Coarser cuts of a table, each a change of one thing: a dimension left out, codes left out, codes put together. */
export function coarserCandidates(
  table: DescribedTable,
  published: Published,
  hidden: Pattern,
  policy: DisclosurePolicy,
): readonly Candidate[] {
  const used = table.axes.filter(({ name }) => published.crosses.some((cross) => cross.includes(name)));
  return [
    ...published.crosses.flatMap((cross) =>
      cross.length < 2 ? [] : cross.map((name) => withoutDimension(table, published, cross, name)),
    ),
    ...used.flatMap((axis) => [
      ...(axis.groups.length > 0 && !published.rollupsOnly.has(axis.name)
        ? [groupsOnly(table, published, axis, policy)]
        : []),
      ...(published.rollupsOnly.has(axis.name) ? [] : mergedCodes(table, published, hidden, axis)),
    ]),
  ].filter(({ table: { cells } }) => cells.length > 1 && cells.length < table.cells.length);
}

function withoutDimension(
  table: DescribedTable,
  published: Published,
  cross: readonly string[],
  dimension: string,
): Candidate {
  const less = cross.filter((name) => name !== dimension);
  const crosses = published.crosses.map((names) => (names === cross ? less : names));
  const inSome = ({ key }: CubeCell) =>
    crosses.some((names) =>
      key.every((code, axis) => code === TOTAL || names.includes(table.axes[axis]?.name ?? '')),
    );
  return {
    cut: `${cross.join(' × ')} without ${dimension}`,
    table: restricted(table, inSome),
    published: { ...published, crosses },
  };
}

function groupsOnly(
  table: DescribedTable,
  published: Published,
  axis: Axis,
  policy: DisclosurePolicy,
): Candidate {
  const place = table.axes.indexOf(axis);
  const codes = new Set(axis.codes);
  const isOfCode = ({ key }: CubeCell) => codes.has(key[place] ?? '');
  const rest = restricted(table, (cell) => !isOfCode(cell));
  const secrets = secretsOf(table.system, policy, (row) =>
    isOfCode(table.cells[row] ?? { key: [], members: [] }),
  );
  return {
    cut: `${axis.name} by its groups alone`,
    table: { ...rest, system: { ...rest.system, secrets: [...rest.system.secrets, ...secrets] } },
    published: { ...published, rollupsOnly: new Set([...published.rollupsOnly, axis.name]) },
  };
}

function restricted(
  { axes, cells, system }: DescribedTable,
  keep: (cell: CubeCell) => boolean,
): Candidate['table'] {
  const kept = cells.flatMap((cell, at) => (keep(cell) ? [at] : []));
  return {
    axes,
    cells: kept.flatMap((at) => cells[at] ?? []),
    system: { ...system, rows: kept.flatMap((at) => system.rows[at] ?? []) },
  };
}

/** The codes that are hidden more often than shown, put together as one. */
function mergedCodes(
  table: DescribedTable,
  published: Published,
  hidden: Pattern,
  axis: Axis,
): readonly Candidate[] {
  const { cells, system } = table;
  const place = table.axes.indexOf(axis);
  const counts = new Map(axis.codes.map((code) => [code, { cells: 0, hidden: 0 }]));
  cells.forEach(({ key }, at) => {
    const count = counts.get(key[place] ?? '');
    if (count === undefined) return;
    count.cells += 1;
    if (hidden.has(at)) count.hidden += 1;
  });
  const merged = [...counts]
    .filter(([, count]) => count.hidden > HIDDEN_CODE_SHARE * count.cells)
    .map(([code]) => code);
  const name = nameFor(axis);
  const amounts = system.rows.some(({ quantities }) => quantities.some(({ role }) => role === 'sum'));
  // What contributes to an amount is known of published rows alone.
  if (merged.length < 2 || merged.length > axis.codes.length - 2 || amounts) return [];
  return [
    {
      cut: `${axis.name} with ${merged.length} codes put together (${listed(merged)})`,
      table: withMerged(table, axis, new Set(merged), name),
      published,
    },
  ];
}

function withMerged(
  table: DescribedTable,
  axis: Axis,
  merged: ReadonlySet<string>,
  name: string,
): Candidate['table'] {
  const { axes, cells, system } = table;
  const place = axes.indexOf(axis);
  const members = axis.codes.flatMap((code, position) => (merged.has(code) ? [position] : []));
  const seen = new Set<string>();
  const made = cells.flatMap((cell, at) => {
    if (!merged.has(cell.key[place] ?? '')) return [{ cell, row: system.rows[at] }];
    const joined = { key: cell.key.with(place, name), members: cell.members.with(place, members) };
    if (seen.has(keyText(joined.key))) return [];
    seen.add(keyText(joined.key));
    return [{ cell: joined, row: rowOver(table, joined, system.rows[at]) }];
  });
  const codes = [...axis.codes.filter((code) => !merged.has(code)), name];
  return {
    axes: axes.with(place, { ...axis, codes, groups: axis.groups }),
    cells: made.map(({ cell }) => cell),
    system: { ...system, rows: made.flatMap(({ row }) => row ?? []) },
  };
}

/** A row of a cell that is not published, in the likeness of one that is. */
function rowOver({ formOf, system }: DescribedTable, { key, members }: CubeCell, like: Row | undefined): Row {
  const quantities = (like?.quantities ?? []).map((quantity) => {
    const form = formOf(members, quantity.name);
    return { ...quantity, form, value: sumOf(system, form) };
  });
  return { key, quantities, root: like?.root ?? null };
}

function sumOf({ truth }: System, form: readonly number[]): number {
  let sum = 0;
  for (const variable of form) sum += truth[variable] ?? 0;
  return sum;
}

function nameFor({ codes, groups }: Axis): string {
  const taken = new Set([...codes, ...groups.map(({ code }) => code), TOTAL]);
  let name = 'other';
  while (taken.has(name)) name = `${name} codes`;
  return name;
}

const NAMED = 5;

function listed(codes: readonly string[]): string {
  const named = codes.slice(0, NAMED).join(', ');
  return codes.length > NAMED ? `${named} and ${codes.length - NAMED} more` : named;
}
