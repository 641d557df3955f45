import { z } from 'zod';
import { clusterRun } from '../../lib/linkage/link.ts';
import { linkageJob } from '../linkage-job.ts';
import { OfRun } from '../messages.ts';
import { step } from '../step.ts';

const Output = z.strictObject({ scopes: z.int(), persons: z.int() });

/** Step `Cluster`: people out of pairs, with ids that last. */
export const handler = step(OfRun, Output, async ({ run }, world) => {
  const { scopes } = await clusterRun(await linkageJob(run, world));
  return { scopes: scopes.length, persons: scopes.reduce((sum, { persons }) => sum + persons, 0) };
});
