import type { Form, Pattern, Reader, Sensitive, System, Weakness } from '../model/system.ts';
import { solver } from '../solver.ts';
import { type Budget, ComponentBounds } from './component-bounds.ts';
import { type Knowledge, type Reduced, reduceKnowledge } from './equations.ts';

export interface Verdict {
  readonly passed: boolean;
  /** Hidden numbers that can be worked out exactly. */
  readonly determined: number;
  /** Primary numbers whose interval is narrower than the policy asks for, the determined ones included. */
  readonly narrow: number;
  /** The narrowest interval of a primary count; null where none is bounded. */
  readonly narrowest: number | null;
  /** Linear programs solved. */
  readonly programs: number;
  readonly weaknesses: readonly Weakness[];
}

/** More simplex steps than this, and the table is refused as too large. */
const STEP_LIMIT = 20_000_000;
/** Distance within which a bound counts as the whole number beside it. */
const ROUNDING = 1e-5;

export interface AuditOptions {
  /** How many simplex steps all programs together may take. */
  readonly limit?: number;
  /** End at the first weakness, and do not look for the narrowest interval: enough to know whether a pattern holds. */
  readonly untilFirstWeakness?: boolean;
}

interface Target {
  readonly row: number;
  readonly quantity: number;
  readonly needed: number;
  readonly primary: boolean;
  readonly whole: boolean;
  /** The part that follows already, and the rest by component. */
  readonly fixed: number;
  readonly parts: readonly {
    readonly component: number;
    readonly unknowns: readonly number[];
    low: number;
    high: number;
  }[];
}

/**
 * Attacks a pattern as a reader could who knows every published number, how all of them add up, that nothing is
 * negative, and the policy. For every hidden number that matters the feasible interval is found by linear
 * programming over the finest cells. It shares nothing with the suppression that it judges but the description of
 * the table. See docs/disclosure.md.
 * @throws AuditTooLarge, PublishedCellsDisagree
 */
export async function attackPattern(
  system: System,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  policy: Reader,
  { limit = STEP_LIMIT, untilFirstWeakness = false }: AuditOptions = {},
): Promise<Verdict> {
  const highs = await solver();
  const reduced = reduceKnowledge(system.variables, system.signed, knownToReaders(system, hidden, policy));
  const targets = targetsOf(system, hidden, sensitive, policy, reduced);
  const budget: Budget = { steps: limit, programs: 0 };
  const open = new Map<number, ComponentBounds>();
  using disposal = new DisposableStack();
  const boundsOf = (component: number): ComponentBounds => {
    const known = open.get(component);
    if (known !== undefined) return known;
    const content = reduced.components[component] ?? { unknowns: [], knowledge: [] };
    const made = disposal.use(new ComponentBounds(highs, content, reduced.lower, reduced.upper, budget));
    open.set(component, made);
    return made;
  };
  const byComponent = new Map<number, Target['parts'][number][]>();
  for (const part of targets.flatMap(({ parts }) => parts)) {
    const list = byComponent.get(part.component);
    if (list === undefined) byComponent.set(part.component, [part]);
    else list.push(part);
  }

  /** Makes the interval exact, and widens what is known of all others by each solution met on the way. */
  const settle = (target: Target, enough: number) => {
    for (const sense of ['most', 'least'] as const) {
      for (const part of target.parts) {
        if (width(target) >= enough) return;
        const { bound, at } = boundsOf(part.component).solve(part.unknowns, sense);
        if (sense === 'most') part.high = Math.max(part.high, bound);
        else part.low = Math.min(part.low, bound);
        if (at === undefined) continue;
        for (const other of byComponent.get(part.component) ?? []) {
          let value = 0;
          for (const unknown of other.unknowns) value += at(unknown);
          other.high = Math.max(other.high, value);
          other.low = Math.min(other.low, value);
        }
      }
    }
  };
  const weak: Target[] = [];
  for (const target of targets) {
    settle(target, target.needed);
    if (width(target) < target.needed) weak.push(target);
    if (untilFirstWeakness && weak.length > 0) break;
  }
  const counts = untilFirstWeakness ? [] : targets.filter(({ primary, whole }) => primary && whole);
  let narrowest = Number.POSITIVE_INFINITY;
  for (const target of [...counts].sort((left, right) => width(left) - width(right))) {
    if (width(target) >= narrowest) continue;
    settle(target, narrowest);
    narrowest = Math.min(narrowest, width(target));
  }
  return {
    passed: weak.length === 0,
    determined: weak.filter((target) => isDetermined(target)).length,
    narrow: weak.filter(({ primary }) => primary).length,
    narrowest: Number.isFinite(narrowest) ? narrowest : null,
    programs: budget.programs,
    weaknesses: weak.map((target) => ({
      subject: { row: target.row, quantity: target.quantity },
      needed: target.needed,
      ...interval(target),
    })),
  };
}

