import { type Axis, TOTAL } from '../../indicators/measure.ts';
import type { Verdict } from '../attack/attack.ts';
import { ProtectionFailed, TableDoesNotFit } from '../errors.ts';
import { type CubeCell, finestBelow, finestNumber, publishedCells } from '../model/cube.ts';
import { EMPTY_SYSTEM, type System } from '../model/system.ts';
import { protectSystem } from '../protect-system.ts';
import { type Hierarchies, type TextRow, tableAxes } from './table-axes.ts';
import { policyInForce, type TablePolicy } from './table-policy.ts';

export interface ProtectedTable {
  readonly dimensions: readonly string[];
  /** One row a published cell: its codes, its count (null where hidden). */
  readonly rows: readonly { readonly key: readonly string[]; readonly value: number | null }[];
  readonly cells: number;
  readonly primary: number;
  readonly complementary: number;
  /** The sum of all finest cells. */
  readonly people: number;
  /** The share of people whose cell is hidden among the finest cells of each cross, all crosses together. */
  readonly hiddenShare: number;
  readonly verdict: Verdict;
}

/**
 * Protects any table of counts: every published cell of its crosses, with margins and roll-ups. A finest cell that
 * the table does not list is impossible, and a reader may know it; one that is possible is listed with 0.
 * @throws TableDoesNotFit, TablePolicyIncomplete, AuditTooLarge, ProtectionFailed
 */
export async function protectTable(
  document: TablePolicy,
  table: readonly TextRow[],
  hierarchies: Hierarchies,
): Promise<ProtectedTable> {
  const policy = policyInForce(document);
  checkColumns(document, table);
  const rows = table.map((row, at) => ({ row, at }));
  const isMargin = (row: TextRow) =>
    document.total !== undefined &&
    Object.keys(document.dimensions).some((name) => row[name] === document.total);
  const inner = rows.filter(({ row }) => !isMargin(row));
  for (const { row, at } of inner) {
    const column = Object.keys(document.dimensions).find((name) => row[name] === TOTAL);
    if (column !== undefined)
      throw new TableDoesNotFit({ what: { kind: 'code is a total', row: at + 2, column } });
  }
  const axes = tableAxes(
    document,
    inner.map(({ row }) => row),
    hierarchies,
  );
  const counts = finestCounts(document, axes, inner);
  const crosses = document.tables ?? [axes.map(({ name }) => name)];
  const { cells, system } = describe(axes, crosses, counts);
  checkMargins(
    document,
    axes,
    cells,
    system,
    rows.filter(({ row }) => isMargin(row)),
  );
  const { hidden, sensitive, verdict } = await protectSystem(system, policy);
  if (!verdict.passed)
    throw new ProtectionFailed({
      table: 'the table',
      determined: verdict.determined,
      narrow: verdict.narrow,
    });
  const primary = new Set(sensitive.map(({ row }) => row)).size;
  const countAt = (at: number) => system.rows[at]?.quantities[0]?.value ?? 0;
  const people = [...counts.values()].reduce((sum, { count }) => sum + count, 0);
  return {
    dimensions: axes.map(({ name }) => name),
    rows: cells.map(({ key }, at) => ({ key, value: hidden.has(at) ? null : countAt(at) })),
    cells: cells.length,
    primary,
    complementary: hidden.size - primary,
    people,
    hiddenShare: shareHidden(axes, crosses, cells, (at) => (hidden.has(at) ? 0 : countAt(at)), people),
    verdict,
  };
}

/** @param shown people whom a cell shows */
function shareHidden(
  axes: readonly Axis[],
  crosses: readonly (readonly string[])[],
  cells: readonly CubeCell[],
  shown: (at: number) => number,
  people: number,
): number {
  const finestOf = (cross: readonly string[]) => (cell: CubeCell) =>
    axes.every(({ name, codes }, axis) =>
      cross.includes(name) ? codes.includes(cell.key[axis] ?? '') : cell.key[axis] === TOTAL,
    );
  const seen = crosses.reduce((sum, cross) => {
    const isFinest = finestOf(cross);
    return cells.reduce((inner, cell, at) => (isFinest(cell) ? inner + shown(at) : inner), sum);
  }, 0);
  return people === 0 ? 0 : 1 - seen / (people * crosses.length);
}

