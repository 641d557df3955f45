import { type Axis, TOTAL } from '../../indicators/measure.ts';
import type { CubeCell } from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';
import { NO_PRINT, printsOf, samePrint } from '../model/same-number.ts';
import type { Row } from '../model/system.ts';
import { AmountsCannotBeNoisy } from './errors.ts';
import { wholeRoot } from './rational.ts';

/** Which numbers of a table get noise of their own, and how many of them one person can change. */
export interface MeasuredTable {
  /** Places in a row's quantities; other shown ones always equal one of these: see `stands`. */
  readonly quantities: readonly number[];
  /** For each quantity of a row the one that is measured in its place; null where none is. */
  readonly stands: readonly (number | null)[];
  /** For each row the one that is measured in its place: itself, or an earlier one over the same finest cells. */
  readonly rowStands: readonly number[];
  /** How exactly each row is measured: its noise has 1/weight of the variance. It rests on the cells below it alone. */
  readonly weights: readonly number[];
  /**
   * How much one person who comes or goes changes the measured numbers at most, over all of them: each change squared
   * and times its weight, and each change times the root of its weight.
   */
  readonly change: { readonly squares: number; readonly sum: number };
  /** How the rows add up; null where persons may be in several cells, so that they do not. */
  readonly grid: Grid | null;
}

/**
 * Inner cells: finest cells that no row tells apart are one. Which there are is no secret: a table lists what is
 * possible, whether somebody is in it or not.
 */
export interface Grid {
  readonly inner: number;
  /** Row → the inner cells below it, ascending. */
  readonly below: readonly Int32Array[];
  /** Quantity → 1 for inner cells that can hold it; elsewhere it is always zero. */
  readonly possible: ReadonlyMap<number, Uint8Array>;
}

/**
 * @param cellsPerPerson in at most so many finest cells one person counts
 * @throws AmountsCannotBeNoisy
 */
export function measuredTable(table: DescribedTable, cellsPerPerson: number): MeasuredTable {
  const { rows } = table.system;
  const first = rows[0]?.quantities ?? [];
  const amount = first.find(({ role, shown }) => role === 'sum' && shown);
  if (amount !== undefined) throw new AmountsCannotBeNoisy({ quantity: amount.name });
  if (table.overlapping === true) return overlapping(table, cellsPerPerson);
  const stands = standsFor(table);
  const quantities = [...new Set(stands)].filter((at) => at !== null);
  const grid = gridOf(rows, quantities);
  if (holdsSeveralCodes(table, grid)) return overlapping(table, cellsPerPerson);
  const rowStands = sameRows(grid);
  const weights = weightsOf(grid);
  const over = (of: (weight: number) => number) =>
    mostOverOneCell(grid, rowStands, weights.map(of)) * quantities.length;
  // A person's cells may all lie in the same rows, which then move by their number.
  const change = {
    squares: over((weight) => weight) * cellsPerPerson ** 2,
    sum: over(Math.sqrt) * cellsPerPerson,
  };
  return { quantities, stands, rowStands, weights, change, grid };
}

/** Shown quantities that are the same number in every row are measured once: denominators that rates share. */
function standsFor({ system }: DescribedTable): readonly (number | null)[] {
  const printOf = printsOf(system);
  const prints = system.rows.map((row) =>
    row.quantities.map(({ form, shown }) => (shown ? printOf(form) : NO_PRINT)),
  );
  const same = (left: number, right: number) =>
    prints.every((ofRow) => samePrint(ofRow[left] ?? NO_PRINT, ofRow[right] ?? NO_PRINT));
  const first = system.rows[0]?.quantities ?? [];
  return first.map(({ shown }, at) => {
    if (!shown) return null;
    const earlier = first.findIndex((other, place) => place < at && other.shown && same(place, at));
    return earlier < 0 ? at : earlier;
  });
}

const PRIME = 67_108_859;

