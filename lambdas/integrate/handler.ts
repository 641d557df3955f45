import { readPlan } from '../../lib/governance/governance.ts';
import { integrateStatements } from '../../lib/integration/integrate.ts';
import { OfRun, Statements } from '../messages.ts';
import { keepAsked, nextStatements } from '../statements.ts';
import { step } from '../step.ts';

/** Step `Integrate`: the statements that make the integrated tables of a run. */
export const handler = step(OfRun, Statements, async ({ run, asked }, world) => {
  const { zones, workspace, catalogue } = world;
  await keepAsked(zones.audit, run, asked);
  const plan = await readPlan(zones.crosswalk, run);
  return nextStatements({ by: 'Integrate', asked }, integrateStatements(plan, workspace, catalogue), world);
});
