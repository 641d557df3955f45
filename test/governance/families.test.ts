import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { familiesOf, type Sharing } from '../../lib/governance/families.ts';
import { planRun } from '../../lib/governance/governance.ts';
import { plannedFamily } from '../../lib/governance/plan-run.ts';
import { aGovernedWorkspace, anAgreement, anIndicator, aPlanInput, POLICY } from './governed.ts';

const sharing = (id: string, ...others: readonly string[]): Sharing => ({
  id,
  sharesCells: others.map((other) => ({ with: other })),
});

const shares = (other: string) => [
  { with: other, quantity: 'persons', as: 'persons', dimensions: { area: 'area' } },
];

describe('the families of indicators', () => {
  it('are single indicators where none shares cells', () => {
    expect([...familiesOf([{ id: 'b' }, { id: 'a' }])]).toEqual([
      ['a', 'a'],
      ['b', 'b'],
    ]);
  });

  it('hold together what shares cells through others, whoever says so, and are called after the first', () => {
    const families = familiesOf([sharing('d', 'b'), sharing('b'), sharing('a', 'd'), sharing('c')]);

    expect(Object.fromEntries(families)).toEqual({ a: 'a', b: 'a', c: 'c', d: 'a' });
  });

  it('leave out an indicator that the run does not publish, and whom it alone binds', () => {
    const families = familiesOf([sharing('a', 'gone'), sharing('b', 'gone')]);

    expect(Object.fromEntries(families)).toEqual({ a: 'a', b: 'b' });
  });

  it('end where indicators share in a circle, with any names', () => {
    const name = fc.constantFrom('a', 'b', 'c', 'd', '__proto__', 'constructor');
    fc.assert(
      fc.property(fc.uniqueArray(name), fc.array(fc.tuple(name, name)), (ids, pairs) => {
        const indicators = ids.map((id) =>
          sharing(id, ...pairs.flatMap(([from, to]) => (from === id ? [to] : []))),
        );

        const families = familiesOf(indicators);

        expect([...families.keys()].sort()).toEqual([...ids].sort());
        for (const [from, to] of pairs)
          if (ids.includes(from) && ids.includes(to)) expect(families.get(from)).toBe(families.get(to));
        for (const family of new Set(families.values()))
          expect([...families].flatMap(([id, of]) => (of === family ? [id] : [])).sort()[0]).toBe(family);
      }),
    );
  });
});

describe('the plan of a family', () => {
  const workspaceOf = (changes: Parameters<typeof aGovernedWorkspace>[0] = {}) =>
    aGovernedWorkspace({
      indicators: [
        anIndicator('births', ['a/d'], { policy: { ...POLICY, threshold: 1, minimumDenominator: 30 } }),
        anIndicator('alone', ['c/d']),
        anIndicator('reached', ['b/d'], { sharesCells: shares('births') }),
      ],
      ...changes,
    });

  it('has one policy, the strictest of all members, and says of each part whose it is', () => {
    const base = workspaceOf();
    const agencies = new Map(
      [...base.agencies].map(([id, agency]) => [
        id,
        id === 'b' ? { ...agency, policy: { ...POLICY, threshold: 20 } } : agency,
      ]),
    );

    const plan = planRun(aPlanInput({ workspace: workspaceOf({ agencies }) }));

    expect(plan.indicators.map(({ id, family }) => [id, family])).toEqual([
      ['alone', 'alone'],
      ['births', 'births'],
      ['reached', 'births'],
    ]);
    expect(plannedFamily(plan, 'births')).toMatchObject({
      members: ['births', 'reached'],
      policy: { threshold: 20, minimumDenominator: 30 },
      boundBy: { threshold: 'agency b', minimumDenominator: 'indicator births' },
    });
    expect(plannedFamily(plan, 'alone').policy).toMatchObject({ threshold: 11, minimumDenominator: 11 });
  });

  it('goes on without a member that may not be published', () => {
    const agreements = [anAgreement('all', ['a/d', 'b/d', 'c/d'], { indicators: ['reached', 'alone'] })];

    const plan = planRun(aPlanInput({ workspace: workspaceOf({ agreements }) }));

    expect(plan.skipped.map(({ id }) => id)).toEqual(['births']);
    expect(plannedFamily(plan, 'reached')).toMatchObject({
      members: ['reached'],
      policy: { minimumDenominator: 11 },
    });
  });

  it('is none where no indicator of the plan belongs to it', () => {
    const plan = planRun(aPlanInput({ workspace: workspaceOf() }));

    expect(() => plannedFamily(plan, 'reached')).toThrow('has no plan');
  });
});

describe('what a plan remembers', () => {
  it('are all releases before it, and they do not make it another', () => {
    const earlier = [{ release: '0001', period: '2026-Q1' }];

    const first = planRun(aPlanInput());
    const second = planRun(aPlanInput({ earlier }));

    expect(first.earlier).toEqual([]);
    expect(second.earlier).toEqual(earlier);
    expect(second.inputsDigest).toBe(first.inputsDigest);
  });
});
