import type { Highs } from 'highs';
import type { Component } from './components.ts';
import { Moves, type Wanted } from './moves.ts';
import { type Budget, type Confined, Programs } from './programs.ts';
import { type Probes, Reach } from './reach.ts';

type End = 'low' | 'high';

/**
 * In a component of more unknowns than this, intervals are those of linear programs, rounded inwards: whether whole
 * numbers reach as far is then not asked, since searching for them would take hours.
 */
export const SEARCHED_WHOLE = 1500;

/** A component of more unknowns is searched only near the moves from the truth, not as a whole. */
const SEARCHED_AS_A_WHOLE = 100;

/** All means of bounding the sums of one component. What one of them finds serves all sums. */
export class ComponentAttack implements Disposable {
  readonly reach: Reach;
  readonly unknowns: number;
  /** Whether tables of whole numbers are looked for. */
  readonly inWholeNumbers: boolean;
  readonly #component: Component;
  readonly #programs: Programs;
  readonly #budget: Budget;
  readonly #makeMoves: (from: Float64Array) => Moves;
  #moves: Moves | undefined;

  /**
   * @param keeps whether the tables that are met are kept
   * @param searched in a component of more unknowns whole numbers are not searched
   */
  constructor(
    highs: Highs,
    component: Component,
    probes: Probes,
    budget: Budget,
    { keeps, searched }: { readonly keeps: boolean; readonly searched: number },
  ) {
    this.unknowns = component.lower.length;
    this.inWholeNumbers = component.lower.length <= searched;
    this.reach = new Reach(component, probes, keeps, this.inWholeNumbers);
    this.#component = component;
    this.#budget = budget;
    this.#programs = new Programs(highs, component, budget);
    this.#makeMoves = (from) => new Moves(highs, component, probes, from, budget);
  }

  /**
   * Looks for a whole table that takes a probe of whole numbers to `goal`, by the smallest move from the truth.
   * @returns whether that told anything
   */
  move(probe: number, end: End, goal: number): boolean {
    const { truth } = this.#component;
    if (truth === null || !this.inWholeNumbers) return false;
    this.#moves ??= this.#makeMoves(truth);
    const moved = this.#moves.towards(probe, end, goal);
    if (moved.kind === 'impossible') {
      this.reach.limitTo(probe, end, end === 'high' ? goal - 1 : goal + 1);
      return true;
    }
    if (!this.reach.offer(moved.point)) this.#searchNear(probe, end, goal, moved.point, truth);
    return this.reach.attains(probe, end, goal);
  }

  /** Looks for one whole table that takes many probes towards what is wanted of them. */
  moveTogether(wanted: readonly Wanted[]): void {
    const { truth } = this.#component;
    if (!this.inWholeNumbers) {
      const { point } = this.#programs.bound(this.reach.askedTogether(wanted));
      if (point !== undefined) this.reach.offer(point);
      return;
    }
    if (truth === null) return;
    this.#moves ??= this.#makeMoves(truth);
    this.reach.offer(this.#moves.together(wanted));
  }

  /** The exact end where numbers need not be whole. */
  solve(probe: number, end: End): void {
    if (this.reach.isSolved(probe, end)) return;
    this.reach.solved(probe, end, this.#programs.bound(this.reach.asked(probe, end)));
  }

  /**
   * Looks for a whole table that takes a probe further than any that was met, by as much as is missing. Where a
   * component is too large for that, the end is taken as linear programs have it, and counted.
   */
  search(probe: number, end: End, missing: number): void {
    const { reach } = this;
    const { truth } = this.#component;
    if (reach.isExact(probe, end) || !this.inWholeNumbers) return;
    const enough = end === 'high' ? (reach.high[probe] ?? 0) + missing : (reach.low[probe] ?? 0) - missing;
    if (this.unknowns <= SEARCHED_AS_A_WHOLE) {
      const found = this.#programs.search(reach.asked(probe, end), enough, truth);
      if (found.point !== undefined) reach.offer(found.point);
      reach.limitTo(probe, end, found.bound);
    } else {
      this.solve(probe, end);
      reach.grant(probe, end);
      this.#budget.undecided += 1;
    }
  }

  /** Searches whole numbers among the columns that a move changed by parts of one. */
  #searchNear(probe: number, end: End, goal: number, point: Float64Array, truth: Float64Array): void {
    const { reach } = this;
    const confined: Confined[] = [];
    for (let column = 0; column < truth.length; column += 1) {
      const at = truth[column] ?? 0;
      if (Math.abs((point[column] ?? 0) - at) < 1e-7) confined.push({ column, low: at, high: at });
    }
    const found = this.#programs.search(reach.asked(probe, end), goal, truth, confined);
    if (found.point !== undefined) reach.offer(found.point);
  }

  [Symbol.dispose](): void {
    this.#programs[Symbol.dispose]();
    this.#moves?.[Symbol.dispose]();
  }
}
