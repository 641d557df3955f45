import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EMPTY_SYSTEM, type Row, type System } from '../../../lib/disclosure/model/system.ts';
import { secretsOfRules, sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import type { DisclosurePolicy } from '../../../lib/workspace/workspace.ts';
import { aPolicy, twoWay } from '../tables.ts';

const GROUPS = { groupDisclosure: true, zeros: 'protected' as const };

/** Rows that the rule found, with what is secret beside. */
function found(system: System, given: Partial<DisclosurePolicy> = {}) {
  const policy = aPolicy({ ...GROUPS, ...given });
  const sensitive = sensitiveQuantities(system, policy).filter(({ rule }) => rule === 'groupDisclosure');
  return {
    rows: sensitive.map(({ row }) => system.rows[row]?.key.join(' × ')),
    secrets: secretsOfRules(system, policy).map(({ terms }) => terms.map(([variable]) => variable)),
  };
}

function truthOf(system: System, terms: readonly (readonly [number, number])[]): number {
  return terms.reduce((sum, [variable, factor]) => sum + factor * (system.truth[variable] ?? 0), 0);
}

/** One dimension with two groups above its codes, which do not nest: a row a code, group and total. */
function withGroups(counts: readonly number[]): System {
  const groups: Readonly<Record<string, readonly number[]>> = {
    north: [0, 1],
    coast: [0, 1, 2],
    Total: counts.map((_, at) => at),
  };
  const row = (key: string, form: readonly number[]): Row => ({
    key: [key],
    root: 0,
    quantities: [
      {
        name: 'n',
        role: 'count',
        shown: true,
        form,
        value: form.reduce((sum, at) => sum + (counts[at] ?? 0), 0),
      },
    ],
  });
  return {
    ...EMPTY_SYSTEM,
    variables: counts.length,
    truth: counts,
    rows: [
      ...counts.map((_, at) => row(`c${at}`, [at])),
      ...Object.entries(groups).map(([key, form]) => row(key, form)),
    ],
  };
}

describe('group disclosure', () => {
  it('is found where everybody in a group is in one category, however many they are', () => {
    const system = twoWay([
      [500, 0, 0],
      [40, 30, 20],
      [30, 50, 10],
    ]);

    expect(found(system)).toEqual({ rows: ['r0 × c0'], secrets: [[1, 2]] });
  });

  it('is found whichever dimension is known and whichever is learnt', () => {
    const system = twoWay([
      [500, 0],
      [40, 30],
    ]);

    const { rows, secrets } = found(system);

    expect(rows).toEqual(['r0 × c0', 'r1 × c1']);
    expect(secrets).toEqual([[1]]);
  });

  it('is nothing where people are spread', () => {
    const system = twoWay([
      [50, 40],
      [40, 50],
    ]);

    expect(found(system)).toEqual({ rows: [], secrets: [] });
  });

  it('is nothing where there is no other category', () => {
    expect(found(twoWay([[50], [40]]))).toEqual({ rows: [], secrets: [] });
  });

  it('is nothing where nobody is in the group', () => {
    const system = twoWay([
      [0, 0],
      [40, 50],
      [30, 20],
    ]);

    expect(found(system).rows).toEqual([]);
  });

  it('reckons with insiders, who know that they are the ones elsewhere', () => {
    const system = twoWay([
      [500, 1, 0],
      [40, 30, 20],
      [30, 50, 10],
    ]);

    const rows = ([0, 1, 2] as const).map((insiders) => found(system, { insiders }).rows);

    expect(rows).toEqual([[], ['r0 × c0'], ['r0 × c0']]);
  });

  it('is found below a roll-up, and looks no further up than there', () => {
    const system = withGroups([60, 0, 0, 30]);

    const { rows, secrets } = found(system);

    expect(rows).toEqual(['c0', 'north']);
    expect(secrets).toEqual([[1], [2]]);
  });

  it('keeps secret how many are in the other categories, which is none in truth', () => {
    const system = twoWay([
      [500, 0, 0],
      [40, 30, 20],
      [30, 50, 10],
    ]);

    const secrets = secretsOfRules(system, aPolicy({ ...GROUPS, threshold: 11 }));

    expect(secrets).toMatchObject([{ width: 10, whole: true }]);
    expect(secrets.map(({ terms }) => truthOf(system, terms))).toEqual([0]);
  });

  it('is nothing to a policy that does not ask', () => {
    const system = twoWay([
      [500, 0],
      [40, 30],
    ]);

    expect(found(system, { groupDisclosure: false })).toEqual({ rows: [], secrets: [] });
  });

  it('asks for the interval of counts, and for room below alone, for above there is none', () => {
    const system = twoWay([
      [500, 0],
      [40, 30],
    ]);
    const policy = aPolicy({ ...GROUPS, threshold: 11, protection: { below: 4, above: 6 } });

    const [sensitive] = sensitiveQuantities(system, policy).filter(({ row }) => row === 0);

    expect(sensitive).toEqual({ row: 0, quantity: 0, rule: 'groupDisclosure', width: 10, below: 4 });
  });

  it('is found wherever a row is within another that has little or nothing more', () => {
    const counts = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(fc.constantFrom(0, 0, 1, 2, 40), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(counts, fc.constantFrom(0 as const, 1 as const, 2 as const), (table, insiders) => {
        const system = twoWay(table);

        const { rows } = found(system, { insiders });

        const first = system.rows.map(({ key, quantities }) => ({ key, ...quantities[0] }));
        const expected = first.filter(({ form = [], value = 0 }) =>
          first.some(
            ({ form: upper = [], value: more = 0 }) =>
              value > 0 &&
              more - value <= insiders &&
              upper.length > form.length &&
              form.every((variable) => upper.includes(variable)),
          ),
        );
        expect(rows).toEqual(expected.map(({ key }) => key.join(' × ')));
      }),
    );
  });
});
