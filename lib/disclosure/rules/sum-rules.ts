import type { Broken, QuantityRule } from './protection.ts';

/**
 * How far a sum that is hidden for its few contributors must stay from its value: 30 %, the safety range that the
 * manual of τ-Argus takes for its frequency rule.
 */
const SAFETY_SHARE = 0.3;

/** Fewer people than the policy wants behind a sum. One of which nobody knows who stands behind it has too few. */
const contributors: QuantityRule = ({ value, contributors: behind }, policy) => {
  const fewest = policy.minimumContributors ?? policy.threshold;
  const few =
    behind === undefined ||
    (behind.count > 0 && behind.count < fewest) ||
    (behind.count === 0 && policy.zeros === 'protected');
  return few ? { rule: 'contributors', width: Math.abs(value) * SAFETY_SHARE } : null;
};

/** (n,k): the n largest hold more than the share k of the sum. */
const dominance: QuantityRule = ({ value, contributors: behind }, { dominance: rule }) => {
  if (rule === undefined || behind === undefined || behind.count === 0) return null;
  const total = Math.abs(value);
  return behind.largest > rule.k * total ? around('dominance', behind.largest / rule.k - total) : null;
};

/**
 * p%: the second largest, who knows its own part, can tell the largest to within p % of it, since what remains is
 * less than that. Where the two largest are not known, the largest may be the whole sum.
 */
const pPercent: QuantityRule = ({ value, contributors: behind }, { pPercent: p }) => {
  if (p === undefined || behind === undefined || behind.count === 0) return null;
  const total = Math.abs(value);
  const first = behind.first ?? total;
  const second = behind.second ?? 0;
  // Amounts below zero make the sum smaller than what its contributors hold: what remains is then none.
  const rest = Math.max(0, total - first - second);
  const allowed = (p / 100) * first;
  return rest < allowed ? around('pPercent', allowed - rest) : null;
};

/**
 * Upper protection levels after Hundepool et al., Statistical Disclosure Control (2012), section 4.3: (n,k) what the n
 * largest make of k, less the sum; p% the p per cent less the rest. Lower ones are the same, as there and in τ-Argus.
 */
function around(rule: Broken['rule'], level: number): Broken {
  return { rule, width: level, below: level, above: level };
}

/** The rules over one sum of amounts. */
export const SUM_RULES: readonly QuantityRule[] = [contributors, dominance, pPercent];
