import type { Highs, Model } from 'highs';
import { finite } from './base-point.ts';
import type { Point } from './certificates.ts';
import type { Hiding } from './hiding.ts';
import type { Neighbourhood } from './neighbourhood.ts';

/** Deviations below this are rounding. */
const MOVED = 1e-6;

/** What it takes to move a line: a table that can then not be ruled out, and the rows to hide for it. */
export interface Healing {
  readonly point: Point;
  readonly rows: readonly number[];
  readonly price: number;
}

/** Known lines that hold the same of the variables looked at: they deviate together. */
interface Bundle {
  readonly members: number[];
  readonly signs: number[];
  readonly lines: number[];
  price: number;
  least: number;
  most: number;
}

/** What moves are looked for in. */
export interface Ground {
  readonly highs: Highs;
  readonly hiding: Hiding;
  readonly near: Neighbourhood;
  readonly base: Float64Array;
  /** What each line is at the base point. */
  readonly values: Float64Array;
}

/** How many variables are looked at first, how many each look adds, and how often. */
const FIRST = 100;
const MORE = 80;
const LOOKS = 10;
/** How many looks may pass without the price falling. */
const IDLE = 1;

/**
 * Moves a line by one of some amounts while the other known lines deviate as little as they can, at a price: a linear
 * program over a few variables; all others stay as they are. The rows that deviate are to be hidden. (The relaxation
 * of Fischetti and Salazar-González's incremental model, Management Science 47(7), 2001, a protected cell at a time.)
 * It begins with the variables around the line, and by the program's prices looks which others would do it cheaper.
 * @returns null where nothing does it
 */
export function heal(ground: Ground, line: number, amounts: readonly number[]): Healing | null {
  const box = ground.near.around(line, FIRST);
  let search: Look | null = null;
  for (const amount of amounts) {
    const begun = look(ground, line, { amount, box, price: Number.POSITIVE_INFINITY, best: null, idle: 0 });
    if (begun !== null && (search === null || begun.price < search.price - 1e-9)) search = begun;
    if (search?.best?.price === 0) break;
  }
  for (let at = 1; search !== null && at < LOOKS; at += 1) {
    const { best, idle, added = [] } = search;
    if (best === null || best.price === 0 || idle > IDLE || added.length === 0) break;
    const wider: Look = { ...search, box: [...search.box, ...added].sort((left, right) => left - right) };
    search = look(ground, line, wider);
  }
  return search?.best ?? null;
}

/** How far a search has come: the variables it looks at, the best found, and what to look at next. */
interface Look {
  readonly amount: number;
  readonly box: readonly number[];
  readonly price: number;
  readonly best: Healing | null;
  /** For how many looks the price has not fallen. */
  readonly idle: number;
  readonly added?: readonly number[];
}

/** Looks once; where the variables cannot do it at all, once more among many. */
function look(ground: Ground, line: number, search: Look): Look | null {
  const { amount, box } = search;
  const solved = solve(ground, box, line, amount);
  if (solved === null) {
    const wider = ground.near.around(line, box.length * 8);
    return wider.length <= box.length ? null : look(ground, line, { ...search, box: wider });
  }
  const { healing, gains, price } = solved;
  const best = search.best === null || healing.price < search.best.price - 1e-9 ? healing : search.best;
  return {
    amount,
    box,
    price,
    best,
    idle: price < search.price - 1e-6 ? 0 : search.idle + 1,
    added: best.price === 0 ? [] : ground.near.promising(gains, new Set(box), MORE),
  };
}

