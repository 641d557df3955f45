import { z } from 'zod';
import { readPlan } from '../../lib/governance/governance.ts';
import { measureQuality } from '../../lib/integration/integrate.ts';
import { assembleCandidate } from '../../lib/release/release.ts';
import { IndicatorOutcome } from '../messages.ts';
import { step } from '../step.ts';

const Input = z.strictObject({ run: z.string(), outcomes: z.array(IndicatorOutcome) });
const Output = z.strictObject({ status: z.enum(['complete', 'partial']) });

/** Step `Assemble`: a run's candidate release, complete but for its publishing. */
export const handler = step(
  Input,
  Output,
  async ({ run, outcomes }, { zones, workspace, engine, workbenches, programVersion }) => {
    const plan = await readPlan(zones.crosswalk, run);
    const quality = await measureQuality(engine, plan, workspace);
    const lost = outcomes
      .filter((outcome) => outcome.outcome === 'lost')
      .map(({ indicator, error, cause }) => ({
        what: 'indicator' as const,
        id: indicator,
        reason: `${cause} (${error})`,
      }));
    await using workbench = await workbenches.forZone();
    const { status } = await assembleCandidate(
      { plan, workspace, quality, lost, programVersion },
      zones.release,
      workbench,
    );
    return { status };
  },
);
