import type { Axis } from '../../indicators/measure.ts';
import type { Form } from '../model/system.ts';
import { type CountProblem, TableDoesNotFit } from './table-errors.ts';
import type { TablePolicy } from './table-policy.ts';
import type { Rows, TextRow } from './table-rows.ts';

/** The finest cells that a table lists, and what is in them. */
export interface InnerCells {
  /** Of each cell the position of its code, axis by axis; cells are in the order of their positions. */
  readonly positions: readonly Int32Array[];
  /** Of each cell the variables that it is the sum of, ascending. */
  readonly variables: readonly Form[];
  /** What each variable is. */
  readonly truth: readonly number[];
  /** Every unit is in one finest cell, so cells add up to their margins. */
  readonly additive: boolean;
  /** A unit may be in several finest cells, whether one is or not. */
  readonly overlapping: boolean;
}

/** More than these are no table of noisy counts. */
const POSSIBLE_LIMIT = 200_000;

/**
 * What is in the finest cells. Where a unit may have rows in several of them, cells do not add up to their margins; the
 * variables are then the sets of cells that units hold: a reader is granted to know which sets occur.
 * @throws TableDoesNotFit
 */
export function innerCells(document: TablePolicy, axes: readonly Axis[], inner: Rows): InnerCells {
  const lookup = new CellLookup(axes);
  const places = inner.rows.map(({ fields }) => lookup.cellOf(fields));
  if (document.records && document.policy.method === 'dp') addAllPossible(axes, lookup);
  return document.unit === undefined
    ? ofCounts(document, inner, places, lookup)
    : ofUnits(document.unit, inner, places, lookup);
}

/**
 * Records list only cells that somebody is in, and which those are is learnt from people: noise would not hide it. So
 * every combination of codes counts as possible; the codes themselves are taken to be public.
 */
function addAllPossible(axes: readonly Axis[], lookup: CellLookup): void {
  const possible = axes.reduce((product, { codes }) => product * codes.length, 1);
  if (possible > POSSIBLE_LIMIT)
    throw new TableDoesNotFit({
      what: {
        kind: 'settings',
        problem: `With 'records: true' and 'method: dp' every combination of codes is published, and there are more than ${POSSIBLE_LIMIT.toLocaleString('en-US')}. Name fewer dimensions, or give a table of counts that lists the possible cells.`,
      },
    });
  let combinations: readonly TextRow[] = [{}];
  for (const { name, codes } of axes)
    combinations = combinations.flatMap((before) => codes.map((code) => ({ ...before, [name]: code })));
  for (const fields of combinations) lookup.cellOf(fields);
}

/** The count in a row: 1 where a row is a unit. @throws TableDoesNotFit */
export function countOf(
  document: TablePolicy,
  fields: TextRow,
  place: { readonly file?: string | undefined; readonly row: number },
): number {
  if (document.records || document.count === undefined) return 1;
  const text = fields[document.count] ?? '';
  const problem = countProblem(text);
  if (problem !== null)
    throw new TableDoesNotFit({ what: { kind: 'count not whole', place, column: document.count, problem } });
  return Number(text);
}

