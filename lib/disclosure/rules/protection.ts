import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Quantity, Sensitive } from '../model/system.ts';

/** Why a quantity may not be learnt, and how far a reader must be kept from it. */
export type Broken = Pick<Sensitive, 'rule' | 'width' | 'below' | 'above'>;

/** A rule over one number of a row; null where it is kept. */
export type QuantityRule = (quantity: Quantity, policy: DisclosurePolicy) => Broken | null;

/** The interval that the policy asks for around a hidden count. */
export function minimumInterval(policy: DisclosurePolicy): number {
  return Math.max(1, policy.minimumInterval ?? policy.threshold - 1);
}

/** Sliding, lower and upper protection of a count. */
export function protectionOfCounts(policy: DisclosurePolicy): Omit<Broken, 'rule'> {
  return { width: minimumInterval(policy), ...policy.protection };
}
