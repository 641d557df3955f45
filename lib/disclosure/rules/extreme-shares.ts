import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Row } from '../model/system.ts';
import { type Broken, minimumInterval } from './protection.ts';

/** Where the numbers of one rate stand among the quantities of a row. */
export interface RatePlaces {
  readonly numerator: number;
  readonly denominator: number;
  readonly complement: number;
}

/** The rates of a row: a numerator, its denominator and their difference stand in it one after the other. */
export function ratesOf({ quantities }: Row): readonly RatePlaces[] {
  return quantities.flatMap(({ role }, at) =>
    role === 'complement' &&
    quantities[at - 1]?.role === 'denominator' &&
    quantities[at - 2]?.role === 'count'
      ? [{ numerator: at - 2, denominator: at - 1, complement: at }]
      : [],
  );
}

/** A share that is shown as `<5` or `>95`. */
export interface ExtremeShare {
  readonly side: 'below' | 'above';
  /** The bound in per cent. */
  readonly bound: number;
  /**
   * The largest count that the code leaves possible where the denominator is known: of the numerator below, of the
   * complement above; the smallest is 0. Where it is 0 the code tells all.
   */
  readonly most: number;
}

/** Whether a share is extreme by a policy; null where it is not, or where nobody is in the denominator. */
export function extremeShare(
  numerator: number,
  denominator: number,
  { extremeShares: bounds }: Pick<DisclosurePolicy, 'extremeShares'>,
): ExtremeShare | null {
  if (bounds === undefined || denominator === 0) return null;
  const { below, above } = bounds;
  if (numerator * 100 < below * denominator)
    return { side: 'below', bound: below, most: mostUnder(below, denominator) };
  if (numerator * 100 > above * denominator)
    return { side: 'above', bound: above, most: mostUnder(100 - above, denominator) };
  return null;
}

/** The largest whole number that is less than so many per cent of another. */
function mostUnder(percent: number, of: number): number {
  const near = Math.ceil((percent * of) / 100);
  return near * 100 < percent * of ? near : near - 1;
}

/**
 * Shares that are shown by their code alone: the small side of each, which has to stay uncertain over all that the
 * code leaves possible, or over the policy's interval where that is less.
 */
export function extremeShares(
  row: Row,
  policy: DisclosurePolicy,
): readonly { readonly quantity: number; readonly broken: Broken }[] {
  return ratesOf(row).flatMap(({ numerator, denominator, complement }) => {
    const amountAt = (at: number) => row.quantities[at]?.value ?? 0;
    const share = extremeShare(amountAt(numerator), amountAt(denominator), policy);
    if (share === null) return [];
    const width = Math.max(1, Math.min(share.most, minimumInterval(policy)));
    const quantity = share.side === 'below' ? numerator : complement;
    return [{ quantity, broken: { rule: 'extremeShare', width } }];
  });
}
