import type { Point } from './certificates.ts';
import type { Search } from './search.ts';

/**
 * Shows again what is hidden for nothing: elimination and healing decide one by one, and may hide a row that a later
 * one makes needless. Rows are tried in the order given; one stays shown where everything that its hiding helped to
 * keep wide can be kept wide without.
 */
export function trim(search: Search, candidates: readonly number[]): void {
  const { certificates, hiding } = search;
  // Which lines' ends stand on a point that moves this line.
  const dependents = new Map<number, Set<number>>();
  const moved = new Map<Point, readonly number[]>();
  const note = (line: number) => {
    for (const point of certificates.pointsOf(line)) {
      const known = moved.get(point);
      const list = known ?? certificates.moved(point);
      if (known === undefined) moved.set(point, list);
      for (const other of list) {
        const set = dependents.get(other);
        if (set === undefined) dependents.set(other, new Set([line]));
        else set.add(line);
      }
    }
  };
  for (const line of certificates.needed()) note(line);
  for (const row of candidates) {
    const gained = hiding.show(row);
    const released = search.releaseRow(row);
    const isOut = (point: Point) => (moved.get(point) ?? []).some((line) => gained.includes(line));
    const affected = [...new Set(gained.flatMap((line) => [...(dependents.get(line) ?? [])]))]
      .filter((line) => certificates.needOf(line) !== undefined)
      .sort((left, right) => left - right);
    const undo: (() => void)[] = [];
    for (const line of affected) undo.push(certificates.forget(line, isOut));
    const isWide = search.widen(affected);
    // A point found for one line may be what another's end stands on from now.
    for (const line of certificates.needed()) note(line);
    if (isWide) continue;
    hiding.hide(row);
    for (const [line, need] of released) certificates.need(line, need);
    // Points found on the way stay true: showing a row only rules tables out.
    for (const take of undo.toReversed()) take();
  }
}
