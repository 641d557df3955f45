import { readPlan } from '../../lib/governance/governance.ts';
import { measureStatements } from '../../lib/indicators/measure.ts';
import { findIndicator } from '../indicator.ts';
import { OfIndicator, Statements } from '../messages.ts';
import { keepAsked, nextStatements } from '../statements.ts';
import { step } from '../step.ts';

/** Step `Measure`: the statements that count one indicator's raw cells. */
export const handler = step(OfIndicator, Statements, async ({ run, indicator, asked }, world) => {
  const { zones, workspace, catalogue } = world;
  await keepAsked(zones.audit, run, asked);
  const plan = await readPlan(zones.crosswalk, run);
  return nextStatements(
    { by: `Measure-${indicator}`, asked },
    measureStatements(plan, findIndicator(workspace, indicator), catalogue),
    world,
  );
});