function knownToReaders(system: System, hidden: Pattern, policy: Reader): readonly Knowledge[] {
  const published = system.rows.flatMap(({ quantities, root }, at) => {
    if (!hidden.has(at)) {
      return quantities
        .filter(({ shown }) => shown)
        .map(({ form, value }) => ({ plus: form, minus: [], low: value, high: value }));
    }
    const rooted = root === null ? undefined : quantities[root];
    if (policy.zeros === 'protected' || rooted === undefined) return [];
    // Zeros are always shown under this policy, so what is hidden is at least one.
    return [{ plus: rooted.form, minus: [], low: 1, high: Number.POSITIVE_INFINITY }];
  });
  return [...published, ...system.relations.map(({ left, right }) => difference(left, right))];
}

/** Variables on both sides cancel. */
function difference(left: Form, right: Form): Knowledge {
  const leftSet = new Set(left);
  const rightSet = new Set(right);
  const plus = left.filter((variable) => !rightSet.has(variable));
  const minus = right.filter((variable) => !leftSet.has(variable));
  return { plus, minus, low: 0, high: 0 };
}

function targetsOf(
  system: System,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  policy: Reader,
  reduced: Reduced,
): readonly Target[] {
  const componentOf = new Map(
    reduced.components.flatMap(({ unknowns }, component) =>
      unknowns.map((unknown) => [unknown, component] as const),
    ),
  );
  const asked = new Map<string, { row: number; quantity: number; needed: number; primary: boolean }>();
  const ask = (row: number, quantity: number, needed: number, primary: boolean) => {
    const key = `${row}/${quantity}`;
    const before = asked.get(key);
    asked.set(key, {
      row,
      quantity,
      needed: Math.max(needed, before?.needed ?? 0),
      primary: primary || before?.primary === true,
    });
  };
  for (const { row, quantity, width: needed } of sensitive) ask(row, quantity, needed, true);
  for (const at of hidden) {
    system.rows[at]?.quantities.forEach(({ shown, value, role }, quantity) => {
      // Where zeros are published a zero is no secret, wherever it follows from.
      if (shown && (value !== 0 || policy.zeros === 'protected'))
        ask(at, quantity, role === 'sum' ? leastWidth(value) : 1, false);
    });
  }
  return [...asked.values()].map(({ row, quantity, needed, primary }) => {
    const { form, role } = system.rows[row]?.quantities[quantity] ?? { form: [], role: 'count' };
    let fixed = 0;
    const parts = new Map<number, number[]>();
    for (const variable of form) {
      const component = componentOf.get(variable);
      const part = component === undefined ? undefined : parts.get(component);
      if (component === undefined) fixed += reduced.lower[variable] ?? 0;
      else if (part === undefined) parts.set(component, [variable]);
      else part.push(variable);
    }
    return {
      row,
      quantity,
      needed,
      primary,
      whole: role !== 'sum',
      fixed,
      parts: [...parts].map(([component, unknowns]) => ({
        component,
        unknowns,
        low: Number.POSITIVE_INFINITY,
        high: Number.NEGATIVE_INFINITY,
      })),
    };
  });
}

/** A hidden sum must not be known to a ten thousandth of itself, nor to the last of its four digits. */
function leastWidth(value: number): number {
  return Math.max(1e-3, Math.abs(value) * 1e-4);
}

function interval({ fixed, parts, whole }: Target): { readonly low: number; readonly high: number } {
  const low = parts.reduce((sum, part) => sum + part.low, fixed);
  const high = parts.reduce((sum, part) => sum + part.high, fixed);
  return whole ? { low: Math.ceil(low - ROUNDING), high: Math.floor(high + ROUNDING) } : { low, high };
}

/** At least this wide, as far as is known; below nothing while neither end has been looked for. */
function width(target: Target): number {
  const { low, high } = interval(target);
  return Number.isNaN(high - low) ? Number.NEGATIVE_INFINITY : high - low;
}

function isDetermined(target: Target): boolean {
  return width(target) < (target.whole ? 1 : leastWidth(interval(target).low));
}
