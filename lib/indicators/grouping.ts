import { quoteName, quoteText } from '../sql/quote.ts';
import type { Dimension, Indicator } from '../workspace/workspace.ts';
import { dimensionsInUse, TOTAL } from './axes.ts';

/** How the columns of one dimension are called inside the statement. */
export interface LevelColumns {
  readonly dimension: Dimension;
  /** Holds the code itself. */
  readonly code: string;
  /** Holds the group's code, one a roll-up; null where the roll-up leaves the code out. */
  readonly rollups: readonly string[];
}

export function levelColumns(indicator: Indicator): readonly LevelColumns[] {
  return dimensionsInUse(indicator).map((dimension, at) => ({
    dimension,
    code: quoteName(`code_${at + 1}`),
    rollups: Object.keys(dimension.rollups).map((_, rollup) =>
      quoteName(`code_${at + 1}_rollup_${rollup + 1}`),
    ),
  }));
}

/**
 * The grouping sets of an indicator: for every cross each choice of a level (code, roll-up, total) a dimension; and
 * the finest cross of all dimensions, whose cells add up to all others. Each set once, as column names.
 */
export function groupingSets(indicator: Indicator): readonly (readonly string[])[] {
  const levels = levelColumns(indicator);
  const sets = [...indicator.crosses, levels.map(({ dimension }) => dimension.name)].flatMap((cross, at) => {
    const finestOnly = at === indicator.crosses.length;
    return levels
      .filter(({ dimension }) => cross.includes(dimension.name))
      .reduce<readonly (readonly string[])[]>(
        (grown, { dimension, code, rollups }) => {
          const choices = finestOnly
            ? [[code]]
            : [[code], ...rollups.map((column) => [column]), ...(dimension.total ? [[]] : [])];
          return grown.flatMap((set) => choices.map((choice) => [...set, ...choice]));
        },
        [[]],
      );
  });
  return [...new Map(sets.map((set) => [set.join(), set])).values()];
}

/** SQL for what stands in a dimension's column of the cells table. */
export function codeOfLevel(level: LevelColumns, sets: readonly (readonly string[])[]): string {
  const used = [level.code, ...level.rollups].filter((column) => sets.some((set) => set.includes(column)));
  if (used.length === 0) return quoteText(TOTAL);
  const whens = used.map((column) => `WHEN grouping(${column}) = 0 THEN ${column}`);
  return `CASE ${whens.join(' ')} ELSE ${quoteText(TOTAL)} END`;
}
