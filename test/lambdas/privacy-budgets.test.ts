import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { spendBudgets } from '../../lambdas/privacy-budgets.ts';
import type { ProtectedMember } from '../../lib/disclosure/protect.ts';
import {
  aContract,
  aHost,
  anAgency,
  anIndicator,
  aPlan,
  aWorkspace,
  type Host,
  POLICY,
} from '../integration/county.ts';

const DATASETS = ['clinic/visits', 'school/pupils'] as const;
const SEEN = anIndicator('seen', { datasets: [...DATASETS] });
const PLAN = aPlan(
  DATASETS.map((dataset) => ({ dataset, period: '2026-Q1', rows: [] })),
  {
    release: '0003',
    indicators: [
      { id: 'seen', family: 'seen', scope: 'all', agreements: ['all'], policy: POLICY, boundBy: {} },
    ],
  },
);

const noisy = (digest: string, rho = 0.5): ProtectedMember => ({
  indicator: 'seen',
  columns: [],
  published: [],
  decisions: [],
  coarser: [],
  noise: { digest, guarantee: { rho, epsilon: 1, delta: 1e-6, pureEpsilon: null }, plainMargin: 3 },
});

describe('the privacy budgets of a run', () => {
  let host: Host;
  beforeEach(async () => {
    host = await aHost();
  });
  afterEach(() => host[Symbol.asyncDispose]());

  const workspaceWith = (budgets: Readonly<Record<string, number>>) => {
    const workspace = aWorkspace(
      DATASETS.map((id) => aContract(id, [])),
      { indicators: [SEEN] },
    );
    const agencies = new Map(
      ['clinic', 'school'].map((id) => {
        const rho = budgets[id];
        return [id, { ...anAgency(id), ...(rho === undefined ? {} : { privacyBudget: { rho } }) }] as const;
      }),
    );
    return { ...workspace, agencies };
  };
  const spend = (workspace: ReturnType<typeof workspaceWith>, ...members: readonly ProtectedMember[]) =>
    spendBudgets(PLAN, members, { workspace, zones: host.zones });
  const ledger = async () =>
    Promise.all(
      (await host.zones.audit.list('privacy/')).map(async ({ key }) =>
        JSON.parse(new TextDecoder().decode(await host.zones.audit.get(key))),
      ),
    );

  it('are charged to every owner whose data the indicator draws on, in the part of the zone that protecting may read', async () => {
    await spend(workspaceWith({ clinic: 1, school: 1 }), noisy('a'));

    expect(await ledger()).toEqual([
      { number: 1, release: '0003', indicator: 'seen', digest: 'a', rho: 0.5, agencies: [...OWNERS] },
    ]);
  });

  it('are not charged again for the same noise', async () => {
    const workspace = workspaceWith({ clinic: 0.5, school: 0.5 });

    await spend(workspace, noisy('a'));
    await spend(workspace, noisy('a'));

    expect(await ledger()).toHaveLength(1);
  });

  it('are not overdrawn, and not needed where nothing is noisy', async () => {
    const workspace = workspaceWith({ clinic: 1, school: 0.75 });

    await spend(workspace, noisy('a'));

    await expect(spend(workspace, noisy('b'))).rejects.toMatchObject({ name: 'BudgetOverdrawn' });
    await spend(workspaceWith({}), { ...noisy('c'), noise: null });
    expect(await ledger()).toHaveLength(1);
  });

  it('have to be set by each owner', async () => {
    await expect(spend(workspaceWith({ clinic: 1 }), noisy('a'))).rejects.toThrow(
      "'school' has set no budget",
    );
    expect(await ledger()).toEqual([]);
  });
});

const OWNERS = ['clinic', 'school'] as const;
