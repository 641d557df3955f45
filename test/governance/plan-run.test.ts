import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planRun, RunPlan } from '../../lib/governance/governance.ts';
import { digestOfValue } from '../../lib/governance/inputs-digest.ts';
import { PeriodOutsideCalendar } from '../../lib/workspace/workspace.ts';
import {
  aContract,
  aDelivery,
  aGovernedWorkspace,
  anAgreement,
  anIndicator,
  aPlanInput,
  POLICY,
} from './governed.ts';

const withAgreements = (...agreements: readonly ReturnType<typeof anAgreement>[]) =>
  aPlanInput({ workspace: aGovernedWorkspace({ agreements }) });

describe('the plan of a run', () => {
  it('takes what is delivered, agreed and permitted, and leaves nothing out', () => {
    const plan = planRun(aPlanInput());

    expect(RunPlan.parse(plan)).toEqual(plan);
    expect(plan).toMatchObject({
      run: 'r0001',
      release: '0001',
      period: '2026-Q1',
      periodStart: '2026-01-01',
      periodEnd: '2026-03-31',
      now: '2026-05-20T10:00:00.000Z',
      scopes: [{ id: 'all', agreements: ['all'], datasets: ['a/d', 'b/d', 'c/d'] }],
      indicators: [{ id: 'overlap', scope: 'all', agreements: ['all'] }],
      skipped: [],
    });
    expect(plan.deliveries.map(({ deliveryId }) => deliveryId)).toEqual([
      'a-d-2026-Q1',
      'b-d-2026-Q1',
      'c-d-2026-Q1',
    ]);
  });

  it('counts on from the release before', () => {
    const plan = planRun(aPlanInput({ previous: { run: 'r0009', release: '0009' } }));

    expect(plan).toMatchObject({
      run: 'r0010',
      release: '0010',
      previous: { run: 'r0009', release: '0009' },
    });
  });

  it('is the same whatever the order of deliveries, agreements and indicators', () => {
    const workspace = aGovernedWorkspace({
      agreements: [anAgreement('all', ['a/d', 'b/d', 'c/d']), anAgreement('ab', ['a/d', 'b/d'])],
      indicators: [anIndicator('one', ['a/d']), anIndicator('two', ['b/d', 'c/d'])],
    });
    const deliveries = ['2026-Q1', '2026-Q2'].flatMap((period) =>
      (['a/d', 'b/d', 'c/d'] as const).map((id) => aDelivery(id, period)),
    );
    const expected = planRun(aPlanInput({ workspace, deliveries, period: '2026-Q2' }));
    const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });

    fc.assert(
      fc.property(
        shuffled(deliveries),
        shuffled(workspace.agreements),
        shuffled(workspace.indicators),
        (ordered, agreements, indicators) => {
          const plan = planRun(
            aPlanInput({
              workspace: { ...workspace, agreements, indicators },
              deliveries: ordered,
              period: '2026-Q2',
            }),
          );

          expect(plan).toEqual(expected);
        },
      ),
    );
  });

  it('takes earlier periods, oldest first, and leaves later ones for their own run', () => {
    const deliveries = ['2026-Q3', '2026-Q1', '2026-Q2'].map((period) => aDelivery('a/d', period));
    const workspace = aGovernedWorkspace({ contracts: new Map([['a/d', aContract('a/d')]]), indicators: [] });

    const plan = planRun(aPlanInput({ workspace, deliveries, period: '2026-Q2' }));

    expect(plan.deliveries.map(({ period }) => period)).toEqual(['2026-Q1', '2026-Q2']);
    expect(plan.skipped).toEqual([]);
  });

  it('says which dataset has not delivered for the period, and uses what it delivered before', () => {
    const deliveries = [
      aDelivery('a/d', '2026-Q1'),
      aDelivery('b/d', '2026-Q1'),
      aDelivery('b/d', '2026-Q2'),
      aDelivery('c/d', '2026-Q2'),
    ];

    const plan = planRun(aPlanInput({ deliveries, period: '2026-Q2', now: new Date('2026-08-20') }));

    expect(plan.skipped).toEqual([
      {
        what: 'dataset',
        id: 'a/d',
        reason: 'There is no delivery for 2026-Q2. What it delivered before is used.',
      },
    ]);
    expect(plan.indicators.map(({ id }) => id)).toEqual(['overlap']);
  });

  it('misses each month of a quarter, and of a yearly dataset the latest that has ended', () => {
    const contracts = new Map([
      ['a/d', aContract('a/d', { frequency: 'month' })] as const,
      ['b/d', aContract('b/d', { frequency: 'year' })] as const,
    ]);
    const workspace = aGovernedWorkspace({
      contracts,
      indicators: [],
      agreements: [anAgreement('ab', ['a/d', 'b/d'], { expires: '2027-12-31' })],
    });

    const plan = planRun(
      aPlanInput({
        workspace,
        deliveries: [aDelivery('a/d', '2027-02')],
        period: '2027-Q1',
        now: new Date('2027-04-10'),
      }),
    );

    expect(plan.skipped.map(({ id, reason }) => `${id}: ${reason}`)).toEqual([
      'a/d: There is no delivery for 2027-01. What it delivered before is used.',
      'a/d: There is no delivery for 2027-03. What it delivered before is used.',
      'b/d: There is no delivery for 2026.',
    ]);
  });

  it('leaves out a dataset whose agreement has expired, and what needs it', () => {
    const plan = planRun(
      withAgreements(
        anAgreement('all', ['a/d', 'b/d', 'c/d'], { expires: '2026-04-30' }),
        anAgreement('b_only', ['b/d']),
      ),
    );

    expect(plan.deliveries.map(({ agency }) => agency)).toEqual(['b']);
    expect(plan.scopes.map(({ id }) => id)).toEqual(['b_only']);
    expect(plan.skipped).toEqual([
      {
        what: 'dataset',
        id: 'a/d',
        reason: 'No agreement in force on 2026-05-20 covers it: all expired on 2026-04-30.',
      },
      {
        what: 'dataset',
        id: 'c/d',
        reason: 'No agreement in force on 2026-05-20 covers it: all expired on 2026-04-30.',
      },
      {
        what: 'indicator',
        id: 'overlap',
        reason: 'No agreement in force on 2026-05-20 permits it: all expired on 2026-04-30.',
      },
    ]);
  });

  it('leaves out tokens of another key, whose values cannot be compared', () => {
    const deliveries = [
      aDelivery('a/d', '2026-Q1', { keyVersion: 'v0' }),
      aDelivery('b/d', '2026-Q1'),
      aDelivery('c/d', '2026-Q1'),
    ];

    const plan = planRun(aPlanInput({ deliveries }));

    expect(plan.skipped.map(({ what, id }) => `${what} ${id}`)).toEqual([
      'delivery a/d/2026-Q1',
      'indicator overlap',
    ]);
    expect(plan.skipped[0]?.reason).toContain('key v0, and v1 is in force');
  });

  it('keeps what is not of people whatever the key', () => {
    const contracts = new Map([['a/d', aContract('a/d', { ofPeople: false })] as const]);
    const deliveries = [aDelivery('a/d', '2026-Q1', { ofPeople: false, keyVersion: 'v0' })];

    const plan = planRun(
      aPlanInput({ workspace: aGovernedWorkspace({ contracts, indicators: [] }), deliveries }),
    );

    expect(plan.deliveries).toHaveLength(1);
    expect(plan.skipped).toEqual([]);
  });

  it('leaves out deliveries of a dataset that has lost its contract', () => {
    const plan = planRun(
      aPlanInput({ deliveries: [...aPlanInput().deliveries, aDelivery('z/gone', '2026-Q1')] }),
    );

    expect(plan.skipped).toMatchObject([
      { what: 'dataset', id: 'z/gone', reason: expect.stringContaining('no contract') },
    ]);
  });

  it('refuses a period that is not one of the cycle', () => {
    const plan = () => planRun(aPlanInput({ period: '2026-03' }));

    expect(plan).toThrow(PeriodOutsideCalendar);
  });
});

