import type { Highs } from 'highs';
import { isZeroRow, type Reader, type Sensitive, type System } from '../model/system.ts';
import { solver } from '../solver.ts';
import { type Shown, type Split, splitsOf } from './splits.ts';

/** So often the program is solved again with what it violated. */
const ROUNDS = 30;
/** Past so many rows the program takes too long for what it says. */
const MOST_ROWS = 30_000;
const NOTHING = 1e-6;
/** Far above what the solver's tolerance can add to the least cost. */
const SLACK = 1e-4;

/** Sum of weights times columns, at least `least`. */
interface Cut {
  readonly columns: readonly number[];
  readonly weights: readonly number[];
  readonly least: number;
}

/**
 * A number of rows that no safe pattern can hide fewer than: the least of a linear program in which each row has a
 * share from 0 to 1 that is hidden, 1 for what the rules name, 0 for zeros that are always shown. Why it is a bound:
 * every safe pattern, written as zeros and ones, fulfils all its conditions, each of which follows from one sum
 * *total = parts* among the shown numbers, the part of the attacker's program that this sum alone makes up.
 * - A number that must not be known exactly cannot be the only hidden one of a sum: were all others shown, it would
 *   follow. So the hidden ones of the sum are at least two where it is one of them.
 * - A primary number that must be able to be `up` more than it is can be so only as far as the total grows or other
 *   parts shrink, each of them hidden and none below its least (0; 1 where zeros are published). What each can give,
 *   capped at `up`, comes to at least `up`: the capped conditions of Fischetti and Salazar-González (2001). Where only
 *   a width is asked, `up` is what is left of it once the number has gone down to its own least. Down likewise.
 *
 * Rows are no fewer than a whole number, so that the least is rounded up. Facts, relations, secrets and insiders only
 * ask for more; that they are left out makes the bound weaker, not wrong.
 * @returns the number of primary rows where the table is too large; more than there are rows never
 */
export async function lowerBound(
  system: System,
  sensitive: readonly Sensitive[],
  reader: Reader,
): Promise<number> {
  const primary = new Set(sensitive.map(({ row }) => row));
  if (system.rows.length > MOST_ROWS) return primary.size;
  const splits = splitsOf(system);
  const highs = await solver();
  const waiting = new Set([
    ...twoHidden(system, splits, sensitive, reader),
    ...movesOf(system, splits, sensitive, reader),
  ]);
  const active: Cut[] = [];
  let bound = primary.size;
  for (let round = 0; round < ROUNDS; round += 1) {
    const solved = leastHidden(highs, system, splits, primary, reader, active);
    if (solved === null) break;
    bound = Math.max(bound, Math.ceil(solved.hidden - SLACK));
    const violated = [...waiting].filter((cut) => amountOf(cut, solved.shares) < cut.least - NOTHING);
    if (violated.length === 0) break;
    for (const cut of violated) {
      waiting.delete(cut);
      active.push(cut);
    }
  }
  return bound;
}

function amountOf({ columns, weights }: Cut, shares: Float64Array): number {
  return columns.reduce((sum, column, at) => sum + (weights[at] ?? 0) * (shares[column] ?? 0), 0);
}

/** Where a number must not be known exactly, its sum hides two. Column `rows + l` is how many split l hides. */
function twoHidden(
  system: System,
  splits: readonly Split[],
  sensitive: readonly Sensitive[],
  reader: Reader,
): readonly Cut[] {
  const named = new Set(sensitive.map(({ row, quantity }) => `${row}/${quantity}`));
  return splits.flatMap(({ total, parts }, at) =>
    [total, ...parts].flatMap(({ row, quantity }) => {
      const value = system.rows[row]?.quantities[quantity]?.value ?? 0;
      const isSecret = value !== 0 || reader.zeros === 'protected' || named.has(`${row}/${quantity}`);
      return isSecret ? [{ columns: [system.rows.length + at, row], weights: [1, -2], least: 0 }] : [];
    }),
  );
}

