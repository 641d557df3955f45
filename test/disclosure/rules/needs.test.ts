import { describe, expect, it } from 'vitest';
import { EMPTY_SYSTEM, type Quantity } from '../../../lib/disclosure/model/system.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import type { DisclosurePolicy } from '../../../lib/workspace/workspace.ts';
import { aPolicy } from '../tables.ts';

function needed(quantity: Partial<Quantity>, policy: Partial<DisclosurePolicy>) {
  const whole: Quantity = { name: 'it', role: 'count', shown: true, form: [0], value: 0, ...quantity };
  const system = {
    ...EMPTY_SYSTEM,
    variables: 1,
    rows: [{ key: [], root: 0, quantities: [whole] }],
  };
  return sensitiveQuantities(system, aPolicy(policy));
}

function broken(quantity: Partial<Quantity>, policy: Partial<DisclosurePolicy>): readonly string[] {
  return needed(quantity, policy).map(({ rule, width }) => `${rule} ${width}`);
}

describe('the rules for primary suppression', () => {
  it.each([
    ['a count below the threshold', { value: 10 }, { threshold: 11 }, ['threshold 10']],
    ['no count at the threshold', { value: 11 }, { threshold: 11 }, []],
    ['a zero where zeros are protected', { value: 0 }, { threshold: 11 }, ['zero 10']],
    ['no zero where zeros are published', { value: 0 }, { threshold: 11, zeros: 'published' }, []],
    ['a small complement', { role: 'complement', value: 3 }, { threshold: 11 }, ['complement 10']],
    ['a small remainder', { role: 'remainder', value: 3 }, { threshold: 11 }, ['complement 10']],
    ['no remainder of nobody', { role: 'remainder', value: 0 }, { threshold: 11 }, []],
    [
      'a denominator below its minimum',
      { role: 'denominator', value: 15 },
      { threshold: 11, minimumDenominator: 20 },
      ['minimumDenominator 10'],
    ],
    [
      'no count below the minimum of denominators',
      { role: 'count', value: 15 },
      { threshold: 11, minimumDenominator: 20 },
      [],
    ],
    [
      'a sum of few contributors',
      { role: 'sum', value: 100, contributors: { count: 2, largest: 60 } },
      {},
      ['contributors 30'],
    ],
    [
      'a sum of fewer contributors than the policy wants, though the threshold is lower',
      { role: 'sum', value: 100, contributors: { count: 7, largest: 20 } },
      { minimumContributors: 8 },
      ['contributors 30'],
    ],
    [
      'no sum of enough contributors, though the threshold is higher',
      { role: 'sum', value: 100, contributors: { count: 3, largest: 40 } },
      { threshold: 11, minimumContributors: 3 },
      [],
    ],
    [
      'a sum of which nobody knows who contributes',
      { role: 'sum', value: 100 },
      { zeros: 'published' },
      ['contributors 30'],
    ],
    [
      'a sum that one dominates',
      { role: 'sum', value: 100, contributors: { count: 9, largest: 90 } },
      { dominance: { n: 1, k: 0.8 } },
      ['dominance 12.5'],
    ],
    [
      'no sum of which the largest hold just the share',
      { role: 'sum', value: 100, contributors: { count: 9, largest: 75 } },
      { dominance: { n: 1, k: 0.75 } },
      [],
    ],
    [
      'no sum of many',
      { role: 'sum', value: 100, contributors: { count: 9, largest: 20 } },
      { dominance: { n: 1, k: 0.8 } },
      [],
    ],
    [
      'a debt as they hide an amount',
      { role: 'sum', value: -100, contributors: { count: 9, largest: 90 } },
      { dominance: { n: 1, k: 0.8 } },
      ['dominance 12.5'],
    ],
    [
      'a sum whose second largest contributor can tell the largest to within p %',
      { role: 'sum', value: 100, contributors: { count: 9, largest: 80, first: 80, second: 16 } },
      { pPercent: 10 },
      ['pPercent 4'],
    ],
    [
      'no sum in which the rest is p % of the largest',
      { role: 'sum', value: 104, contributors: { count: 9, largest: 80, first: 80, second: 16 } },
      { pPercent: 10 },
      [],
    ],
    [
      'a sum of amounts and debts by what its contributors hold',
      { role: 'sum', value: 20, contributors: { count: 9, largest: 80, first: 80, second: 70 } },
      { pPercent: 10 },
      ['pPercent 8'],
    ],
    [
      'a sum of which the two largest are not known',
      { role: 'sum', value: 100, contributors: { count: 9, largest: 20 } },
      { pPercent: 10 },
      ['pPercent 10'],
    ],
  ] as const)('hide %s', (_what, quantity, policy, expected) => {
    expect(broken(quantity, policy)).toEqual(expected);
  });

  it('ask for the interval that the policy names', () => {
    expect(broken({ value: 3 }, { threshold: 11, minimumInterval: 25 })).toEqual(['threshold 25']);
  });

  it('ask for an interval where the threshold alone would ask for none', () => {
    expect(broken({ value: 0 }, { threshold: 1 })).toEqual(['zero 1']);
  });

  it.each([
    [{ value: 3 }, {}],
    [{ value: 0 }, {}],
    [{ role: 'complement', value: 3 }, {}],
    [{ role: 'denominator', value: 15 }, { minimumDenominator: 20 }],
  ] as const)('keep a reader as far below and above %j as the policy says', (quantity, policy) => {
    const sensitive = needed(quantity, { threshold: 11, protection: { below: 2, above: 5 }, ...policy });

    expect(sensitive).toMatchObject([{ width: 10, below: 2, above: 5 }]);
  });

  it('keep a reader as far from a dominated sum, on either side, as the rule itself asks', () => {
    const contributors = { count: 9, largest: 90, first: 90, second: 6 };

    const sensitive = needed(
      { role: 'sum', value: 100, contributors },
      { dominance: { n: 1, k: 0.8 }, pPercent: 10, protection: { below: 1, above: 1 } },
    );

    expect(sensitive).toMatchObject([
      { rule: 'dominance', below: 12.5, above: 12.5 },
      { rule: 'pPercent', below: 5, above: 5 },
    ]);
  });

  it('leave it at the width where the policy says nothing of sides', () => {
    const [sensitive] = needed({ value: 3 }, {});

    expect(sensitive).toEqual({ row: 0, quantity: 0, rule: 'threshold', width: 3 });
  });
});
