import type { DisclosurePolicy } from '../../workspace/workspace.ts';
import type { Quantity, Sensitive, System } from '../model/system.ts';

/**
 * How far a sum that is hidden for its few contributors must stay from its value: 30 %, the safety range that
 * τ-Argus offers for its frequency rule.
 */
const SUM_SAFETY_SHARE = 0.3;

/** The interval that the policy asks for around a hidden count. */
export function minimumInterval(policy: DisclosurePolicy): number {
  return Math.max(1, policy.minimumInterval ?? policy.threshold - 1);
}

type Broken = Pick<Sensitive, 'rule' | 'width'>;

function brokenByCount(quantity: Quantity, policy: DisclosurePolicy): readonly Broken[] {
  const { role, value } = quantity;
  const width = minimumInterval(policy);
  const small = value > 0 && value < policy.threshold;
  // Everybody in the denominator is ordinarily true by definition: no secret about anybody.
  const zero = value === 0 && policy.zeros === 'protected' && role !== 'remainder';
  const thin = role === 'denominator' && value > 0 && value < policy.minimumDenominator;
  return [
    ...(small
      ? [
          {
            rule:
              role === 'complement' || role === 'remainder'
                ? ('complement' as const)
                : ('threshold' as const),
            width,
          },
        ]
      : []),
    ...(zero ? [{ rule: 'zero' as const, width }] : []),
    ...(thin && !small ? [{ rule: 'minimumDenominator' as const, width }] : []),
  ];
}

function brokenBySum(quantity: Quantity, policy: DisclosurePolicy): readonly Broken[] {
  const count = quantity.contributors?.count ?? 0;
  const largest = quantity.contributors?.largest ?? 0;
  const few = (count > 0 && count < policy.threshold) || (count === 0 && policy.zeros === 'protected');
  const { dominance } = policy;
  const dominated = dominance !== undefined && count > 0 && largest > dominance.k * quantity.value;
  return [
    ...(few ? [{ rule: 'contributors' as const, width: Math.abs(quantity.value) * SUM_SAFETY_SHARE }] : []),
    // Hundepool et al., Statistical Disclosure Control (2012), 4.3: the upper protection level of the (n,k) rule.
    ...(dominated
      ? [{ rule: 'dominance' as const, width: Math.max(0, largest / dominance.k - quantity.value) }]
      : []),
  ];
}

/** Every quantity that the policy does not let a reader learn, in the order of rows. */
export function sensitiveQuantities(system: System, policy: DisclosurePolicy): readonly Sensitive[] {
  return system.rows.flatMap((row, at) =>
    row.quantities.flatMap((quantity, index) => {
      const broken =
        quantity.role === 'sum' ? brokenBySum(quantity, policy) : brokenByCount(quantity, policy);
      return broken.map((why) => ({ row: at, quantity: index, ...why }));
    }),
  );
}
