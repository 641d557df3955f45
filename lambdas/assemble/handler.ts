import { z } from 'zod';
import { readPlan } from '../../lib/governance/governance.ts';
import { readQuality } from '../../lib/integration/integrate.ts';
import { assembleCandidate } from '../../lib/release/release.ts';
import { lostIndicators } from '../lost.ts';
import { FamilyOutcome } from '../messages.ts';
import { step } from '../step.ts';

const Input = z.strictObject({ run: z.string(), outcomes: z.array(FamilyOutcome) });
const Output = z.strictObject({ status: z.enum(['complete', 'partial']) });

/** Step `Assemble`: a run's candidate release, complete but for its publishing. */
export const handler = step(
  Input,
  Output,
  async ({ run, outcomes }, { zones, workspace, workbenches, programVersion }) => {
    const plan = await readPlan(zones.crosswalk, run);
    const quality = await readQuality(zones.integrated, run);
    const lost = outcomes.flatMap((outcome) => lostIndicators(plan, outcome));
    await using workbench = await workbenches.forZone();
    const { status } = await assembleCandidate(
      { plan, workspace, quality, lost, programVersion },
      zones.release,
      workbench,
    );
    return { status };
  },
);
