import type { Weakness } from '../model/system.ts';
import type { ComponentAttack } from './component-attack.ts';
import type { Component, Split } from './components.ts';
import type { Probes } from './reach.ts';
import { leastWidth, type Target } from './targets.ts';

/** Distance within which an end counts as reached. */
const ROUNDING = 1e-5;

/** A target by the probes that make it up. */
export interface Aim extends Target {
  readonly least: number;
  readonly most: number;
  readonly parts: readonly { readonly component: number; readonly probe: number }[];
}

/** Each sum that several targets have in common is asked once. */
export function aimsOf(
  targets: readonly Target[],
  splits: readonly Split[],
  components: readonly Component[],
): { readonly aims: readonly Aim[]; readonly probes: readonly Probes[] } {
  const made = components.map(() => ({
    numberOf: new Map<string, number>(),
    starts: [0],
    columns: [] as number[],
    coefficients: [] as number[],
  }));
  const aims = targets.map((target, at): Aim => {
    const { low, high, parts } = splits[at] ?? { low: 0, high: 0, parts: [] };
    return {
      ...target,
      least: low,
      most: high,
      parts: parts.flatMap(({ component, columns, coefficients }) => {
        const own = made[component];
        if (own === undefined) return [];
        const key = `${columns.join(' ')}/${coefficients.join(' ')}`;
        const known = own.numberOf.get(key);
        if (known !== undefined) return [{ component, probe: known }];
        const probe = own.numberOf.size;
        own.numberOf.set(key, probe);
        own.columns.push(...columns);
        own.coefficients.push(...coefficients);
        own.starts.push(own.columns.length);
        return [{ component, probe }];
      }),
    };
  });
  return {
    aims,
    probes: made.map(({ starts, columns, coefficients }) => ({
      starts: Int32Array.from(starts),
      columns: Int32Array.from(columns),
      coefficients: Float64Array.from(coefficients),
    })),
  };
}

export interface Interval {
  readonly low: number;
  readonly high: number;
  readonly width: number;
}

/** What tables were met for. */
export function reached({ least, most, parts, whole }: Aim, attacks: readonly ComponentAttack[]): Interval {
  const low = parts.reduce(
    (sum, { component, probe }) => sum + (attacks[component]?.reach.low[probe] ?? 0),
    least,
  );
  const high = parts.reduce(
    (sum, { component, probe }) => sum + (attacks[component]?.reach.high[probe] ?? 0),
    most,
  );
  const ends = whole ? inwards(low, high) : { low, high };
  const width = ends.high - ends.low;
  return { ...ends, width: Number.isNaN(width) ? Number.NEGATIVE_INFINITY : width };
}

/** What cannot be left, as far as is proven. */
export function limits({ least, most, parts, whole }: Aim, attacks: readonly ComponentAttack[]): Interval {
  const from = parts.reduce(
    (sum, { component, probe }) => sum + (attacks[component]?.reach.lowLimit[probe] ?? 0),
    least,
  );
  const to = parts.reduce(
    (sum, { component, probe }) => sum + (attacks[component]?.reach.highLimit[probe] ?? 0),
    most,
  );
  const ends = whole ? inwards(from, to) : { low: from, high: to };
  return { ...ends, width: ends.high - ends.low };
}

/** The whole numbers between two ends. Adding zero turns -0 into 0. */
function inwards(low: number, high: number): { readonly low: number; readonly high: number } {
  return { low: Math.ceil(low - ROUNDING) + 0, high: Math.floor(high + ROUNDING) + 0 };
}

export function suffices({ width: needed, low, high }: Aim, interval: Interval): boolean {
  const slack = Math.max(ROUNDING, needed * 1e-9);
  return interval.width >= needed - slack && interval.low <= low + slack && interval.high >= high - slack;
}

export function holds(aim: Aim, attacks: readonly ComponentAttack[]): boolean {
  return suffices(aim, reached(aim, attacks));
}

export function isBroken(aim: Aim, attacks: readonly ComponentAttack[]): boolean {
  return !suffices(aim, limits(aim, attacks));
}

export function isDetermined(aim: Aim, attacks: readonly ComponentAttack[]): boolean {
  const { low, width } = limits(aim, attacks);
  return width < (aim.whole ? 1 : leastWidth(low));
}

export function weaknessOf(aim: Aim, attacks: readonly ComponentAttack[]): Weakness {
  const proven = limits(aim, attacks);
  const met = reached(aim, attacks);
  // Where only whole numbers fall short, or nobody could tell, what was met is said.
  const { low, high } = suffices(aim, proven) && met.width >= 0 ? met : proven;
  return {
    subject: aim.subject,
    low,
    high,
    needed: aim.width,
    ...(Number.isFinite(aim.low) ? { neededLow: aim.low } : {}),
    ...(Number.isFinite(aim.high) ? { neededHigh: aim.high } : {}),
  };
}
