import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementsInForce, intakeAgreement, mayCompare, scopesOf } from '../../lib/governance/governance.ts';
import type { DatasetId } from '../../lib/workspace/workspace.ts';
import { aGovernedWorkspace, anAgreement } from './governed.ts';

const UNSIGNED = { signatories: [{ name: 'A', agency: 'b', date: '2025-12-01' }] };

describe('intake asks for an agreement', () => {
  it('and takes the first by id that is in force', () => {
    const agreements = [
      anAgreement('zeta', ['a/d']),
      anAgreement('alpha', ['a/d']),
      anAgreement('aardvark', ['a/d'], { expires: '2026-01-31' }),
    ];

    const agreement = intakeAgreement(aGovernedWorkspace({ agreements }), 'a/d', '2026-05-01');

    expect(agreement.id).toBe('alpha');
  });

  it.each([
    ['2025-12-31', false],
    ['2026-01-01', true],
    ['2026-12-31', true],
    ['2027-01-01', false],
  ])('which on %s is in force: %s', (day, there) => {
    const inForce = agreementsInForce([anAgreement('year', ['a/d'])], day);

    expect(inForce.length === 1).toBe(there);
  });

  it.each([
    ['none names it', []],
    ['dsa expired on 2026-03-31', [anAgreement('dsa', ['a/d'], { expires: '2026-03-31' })]],
    ['dsa is not effective until 2026-07-01', [anAgreement('dsa', ['a/d'], { effective: '2026-07-01' })]],
    ['dsa has no signatory of a', [anAgreement('dsa', ['a/d', 'b/d'], UNSIGNED)]],
    [
      'dsa has no signatory of a',
      [anAgreement('dsa', ['a/d'], { signatories: [{ name: 'A', agency: 'a', date: '2026-06-01' }] })],
    ],
    [
      'one expired on 2026-01-31; two has no signatory of a',
      [anAgreement('two', ['a/d'], UNSIGNED), anAgreement('one', ['a/d'], { expires: '2026-01-31' })],
    ],
  ])('and refuses where %s', (lacking, agreements) => {
    const workspace = aGovernedWorkspace({ agreements: [anAgreement('other', ['b/d']), ...agreements] });

    const ask = () => intakeAgreement(workspace, 'a/d', '2026-05-01');

    expect(ask).toThrow(`No agreement in force on 2026-05-01 covers a/d: ${lacking}.`);
  });

  it('and says which dataset was meant where there is none of the name', () => {
    const ask = () => intakeAgreement(aGovernedWorkspace(), 'a/e', '2026-05-01');

    expect(ask).toThrow(/no dataset "a\/e".*"a\/d"/);
  });
});

describe('scopes', () => {
  const all = () => true;

  it('keep A and B apart where A–C and C–B are agreed and A–B is not', () => {
    const scopes = scopesOf([anAgreement('ac', ['a/d', 'c/d']), anAgreement('cb', ['c/d', 'b/d'])], all);

    const compared = [
      ['a/d', 'c/d'],
      ['c/d', 'b/d'],
      ['a/d', 'b/d'],
    ] as const;
    expect(scopes.map(({ id, datasets }) => [id, ...datasets])).toEqual([
      ['ac', 'a/d', 'c/d'],
      ['cb', 'b/d', 'c/d'],
    ]);
    expect(compared.map(([one, other]) => mayCompare(scopes, one, other))).toEqual([true, true, false]);
  });

  it('are the maximal sets, called after the first agreement that has them', () => {
    const agreements = [
      anAgreement('a_only', ['a/d']),
      anAgreement('both', ['b/d', 'a/d']),
      anAgreement('both_again', ['a/d', 'b/d', 'x/gone']),
    ];

    const scopes = scopesOf(agreements, (dataset) => dataset !== 'x/gone');

    expect(scopes).toEqual([{ id: 'both', agreements: ['both', 'both_again'], datasets: ['a/d', 'b/d'] }]);
  });

  it('let two datasets be compared exactly where one agreement names both', () => {
    const datasets = fc.constantFrom<DatasetId>('a/d', 'b/d', 'c/d', 'd/d', 'e/d');
    const named = fc.array(fc.uniqueArray(datasets, { minLength: 1 }), { maxLength: 6 });

    fc.assert(
      fc.property(named, datasets, datasets, (sets, one, other) => {
        const agreements = sets.map((set, index) => anAgreement(`g${index}`, set));

        const compared = mayCompare(scopesOf(agreements, all), one, other);

        expect(compared).toBe(sets.some((set) => set.includes(one) && set.includes(other)));
      }),
    );
  });
});
