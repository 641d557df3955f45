import type { Bounds } from './attack-apart.ts';

/** What a policy asks of hidden cells, as the issue has it; written apart from the product's rules. */
export interface Rule {
  readonly threshold: number;
  readonly zeros: 'publish' | 'protect';
  /** Sliding protection; threshold − 1 where missing. */
  readonly width?: number;
  readonly protection?: { readonly below: number; readonly above: number };
}

/** Counts of 1 to threshold − 1, and zeros where they are protected. */
export function isPrimary(value: number, { threshold, zeros }: Rule): boolean {
  return value < threshold && (value > 0 || zeros === 'protect');
}

/** Whether a reader who bounds a hidden cell so closely has learnt more than the policy allows. */
export function isTooClose({ low, high }: Pick<Bounds, 'low' | 'high'>, value: number, rule: Rule): boolean {
  if (!isPrimary(value, rule)) return high - low < 1;
  const { threshold, zeros, width = threshold - 1, protection = { below: 0, above: 0 } } = rule;
  const least = zeros === 'publish' ? 1 : 0;
  return (
    high - low < Math.max(1, width) ||
    low > Math.max(least, value - protection.below) ||
    high < value + protection.above
  );
}
