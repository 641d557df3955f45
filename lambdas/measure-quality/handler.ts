import { z } from 'zod';
import { readPlan } from '../../lib/governance/governance.ts';
import { keepQuality, measureQuality } from '../../lib/integration/integrate.ts';
import { OfRun } from '../messages.ts';
import { keepAsked } from '../statements.ts';
import { step } from '../step.ts';

const Output = z.strictObject({ rows: z.int() });

/** Step `MeasureQuality`: how good data and linkage are, for the release. What publishes never reads a person. */
export const handler = step(OfRun, Output, async ({ run, asked }, { zones, workspace, engine }) => {
  await keepAsked(zones.audit, run, asked);
  const plan = await readPlan(zones.crosswalk, run);
  const quality = await measureQuality(engine, plan, workspace);
  await keepQuality(zones.integrated, run, quality);
  return { rows: quality.dataQuality.rows.length + quality.linkageQuality.rows.length };
});