/** Where a number must be able to move, others of its sum must. */
function movesOf(
  system: System,
  splits: readonly Split[],
  sensitive: readonly Sensitive[],
  reader: Reader,
): readonly Cut[] {
  const demands = new Map<string, { readonly up: number; readonly down: number }>();
  for (const { row, quantity, width, below = 0, above = 0 } of sensitive) {
    const slack = slackOf(system, reader, row, quantity);
    const before = demands.get(`${row}/${quantity}`) ?? { up: 0, down: 0 };
    demands.set(`${row}/${quantity}`, {
      up: Math.max(before.up, above, width - slack),
      down: Math.max(before.down, Math.min(below, slack)),
    });
  }
  const share = ({ row, quantity }: Shown, of: number) =>
    Math.min(1, slackOf(system, reader, row, quantity) / of);
  return splits.flatMap(({ total, parts }) =>
    [total, ...parts].flatMap((one) => {
      const { up, down } = demands.get(`${one.row}/${one.quantity}`) ?? { up: 0, down: 0 };
      const others = parts.filter((part) => part !== one);
      const growing = others.map(({ row }) => [row, 1] as const);
      const shrinking = (of: number) => others.map((part) => [part.row, share(part, of)] as const);
      if (one === total) return [...cutIf(up, growing), ...cutIf(down, shrinking(down))];
      return [
        ...cutIf(up, [[total.row, 1], ...shrinking(up)]),
        ...cutIf(down, [[total.row, share(total, down)], ...growing]),
      ];
    }),
  );
}

function cutIf(amount: number, terms: readonly (readonly [row: number, weight: number])[]): readonly Cut[] {
  if (amount <= 0) return [];
  const kept = terms.filter(([, weight]) => weight > 0);
  return [{ columns: kept.map(([row]) => row), weights: kept.map(([, weight]) => weight), least: 1 }];
}

/** How far a hidden number can be below its value, as far as a reader knows at once. */
function slackOf(system: System, reader: Reader, row: number, quantity: number): number {
  const found = system.rows[row];
  const { form = [], value = 0 } = found?.quantities[quantity] ?? {};
  if (form.some((variable) => system.signed.has(variable))) return Number.POSITIVE_INFINITY;
  return Math.max(0, value - (reader.zeros === 'published' && found?.root === quantity ? 1 : 0));
}

/** @returns null where no shares fulfil the conditions: then no pattern is safe */
function leastHidden(
  highs: Highs,
  system: System,
  splits: readonly Split[],
  primary: ReadonlySet<number>,
  reader: Reader,
  cuts: readonly Cut[],
): { readonly hidden: number; readonly shares: Float64Array } | null {
  const rows = system.rows.length;
  const numCols = rows + splits.length;
  const sums = splits.map(({ total, parts }, at) => ({
    columns: [rows + at, ...[total, ...parts].map(({ row }) => row)],
    weights: [1, ...Array.from({ length: parts.length + 1 }, () => -1)],
  }));
  const lines = [...sums, ...cuts];
  const starts = Int32Array.from({ length: lines.length + 1 }, () => 0);
  lines.forEach(({ columns }, at) => {
    starts[at + 1] = (starts[at] ?? 0) + columns.length;
  });
  const upper = Float64Array.from({ length: numCols }, (_, column) => {
    const row = system.rows[column];
    if (row === undefined) return highs.infinity;
    return reader.zeros === 'published' && isZeroRow(row) && !primary.has(column) ? 0 : 1;
  });
  using model = highs.createModel({
    numCols,
    numRows: lines.length,
    colCost: Float64Array.from({ length: numCols }, (_, column) => (column < rows ? 1 : 0)),
    colLower: Float64Array.from({ length: numCols }, (_, column) => (primary.has(column) ? 1 : 0)),
    colUpper: upper,
    rowLower: Float64Array.from([...sums.map(() => 0), ...cuts.map(({ least }) => least)]),
    rowUpper: Float64Array.from([...sums.map(() => 0), ...cuts.map(() => highs.infinity)]),
    matrix: {
      format: 'csr',
      numRows: lines.length,
      numCols,
      starts,
      indices: Int32Array.from(lines.flatMap(({ columns }) => columns)),
      values: Float64Array.from(lines.flatMap(({ weights }) => weights)),
    },
  });
  model.options.set({ output_flag: false });
  model.run();
  if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null;
  return { hidden: model.getObjectiveValue(), shares: model.getSolution().colValue };
}
