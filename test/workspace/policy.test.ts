import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { additionalPolicy, collaborativePolicy, ownersPolicy } from '../../lib/workspace/policy.ts';
import { PolicyDocument } from '../../lib/workspace/schemas/policy.ts';
import { DISCLOSURE_PRESETS } from '../../lib/workspace/workspace.ts';
import { AGREEMENT, aWorkspace, COLLABORATIVE, findingsOf, INDICATOR } from './a-workspace.ts';

const SCHOOLS = 'agencies/schools.yaml';

function written(text: string): PolicyDocument {
  return PolicyDocument.parse(parse(text));
}

/** What `check` says of an owner's policy. */
function findingsOfPolicy(text: string) {
  return findingsOf({ [SCHOOLS]: [['  zeros: protected', `  ${text.replaceAll('\n', '\n  ')}`]] });
}

describe("a collaborative's policy", () => {
  it('is the cell size policy of CMS where nothing is said', () => {
    expect(collaborativePolicy(written('{}'))).toEqual(DISCLOSURE_PRESETS.cms.policy);
  });

  it('has the smallest denominator at the threshold that is said', () => {
    expect(collaborativePolicy(written('threshold: 20'))).toMatchObject({
      threshold: 20,
      minimumDenominator: 20,
    });
  });

  it('takes every part that YAML can say', () => {
    const policy = collaborativePolicy(
      written(`
        threshold: 12
        zeros: protected
        minimumDenominator: 30
        minimumContributors: 5
        dominance: { n: 1, k: 0.8 }
        pPercent: 12.5
        groupDisclosure: true
        extremeShares: { below: 5, above: 95 }
        reliability: { relativeStandardError: 30, relativeIntervalWidth: 160 }
        minimumInterval: 9
        protection: { below: 2, above: 6 }
        insiders: 2
        revisions: hold
        method: suppress
        rounding: { base: 5 }
        cost: people
      `),
    );

    expect(policy).toEqual({
      threshold: 12,
      zeros: 'protected',
      minimumDenominator: 30,
      minimumContributors: 5,
      dominance: { n: 1, k: 0.8 },
      pPercent: 12.5,
      groupDisclosure: true,
      extremeShares: { below: 5, above: 95 },
      reliability: { relativeStandardError: 30, relativeIntervalWidth: 160 },
      minimumInterval: 9,
      protection: { below: 2, above: 6 },
      insiders: 2,
      revisions: 'hold',
      suppress: true,
      rounding: { base: 5 },
      cost: 'people',
    });
  });
});

describe('a preset in a policy', () => {
  it.each(Object.entries(DISCLOSURE_PRESETS))('%s stands for what it says', (name, { policy }) => {
    expect(collaborativePolicy(written(`preset: ${name}`))).toMatchObject(policy);
  });

  it('gives way to what is written beside it', () => {
    const policy = collaborativePolicy(written('{ preset: acro, zeros: published, pPercent: 15 }'));

    expect(policy).toMatchObject({
      threshold: 10,
      zeros: 'published',
      dominance: { n: 2, k: 0.9 },
      pPercent: 15,
    });
  });

  it('has its denominator raised by a higher threshold, and not lowered by a lower one', () => {
    const denominators = ['{ preset: cms, threshold: 20 }', '{ preset: cms, threshold: 5 }'].map(
      (text) => collaborativePolicy(written(text)).minimumDenominator,
    );

    expect(denominators).toEqual([20, 11]);
  });

  it("goes before what an owner would take from the collaborative, whose other parts stay the owner's", () => {
    const collaborative = collaborativePolicy(written('{ threshold: 20, insiders: 1, minimumInterval: 40 }'));

    const policy = ownersPolicy(written('preset: texas'), collaborative);

    expect(policy).toEqual({
      threshold: 5,
      zeros: 'published',
      minimumDenominator: 5,
      insiders: 1,
      suppress: true,
      cost: 'cells',
    });
  });

  it('that nobody knows is refused with the nearest one', () => {
    expect(findingsOfPolicy('preset: washington')).toMatchObject([
      { file: SCHOOLS, code: 'value', remedy: expect.stringContaining('washington-doh') },
    ]);
  });
});