function countProblem(text: string): CountProblem | null {
  if (/^\d+$/.test(text)) return text.replace(/^0+/, '').length > 15 ? 'too large' : null;
  if (text === '') return 'empty';
  if (/^-\d+$/.test(text)) return 'negative';
  if (/^\d{1,3}([,.'\u00a0\u202f ]\d{3})+$/.test(text)) return 'separators';
  if (/^-?\d*[.,]\d+$/.test(text)) return 'fraction';
  return 'no number';
}

function ofCounts(
  document: TablePolicy,
  { file, rows }: Rows,
  places: readonly number[],
  lookup: CellLookup,
): InnerCells {
  const counts = new Float64Array(lookup.size);
  const firstRow = new Int32Array(lookup.size);
  rows.forEach(({ fields, row }, at) => {
    const cell = places[at] ?? 0;
    const before = firstRow[cell] ?? 0;
    if (before !== 0 && !document.records)
      throw new TableDoesNotFit({ what: { kind: 'cell twice', place: { file, row }, first: before } });
    if (before === 0) firstRow[cell] = row;
    counts[cell] = (counts[cell] ?? 0) + countOf(document, fields, { file, row });
  });
  const order = lookup.order();
  return {
    positions: order.map((cell) => lookup.positionsOf(cell)),
    variables: order.map((_, variable) => [variable]),
    truth: order.map((cell) => counts[cell] ?? 0),
    additive: true,
    overlapping: false,
  };
}

function ofUnits(
  unit: string,
  { file, rows }: Rows,
  places: readonly number[],
  lookup: CellLookup,
): InnerCells {
  const order = lookup.order();
  const placeOf = new Int32Array(lookup.size);
  order.forEach((cell, place) => {
    placeOf[cell] = place;
  });
  const cellsOf = new Map<string, Set<number>>();
  rows.forEach(({ fields, row }, at) => {
    const name = fields[unit] ?? '';
    if (name === '')
      throw new TableDoesNotFit({ what: { kind: 'field empty', place: { file, row }, column: unit } });
    const cell = placeOf[places[at] ?? 0] ?? 0;
    const held = cellsOf.get(name);
    if (held === undefined) cellsOf.set(name, new Set([cell]));
    else held.add(cell);
  });
  const sets = new Map<string, { readonly cells: readonly number[]; units: number }>();
  for (const held of cellsOf.values()) {
    const cells = [...held].sort((left, right) => left - right);
    const name = cells.join();
    const set = sets.get(name);
    if (set === undefined) sets.set(name, { cells, units: 1 });
    else set.units += 1;
  }
  const sorted = [...sets.values()].sort((left, right) => compareLists(left.cells, right.cells));
  const variables: number[][] = order.map(() => []);
  sorted.forEach(({ cells }, variable) => {
    for (const cell of cells) variables[cell]?.push(variable);
  });
  return {
    positions: order.map((cell) => lookup.positionsOf(cell)),
    variables,
    truth: sorted.map(({ units }) => units),
    additive: sorted.every(({ cells }) => cells.length === 1),
    overlapping: true,
  };
}

function compareLists(left: ArrayLike<number>, right: ArrayLike<number>): number {
  for (let at = 0; at < left.length && at < right.length; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Numbers finest cells as they are met, prefix by prefix, so that no product of many axes overflows. */
class CellLookup {
  readonly #axes: readonly { readonly name: string; readonly positionOf: ReadonlyMap<string, number> }[];
  readonly #levels: readonly Map<number, number>[];
  readonly #cells: Int32Array[] = [];

  constructor(axes: readonly Axis[]) {
    this.#axes = axes.map(({ name, codes }) => ({
      name,
      positionOf: new Map(codes.map((code, position) => [code, position])),
    }));
    this.#levels = axes.map(() => new Map());
  }

  get size(): number {
    return this.#cells.length;
  }

  cellOf(fields: TextRow): number {
    const last = this.#axes.length - 1;
    let prefix = 0;
    this.#axes.forEach(({ name, positionOf }, axis) => {
      const level = this.#levels[axis];
      const step = prefix * positionOf.size + (positionOf.get(fields[name] ?? '') ?? 0);
      const known = level?.get(step);
      if (known !== undefined) {
        prefix = known;
        return;
      }
      prefix = level?.size ?? 0;
      level?.set(step, prefix);
      if (axis === last) this.#cells.push(this.#positions(fields));
    });
    return prefix;
  }

  positionsOf(cell: number): Int32Array {
    return this.#cells[cell] ?? new Int32Array();
  }

  /** All cells by the positions of their codes. */
  order(): readonly number[] {
    return Array.from(this.#cells.keys()).sort((left, right) =>
      compareLists(this.positionsOf(left), this.positionsOf(right)),
    );
  }

  #positions(fields: TextRow): Int32Array {
    return Int32Array.from(this.#axes, ({ name, positionOf }) => positionOf.get(fields[name] ?? '') ?? 0);
  }
}
