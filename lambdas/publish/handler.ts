import { z } from 'zod';
import { publishRelease } from '../../lib/release/release.ts';
import { step } from '../step.ts';

const Input = z.strictObject({ run: z.string(), release: z.string() });
const Output = z.strictObject({ release: z.string() });

/** Step `Publish`: the candidate becomes a release. Owners' approval will stand before this step. */
export const handler = step(
  Input,
  Output,
  async ({ run, release }, { zones, catalogue, clock, workbenches }) => {
    await using workbench = await workbenches.forZone();
    await publishRelease(run, release, { store: zones.release, workbench, catalogue, clock });
    return { release };
  },
);
