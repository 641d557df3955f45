import { z } from 'zod';
import { protectFamily } from '../../lib/disclosure/protect.ts';
import { readPlan } from '../../lib/governance/governance.ts';
import { addIndicator } from '../../lib/release/release.ts';
import { findIndicator } from '../family.ts';
import { OfFamily } from '../messages.ts';
import { spendBudgets } from '../privacy-budgets.ts';
import { readFamily } from '../read-family.ts';
import { keepAsked } from '../statements.ts';
import { step } from '../step.ts';

const Output = z.strictObject({ rows: z.int(), suppressed: z.int() });

/** Step `Protect`: hides what may not be learnt of one family, and says why in the audit zone alone. */
export const handler = step(OfFamily, Output, async ({ run, family, asked }, world) => {
  const { zones, workspace, workbenches } = world;
  await keepAsked(zones.audit, run, asked);
  const plan = await readPlan(zones.crosswalk, run);
  await using workbench = await workbenches.forZone();
  const toProtect = await readFamily(plan, family, world, workbench);
  const { members, verdict } = await protectFamily(toProtect);
  await spendBudgets(plan, members, world);
  const { policy, boundBy } = toProtect;
  for (const { indicator: id, columns, published, decisions, coarser, noise } of members) {
    const indicator = findIndicator(workspace, id);
    await addIndicator(plan, { indicator, columns, rows: published }, zones.release, workbench);
    await zones.audit.put(
      `${run}/protect-${id}.json`,
      `${JSON.stringify({ family, policy, boundBy, decisions, coarser, noise, verdict }, undefined, 1)}\n`,
    );
  }
  return {
    rows: members.reduce((sum, { published }) => sum + published.length, 0),
    suppressed: members.reduce((sum, { decisions }) => sum + decisions.length, 0),
  };
});