describe('an indicator of a run', () => {
  it.each([
    [
      'names its datasets in two agreements, not in one',
      [anAgreement('ac', ['a/d', 'c/d']), anAgreement('cb', ['c/d', 'b/d'])],
      'No agreement names a/d, b/d together.',
    ],
    [
      'is permitted for operations only',
      [anAgreement('all', ['a/d', 'b/d', 'c/d'], { purpose: 'operations' })],
      'No agreement permits it: all names its datasets only.',
    ],
    [
      'is not on the list',
      [anAgreement('all', ['a/d', 'b/d', 'c/d'], { indicators: ['other'] })],
      'No agreement permits it: all names its datasets only.',
    ],
    [
      'is permitted by what is not signed',
      [
        anAgreement('all', ['a/d', 'b/d', 'c/d'], { indicators: [] }),
        anAgreement('ab', ['a/d', 'b/d'], { signatories: [] }),
      ],
      'No agreement in force on 2026-05-20 permits it: ab has no signatory of a and b.',
    ],
  ])('is left out where it %s', (_, agreements, reason) => {
    const plan = planRun(withAgreements(...agreements));

    expect(plan.indicators).toEqual([]);
    expect(plan.skipped).toContainEqual({ what: 'indicator', id: 'overlap', reason });
  });

  it('is left out where what permits it names a part of its datasets, and what names them all does not permit it', () => {
    const plan = planRun(
      withAgreements(
        anAgreement('abc', ['a/d', 'b/d', 'c/d'], { indicators: [] }),
        anAgreement('b_only', ['b/d']),
      ),
    );

    expect(plan.indicators).toEqual([]);
    expect(plan.skipped).toMatchObject([
      { id: 'overlap', reason: 'No agreement permits it: abc names its datasets only.' },
    ]);
  });

  it.each(['persons', 'spells', 'events'])(
    'that asks the common table %s takes the strictest policy of all owners in its scope',
    (table) => {
      const input = withAgreements(anAgreement('all', ['a/d', 'b/d', 'c/d']));
      const { workspace } = input;
      const contact = { name: 'A', email: 'a@a.example' };
      const strict = {
        id: 'c',
        name: 'c',
        owner: contact,
        steward: contact,
        custodian: contact,
        policy: { ...POLICY, threshold: 30 },
      };
      const agencies = new Map(workspace.agencies).set('c', strict);
      const planned = (query: string) =>
        planRun({
          ...input,
          workspace: {
            ...workspace,
            agencies,
            indicators: [anIndicator('overlap', ['a/d', 'b/d'], { query })],
          },
        });

      const [own, common] = [planned('SELECT person_id FROM a_d'), planned(`SELECT person_id FROM ${table}`)];

      expect(own.indicators[0]?.policy.threshold).toBe(POLICY.threshold);
      expect(common.indicators[0]?.policy.threshold).toBe(30);
      expect(common.indicators[0]?.boundBy['threshold']).toBe('agency c');
    },
  );

  it('runs in a scope that holds the agreement that permits it', () => {
    const plan = planRun(
      withAgreements(
        anAgreement('abc', ['a/d', 'b/d', 'c/d'], { indicators: [] }),
        anAgreement('ab', ['a/d', 'b/d'], { purpose: 'analytics' }),
      ),
    );

    expect(plan.indicators).toMatchObject([{ id: 'overlap', scope: 'abc', agreements: ['ab'] }]);
  });

  it('takes the strictest of the owners mixed, the agreement and itself, and says whose it is', () => {
    const base = aGovernedWorkspace();
    const owners = new Map(
      [...base.agencies].map(([id, agency]) => [
        id,
        id === 'a' ? { ...agency, policy: { ...POLICY, threshold: 15 } } : agency,
      ]),
    );
    const workspace = aGovernedWorkspace({
      agencies: owners,
      agreements: [
        anAgreement('all', ['a/d', 'b/d', 'c/d'], {
          policy: { ...POLICY, threshold: 1, zeros: 'protected' },
        }),
      ],
      indicators: [
        anIndicator('overlap', ['a/d', 'b/d'], {
          policy: { ...POLICY, threshold: 1, minimumDenominator: 30 },
        }),
        anIndicator('plain', ['c/d']),
      ],
    });

    const plan = planRun(aPlanInput({ workspace }));

    expect(plan.indicators).toMatchObject([
      {
        id: 'overlap',
        policy: { threshold: 15, zeros: 'protected', minimumDenominator: 30, minimumInterval: 14 },
        boundBy: {
          threshold: 'agency a',
          zeros: 'agreement all',
          minimumDenominator: 'indicator overlap',
          minimumInterval: 'agency a',
        },
      },
      {
        id: 'plain',
        policy: { threshold: 11 },
        boundBy: { threshold: 'collaborative', zeros: 'agreement all' },
      },
    ]);
  });
});

