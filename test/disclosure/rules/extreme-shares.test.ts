import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_SYSTEM, type Row, type System } from '../../../lib/disclosure/model/system.ts';
import { extremeShare, ratesOf } from '../../../lib/disclosure/rules/extreme-shares.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import type { DisclosurePolicy } from '../../../lib/workspace/workspace.ts';
import { aPolicy } from '../tables.ts';

const FIVE = { extremeShares: { below: 5, above: 95 } };

/** All persons, then one rate. */
function aRow(numerator: number, denominator: number): Row {
  const quantity = { shown: true, form: [0] };
  return {
    key: [],
    root: 0,
    quantities: [
      { ...quantity, name: 'persons', role: 'count', value: denominator + 40 },
      { ...quantity, name: 'rate_numerator', role: 'count', value: numerator },
      { ...quantity, name: 'rate_denominator', role: 'denominator', value: denominator },
      { ...quantity, name: 'complement', role: 'complement', shown: false, value: denominator - numerator },
      { ...quantity, name: 'remainder', role: 'remainder', shown: false, value: 40 },
    ],
  };
}

function sensitiveIn(row: Row, policy: Partial<DisclosurePolicy> = FIVE) {
  const system: System = { ...EMPTY_SYSTEM, variables: 1, rows: [row] };
  return sensitiveQuantities(system, aPolicy({ zeros: 'published', ...policy })).map(
    ({ rule, quantity, width }) => `${rule} of ${row.quantities[quantity]?.name} ${width}`,
  );
}

describe('extreme shares', () => {
  it.each([
    ['4 in 100', 4, 100, ['extremeShare of rate_numerator 3']],
    ['5 in 100, which is not below', 5, 100, []],
    ['96 in 100', 96, 100, ['extremeShare of complement 3']],
    ['95 in 100, which is not above', 95, 100, []],
    ['half', 50, 100, []],
    ['all of 1,000', 1000, 1000, ['extremeShare of complement 3']],
    ['nobody in nobody', 0, 0, []],
  ])('of %s', (_what, numerator, denominator, expected) => {
    expect(sensitiveIn(aRow(numerator, denominator))).toEqual(expected);
  });

  it('ask for no more room than their code leaves', () => {
    const wide = { ...FIVE, minimumInterval: 30 };

    const needs = [aRow(4, 100), aRow(30, 1000), aRow(15, 15)].map((row) => sensitiveIn(row, wide));

    expect(needs).toEqual([
      ['extremeShare of rate_numerator 4'],
      ['extremeShare of rate_numerator 30'],
      ['extremeShare of complement 1'],
    ]);
  });

  it('are nothing to a policy that does not speak of them', () => {
    expect(sensitiveIn(aRow(100, 100), {})).toEqual([]);
  });

  it('have a code that leaves possible what it says, to the last whole number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 400 }),
        fc.constantFrom(0.1, 1, 2.5, 5, 7, 12.5, 33.3),
        (denominator, percent) => {
          const policy = { extremeShares: { below: percent, above: 100 - percent } };
          const numerators = Array.from({ length: denominator + 1 }, (_, numerator) => numerator);

          const below = numerators.filter((n) => extremeShare(n, denominator, policy)?.side === 'below');
          const first = extremeShare(0, denominator, policy);

          expect(first).toEqual({ side: 'below', bound: percent, most: below.length - 1 });
        },
      ),
    );
  });

  it('tell all where the group is so small that one count fits the code', () => {
    const shares = [15, 20, 21].map((people) => extremeShare(people, people, FIVE)?.most);

    expect(shares).toEqual([0, 0, 1]);
  });
});

describe('the rates of a row', () => {
  it('are found where their three numbers stand', () => {
    expect(ratesOf(aRow(1, 2))).toEqual([{ numerator: 1, denominator: 2, complement: 3 }]);
  });
});