/** One look: the program over these variables. */
export function solve(
  ground: Ground,
  box: readonly number[],
  target: number,
  amount: number,
): {
  readonly healing: Healing;
  readonly gains: readonly (readonly [number, number])[];
  readonly price: number;
} | null {
  const { highs, hiding, base, values } = ground;
  const { lines } = hiding;
  const bundles = bundlesOf(hiding, values, box).filter(
    ({ price, least, most }) =>
      price > 0 || least > Number.NEGATIVE_INFINITY || most < Number.POSITIVE_INFINITY,
  );
  const elastic = bundles.filter(({ price }) => price > 0 && Number.isFinite(price));
  const numCols = box.length + 2 * elastic.length;
  const colCost = new Float64Array(numCols);
  const colUpper = new Float64Array(numCols).fill(highs.infinity);
  const colLower = new Float64Array(numCols);
  box.forEach((variable, place) => {
    colLower[place] = finite(highs, (lines.lower[variable] ?? 0) - (base[variable] ?? 0));
  });
  const starts = [0];
  const indices: number[] = [];
  const coefficients: number[] = [];
  const low: number[] = [];
  const high: number[] = [];
  const row = (least: number, most: number) => {
    starts.push(indices.length);
    low.push(finite(highs, least));
    high.push(finite(highs, most));
  };
  let column = box.length;
  for (const { members, signs, price, least, most } of bundles) {
    for (const member of members) indices.push(member);
    for (const sign of signs) coefficients.push(sign);
    if (price === 0) row(least, most);
    else if (!Number.isFinite(price)) row(0, 0);
    else {
      indices.push(column, column + 1);
      coefficients.push(-1, 1);
      colCost[column] = price;
      colCost[column + 1] = price;
      colUpper[column] = finite(highs, most);
      colUpper[column + 1] = finite(highs, -least);
      column += 2;
      row(0, 0);
    }
  }
  const placeOf = new Map(box.map((variable, place) => [variable, place]));
  for (let at = lines.starts[target] ?? 0; at < (lines.starts[target + 1] ?? 0); at += 1) {
    const place = placeOf.get(lines.members[at] ?? 0);
    if (place === undefined) continue;
    indices.push(place);
    coefficients.push(lines.coefficients[at] ?? 0);
  }
  if (amount > 0) row(amount, Number.POSITIVE_INFINITY);
  else row(Number.NEGATIVE_INFINITY, amount);
  using model = highs.createModel({
    numCols,
    numRows: low.length,
    colCost,
    colLower,
    colUpper,
    rowLower: Float64Array.from(low),
    rowUpper: Float64Array.from(high),
    matrix: {
      format: 'csr',
      numRows: low.length,
      numCols,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(indices),
      values: Float64Array.from(coefficients),
    },
  });
  model.options.set({ output_flag: false, presolve: 'off', solver: 'simplex' });
  model.run();
  if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return null;
  const { colValue, rowDual } = model.getSolution();
  const gains = gainsOf(hiding, bundles, rowDual ?? new Float64Array(low.length));
  const price = model.getObjectiveValue();
  const first = healingOf(hiding, box, elastic, colValue);
  return { healing: fewerRows(ground, model, box, elastic, first, colValue, Math.abs(amount)), gains, price };
}

/** How often the prices are set again, and how little a deviation counts at least, of what the line is moved by. */
const AGAIN = 2;
const LITTLE = 0.1;

/**
 * A program pays by the unit, and may spread a change over many rows; a row is hidden whole. Each bundle's price is set
 * to what a unit would have cost had it been paid by the row, and the program goes on from where it stands.
 */
function fewerRows(
  { highs, hiding }: Ground,
  model: Model,
  box: readonly number[],
  elastic: readonly Bundle[],
  first: Healing,
  solution: Float64Array,
  amount: number,
): Healing {
  let best = first;
  let values = solution;
  if (first.rows.length < 2) return first;
  for (let at = 0; at < AGAIN; at += 1) {
    const costs = new Float64Array(2 * elastic.length);
    elastic.forEach(({ price }, bundle) => {
      const place = box.length + 2 * bundle;
      const moved = Math.abs((values[place] ?? 0) - (values[place + 1] ?? 0)) / amount;
      costs[2 * bundle] = price / (moved + LITTLE);
      costs[2 * bundle + 1] = price / (moved + LITTLE);
    });
    model.changeColsCost({ kind: 'range', from: box.length, to: box.length + costs.length - 1 }, costs);
    model.run();
    if (model.getModelStatus() !== highs.constants.modelStatus.optimal) return best;
    values = model.getSolution().colValue;
    const next = healingOf(hiding, box, elastic, values);
    if (next.price < best.price - 1e-9) best = next;
    else if (at > 0) break;
  }
  return best;
}

