import { plannedFamily, type RunPlan } from '../lib/governance/governance.ts';
import type { Indicator, Workspace } from '../lib/workspace/workspace.ts';
import { IndicatorUnknown } from './errors.ts';

/** @throws IndicatorUnknown where the workspace changed under a run */
export function findIndicator(workspace: Workspace, id: string): Indicator {
  const found = workspace.indicators.find((indicator) => indicator.id === id);
  if (found === undefined) throw new IndicatorUnknown(id);
  return found;
}

/** The members of a family, ordered by id. @throws RunPlanMissing, IndicatorUnknown */
export function membersOf(workspace: Workspace, plan: RunPlan, family: string): readonly Indicator[] {
  return plannedFamily(plan, family).members.map((id) => findIndicator(workspace, id));
}
