import { type PrivacyBudget, type ProtectedMember, spendPrivacy } from '../lib/disclosure/protect.ts';
import { ownersOf, type RunPlan } from '../lib/governance/governance.ts';
import type { World } from './step.ts';

/**
 * Charges the owners of the data behind each noisy indicator what it spends. To be called before anything noisy is
 * written; a try that is repeated with the same numbers has the same noise, and costs nothing again.
 * @throws BudgetMissing, BudgetOverdrawn, BudgetLedgerDamaged, BudgetLedgerBusy
 */
export async function spendBudgets(
  plan: RunPlan,
  members: readonly ProtectedMember[],
  { workspace, zones }: Pick<World, 'workspace' | 'zones'>,
): Promise<void> {
  for (const { indicator, noise } of members) {
    if (noise === null) continue;
    const owners = ownersOf(workspace, plan, indicator).map(
      (agency): PrivacyBudget => ({
        agency,
        rho: workspace.agencies.get(agency)?.privacyBudget?.rho ?? null,
      }),
    );
    const { digest, guarantee } = noise;
    await spendPrivacy(zones.audit, owners, {
      release: plan.release,
      indicator,
      digest,
      rho: guarantee.rho,
    });
  }
}
