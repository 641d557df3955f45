import { type Axis, indicatorAxes } from '../../indicators/measure.ts';
import type { SqlRow } from '../../ports/query-engine.ts';
import type { DisclosurePolicy, Indicator } from '../../workspace/workspace.ts';
import { CellsDoNotAddUp } from '../errors.ts';
import {
  type CubeCell,
  finestBelow,
  finestCount,
  finestNumber,
  keyText,
  publishedCells,
} from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { EMPTY_SYSTEM, type Quantity, type Row, type System } from '../model/system.ts';
import { type Branch, branchesOf, quantityValue, showsPersons } from './branches.ts';
import { type Sums, sumsOf } from './sums.ts';
import { additive, ofAtoms, type Unknowns } from './unknowns.ts';

/** The rows of an indicator's measured tables. */
export interface MeasuredRows {
  readonly cells: readonly SqlRow[];
  /** Where a dimension is `multiple`. */
  readonly atoms?: readonly SqlRow[];
  /** Where a measure is a ratio. */
  readonly capacity?: readonly SqlRow[];
}

/** An indicator as disclosure control sees it, with what was measured of it. */
export interface IndicatorTable extends DescribedTable {
  /** The measured row of a cell; undefined where nobody is in it. */
  readonly measured: (cell: CubeCell) => SqlRow | undefined;
}

/** Past this many unknowns only finest cells that hold somebody have them: a reader is then granted to know the rest. */
const UNKNOWNS_LIMIT = 60_000;

/**
 * Describes an indicator's published table and how it adds up.
 * @param hasEarlier whether earlier releases will be looked at: what they say may be of sets of cells that are no more
 * @throws UndeclaredCodes, AmbiguousCodes, CellsDoNotAddUp
 */
export function indicatorTable(
  indicator: Indicator,
  rows: MeasuredRows,
  policy: Pick<DisclosurePolicy, 'zeros' | 'noise'>,
  { hasEarlier = false }: { readonly hasEarlier?: boolean } = {},
): IndicatorTable {
  const axes = indicatorAxes(indicator, rows.cells);
  const cells = publishedCells(axes, indicator.crosses);
  const byKey = new Map(rows.cells.map((row) => [keyText(axes.map(({ name }) => String(row[name]))), row]));
  const measured = (cell: CubeCell) => byKey.get(keyText(cell.key));
  const byFinest = finestRows(axes, byKey);
  const rowOf = (number: number) => byFinest.get(number);
  // Noise must not rest on which cells hold somebody.
  const limit = policy.noise === undefined ? UNKNOWNS_LIMIT : Number.POSITIVE_INFINITY;
  const finest = finestCells(indicator, axes, byFinest, limit);
  const belowOf = (members: CubeCell['members']) => finestBelow(axes, { key: [], members });
  const belowCells = cells.map(({ members }) => belowOf(members));
  if (rows.atoms === undefined) checkSums(indicator, cells, belowCells, byFinest, measured);
  const branches = branchesOf(indicator);
  const counts =
    rows.atoms === undefined
      ? additive(branches, finest, rowOf)
      : ofAtoms(indicator, branches, axes, rows.atoms, byKey, { zeros: policy.zeros, hasEarlier });
  const sums = sumsOf(indicator, counts.count, finest, rowOf, rows.cells);
  const root = rootOf(indicator, branches);
  const system: System = {
    ...EMPTY_SYSTEM,
    variables: counts.count + sums.count,
    signed: sums.signed,
    fractional: sums.fractional,
    relations: counts.relations,
    facts: counts.nobody.map((variable) => ({ terms: [[variable, 1]], low: 0, high: 0 })),
    truth: [...counts.truth, ...sums.truth],
    rows: cells.map((cell, at): Row => {
      const [row, below] = [measured(cell), belowCells[at] ?? []];
      return {
        key: cell.key,
        quantities: [...countedOf(branches, counts, row, below), ...sums.quantities(row, below)],
        root,
      };
    }),
  };
  return {
    axes,
    cells,
    system,
    measured,
    overlapping: rows.atoms !== undefined,
    formOf: (members, quantity) => formOf(branches, counts, sums, belowOf(members), quantity),
  };
}

function countedOf(
  branches: readonly Branch[],
  counts: Unknowns,
  row: SqlRow | undefined,
  below: readonly number[],
): readonly Quantity[] {
  return branches.flatMap((branch) =>
    branch.quantities.map(
      (quantity): Quantity => ({
        name: quantity.name,
        role: quantity.role,
        shown: quantity.shown,
        form: counts.formOf(below, branch, quantity.kinds),
        value: quantityValue(row, quantity),
      }),
    ),
  );
}

function formOf(
  branches: readonly Branch[],
  counts: Unknowns,
  sums: Sums,
  below: readonly number[],
  quantity: string,
) {
  for (const branch of branches) {
    const found = branch.quantities.find(({ name }) => name === quantity);
    if (found !== undefined) return counts.formOf(below, branch, found.kinds);
  }
  return sums.formOf(below, quantity) ?? [];
}

/** The quantity that bounds all others of a row: persons, or the denominator where there is one measure alone. */
function rootOf(indicator: Indicator, branches: readonly Branch[]): number | null {
  if (showsPersons(indicator)) return 0;
  const sums = indicator.measures.filter(({ kind }) => kind === 'sum').length;
  if (branches.length !== 1 || sums > 0) return null;
  return Math.max(
    0,
    (branches[0]?.quantities ?? []).findIndex(({ role }) => role === 'denominator'),
  );
}

/** The measured rows of finest cells, by number. */
function finestRows(axes: readonly Axis[], byKey: ReadonlyMap<string, SqlRow>): ReadonlyMap<number, SqlRow> {
  const numbered = [...byKey.values()].flatMap((row) => {
    const number = finestNumber(
      axes,
      axes.map(({ name }) => String(row[name])),
    );
    return number === null ? [] : [[number, row] as const];
  });
  return new Map(numbered);
}

function finestCells(
  indicator: Indicator,
  axes: readonly Axis[],
  present: ReadonlyMap<number, SqlRow>,
  limit: number,
): readonly number[] {
  const all = finestCount(axes);
  const kinds = branchesOf(indicator).reduce((sum, branch) => sum + branch.kinds, 1);
  if (all * kinds > limit) return [...present.keys()].sort((left, right) => left - right);
  return Array.from({ length: all }, (_, number) => number);
}

/** @throws CellsDoNotAddUp where a margin of distinct persons is not the sum of its finest cells */
function checkSums(
  indicator: Indicator,
  cells: readonly CubeCell[],
  belowCells: readonly (readonly number[])[],
  byFinest: ReadonlyMap<number, SqlRow>,
  measured: IndicatorTable['measured'],
): void {
  const persons = (row: SqlRow | undefined) => Number(row?.['persons'] ?? 0);
  cells.forEach((cell, at) => {
    const sum = (belowCells[at] ?? []).reduce((total, number) => total + persons(byFinest.get(number)), 0);
    if (sum !== persons(measured(cell)))
      throw new CellsDoNotAddUp({ indicator: indicator.id, column: 'persons', cell: cell.key });
  });
}