/** What a unit more in each line would save: a bundle's dual, shared among its lines by their price. */
function gainsOf(
  { linePrices }: Hiding,
  bundles: readonly Bundle[],
  duals: Float64Array,
): readonly (readonly [number, number])[] {
  return bundles.flatMap(({ lines, price }, at): (readonly [number, number])[] => {
    const dual = duals[at] ?? 0;
    if (Math.abs(dual) < 1e-9) return [];
    if (Number.isFinite(price) && price > 0)
      return lines.map((line) => [line, (dual * (linePrices[line] ?? 0)) / price] as const);
    const fixed = lines.find((line) => !Number.isFinite(linePrices[line] ?? 0)) ?? lines[0] ?? 0;
    return [[fixed, dual]];
  });
}

function healingOf(
  hiding: Hiding,
  box: readonly number[],
  elastic: readonly Bundle[],
  solution: Float64Array,
): Healing {
  const rows = new Set<number>();
  elastic.forEach(({ lines }, at) => {
    const place = box.length + 2 * at;
    if (Math.abs((solution[place] ?? 0) - (solution[place + 1] ?? 0)) <= MOVED) return;
    for (const line of lines) {
      for (const row of hiding.lines.rowsOf[line] ?? []) if (!hiding.isHidden(row)) rows.add(row);
    }
  });
  const moved = box.map((_, place) => place).filter((place) => Math.abs(solution[place] ?? 0) > MOVED);
  return {
    point: {
      variables: Int32Array.from(moved, (place) => box[place] ?? 0),
      amounts: Float64Array.from(moved, (place) => solution[place] ?? 0),
    },
    rows: [...rows].sort((left, right) => left - right),
    price: [...rows].reduce((sum, row) => sum + (hiding.prices[row] ?? 0), 0),
  };
}

/** All lines through the variables that bind or may bind them; those alike are put together. */
function bundlesOf(hiding: Hiding, values: Float64Array, box: readonly number[]): readonly Bundle[] {
  const { lines } = hiding;
  const membersOf = new Map<number, { members: number[]; signs: number[] }>();
  box.forEach((variable, place) => {
    for (let by = lines.lineStarts[variable] ?? 0; by < (lines.lineStarts[variable + 1] ?? 0); by += 1) {
      const line = lines.linesOf[by] ?? 0;
      const isBounded = hiding.known[line] === 1 || (lines.least[line] ?? 0) > Number.NEGATIVE_INFINITY;
      if (!isBounded) continue;
      const found = membersOf.get(line);
      if (found === undefined) membersOf.set(line, { members: [place], signs: [lines.weights[by] ?? 0] });
      else {
        found.members.push(place);
        found.signs.push(lines.weights[by] ?? 0);
      }
    }
  });
  const bundles = new Map<string, Bundle>();
  for (const [line, { members, signs }] of membersOf) {
    const key = `${members.join()}/${signs.every((sign) => sign === 1) ? '' : signs.join()}`;
    const value = values[line] ?? 0;
    const ranged = lines.always[line] === 1 && lines.low[line] !== lines.high[line];
    const least =
      Math.max(lines.least[line] ?? 0, ranged ? (lines.low[line] ?? 0) : Number.NEGATIVE_INFINITY) - value;
    const most = ranged ? (lines.high[line] ?? 0) - value : Number.POSITIVE_INFINITY;
    const price = hiding.known[line] === 0 || ranged ? 0 : (hiding.linePrices[line] ?? 0);
    const before = bundles.get(key);
    if (before === undefined) bundles.set(key, { members, signs, lines: [line], price, least, most });
    else {
      before.lines.push(line);
      before.price += price;
      before.least = Math.max(before.least, least);
      before.most = Math.min(before.most, most);
    }
  }
  return [...bundles.values()];
}
