import { PublishedCellsDisagree } from '../errors.ts';

/** What an attacker knows: a signed sum of unknowns lies between two numbers (equal: it is known). */
export interface Knowledge {
  readonly plus: readonly number[];
  readonly minus: readonly number[];
  readonly low: number;
  readonly high: number;
}

/** Knowledge about unknowns that share it: nothing in it bears on any other unknown. */
export interface Component {
  readonly unknowns: readonly number[];
  readonly knowledge: readonly Knowledge[];
}

/** What is left to find out after all that follows at once. */
export interface Reduced {
  /** Bounds by unknown; equal where it is determined. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly components: readonly Component[];
}

/** Smaller differences are rounding of sums in double precision. */
const SLACK = 1e-6;

/**
 * Works out what needs no linear program: an unknown alone in a sum is bounded by it, and a sum at the least (or
 * most) that its unknowns allow fixes them all. What remains falls into components.
 * @throws PublishedCellsDisagree where the published numbers cannot all be true
 */
export function reduceKnowledge(
  unknowns: number,
  signed: ReadonlySet<number>,
  knowledge: readonly Knowledge[],
): Reduced {
  const lower = new Float64Array(unknowns);
  const upper = new Float64Array(unknowns).fill(Number.POSITIVE_INFINITY);
  for (const unknown of signed) lower[unknown] = Number.NEGATIVE_INFINITY;
  const heldBy: number[][] = Array.from({ length: unknowns }, () => []);
  knowledge.forEach(({ plus, minus }, at) => {
    for (const unknown of plus) heldBy[unknown]?.push(at);
    for (const unknown of minus) heldBy[unknown]?.push(at);
  });
  const queue = knowledge.map((_, at) => at);
  const queued = new Uint8Array(knowledge.length).fill(1);
  const bound = (unknown: number, low: number, high: number) => {
    const before = { low: lower[unknown] ?? 0, high: upper[unknown] ?? 0 };
    if (low <= before.low + SLACK && high >= before.high - SLACK) return;
    const next = { low: Math.max(low, before.low), high: Math.min(high, before.high) };
    if (next.low > next.high + SLACK) throw new PublishedCellsDisagree();
    lower[unknown] = next.low;
    upper[unknown] = Math.max(next.low, next.high);
    for (const at of heldBy[unknown] ?? []) {
      if (queued[at] === 1) continue;
      queued[at] = 1;
      queue.push(at);
    }
  };
  for (let next = 0; next < queue.length; next += 1) {
    const at = queue[next] ?? 0;
    queued[at] = 0;
    const known = knowledge[at];
    if (known !== undefined) tighten(known, lower, upper, bound);
  }
  const open = knowledge.flatMap((known) => withoutFixed(known, lower, upper));
  return { lower, upper, components: componentsOf(unknowns, lower, upper, open) };
}

/** Bounds each unknown of one sum by the others, where that costs nothing: one unknown left, or no room left. */
function tighten(
  { plus, minus, low, high }: Knowledge,
  lower: Float64Array,
  upper: Float64Array,
  bound: (unknown: number, low: number, high: number) => void,
): void {
  const least = total(plus, lower) - total(minus, upper);
  const most = total(plus, upper) - total(minus, lower);
  if (least > high + SLACK || most < low - SLACK) throw new PublishedCellsDisagree();
  const isOpen = (unknown: number) => lower[unknown] !== upper[unknown];
  const openPlus = plus.filter(isOpen);
  const openMinus = minus.filter(isOpen);
  if (least >= high - SLACK || most <= low + SLACK) {
    const takesLeast = least >= high - SLACK;
    const fix = (unknown: number, value: number) => bound(unknown, value, value);
    for (const unknown of openPlus) fix(unknown, (takesLeast ? lower : upper)[unknown] ?? 0);
    for (const unknown of openMinus) fix(unknown, (takesLeast ? upper : lower)[unknown] ?? 0);
  } else if (openPlus.length + openMinus.length === 1) {
    const without = (list: readonly number[]) => list.filter((unknown) => !isOpen(unknown));
    const rest = total(without(plus), lower) - total(without(minus), lower);
    for (const unknown of openPlus) bound(unknown, low - rest, high - rest);
    for (const unknown of openMinus) bound(unknown, rest - high, rest - low);
  }
}

function total(unknowns: readonly number[], bounds: Float64Array): number {
  let sum = 0;
  for (const unknown of unknowns) sum += bounds[unknown] ?? 0;
  return sum;
}

/** The same knowledge about unknowns alone; nothing where the bounds say it already. */
function withoutFixed(known: Knowledge, lower: Float64Array, upper: Float64Array): readonly Knowledge[] {
  const isOpen = (unknown: number) => lower[unknown] !== upper[unknown];
  const fixed =
    total(
      known.plus.filter((unknown) => !isOpen(unknown)),
      lower,
    ) -
    total(
      known.minus.filter((unknown) => !isOpen(unknown)),
      lower,
    );
  const plus = known.plus.filter(isOpen);
  const minus = known.minus.filter(isOpen);
  const low = known.low - fixed;
  const high = known.high - fixed;
  const says =
    total(plus, lower) - total(minus, upper) < low - SLACK ||
    total(plus, upper) - total(minus, lower) > high + SLACK;
  return plus.length + minus.length > 0 && says ? [{ plus, minus, low, high }] : [];
}

function componentsOf(
  unknowns: number,
  lower: Float64Array,
  upper: Float64Array,
  knowledge: readonly Knowledge[],
): readonly Component[] {
  const parent = Int32Array.from({ length: unknowns }, (_, unknown) => unknown);
  const rootOf = (unknown: number): number => {
    let at = unknown;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  for (const { plus, minus } of knowledge) {
    const [first, ...rest] = [...plus, ...minus];
    if (first === undefined) continue;
    for (const unknown of rest) parent[rootOf(unknown)] = rootOf(first);
  }
  const found = new Map<number, { unknowns: number[]; knowledge: Knowledge[] }>();
  for (let unknown = 0; unknown < unknowns; unknown += 1) {
    if (lower[unknown] === upper[unknown]) continue;
    const root = rootOf(unknown);
    const component = found.get(root) ?? { unknowns: [], knowledge: [] };
    component.unknowns.push(unknown);
    found.set(root, component);
  }
  for (const known of knowledge) {
    const first = known.plus[0] ?? known.minus[0] ?? 0;
    found.get(rootOf(first))?.knowledge.push(known);
  }
  return [...found.values()];
}
