import { type Aim, holds, isBroken, limits, reached } from './aims.ts';
import type { ComponentAttack } from './component-attack.ts';
import type { Wanted } from './moves.ts';
import type { Budget } from './programs.ts';

/** Programs spent on the narrowest interval of all, once it is known that every one is wide enough: fewer of large ones. */
const NARROWEST_PROGRAMS = 100;
const NARROWEST_UNKNOWNS = 150_000;

/** Fewer aims than this are settled one by one. */
const WORTH_GATHERING = 12;
/** Rounds of moves for many aims together. */
const ROUNDS = 16;

/** Settles most aims by few programs: tables that move as many of them as can be, some up and some down. */
export function settleTogether(aims: readonly Aim[], attacks: readonly ComponentAttack[]): void {
  for (const [component, attack] of attacks.entries()) settleComponent(aims, component, attack, attacks);
}

function settleComponent(
  aims: readonly Aim[],
  component: number,
  attack: ComponentAttack,
  attacks: readonly ComponentAttack[],
): void {
  let open = aims.filter(
    ({ parts, whole }) => whole && parts.length === 1 && parts[0]?.component === component,
  );
  for (let round = 0; round < ROUNDS; round += 1) {
    open = open.filter((aim) => !holds(aim, attacks) && !isBroken(aim, attacks));
    if (open.length < WORTH_GATHERING) return;
    attack.moveTogether(wantedOf(open, round, attacks));
    const settled = open.filter((aim) => holds(aim, attacks)).length;
    // One program for many costs as much as a hundred for one each.
    if (settled < Math.max(8, open.length / 10)) return;
  }
}

function wantedOf(
  aims: readonly Aim[],
  round: number,
  attacks: readonly ComponentAttack[],
): readonly Wanted[] {
  return aims.flatMap((aim, at) => {
    const [part] = aim.parts;
    const now = reached(aim, attacks);
    const limit = limits(aim, attacks);
    // Sums hold still: what some gain, others lose. Which way each one goes changes from round to round.
    const end = (Math.imul(at + 1, 2_654_435_761) >>> (4 + round)) % 2 === 0 ? 'high' : 'low';
    const up = Math.min(limit.high, Math.max(aim.high, now.low + aim.width)) - aim.most;
    const down = Math.max(limit.low, Math.min(aim.low, now.high - aim.width)) - aim.least;
    const goal = end === 'high' ? up : down;
    return part === undefined || !Number.isFinite(goal) ? [] : [{ probe: part.probe, end, goal } as const];
  });
}

/** Finds out whether an aim holds: by what was met already, by small moves, by linear programs, by searches. */
export function settle(aim: Aim, attacks: readonly ComponentAttack[]): void {
  const isSettled = () => holds(aim, attacks) || isBroken(aim, attacks);
  const [only, ...others] = aim.parts;
  if (only !== undefined && others.length === 0 && aim.whole) moveBothEnds(aim, only, attacks, isSettled);
  solveEnds(aim, attacks, isSettled);
  for (const end of ['high', 'low'] as const) {
    for (const { component, probe } of aim.parts) {
      if (isSettled()) return;
      const now = reached(aim, attacks);
      // What this part would have to reach, were all others as wide as they are known to be.
      const missing =
        end === 'high'
          ? Math.max(aim.high - now.high, aim.width - now.width)
          : Math.max(now.low - aim.low, aim.width - now.width);
      attacks[component]?.search(probe, end, missing);
    }
  }
}

/** By turns: as far as one end must go, given what the other was seen or proven to be. */
export function moveBothEnds(
  aim: Aim,
  { component, probe }: Aim['parts'][number],
  attacks: readonly ComponentAttack[],
  isSettled: () => boolean,
): void {
  const attack = attacks[component];
  if (attack === undefined) return;
  while (!isSettled()) {
    const now = reached(aim, attacks);
    const limit = limits(aim, attacks);
    const up = Math.max(aim.high, now.low + aim.width);
    const goesUp = up > now.high && up <= limit.high;
    const goal = goesUp ? up - aim.most : Math.min(aim.low, limit.high - aim.width, now.low) - aim.least;
    if (!goesUp && goal + aim.least >= now.low) return;
    if (!attack.move(probe, goesUp ? 'high' : 'low', goal)) return;
  }
}

/** Linear programs for both ends of every part, until `enough` says so. */
export function solveEnds(aim: Aim, attacks: readonly ComponentAttack[], enough: () => boolean): void {
  for (const end of ['high', 'low'] as const) {
    for (const { component, probe } of aim.parts) {
      if (enough()) return;
      attacks[component]?.solve(probe, end);
    }
  }
}

/** The width of the narrowest primary count, as far as tables were met for it. */
export function narrowestOf(
  aims: readonly Aim[],
  attacks: readonly ComponentAttack[],
  budget: Budget,
): number | null {
  const counts = aims.filter(({ primary, whole }) => primary && whole);
  const largest = Math.max(1, ...attacks.map(({ unknowns }) => unknowns));
  const until = budget.programs + Math.min(NARROWEST_PROGRAMS, Math.ceil(NARROWEST_UNKNOWNS / largest));
  const solved = new Set<Aim>();
  for (;;) {
    let narrowest: Aim | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const aim of counts) {
      const width = Math.max(
        reached(aim, attacks).width,
        isBroken(aim, attacks) ? limits(aim, attacks).width : 0,
      );
      if (width < least || (width === least && solved.has(aim))) [narrowest, least] = [aim, width];
    }
    if (narrowest === undefined) return null;
    if (solved.has(narrowest) || budget.programs >= until) return least;
    solved.add(narrowest);
    solveEnds(narrowest, attacks, () => false);
  }
}
