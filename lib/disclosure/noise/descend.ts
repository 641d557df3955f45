import type { Incidence } from './incidence.ts';

/** What a descent moves, and how far it goes. */
export interface Descent {
  /** Inner cell → the rows over it. */
  readonly above: Incidence;
  /** How much each row matters. */
  readonly weights: Float64Array;
  /** No cell goes below zero or above this. */
  readonly most: Float64Array;
  /** Only by whole numbers. */
  readonly whole: boolean;
  /** Rounds over all cells at most. */
  readonly rounds: number;
}

/** Steps smaller than this, in persons, are none. */
const NO_STEP = 1e-5;

/**
 * Moves one inner cell after the other to where the rows over it fit best, round after round until none moves. Every
 * step makes the whole fit better, so it ends at the best where cells need not be whole.
 * @param cells moved in place
 * @param residual what each row misses; kept right in place
 */
export function descend(
  { above, weights, most, whole, rounds }: Descent,
  cells: Float64Array,
  residual: Float64Array,
): void {
  for (let round = 0; round < rounds; round += 1) {
    let moved = false;
    for (let cell = 0; cell < cells.length; cell += 1) {
      const value = cells[cell] ?? 0;
      const best = value + bestStep(above, cell, residual, weights, whole);
      const by = Math.min(Math.max(0, best), most[cell] ?? 0) - value;
      if (Math.abs(by) < NO_STEP) continue;
      cells[cell] = value + by;
      for (let at = above.offsets[cell] ?? 0; at < (above.offsets[cell + 1] ?? 0); at += 1) {
        const row = above.cells[at] ?? 0;
        residual[row] = (residual[row] ?? 0) - by;
      }
      moved = true;
    }
    if (!moved) break;
  }
}

function bestStep(
  above: Incidence,
  cell: number,
  residual: Float64Array,
  weights: Float64Array,
  whole: boolean,
): number {
  let pull = 0;
  let weight = 0;
  for (let at = above.offsets[cell] ?? 0; at < (above.offsets[cell + 1] ?? 0); at += 1) {
    const row = above.cells[at] ?? 0;
    pull += (residual[row] ?? 0) * (weights[row] ?? 0);
    weight += weights[row] ?? 0;
  }
  if (weight === 0) return 0;
  if (!whole) return pull / weight;
  // Half a step either way is as good: staying keeps the rounds from going to and fro.
  return Math.abs(pull) <= 0.5 * weight ? 0 : Math.round(pull / weight);
}
