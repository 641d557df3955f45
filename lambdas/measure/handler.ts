import { readPlan } from '../../lib/governance/governance.ts';
import { measureStatements } from '../../lib/indicators/measure.ts';
import { membersOf } from '../family.ts';
import { OfFamily, Statements } from '../messages.ts';
import { keepAsked, nextStatements } from '../statements.ts';
import { step } from '../step.ts';

/** Step `Measure`: the statements that count the raw cells of one family's indicators. */
export const handler = step(OfFamily, Statements, async ({ run, family, asked }, world) => {
  const { zones, workspace, catalogue } = world;
  await keepAsked(zones.audit, run, asked);
  const plan = await readPlan(zones.crosswalk, run);
  const all = membersOf(workspace, plan, family).flatMap((indicator) =>
    measureStatements(plan, indicator, catalogue),
  );
  return nextStatements({ by: `Measure-${family}`, asked }, all, world);
});
