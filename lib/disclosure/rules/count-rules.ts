import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Quantity } from '../model/system.ts';
import { protectionOfCounts, type QuantityRule } from './protection.ts';

/** A count of 1 to threshold − 1; of a number that only follows from others, the same under another name. */
const threshold: QuantityRule = (quantity, policy) => {
  if (!isSmall(quantity, policy)) return null;
  const derived = quantity.role === 'complement' || quantity.role === 'remainder';
  return { rule: derived ? 'complement' : 'threshold', ...protectionOfCounts(policy) };
};

/** Nobody. That a denominator holds everybody is ordinarily true by definition: no secret about anybody. */
const zero: QuantityRule = ({ role, value }, policy) =>
  value === 0 && policy.zeros === 'protected' && role !== 'remainder'
    ? { rule: 'zero', ...protectionOfCounts(policy) }
    : null;

/** Too few people to speak of a rate or a mean, though enough to be counted. */
const minimumDenominator: QuantityRule = (quantity, policy) =>
  quantity.role === 'denominator' &&
  quantity.value > 0 &&
  quantity.value < policy.minimumDenominator &&
  !isSmall(quantity, policy)
    ? { rule: 'minimumDenominator', ...protectionOfCounts(policy) }
    : null;

function isSmall({ value }: Quantity, policy: DisclosurePolicy): boolean {
  return value > 0 && value < policy.threshold;
}

/** The rules over one count. */
export const COUNT_RULES: readonly QuantityRule[] = [threshold, zero, minimumDenominator];
