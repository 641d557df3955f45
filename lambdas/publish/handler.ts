import { z } from 'zod';
import { readPlan } from '../../lib/governance/governance.ts';
import { publishRelease } from '../../lib/release/release.ts';
import { OfRun } from '../messages.ts';
import { step } from '../step.ts';

const Output = z.strictObject({ release: z.string() });

/** Step `Publish`: the candidate becomes a release. Owners' approval will stand before this step. */
export const handler = step(OfRun, Output, async ({ run }, { zones, catalogue, clock, workbenches }) => {
  const { release } = await readPlan(zones.crosswalk, run);
  await using workbench = await workbenches.forZone();
  await publishRelease(run, release, { store: zones.release, workbench, catalogue, clock });
  return { release };
});
