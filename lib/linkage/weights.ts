import { FIELDS, isWithinSource, levelsOf } from './fields.ts';
import type { LinkageModel } from './model.ts';
import { isForbidden } from './patterns.ts';

/** Weights are binary logarithms in thousandths, as integers: their sums are the same in every engine. */
export const BIT = 1000;

/** No value is taken to be rarer than one in 2^20. */
const MOST_RARITY = 20;

export interface PatternWeight {
  /**
   * Log odds of match against stranger, in millibits, for tokens carried by one entity each; a quarter bit is
   * taken off per unit of the pair's `commonness`.
   */
  readonly againstStranger: number;
  /** Log odds of match against relative or twin. The pair's weight is the smaller of the two. */
  readonly againstRelative: number;
  readonly forbidden: boolean;
}

/** What an agreement pattern says under a model. */
export function weighPattern(model: LinkageModel, pattern: number): PatternWeight {
  const { match, relative, twin } = isWithinSource(pattern)
    ? model.prevalence.within
    : model.prevalence.between;
  let againstStranger = Math.log2(match / (1 - match - relative - twin));
  let againstRelative = Math.log2(match / relative);
  let againstTwin = Math.log2(match / twin);
  for (const [at, level] of levelsOf(pattern).entries()) {
    const field = model.fields[at];
    const shares = field?.levels.find((candidate) => candidate.level === level);
    if (field === undefined || shares === undefined) continue;
    const isTop = level === (FIELDS[at]?.levels[0]?.level ?? -1);
    const byToken = isTop && field.carriers > 0;
    againstStranger += byToken
      ? Math.log2(shares.match) + Math.min(MOST_RARITY, Math.log2(field.carriers))
      : Math.log2(shares.match / shares.stranger);
    againstRelative += Math.log2(shares.match / shares.relative);
    againstTwin += Math.log2(shares.match / shares.twin);
  }
  return {
    againstStranger: Math.round(againstStranger * BIT),
    againstRelative: Math.round(-Math.log2(2 ** -againstRelative + 2 ** -againstTwin) * BIT),
    forbidden: isForbidden(pattern),
  };
}

/** The probability of a match in millionths, from a weight in millibits. */
export function probabilityOf(weight: number): number {
  return Math.round(1_000_000 / (1 + 2 ** (-weight / BIT)));
}

/** The weight in millibits at which a probability (0 to 1) is reached. */
export function weightOf(probability: number): number {
  return Math.ceil(Math.log2(probability / (1 - probability)) * BIT);
}
