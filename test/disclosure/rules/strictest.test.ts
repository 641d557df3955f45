import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_SYSTEM,
  type Quantity,
  type Row,
  type Sensitive,
  type System,
} from '../../../lib/disclosure/model/system.ts';
import { secretsOfRules, sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { strictestPolicy } from '../../../lib/governance/governance.ts';
import type { DisclosurePolicy } from '../../../lib/workspace/workspace.ts';
import { ownedPolicies } from '../../governance/policies.ts';

/** What is in a finest cell: people with an outcome and without, and an amount of each contributor. */
interface Inner {
  readonly outcome: number;
  readonly others: number;
  readonly amounts: readonly number[];
}

const count = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 400 }));
const inner: fc.Arbitrary<Inner> = fc.record({
  outcome: count,
  others: count,
  amounts: fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 12 }),
});
const tables = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(inner, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

/** A table of two dimensions as a policy sees it: what the largest hold depends on its rule. */
function systemOf(table: readonly (readonly Inner[])[], policy: DisclosurePolicy): System {
  const columns = table[0]?.length ?? 0;
  const cells = table.flat();
  const places = cells.map((_, at) => at);
  const keys = [...table.keys(), null].flatMap((r) => [...Array(columns).keys(), null].map((c) => [r, c]));
  return {
    ...EMPTY_SYSTEM,
    variables: 3 * cells.length,
    rows: keys.map(([r, c]): Row => {
      const within = places.filter(
        (at) => (r === null || Math.floor(at / columns) === r) && (c === null || at % columns === c),
      );
      return {
        key: [r === null ? 'Total' : `r${r}`, c === null ? 'Total' : `c${c}`],
        root: 1,
        quantities: quantitiesOf(within, cells, policy),
      };
    }),
  };
}

function quantitiesOf(
  within: readonly number[],
  cells: readonly Inner[],
  { dominance }: DisclosurePolicy,
): readonly Quantity[] {
  const outcomes = within.map((at) => 3 * at);
  const others = within.map((at) => 3 * at + 1);
  const sum = (part: 'outcome' | 'others') =>
    within.reduce((total, at) => total + (cells[at]?.[part] ?? 0), 0);
  const amounts = within.flatMap((at) => cells[at]?.amounts ?? []).sort((one, other) => other - one);
  const total = (some: readonly number[]) => some.reduce((added, amount) => added + amount, 0);
  const [first = 0, second = 0] = amounts;
  return [
    { name: 'numerator', role: 'count', shown: true, form: outcomes, value: sum('outcome') },
    {
      name: 'denominator',
      role: 'denominator',
      shown: true,
      form: [...outcomes, ...others].sort((one, other) => one - other),
      value: sum('outcome') + sum('others'),
    },
    { name: 'complement', role: 'complement', shown: false, form: others, value: sum('others') },
    {
      name: 'amount',
      role: 'sum',
      shown: true,
      form: within.map((at) => 3 * at + 2),
      value: total(amounts),
      contributors: {
        count: amounts.length,
        largest: total(amounts.slice(0, dominance?.n ?? 1)),
        first,
        second,
      },
    },
  ];
}

/** How far a reader has to be kept from each number, all rules together. */
function needsOf(sensitive: readonly Sensitive[]): ReadonlyMap<string, readonly [number, number, number]> {
  const needs = new Map<string, readonly [number, number, number]>();
  for (const { row, quantity, width, below = 0, above = 0 } of sensitive) {
    const [wide, low, high] = needs.get(`${row} ${quantity}`) ?? [0, 0, 0];
    needs.set(`${row} ${quantity}`, [Math.max(wide, width), Math.max(low, below), Math.max(high, above)]);
  }
  return needs;
}

/** Numbers that one policy keeps a reader further from than another does. */
function keptLessBy(table: readonly (readonly Inner[])[], policy: DisclosurePolicy, one: DisclosurePolicy) {
  const kept = needsOf(sensitiveQuantities(systemOf(table, policy), policy));
  const asked = needsOf(sensitiveQuantities(systemOf(table, one), one));
  return [...asked].filter(([place, needs]) => {
    const by = kept.get(place);
    return by === undefined || needs.some((need, at) => need > (by[at] ?? 0) + 1e-9);
  });
}

describe('what satisfies the strictest policy satisfies each', () => {
  it('in every number that some policy protects, by as much', () => {
    fc.assert(
      fc.property(tables, ownedPolicies, (table, given) => {
        const { policy } = strictestPolicy(given);

        const less = given.flatMap(({ policy: one }) => keptLessBy(table, policy, one));

        expect(less).toEqual([]);
      }),
    );
  });

  it('which is not so of a policy that takes over one part too few', () => {
    const table = [[{ outcome: 200, others: 300, amounts: [80, 16, 4, 4] }]];
    const one: DisclosurePolicy = {
      threshold: 3,
      zeros: 'published',
      minimumDenominator: 1,
      pPercent: 15,
      cost: 'cells',
    };
    const { policy } = strictestPolicy([{ owner: 'a', policy: one }]);

    const less = keptLessBy(table, { ...policy, pPercent: 12 }, one);

    expect(less.map(([place]) => place)).toEqual(['0 3', '1 3', '2 3', '3 3']);
  });

  it('in every secret that some policy keeps', () => {
    fc.assert(
      fc.property(tables, ownedPolicies, (table, given) => {
        const { policy } = strictestPolicy(given);
        const widths = new Map(
          secretsOfRules(systemOf(table, policy), policy).map(({ terms, width }) => [terms.join(), width]),
        );

        for (const { policy: one } of given)
          for (const { terms, width } of secretsOfRules(systemOf(table, one), one))
            expect(widths.get(terms.join())).toBeGreaterThanOrEqual(width);
      }),
    );
  });
});