describe('the method of a policy', () => {
  it('to round hides nothing and rounds to base 3 unless another is said', () => {
    const policies = ['method: round', '{ method: round, rounding: { base: 10 } }'].map((text) =>
      collaborativePolicy(written(text)),
    );

    expect(policies).toMatchObject([
      { suppress: false, rounding: { base: 3 } },
      { suppress: false, rounding: { base: 10 } },
    ]);
  });

  it('to add noise hides nothing, with the defaults that the policy does not say', () => {
    const policy = collaborativePolicy(written('{ method: dp, noise: { rho: 0.05 } }'));

    expect(policy).toMatchObject({
      suppress: false,
      noise: { mechanism: 'gaussian', rho: 0.05, cellsPerPerson: 1, delta: 1e-6 },
    });
  });

  it('takes the settings of no other method from the collaborative', () => {
    const rounding = collaborativePolicy(written('{ method: round, rounding: { base: 5 } }'));

    const noisy = ownersPolicy(written('{ method: dp, noise: { rho: 0.1 } }'), rounding);
    const hiding = ownersPolicy(written('method: suppress'), rounding);

    expect(noisy).not.toHaveProperty('rounding');
    expect(hiding).not.toHaveProperty('rounding');
    expect(hiding.suppress).toBe(true);
  });

  it("is the collaborative's where an owner names none", () => {
    const rounding = collaborativePolicy(written('{ method: round, rounding: { base: 5 } }'));

    expect(ownersPolicy(written('threshold: 20'), rounding)).toMatchObject({
      suppress: false,
      rounding: { base: 5 },
    });
  });
});

describe("an agreement's or indicator's policy", () => {
  const collaborative = collaborativePolicy(written('{}'));

  it('asks for hiding where it says what may be shown', () => {
    expect(additionalPolicy(written('threshold: 15'), collaborative).suppress).toBe(true);
  });

  it.each(['cost: people', 'reliability: { relativeStandardError: 30 }', 'rounding: { base: 5 }'])(
    'asks for no hiding where it says only %s',
    (text) => {
      expect(additionalPolicy(written(text), collaborative).suppress).toBe(false);
    },
  );

  it('lets revisions be published unless it says otherwise', () => {
    const policies = ['threshold: 15', 'revisions: hold'].map((text) =>
      additionalPolicy(written(text), collaborative),
    );

    expect(policies.map(({ revisions }) => revisions)).toEqual(['publish', 'hold']);
  });
});

describe('group disclosure in a policy', () => {
  it('protects zeros, which would tell of a group that all its people are elsewhere', () => {
    const policies = [
      collaborativePolicy(written('groupDisclosure: true')),
      collaborativePolicy(written('{ preset: cms, groupDisclosure: true }')),
      ownersPolicy(
        written('groupDisclosure: true'),
        collaborativePolicy(written('{ threshold: 11, zeros: published }')),
      ),
      additionalPolicy(written('groupDisclosure: true'), collaborativePolicy(written('{}'))),
    ];

    expect(policies.map(({ zeros }) => zeros)).toEqual(policies.map(() => 'protected'));
  });
});

