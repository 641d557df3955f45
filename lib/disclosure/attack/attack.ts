import type { Pattern, Reader, Sensitive, System, Weakness } from '../model/system.ts';
import { solver } from '../solver.ts';
import { type Aim, aimsOf, holds, isDetermined, reached, weaknessOf } from './aims.ts';
import { ComponentAttack, SEARCHED_WHOLE } from './component-attack.ts';
import { type Component, splitApart } from './components.ts';
import { attackFromInside, contributedBy, crowded, knowersIn } from './insiders.ts';
import { knownToReaders } from './knowledge.ts';
import type { Budget } from './programs.ts';
import { chosen, NO_PROBES } from './reach.ts';
import { narrowBounds } from './reduction.ts';
import { narrowestOf, settle, settleTogether, solveEnds } from './settle.ts';
import { shorterSums } from './shorter-sums.ts';
import { targetsOf } from './targets.ts';

export interface Verdict {
  readonly passed: boolean;
  /** Hidden numbers that can be worked out exactly. */
  readonly determined: number;
  /** Primary numbers whose interval is narrower than the policy asks for, the determined ones included. */
  readonly narrow: number;
  /** The narrowest interval of a primary count, as far as tables were met for it; null where none is bounded. */
  readonly narrowest: number | null;
  /** Linear programs solved. */
  readonly programs: number;
  /** Integer programs solved, where linear ones left open whether whole numbers reach as far. */
  readonly searches: number;
  /** Ends of intervals that no search could decide; they are taken as linear programs have them. */
  readonly undecided: number;
  /** Contributors, and pairs of them, for whom what an outsider cannot rule out did not settle the matter. */
  readonly insidersTried: number;
  readonly weaknesses: readonly Weakness[];
}

/** More simplex steps than this, and the table is refused as too large. */
const STEP_LIMIT = 100_000_000;

export interface AuditOptions {
  /** How many simplex steps all programs together may take. */
  readonly limit?: number;
  /** In components of more unknowns intervals are those of linear programs, rounded inwards. */
  readonly searched?: number;
}

/**
 * Attacks a pattern as a reader could who knows every published number, how all of them add up, that counts are whole
 * and nothing is negative, and the policy. It shares nothing with the suppression that it judges but the description
 * of the table. See docs/attacker.md.
 * @throws AuditTooLarge, PublishedCellsDisagree
 */
export async function attackPattern(
  system: System,
  hidden: Pattern,
  sensitive: readonly Sensitive[],
  reader: Reader,
  { limit = STEP_LIMIT, searched = SEARCHED_WHOLE }: AuditOptions = {},
): Promise<Verdict> {
  const highs = await solver();
  const sheet = knownToReaders(system, hidden, reader);
  const bounds = boundsAtFirst(system);
  narrowBounds(sheet, bounds);
  const targets = targetsOf(system, hidden, sensitive, reader);
  const amounts = contributedBy(system);
  const { components, splits } = splitApart(
    sheet,
    bounds,
    system.truth,
    targets.map(({ terms }) => terms),
    [...amounts.keys()],
  );
  const shorter = components.map((component) => ({
    ...component,
    sheet: shorterSums(component.sheet, component.lower.length),
  }));
  const { aims, probes } = aimsOf(targets, splits, shorter);
  const knowers = knowersIn(shorter, amounts, reader);
  const budget: Budget = { steps: limit, programs: 0, searches: 0, undecided: 0 };
  const attackOn = (component: Component, at: number) =>
    new ComponentAttack(highs, component, probes[at] ?? NO_PROBES, budget, {
      keeps: knowers.length > 0,
      searched,
    });
  using disposal = new DisposableStack();
  const attacks = shorter.map((component, at) => disposal.use(attackOn(component, at)));
  if (reader.insiders > 0) {
    using crowd = new DisposableStack();
    const crowds = shorter.map((component, at) => crowd.use(attackOn(crowded(component, reader), at)));
    settleTogether(aims, crowds);
    for (const aim of aims) settle(aim, crowds);
    for (const [at, { reach }] of crowds.entries())
      for (const table of reach.tables) attacks[at]?.reach.offer(table);
  }

  const weak: Aim[] = [];
  const weaknesses: Weakness[] = [];
  settleTogether(aims, attacks);
  for (const aim of aims) {
    settle(aim, attacks);
    if (!holds(aim, attacks)) weak.push(aim);
  }
  // Whether a weak number is known exactly or merely too closely.
  for (const aim of weak) if (reached(aim, attacks).width < 1) solveEnds(aim, attacks, () => false);
  weaknesses.push(...weak.map((aim) => weaknessOf(aim, attacks)));
  const determined = weak.filter((aim) => isDetermined(aim, attacks)).length;
  const fallen = new Set(weak);
  const standing = aims.filter((aim) => !fallen.has(aim));
  const worlds =
    knowers.length === 0
      ? 0
      : attackFromInside(
          standing,
          {
            components: shorter,
            attacks,
            knowers,
            insiders: reader.insiders,
            attack: (component, wanted, at) => {
              const own = new ComponentAttack(
                highs,
                component,
                chosen(probes[at] ?? NO_PROBES, wanted),
                budget,
                { keeps: true, searched },
              );
              for (const table of attacks[at]?.reach.tables ?? []) own.reach.offer(table);
              return own;
            },
          },
          ({ aim, inWorld, attacks: seen }) => {
            weak.push(aim);
            weaknesses.push({ ...weaknessOf(inWorld, seen), fromInside: true });
          },
        );
  return {
    passed: weak.length === 0,
    determined,
    narrow: weak.filter(({ primary }) => primary).length,
    narrowest: narrowestOf(aims, attacks, budget),
    programs: budget.programs,
    searches: budget.searches,
    undecided: budget.undecided,
    insidersTried: worlds,
    weaknesses,
  };
}

function boundsAtFirst(system: System) {
  const lower = new Float64Array(system.variables);
  const upper = new Float64Array(system.variables).fill(Number.POSITIVE_INFINITY);
  const whole = new Uint8Array(system.variables).fill(1);
  for (const variable of system.signed) lower[variable] = Number.NEGATIVE_INFINITY;
  for (const variable of system.fractional) whole[variable] = 0;
  for (const { quantities } of system.rows)
    for (const { role, form } of quantities)
      if (role === 'sum') for (const variable of form) whole[variable] = 0;
  return { lower, upper, whole };
}
