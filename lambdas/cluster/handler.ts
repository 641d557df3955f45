import { z } from 'zod';
import { clusterRun, linkageSignals } from '../../lib/linkage/link.ts';
import { linkageJob } from '../linkage-job.ts';
import { OfRun } from '../messages.ts';
import { keepAsked } from '../statements.ts';
import { step } from '../step.ts';

const Output = z.strictObject({ scopes: z.int(), persons: z.int() });

/** Step `Cluster`: people out of pairs, with ids that last. */
export const handler = step(OfRun, Output, async ({ run, asked }, world) => {
  await keepAsked(world.zones.audit, run, asked);
  const quality = await clusterRun(await linkageJob(run, world));
  world.signals.emit(linkageSignals(quality));
  const { scopes } = quality;
  return { scopes: scopes.length, persons: scopes.reduce((sum, { persons }) => sum + persons, 0) };
});
