import { type Axis, indicatorAxes, type Mark, parseMarks, sumColumns } from '../indicators/measure.ts';
import type { SqlRow, SqlValue } from '../ports/query-engine.ts';
import type { DisclosurePolicy, Indicator } from '../workspace/workspace.ts';
import { type Branch, branchesOf, kindOf, showsPersons } from './branches.ts';
import {
  type CubeCell,
  finestBelow,
  finestCodes,
  finestCount,
  finestNumber,
  keyText,
  publishedCells,
} from './cube.ts';
import { CellsDoNotAddUp } from './errors.ts';
import type { Form, Quantity, Row, System } from './system.ts';

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

/** How the numbers of a branch, or the sums of a measure, are made of unknowns. */
interface Unknowns {
  readonly count: number;
  readonly relations: System['relations'];
  readonly formOf: (cell: CubeCell, branch: Branch, kinds: readonly number[]) => Form;
}

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
      ? additive(indicator, branches, axes, finest)
      : ofAtoms(indicator, branches, axes, rows.atoms, byKey, policy);
  const sums = sumsOf(indicator, axes, finest, counts.count, rows.cells);
  const system: System = {
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

/** Every person is in one finest cell: a few unknowns each, one a kind of each branch. */
function additive(
  _indicator: Indicator,
  branches: readonly Branch[],
  axes: readonly Axis[],
  finest: readonly number[],
): Unknowns {
  const offsets = branches.map((_, at) => branches.slice(0, at).reduce((sum, { kinds }) => sum + kinds, 0));
  const perCell = branches.reduce((sum, { kinds }) => sum + kinds, 0);
  const placeOf = new Map(finest.map((number, place) => [number, place]));
  const at = (place: number, branch: number, kinds: readonly number[]) =>
    kinds.map((kind) => place * perCell + (offsets[branch] ?? 0) + kind);
  const allKinds = (branch: number) =>
    Array.from({ length: branches[branch]?.kinds ?? 0 }, (_, kind) => kind);
  const [first] = branches;
  const personsShown = first?.measure === 'persons';
  const linked = branches.flatMap((branch, number) => {
    const sharer = branches.findIndex(
      ({ shared }) => shared !== undefined && shared.denominator === branch.shared?.denominator,
    );
    return [
      ...(personsShown && number > 0
        ? [{ left: [0, allKinds(0)] as const, right: [number, allKinds(number)] as const }]
        : []),
      ...(sharer >= 0 && sharer < number
        ? [
            {
              left: [sharer, branches[sharer]?.shared?.kinds ?? []] as const,
              right: [number, branch.shared?.kinds ?? []] as const,
            },
          ]
        : []),
    ];
  });
  return {
    count: finest.length * perCell,
    relations: finest.flatMap((_, place) =>
      linked.map(({ left, right }) => ({ left: at(place, ...left), right: at(place, ...right) })),
    ),
    formOf: (cell, branch, kinds) => {
      const number = branches.indexOf(branch);
      return finestBelow(axes, cell).flatMap((below) => {
        const place = placeOf.get(below);
        return place === undefined ? [] : at(place, number, kinds);
      });
    },
  };
}

/**
 * A person may be in several finest cells: one unknown a set of cells that somebody is in. Sets that nobody is in
 * are left out, so the audit grants a reader to know which sets occur; that also carries over what the query means
 * (a matrix of overlaps is symmetric). Where zeros are protected, a cell without anybody gets sets of its own.
 */
function ofAtoms(
  indicator: Indicator,
  branches: readonly Branch[],
  axes: readonly Axis[],
  rows: readonly SqlRow[],
  byKey: ReadonlyMap<string, SqlRow>,
  policy: DisclosurePolicy,
): Unknowns {
  const observed = rows.map((row) => parseMarks(String(row['marks']), axes.length));
  const flagSets = new Map(observed.flat().map(({ flags }) => [flags.join(), flags]));
  const empty =
    policy.zeros === 'published'
      ? []
      : Array.from({ length: finestCount(axes) }, (_, number) => finestCodes(axes, number)).filter(
          (codes) => !byKey.has(keyText(codes)),
        );
  const atoms: readonly (readonly Mark[])[] = [
    ...observed,
    ...empty.flatMap((codes) => [...flagSets.values()].map((flags) => [{ codes, flags }])),
  ];
  const marksIn = new Map<number, { readonly atom: number; readonly flags: readonly boolean[] }[]>();
  atoms.forEach((marks, atom) => {
    for (const { codes, flags } of marks) {
      const number = finestNumber(axes, codes);
      if (number === null) continue;
      const held = marksIn.get(number) ?? [];
      held.push({ atom, flags });
      marksIn.set(number, held);
    }
  });
  const kinds = new Map(branches.map((branch) => [branch, kindOf(indicator, branch)]));
  return {
    count: atoms.length,
    relations: [],
    formOf: (cell, branch, wanted) => {
      const flagsOf = new Map<number, readonly boolean[]>();
      for (const number of finestBelow(axes, cell)) {
        for (const { atom, flags } of marksIn.get(number) ?? []) {
          const before = flagsOf.get(atom);
          flagsOf.set(
            atom,
            before === undefined ? flags : flags.map((flag, at) => flag || before[at] === true),
          );
        }
      }
      const kind = kinds.get(branch) ?? (() => 0);
      return [...flagsOf]
        .filter(([, flags]) => wanted.includes(kind(flags) ?? -1))
        .map(([atom]) => atom)
        .sort((left, right) => left - right);
    },
  };
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
