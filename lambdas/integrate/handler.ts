import { readPlan } from '../../lib/governance/governance.ts';
import { integrateStatements } from '../../lib/integration/integrate.ts';
import { OfRun, Statements } from '../messages.ts';
import { afresh } from '../statements.ts';
import { step } from '../step.ts';

/** Step `Integrate`: the statements that make the integrated tables of a run. */
export const handler = step(OfRun, Statements, async ({ run }, { zones, workspace, catalogue }) => {
  const plan = await readPlan(zones.crosswalk, run);
  return afresh(integrateStatements(plan, workspace, catalogue), catalogue);
});