/** Variables in the same rows are one inner cell, told by two running digests of the rows they are in. */
function gridOf(rows: readonly Row[], quantities: readonly number[]): Grid {
  const forms = rows.map((row) => quantities.map((at) => row.quantities[at]?.form ?? []));
  const variables = forms.flat().reduce((most, form) => Math.max(most, (form.at(-1) ?? -1) + 1), 0);
  const digests = [new Float64Array(variables), new Float64Array(variables)] as const;
  const lastRow = new Int32Array(variables).fill(-1);
  forms.forEach((ofRow, row) => {
    for (const form of ofRow) {
      for (const variable of form) {
        if (lastRow[variable] === row) continue;
        lastRow[variable] = row;
        digests[0][variable] = ((digests[0][variable] ?? 0) * 69_069 + row + 1) % PRIME;
        digests[1][variable] = ((digests[1][variable] ?? 0) * 1_103_515 + row + 7) % PRIME;
      }
    }
  });
  const innerOf = new Int32Array(variables).fill(-1);
  const numbers = new Map<number, number>();
  for (let variable = 0; variable < variables; variable += 1) {
    if (lastRow[variable] === -1) continue;
    const digest = (digests[0][variable] ?? 0) * PRIME + (digests[1][variable] ?? 0);
    const number = numbers.get(digest) ?? numbers.size;
    numbers.set(digest, number);
    innerOf[variable] = number;
  }
  const possible = new Map(quantities.map((at) => [at, new Uint8Array(numbers.size)]));
  const below = forms.map((ofRow) => {
    const seen = new Set<number>();
    ofRow.forEach((form, place) => {
      const ofQuantity = possible.get(quantities[place] ?? -1);
      for (const variable of form) {
        const inner = innerOf[variable] ?? -1;
        seen.add(inner);
        if (ofQuantity !== undefined) ofQuantity[inner] = 1;
      }
    });
    return Int32Array.from(seen).sort();
  });
  return { inner: numbers.size, below, possible };
}

/** Whether some inner cell lies in rows of two codes of one axis: then it is a set of cells that persons are in. */
function holdsSeveralCodes({ cells, axes }: DescribedTable, { inner, below }: Grid): boolean {
  return axes.some((_, axis) => {
    const code = new Int32Array(inner).fill(-1);
    return below.some((inside, row) => {
      const members = cells[row]?.members[axis] ?? [];
      const [only] = members;
      if (members.length !== 1 || only === undefined) return false;
      return inside.some((cell) => {
        const before = code[cell] ?? -1;
        code[cell] = only;
        return before !== -1 && before !== only;
      });
    });
  });
}

function sameRows({ below }: Grid): readonly number[] {
  const seen = new Map<string, number>();
  return below.map((inner, row) => {
    const name = inner.join();
    const earlier = seen.get(name);
    if (earlier === undefined) seen.set(name, row);
    return earlier ?? row;
  });
}

/**
 * Rows over few cells get less noise than rows over many: the fourth root of how many such rows there are, in
 * sixteenths. Against the same noise for all, that makes cells a quarter more exact and margins hardly less.
 */
function weightsOf({ inner, below }: Grid): readonly number[] {
  return below.map((cells) => {
    const rows = Math.max(1, Math.round(inner / Math.max(1, cells.length)));
    return Number(wholeRoot(wholeRoot(BigInt(rows) << 16n)));
  });
}

function mostOverOneCell(
  { inner, below }: Grid,
  rowStands: readonly number[],
  weights: readonly number[],
): number {
  const over = new Float64Array(inner);
  below.forEach((cells, row) => {
    if (rowStands[row] !== row) return;
    for (const cell of cells) over[cell] = (over[cell] ?? 0) + (weights[row] ?? 0);
  });
  return over.reduce((most, weight) => Math.max(most, weight), 0);
}

/**
 * Where persons may be in several cells, every shown number is measured, and a person changes each by one at most: at
 * every level (which axes stand at a code, a group, the total) those rows that hold one of its cells.
 */
function overlapping(table: DescribedTable, cellsPerPerson: number): MeasuredTable {
  const first = table.system.rows[0]?.quantities ?? [];
  const stands = first.map(({ shown }, at) => (shown ? at : null));
  const quantities = stands.filter((at) => at !== null);
  const levels = Map.groupBy(table.cells, (cell) => levelOf(table.axes, cell));
  const touched = [...levels].reduce((sum, [level, cells]) => {
    const overOne = table.axes.reduce(
      (product, axis, at) => (level[at] === 'g' ? product * mostGroupsOverOneCode(axis) : product),
      1,
    );
    return sum + Math.min(cells.length, overOne * cellsPerPerson);
  }, 0);
  return {
    quantities,
    stands,
    rowStands: table.cells.map((_, row) => row),
    weights: table.cells.map(() => 1),
    change: { sum: touched * quantities.length, squares: touched * quantities.length },
    grid: null,
  };
}

/** A letter an axis: `t` at the total, `g` at a group, `c` at a code. */
export function levelOf(axes: readonly Axis[], { key }: CubeCell): string {
  return key
    .map((code, at) => {
      if (code === TOTAL) return 't';
      return axes[at]?.groups.some((group) => group.code === code) === true ? 'g' : 'c';
    })
    .join('');
}

function mostGroupsOverOneCode({ codes, groups }: Axis): number {
  return codes.reduce(
    (most, code) => Math.max(most, groups.filter(({ members }) => members.includes(code)).length),
    1,
  );
}
