import { trainAndScore } from '../../lib/linkage/link.ts';
import { linkageJob } from '../linkage-job.ts';
import { OfRun, Statements } from '../messages.ts';
import { afresh } from '../statements.ts';
import { step } from '../step.ts';

/** Step `Train`: learns the weights, and gives the statements that score the pairs. */
export const handler = step(OfRun, Statements, async ({ run }, world) =>
  afresh(await trainAndScore(await linkageJob(run, world)), world.catalogue),
);