describe('the digest of what a release depends on', () => {
  it('does not depend on the order in which a value was put together', () => {
    const digests = [
      { a: 1, b: [new Map([['x', 1]]), undefined], c: undefined },
      { b: [{ x: 1 }, undefined], a: 1 },
      { a: 1, b: [undefined, { x: 1 }] },
    ].map(digestOfValue);

    expect(digests[0]).toBe(digests[1]);
    expect(digests[2]).not.toBe(digests[0]);
  });

  const digest = (changes: Parameters<typeof aPlanInput>[0]) => planRun(aPlanInput(changes)).inputsDigest;
  const workspace = aGovernedWorkspace();

  it.each([
    ['a later moment of the agreements', { now: new Date('2026-06-01') }],
    ['the release before', { previous: { run: 'r0003', release: '0003' } }],
    [
      'a delivery of a later period',
      { deliveries: [...aPlanInput().deliveries, aDelivery('a/d', '2026-Q2')] },
    ],
    [
      'an agreement that is not in force',
      {
        workspace: {
          ...workspace,
          agreements: [...workspace.agreements, anAgreement('old', ['a/d'], { expires: '2026-01-02' })],
        },
      },
    ],
  ])('stays with %s', (_, changes) => {
    const digests = [digest({}), digest(changes)];

    expect(digests[0]).toBe(digests[1]);
  });

  it.each([
    [
      'a corrected delivery',
      {
        deliveries: [
          aDelivery('a/d', '2026-Q1', { deliveryId: 'again' }),
          ...aPlanInput().deliveries.slice(1),
        ],
      },
    ],
    [
      'another contract',
      {
        workspace: {
          ...workspace,
          contracts: new Map([...workspace.contracts, ['a/d', aContract('a/d', { digest: 'new' })]]),
        },
      },
    ],
    [
      'another indicator',
      {
        workspace: { ...workspace, indicators: [anIndicator('overlap', ['a/d', 'b/d'], { digest: 'new' })] },
      },
    ],
    [
      'another policy',
      {
        workspace: {
          ...workspace,
          collaborative: { ...workspace.collaborative, policy: { ...POLICY, threshold: 12 } },
        },
      },
    ],
    [
      'another linkage threshold',
      {
        workspace: {
          ...workspace,
          collaborative: {
            ...workspace.collaborative,
            linkage: { ...workspace.collaborative.linkage, threshold: 0.95 },
          },
        },
      },
    ],
    [
      'another agreement',
      {
        workspace: {
          ...workspace,
          agreements: [anAgreement('all', ['a/d', 'b/d', 'c/d'], { retentionDays: 7 })],
        },
      },
    ],
    [
      'a vocabulary',
      {
        workspace: {
          ...workspace,
          collaborative: {
            ...workspace.collaborative,
            vocabularies: new Map([['x', { name: 'x', title: 'x', codes: [] }]]),
          },
        },
      },
    ],
    ['another program', { programVersion: '0.2.0' }],
    ['another period', { period: '2026-Q2' }],
  ])('changes with %s', (_, changes) => {
    const digests = [digest({}), digest(changes as Parameters<typeof aPlanInput>[0])];

    expect(digests[0]).not.toBe(digests[1]);
    expect(digests[1]).toMatch(/^[0-9a-f]{64}$/);
  });
});
