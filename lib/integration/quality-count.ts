import type { QualityPolicy } from './quality-policy.ts';

/** A part of a whole as a quality table shows it. Null: hidden, or there is nothing to divide by. */
export interface ShownShare {
  readonly records: bigint | null;
  readonly affected: bigint | null;
  /** affected / records with four places, from the numbers shown; text. */
  readonly share: string | null;
  readonly status: 'published' | 'suppressed';
}

/**
 * Shows how many of `records` are `affected`. Both and the rest between them are counts of people: where one of the
 * three is small, all are hidden.
 */
export function showShare(records: bigint, affected: bigint, policy: QualityPolicy): ShownShare {
  if ([records, affected, records - affected].some((count) => isHidden(count, policy))) return HIDDEN;
  const shownRecords = roundTo(records, policy.base);
  const shownAffected = affected === records ? shownRecords : roundTo(affected, policy.base);
  return {
    records: shownRecords,
    affected: shownAffected,
    share: quotient(shownAffected, shownRecords),
    status: 'published',
  };
}

/** A count alone; null where it is hidden. */
export function showCount(count: bigint, policy: QualityPolicy): bigint | null {
  return isHidden(count, policy) ? null : roundTo(count, policy.base);
}

/** @returns four places, half up, as text; null where there is nothing to divide by */
export function quotient(part: bigint, whole: bigint): string | null {
  if (whole <= 0n) return null;
  const scaled = (part * 20_000n + whole) / (2n * whole);
  return `${scaled / 10_000n}.${(scaled % 10_000n).toString().padStart(4, '0')}`;
}

const HIDDEN: ShownShare = { records: null, affected: null, share: null, status: 'suppressed' };

function isHidden(count: bigint, { threshold, hidesZero }: QualityPolicy): boolean {
  return count < BigInt(threshold) && (count > 0n || hidesZero);
}

/** Half up, and never down to zero: a zero shown is a true one. */
function roundTo(count: bigint, base: number): bigint {
  const step = BigInt(base);
  const rounded = ((2n * count + step) / (2n * step)) * step;
  return rounded === 0n && count > 0n ? step : rounded;
}