describe('a policy that contradicts itself', () => {
  it.each([
    ['method: dp', 'method', 'noise: { rho: 0.05 }'],
    ['method: round\nnoise: { rho: 1 }', 'noise', 'method: dp'],
    ['preset: stats-nz\nnoise: { rho: 1 }', 'noise', 'method: dp'],
    ['method: round\ndominance: { n: 2, k: 0.9 }', 'dominance', 'method: suppress beside rounding'],
    ['method: dp\nnoise: { rho: 1 }\ninsiders: 1', 'insiders', 'method: suppress beside noise'],
    ['preset: stats-nz\npPercent: 10', 'pPercent', 'method: suppress'],
    ['groupDisclosure: true\nzeros: published', 'zeros', 'zeros: protected'],
    ['reliability: {}', 'reliability', 'relativeStandardError: 30'],
  ])('as %j is refused at %s with a remedy', (text, key, remedy) => {
    const findings = findingsOfPolicy(text);

    const line = text.split('\n').findIndex((part) => part.startsWith(`${key}:`));
    expect(findings).toMatchObject([
      { file: SCHOOLS, line: 8 + line, severity: 'error', remedy: expect.stringContaining(remedy) },
    ]);
  });

  it.each([
    ['extremeShares: { below: 60, above: 95 }', 'below 50'],
    ['rounding: { base: 4 }', '3, 5 or 10'],
    ['insiders: 3', '0, 1 or 2'],
    ['pPercents: 10', 'pPercent'],
    ['noise: { delta: 0.1 }', 'Add it'],
  ])('as %j is refused', (text, remedy) => {
    expect(findingsOfPolicy(text)).toMatchObject([
      { file: SCHOOLS, remedy: expect.stringContaining(remedy) },
    ]);
  });

  it('is refused wherever a policy may stand', () => {
    const conflict = 'policy: { method: dp }';

    const findings = findingsOf({
      [COLLABORATIVE]: [['  cost: cells #', '  method: dp #']],
      [AGREEMENT]: [['policy: { threshold: 15 }', conflict]],
      [INDICATOR]: [['policy: { minimumDenominator: 30 }', conflict]],
    });

    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set([AGREEMENT, COLLABORATIVE, INDICATOR]));
  });
});

describe('policies that apply to an indicator', () => {
  const SUM = [
    ['- { kind: persons, title: Children }', '- { kind: sum, name: days, title: Days, column: days }'],
  ] as const;

  it('cover a sum by dominance or by p%', () => {
    const findings = findingsOf({
      [COLLABORATIVE]: [['  dominance: { n: 2, k: 0.9 }', '  pPercent: 10']],
      [INDICATOR]: SUM,
    });

    expect(findings).toEqual([]);
  });

  it.each(['rounding: { base: 5 }', 'noise: { rho: 0.1 }'])(
    'cover no sum where an owner, an agreement or the indicator asks for %s',
    (altered) => {
      const findings = [
        { [SCHOOLS]: [['zeros: protected', altered]], [INDICATOR]: SUM },
        { [AGREEMENT]: [['threshold: 15', altered]], [INDICATOR]: SUM },
        { [INDICATOR]: [...SUM, ['minimumDenominator: 30', altered] as const] },
      ].map((changes) => findingsOf(changes as Parameters<typeof findingsOf>[0]));

      const amounts = findings.map((one) => one.filter(({ file }) => file === INDICATOR));
      expect(amounts).toMatchObject(
        findings.map(() => [
          { code: 'policy', severity: 'warning', message: expect.stringContaining('sum "days"') },
        ]),
      );
    },
  );

  it('add noise only to data whose owner has a budget for it', () => {
    const findings = findingsOf({
      [INDICATOR]: [['policy: { minimumDenominator: 30 }', 'policy: { method: dp, noise: { rho: 0.1 } }']],
    });

    expect(findings).toMatchObject([
      {
        code: 'policy',
        file: 'agencies/childcare.yaml',
        severity: 'warning',
        message: expect.stringContaining('children_by_area'),
        remedy: expect.stringContaining('privacyBudget'),
      },
    ]);
  });
});

describe('policies in the documentation', () => {
  it('can be written as they stand', () => {
    const page = readFileSync(new URL('../../docs/workspace.md', import.meta.url), 'utf8');
    const shown = [...page.matchAll(/^policy: (\{.*\}) #/gm)].map(([, text = '']) => text);

    const policies = shown.map((text) => PolicyDocument.safeParse(parse(text)));

    expect(shown.length).toBeGreaterThan(3);
    expect(policies.filter(({ success }) => !success)).toEqual([]);
  });

  it('name every part', () => {
    const page = readFileSync(new URL('../../docs/workspace.md', import.meta.url), 'utf8');

    const missing = Object.keys(PolicyDocument.shape).filter((part) => !page.includes(`| \`${part}\` |`));

    expect(missing).toEqual([]);
  });
});

describe('an agency', () => {
  it('has a privacy budget of its own where it says one', () => {
    const agencies = aWorkspace().agencies;

    expect(agencies.get('schools')?.privacyBudget).toEqual({ rho: 1 });
    expect(agencies.get('childcare')).not.toHaveProperty('privacyBudget');
  });
});
