import type { FamilyToProtect } from '../lib/disclosure/protect.ts';
import { plannedFamily, type RunPlan } from '../lib/governance/governance.ts';
import type { Workbench } from '../lib/ports/workbench.ts';
import { readEarlier, refuseRemembered } from '../lib/release/release.ts';
import type { Indicator, Workspace } from '../lib/workspace/workspace.ts';
import { membersOf } from './family.ts';
import { keyedBytesFor } from './keyed-bytes.ts';
import { readMeasuredRows } from './measured.ts';
import type { World } from './step.ts';

/**
 * All that protecting a family takes: what was measured, the policy, and what readers have of earlier releases.
 * @throws RunPlanMissing, IndicatorUnknown, EarlierReleaseDamaged, SharedCellsRemembered
 */
export async function readFamily(
  plan: RunPlan,
  family: string,
  { workspace, zones, engine, disclosureKeys }: World,
  workbench: Workbench,
): Promise<FamilyToProtect> {
  const { policy, boundBy } = plannedFamily(plan, family);
  const { calendar } = workspace.collaborative;
  const indicators = membersOf(workspace, plan, family);
  const members: FamilyToProtect['members'][number][] = [];
  const earlier: FamilyToProtect['earlier'][number][] = [];
  for (const indicator of indicators) {
    members.push({ indicator, rows: await readMeasuredRows(plan, indicator, engine) });
    const about = {
      indicator: indicator.id,
      period: plan.period,
      periodsAddUp: indicator.periods === 'additive',
    };
    for (const partner of absentPartners(workspace, plan, indicator))
      await refuseRemembered(partner, about, plan.earlier, calendar, zones.release);
    earlier.push(...(await readEarlier(about, plan.earlier, calendar, zones.release, workbench)));
  }
  const keyedBytes = await keyedBytesFor(policy, disclosureKeys);
  return { members, policy, boundBy, period: plan.period, earlier, calendar, keyedBytes };
}

/** Indicators that share cells with one, whoever of the two says so, and that this run does not publish. */
function absentPartners({ indicators }: Workspace, plan: RunPlan, own: Indicator): readonly string[] {
  const shares = (one: Indicator, id: string) => one.sharesCells?.some((other) => other.with === id) ?? false;
  return indicators
    .filter((other) => shares(own, other.id) || shares(other, own.id))
    .map(({ id }) => id)
    .filter((id) => !plan.indicators.some((planned) => planned.id === id));
}
