import { type Axis, indicatorAxes, sumColumns } from '../../indicators/measure.ts';
import type { SqlRow, SqlValue } from '../../ports/query-engine.ts';
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
import { EMPTY_SYSTEM, type Form, type Quantity, type Row, type System } from '../model/system.ts';
import { type Branch, branchesOf, showsPersons } from './branches.ts';
import { additive, ofAtoms, type Unknowns } from './unknowns.ts';

/** The rows of an indicator's measured tables. */
export interface MeasuredRows {
  readonly cells: readonly SqlRow[];
  /** Where a dimension is `multiple`. */
  readonly atoms?: readonly SqlRow[];
  /** Where a measure is a ratio. */
  readonly capacity?: readonly SqlRow[];
}

/** An indicator as the disclosure control sees it; `cells[n]` is `system.rows[n]`. */
export interface IndicatorTable {
  readonly axes: readonly Axis[];
  readonly cells: readonly CubeCell[];
  readonly system: System;
  /** The measured row of a cell; undefined where nobody is in it. */
  readonly measured: (cell: CubeCell) => SqlRow | undefined;
}

/** Past this many unknowns only finest cells that hold somebody have them: a reader is then granted to know the rest. */
const UNKNOWNS_LIMIT = 60_000;

/**
 * Describes an indicator's published table and how it adds up.
 * @throws UndeclaredCodes, AmbiguousCodes, CellsDoNotAddUp
 */
export function indicatorTable(
  indicator: Indicator,
  rows: MeasuredRows,
  policy: DisclosurePolicy,
): IndicatorTable {
  const axes = indicatorAxes(indicator, rows.cells);
  const cells = publishedCells(axes, indicator.crosses);
  const byKey = new Map(rows.cells.map((row) => [keyText(axes.map(({ name }) => String(row[name]))), row]));
  const measured = (cell: CubeCell) => byKey.get(keyText(cell.key));
  const finest = finestCells(indicator, axes, measuredFinest(axes, byKey));
  if (rows.atoms === undefined) checkSums(indicator, axes, cells, byKey);
  const branches = branchesOf(indicator);
  const counts =
    rows.atoms === undefined
      ? additive(branches, axes, finest)
      : ofAtoms(indicator, branches, axes, rows.atoms, byKey, policy);
  const sums = sumsOf(indicator, axes, finest, counts.count, rows.cells);
  const system: System = {
    ...EMPTY_SYSTEM,
    variables: counts.count + sums.measures.length * finest.length,
    signed: sums.signed,
    relations: counts.relations,
    rows: cells.map((cell) => rowOf(indicator, branches, cell, measured(cell), counts, sums)),
  };
  return { axes, cells, system, measured };
}

/** Counts come as bigint, sums as text; nobody there is zero. */
export function amount(value: SqlValue | undefined): number {
  return Number(value ?? 0);
}

function rowOf(
  indicator: Indicator,
  branches: readonly Branch[],
  cell: CubeCell,
  measured: SqlRow | undefined,
  counts: Unknowns,
  sums: Sums,
): Row {
  const counted = branches.flatMap((branch) =>
    branch.quantities.map(
      ({ name, role, shown, kinds, column, minus }): Quantity => ({
        name,
        role,
        shown,
        form: counts.formOf(cell, branch, kinds),
        value: amount(measured?.[column]) - (minus === undefined ? 0 : amount(measured?.[minus])),
      }),
    ),
  );
  const added = sums.measures.map((measure, at): Quantity => {
    const { sum, count, largest } = sumColumns(measure);
    return {
      name: sum,
      role: 'sum',
      shown: true,
      form: sums.formOf(cell, at),
      value: amount(measured?.[sum]),
      contributors: { count: amount(measured?.[count]), largest: amount(measured?.[largest]) },
    };
  });
  const onlyMeans = sums.measures.every((name) =>
    indicator.measures.some((measure) => measure.name === name && measure.kind === 'mean'),
  );
  const bounded = showsPersons(indicator) || (branches.length === 1 && onlyMeans);
  const root = counted.findIndex(({ role }) => role === 'denominator');
  return {
    key: cell.key,
    quantities: [...counted, ...added],
    root: bounded ? (showsPersons(indicator) ? 0 : Math.max(0, root)) : null,
  };
}

/** Numbers of the finest cells that hold somebody. */
function measuredFinest(axes: readonly Axis[], byKey: ReadonlyMap<string, SqlRow>): ReadonlySet<number> {
  const numbers = [...byKey.values()].map((row) =>
    finestNumber(
      axes,
      axes.map(({ name }) => String(row[name])),
    ),
  );
  return new Set(numbers.filter((number) => number !== null));
}

function finestCells(
  indicator: Indicator,
  axes: readonly Axis[],
  present: ReadonlySet<number>,
): readonly number[] {
  const all = finestCount(axes);
  const kinds = branchesOf(indicator).reduce((sum, branch) => sum + branch.kinds, 1);
  if (all * kinds > UNKNOWNS_LIMIT) return [...present].sort((left, right) => left - right);
  return Array.from({ length: all }, (_, number) => number);
}

/** @throws CellsDoNotAddUp where a margin of distinct persons is not the sum of its finest cells */
function checkSums(
  indicator: Indicator,
  axes: readonly Axis[],
  cells: readonly CubeCell[],
  byKey: ReadonlyMap<string, SqlRow>,
): void {
  const persons = new Map<number, number>();
  for (const row of byKey.values()) {
    const number = finestNumber(
      axes,
      axes.map(({ name }) => String(row[name])),
    );
    if (number !== null) persons.set(number, amount(row['persons']));
  }
  for (const cell of cells) {
    let sum = 0;
    for (const number of finestBelow(axes, cell)) sum += persons.get(number) ?? 0;
    if (sum !== amount(byKey.get(keyText(cell.key))?.['persons'])) {
      throw new CellsDoNotAddUp({ indicator: indicator.id, column: 'persons', cell: cell.key });
    }
  }
}

interface Sums {
  readonly measures: readonly string[];
  readonly signed: ReadonlySet<number>;
  readonly formOf: (cell: CubeCell, measure: number) => Form;
}

/** Amounts add up over finest cells even where persons do not: one unknown a finest cell and measure. */
function sumsOf(
  indicator: Indicator,
  axes: readonly Axis[],
  finest: readonly number[],
  first: number,
  cells: readonly SqlRow[],
): Sums {
  const measures = indicator.measures
    .filter(({ kind }) => kind === 'sum' || kind === 'mean')
    .map(({ name }) => name);
  const placeOf = new Map(finest.map((number, place) => [number, place]));
  const variable = (measure: number, place: number) => first + measure * finest.length + place;
  const signed = measures.flatMap((name, measure) =>
    cells.some((row) => amount(row[sumColumns(name).negative]) > 0)
      ? finest.map((_, place) => variable(measure, place))
      : [],
  );
  return {
    measures,
    signed: new Set(signed),
    formOf: (cell, measure) =>
      finestBelow(axes, cell).flatMap((below) => {
        const place = placeOf.get(below);
        return place === undefined ? [] : [variable(measure, place)];
      }),
  };
}