type Counts = ReadonlyMap<number, { readonly row: number; readonly count: number }>;

function checkColumns(document: TablePolicy, table: readonly TextRow[]): void {
  const [first] = table;
  if (first === undefined) throw new TableDoesNotFit({ what: { kind: 'empty' } });
  if (!document.records && document.count === undefined)
    throw new TableDoesNotFit({ what: { kind: 'count not named' } });
  const has = Object.keys(first);
  const groups = Object.values(document.dimensions).flatMap((dimension) => dimension.groups);
  const named = [
    ...Object.keys(document.dimensions),
    ...groups,
    ...document.ignore,
    ...(document.count === undefined ? [] : [document.count]),
  ];
  const missing = named.find((column) => !has.includes(column));
  if (missing !== undefined)
    throw new TableDoesNotFit({ what: { kind: 'column missing', column: missing, has } });
  const left = has.filter((column) => !named.includes(column));
  if (left.length > 0) throw new TableDoesNotFit({ what: { kind: 'column not named', columns: left } });
  const unknown = (document.tables ?? []).flat().find((name) => document.dimensions[name] === undefined);
  if (unknown !== undefined)
    throw new TableDoesNotFit({ what: { kind: 'dimension unknown', dimension: unknown } });
}

function countOf(document: TablePolicy, row: TextRow, at: number): number {
  if (document.records || document.count === undefined) return 1;
  const text = (row[document.count] ?? '').trim();
  if (!/^\d{1,15}$/.test(text))
    throw new TableDoesNotFit({ what: { kind: 'count not whole', row: at + 2, column: document.count } });
  return Number(text);
}

function finestCounts(
  document: TablePolicy,
  axes: readonly Axis[],
  rows: readonly { readonly row: TextRow; readonly at: number }[],
): Counts {
  const counts = new Map<number, { row: number; count: number }>();
  for (const { row, at } of rows) {
    const number =
      finestNumber(
        axes,
        axes.map(({ name }) => row[name] ?? ''),
      ) ?? 0;
    const before = counts.get(number);
    if (before !== undefined && !document.records) {
      throw new TableDoesNotFit({ what: { kind: 'cell twice', rows: [before.row, at + 2] } });
    }
    counts.set(number, {
      row: before?.row ?? at + 2,
      count: (before?.count ?? 0) + countOf(document, row, at),
    });
  }
  return new Map([...counts].sort(([left], [right]) => left - right));
}

/** The table as a system: one unknown a listed finest cell; a published cell without any is left out. */
function describe(
  axes: readonly Axis[],
  crosses: readonly (readonly string[])[],
  counts: Counts,
): { readonly cells: readonly CubeCell[]; readonly system: System } {
  const variableOf = new Map([...counts.keys()].map((number, variable) => [number, variable]));
  const values = [...counts.values()].map(({ count }) => count);
  const described = publishedCells(axes, crosses)
    .map((cell) => ({
      cell,
      form: finestBelow(axes, cell).flatMap((number) => variableOf.get(number) ?? []),
    }))
    .filter(({ form }) => form.length > 0);
  return {
    cells: described.map(({ cell }) => cell),
    system: {
      ...EMPTY_SYSTEM,
      variables: values.length,
      truth: values,
      rows: described.map(({ cell, form }) => ({
        key: cell.key,
        root: 0,
        quantities: [
          {
            name: 'count',
            role: 'count',
            form,
            shown: true,
            value: form.reduce((sum, variable) => sum + (values[variable] ?? 0), 0),
          },
        ],
      })),
    },
  };
}

function checkMargins(
  document: TablePolicy,
  axes: readonly Axis[],
  cells: readonly CubeCell[],
  system: System,
  margins: readonly { readonly row: TextRow; readonly at: number }[],
): void {
  const counted = new Map(
    cells.map(({ key }, at) => [JSON.stringify(key), system.rows[at]?.quantities[0]?.value]),
  );
  for (const { row, at } of margins) {
    const key = axes.map(({ name }) => (row[name] === document.total ? TOTAL : (row[name] ?? '')));
    const value = counted.get(JSON.stringify(key));
    if (value !== undefined && value !== countOf(document, row, at))
      throw new TableDoesNotFit({ what: { kind: 'margin differs', row: at + 2 } });
  }
}
