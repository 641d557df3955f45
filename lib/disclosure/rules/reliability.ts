import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Quantity, Row } from '../model/system.ts';
import { binomialLimits, type Limits, poissonLimits } from './confidence.ts';
import { ratesOf } from './extreme-shares.ts';

export type Reliability = 'reliable' | 'unreliable';

/** A count by itself, or (with `of`) as a share of others. */
interface Judged {
  readonly count: number;
  readonly of?: number;
}

/**
 * Whether the numbers of a row can be relied on, by the policy's limits: a mark beside what is shown, and never a
 * reason to hide it. A count n is taken for a Poisson variable: its standard error is 100/√n per cent of it. A rate
 * of x in n is taken for a share: 100·√((n−x)/(n·x)) per cent. States flag a relative standard error that reaches
 * their limit (30 in King County), NCHS an interval whose width exceeds it (160 % of the number;
 * stacks.cdc.gov/view/cdc/123462). Of sums and means no error is known; they are not judged.
 * @returns `unreliable` where any number is, and for zero, of which no relative error can be given; `reliable` where
 *   the policy sets no limit
 */
export function reliability(
  quantities: readonly Quantity[],
  { reliability: limits }: Pick<DisclosurePolicy, 'reliability'>,
): Reliability {
  if (limits === undefined) return 'reliable';
  const { relativeStandardError, relativeIntervalWidth } = limits;
  const unreliable = judgedOf({ key: [], root: null, quantities }).some(
    (judged) =>
      judged.count === 0 ||
      (relativeStandardError !== undefined && standardError(judged) >= relativeStandardError) ||
      (relativeIntervalWidth !== undefined && isWiderThan(relativeIntervalWidth, judged)),
  );
  return unreliable ? 'unreliable' : 'reliable';
}

function judgedOf(row: Row): readonly Judged[] {
  const denominatorOf = new Map(ratesOf(row).map(({ numerator, denominator }) => [numerator, denominator]));
  return row.quantities.flatMap(({ role, value }, at) => {
    if (role !== 'count') return [];
    const denominator = denominatorOf.get(at);
    return [
      denominator === undefined
        ? { count: value }
        : { count: value, of: row.quantities[denominator]?.value ?? 0 },
    ];
  });
}

/** In per cent of the number. */
function standardError({ count, of }: Judged): number {
  return 100 * Math.sqrt(of === undefined ? 1 / count : (of - count) / (of * count));
}

function isWiderThan(limit: number, { count, of }: Judged): boolean {
  const tooWide = ({ low, high }: Limits, value: number) => (100 * (high - low)) / value > limit;
  // The interval of a share is within that of its numerator as a count, which costs less to work out.
  if (!tooWide(poissonLimits(count), count)) return false;
  return of === undefined || tooWide(binomialLimits(count, of), count / of);
}
