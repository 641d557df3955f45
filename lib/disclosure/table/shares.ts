import { type Axis, TOTAL } from '../../indicators/measure.ts';
import type { CubeCell } from '../model/cube.ts';
import type { DescribedTable } from '../model/described-table.ts';
import type { Pattern } from '../model/system.ts';
import type { Published } from './describe-table.ts';

/** How much of one cross is hidden. */
export interface CrossShare {
  /** Empty for the grand total alone. */
  readonly dimensions: readonly string[];
  /** Published cells, margins and roll-ups included. */
  readonly cells: number;
  readonly hidden: number;
  /** Of the people in the cross's finest published cells, the share whose cell is hidden; 0 to 1. */
  readonly peopleShare: number;
  /** Any reader can work `peopleShare` out: cells add up to a total that is shown. Otherwise keep it to yourself. */
  readonly readersKnow: boolean;
}

/**
 * How much of each cross is hidden, in the order of the crosses.
 * @param addUp what is shown adds up over codes
 */
export function crossShares(
  { axes, cells, system }: Pick<DescribedTable, 'axes' | 'cells' | 'system'>,
  { crosses, rollupsOnly }: Published,
  hidden: Pattern,
  addUp: boolean,
): readonly CrossShare[] {
  const finest = axes.map((axis) => finestCodes(axis, rollupsOnly.has(axis.name)));
  const peopleAt = (at: number) => {
    const row = system.rows[at];
    return row?.quantities[row.root ?? 0]?.value ?? 0;
  };
  const total = cells.findIndex(({ key }) => key.every((code) => code === TOTAL));
  const totalShown = total >= 0 && !hidden.has(total);
  return crosses.map((dimensions) => {
    const inside = axes.map(({ name }) => dimensions.includes(name));
    const belongs = ({ key }: CubeCell) => key.every((code, axis) => inside[axis] || code === TOTAL);
    const isFinest = ({ key }: CubeCell) =>
      key.every((code, axis) => (inside[axis] ? finest[axis]?.has(code) : code === TOTAL));
    const partitions = !dimensions.some((name) => rollupsOnly.has(name));
    let [count, hiddenCount, people, hiddenPeople] = [0, 0, 0, 0];
    cells.forEach((cell, at) => {
      if (!belongs(cell)) return;
      count += 1;
      if (hidden.has(at)) hiddenCount += 1;
      if (!isFinest(cell)) return;
      people += peopleAt(at);
      if (hidden.has(at)) hiddenPeople += peopleAt(at);
    });
    return {
      dimensions,
      cells: count,
      hidden: hiddenCount,
      peopleShare: people === 0 ? 0 : hiddenPeople / people,
      readersKnow: addUp && partitions && totalShown,
    };
  });
}

/** The mean of the crosses' shares of people. */
export function meanPeopleShare(shares: readonly CrossShare[]): number {
  if (shares.length === 0) return 0;
  return shares.reduce((sum, { peopleShare }) => sum + peopleShare, 0) / shares.length;
}

/** Codes; of a dimension that publishes roll-ups alone, groups that hold no other group. */
function finestCodes({ codes, groups }: Axis, rollupsOnly: boolean): ReadonlySet<string> {
  if (!rollupsOnly) return new Set(codes);
  const holds = (outer: readonly string[], within: readonly string[]) =>
    outer.length > within.length && within.every((code) => outer.includes(code));
  return new Set(
    groups
      .filter(({ members }) => !groups.some((other) => holds(members, other.members)))
      .map(({ code }) => code),
  );
}
