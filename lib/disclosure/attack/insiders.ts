import type { Reader, System } from '../model/system.ts';
import { type Aim, holds, reached, suffices } from './aims.ts';
import type { ComponentAttack } from './component-attack.ts';
import type { Component } from './components.ts';
import { settle } from './settle.ts';

/** Contributors who know what is theirs: so many of one column, or all of it. */
export interface Knower {
  readonly component: number;
  readonly column: number;
  readonly persons: number;
  /** `presence`: the count is at least the persons. `amount`: the sum is theirs, and known to them. */
  readonly kind: 'presence' | 'amount';
}

/** Variables whose sum belongs to one contributor or to two, so that these know it. */
export function contributedBy(system: System): ReadonlyMap<number, number> {
  const persons = new Map<number, number>();
  for (const { quantities } of system.rows) {
    for (const { role, form, contributors } of quantities) {
      const [only, ...others] = form;
      if (role !== 'sum' || only === undefined || others.length > 0) continue;
      if (contributors?.count === 1 || contributors?.count === 2) persons.set(only, contributors.count);
    }
  }
  return persons;
}

/** Everybody whom the reader may be, alone. */
export function knowersIn(
  components: readonly Component[],
  amounts: ReadonlyMap<number, number>,
  { insiders }: Reader,
): readonly Knower[] {
  return components.flatMap(({ truth, whole, lower, upper, members }, component) =>
    [...whole].flatMap((isWhole, column): readonly Knower[] => {
      const [variable = -1] = members[column] ?? [];
      const persons = isWhole === 1 ? 0 : (amounts.get(variable) ?? 0);
      if (truth === null || lower[column] === upper[column]) return [];
      // The only contributor to a sum is reckoned with whatever the policy says: it needs no accomplice.
      if (persons > 0 && persons <= Math.max(1, insiders))
        return [{ component, column, persons, kind: 'amount' }];
      const present =
        isWhole === 1 &&
        insiders > 0 &&
        (truth[column] ?? 0) > (lower[column] ?? 0) &&
        (truth[column] ?? 0) >= 1;
      return present ? [{ component, column, persons: 1, kind: 'presence' }] : [];
    }),
  );
}

type World = readonly Knower[];

/** A component as the insiders of a world see it. */
function seenBy(world: World, component: Component, at: number): Component {
  const lower = component.lower.slice();
  const upper = component.upper.slice();
  for (const { component: own, column, kind } of world) {
    if (own !== at) continue;
    const truth = component.truth?.[column] ?? 0;
    if (kind === 'amount') [lower[column], upper[column]] = [truth, truth];
    else lower[column] = Math.max(lower[column] ?? 0, presence(world, at, column));
  }
  return { ...component, lower, upper };
}

function presence(world: World, component: number, column: number): number {
  return world.filter(
    (one) => one.kind === 'presence' && one.component === component && one.column === column,
  ).length;
}

/** A component as if every contributor were an insider: what is possible for a reader then is so for each of them. */
export function crowded(component: Component, { insiders }: Reader): Component {
  const { truth, whole } = component;
  if (truth === null) return component;
  const lower = component.lower.map((low, column) =>
    whole[column] === 1 ? Math.max(low, Math.min(insiders, truth[column] ?? 0)) : low,
  );
  return { ...component, lower };
}

export interface AttackedBy {
  readonly components: readonly Component[];
  readonly attacks: readonly ComponentAttack[];
  readonly knowers: readonly Knower[];
  readonly insiders: Reader['insiders'];
  /** An attack on a component as insiders see it, on these sums alone; it is left to the caller to dispose of it. */
  readonly attack: (component: Component, probes: readonly number[], number: number) => ComponentAttack;
}

/** An aim that does not hold against somebody, and how that one sees it. */
export interface SeenThrough {
  readonly aim: Aim;
  readonly inWorld: Aim;
  readonly attacks: readonly ComponentAttack[];
}

/**
 * Tries every contributor, and every two, on aims that hold against a reader from outside. Most worlds need no
 * program: the two tables that show an aim to be wide enough are possible for all insiders whom they do not
 * contradict, so only those whom they do are tried, each with tables of their own; and so on for the second.
 * @param report told of each aim that does not hold, while the attack on it stands
 * @returns how many worlds had to be tried
 */
export function attackFromInside(
  aims: readonly Aim[],
  by: AttackedBy,
  report: (seen: SeenThrough) => void,
): number {
  const failed = new Set<Aim>();
  const reportOnce = (original: Aim, seen: SeenThrough) => {
    if (failed.has(original)) return;
    failed.add(original);
    report(seen);
  };
  return tryWorlds(
    aims.map((aim) => ({ original: aim, aim })),
    [],
    by.attacks,
    by,
    reportOnce,
    failed,
  );
}

interface Tried {
  readonly original: Aim;
  /** With its probes as they are numbered in this world. */
  readonly aim: Aim;
}

