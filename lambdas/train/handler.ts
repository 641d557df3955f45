import { trainAndScore } from '../../lib/linkage/link.ts';
import { linkageJob } from '../linkage-job.ts';
import { OfRun, Statements } from '../messages.ts';
import { keepAsked, nextStatements } from '../statements.ts';
import { step } from '../step.ts';

/** Step `Train`: learns the weights, and gives the statements that score the pairs. */
export const handler = step(OfRun, Statements, async ({ run, asked }, world) => {
  await keepAsked(world.zones.audit, run, asked);
  const all = await trainAndScore(await linkageJob(run, world));
  return nextStatements({ by: 'Train', asked }, all, world);
});