function tryWorlds(
  tried: readonly Tried[],
  world: World,
  attacks: readonly ComponentAttack[],
  by: AttackedBy,
  report: (original: Aim, seen: SeenThrough) => void,
  failed: ReadonlySet<Aim>,
): number {
  const asking = new Map<Knower, Tried[]>();
  for (const one of tried) {
    if (failed.has(one.original)) continue;
    for (const knower of contradicted(one.aim, world, attacks, by)) {
      const list = asking.get(knower);
      if (list === undefined) asking.set(knower, [one]);
      else list.push(one);
    }
  }
  let worlds = 0;
  for (const [knower, asked] of asking) {
    const open = asked.filter(({ original }) => !failed.has(original));
    if (open.length === 0) continue;
    worlds += 1;
    const joined = [...world, knower];
    const numberOf = new Map<number, number>();
    for (const { original } of open)
      for (const { component, probe } of original.parts)
        if (component === knower.component && !numberOf.has(probe)) numberOf.set(probe, numberOf.size);
    const component = by.components[knower.component];
    if (component === undefined) continue;
    using inside = by.attack(
      seenBy(joined, component, knower.component),
      [...numberOf.keys()],
      knower.component,
    );
    const seen = attacks.map((attack, at) => (at === knower.component ? inside : attack));
    const inWorld = open.map(({ original, aim }) => ({
      original,
      aim: {
        ...aim,
        low: Math.max(original.low, presentIn(original, joined, by)),
        parts: original.parts.map((part, at) =>
          part.component === knower.component
            ? { component: part.component, probe: numberOf.get(part.probe) ?? 0 }
            : (aim.parts[at] ?? part),
        ),
      },
    }));
    const standing: Tried[] = [];
    for (const one of inWorld) {
      if (isAllTheirs(one.original, joined, by)) continue;
      settle(one.aim, seen);
      if (holds(one.aim, seen)) standing.push(one);
      else report(one.original, { aim: one.original, inWorld: one.aim, attacks: seen });
    }
    worlds += tryWorlds(standing, joined, seen, by, report, failed);
  }
  return worlds;
}

/** A demand does not go below what insiders know to be there: themselves. */
function presentIn({ parts }: Aim, world: World, { attacks }: AttackedBy): number {
  let sum = 0;
  for (const { component, probe } of parts) {
    const { columns = [], coefficients = [] } = attacks[component]?.reach.asked(probe, 'low') ?? {};
    for (let at = 0; at < columns.length; at += 1)
      sum += Math.max(0, coefficients[at] ?? 0) * presence(world, component, columns[at] ?? 0);
  }
  return sum;
}

/** Whether nobody else contributes to a sum: it holds nothing that its contributors do not know already. */
function isAllTheirs({ parts }: Aim, world: World, { attacks }: AttackedBy): boolean {
  return parts.every(({ component, probe }) => {
    const { columns } = attacks[component]?.reach.asked(probe, 'low') ?? { columns: [] };
    return Array.from(columns).every((column) =>
      world.some((one) => one.kind === 'amount' && one.component === component && one.column === column),
    );
  });
}

/** Insiders who can rule out one of the tables that show an aim to be wide enough, as few as can be. */
function contradicted(
  aim: Aim,
  world: World,
  attacks: readonly ComponentAttack[],
  by: AttackedBy,
): readonly Knower[] {
  const persons = world.reduce((sum, knower) => sum + knower.persons, 0);
  const [first] = world;
  const joining = by.knowers.filter((knower) => {
    const allowed = knower.kind === 'amount' ? Math.max(1, by.insiders) : by.insiders;
    if (persons + knower.persons > allowed || (first !== undefined && first.kind !== knower.kind))
      return false;
    return aim.parts.some(({ component }) => component === knower.component);
  });
  if (joining.length === 0) return [];
  const [only, ...others] = aim.parts;
  const witnesses = only === undefined || others.length > 0 ? null : witnessesOf(aim, only, attacks);
  if (witnesses === null) return joining;
  return joining.filter((knower) => {
    const truth = by.components[knower.component]?.truth?.[knower.column] ?? 0;
    // Of the two who join, both may be in the same cell.
    const known = Math.min(truth, presence(world, knower.component, knower.column) + by.insiders - persons);
    if (knower.kind === 'presence') return witnesses.some((table) => (table[knower.column] ?? 0) < known);
    return witnesses.some(
      (table) => Math.abs((table[knower.column] ?? 0) - truth) > 1e-9 * Math.max(1, Math.abs(truth)),
    );
  });
}

/** Two tables that show together that an aim is wide enough: near the truth, for these contradict fewest. */
function witnessesOf(
  aim: Aim,
  { component, probe }: Aim['parts'][number],
  attacks: readonly ComponentAttack[],
): readonly Float64Array[] | null {
  const reach = attacks[component]?.reach;
  const [truth, ...tables] = reach?.tables ?? [];
  if (reach === undefined || truth === undefined || aim.parts.length !== 1) return null;
  const at = reach.valueOf(probe, truth);
  let [lowest, highest] = [truth, truth];
  let [low, high] = [at, at];
  for (const table of tables) {
    const value = reach.valueOf(probe, table);
    const interval = {
      low: aim.least + Math.min(at, value),
      high: aim.most + Math.max(at, value),
      width: Math.abs(value - at),
    };
    if (suffices(aim, interval)) return [table];
    if (value < low) [lowest, low] = [table, value];
    if (value > high) [highest, high] = [table, value];
  }
  const widest = { low: aim.least + low, high: aim.most + high, width: high - low };
  return suffices(aim, widest) && reached(aim, attacks).width >= 0 ? [lowest, highest] : null;
}
