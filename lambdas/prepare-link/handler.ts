import { prepareLink } from '../../lib/linkage/link.ts';
import { linkageJob } from '../linkage-job.ts';
import { OfRun, Statements } from '../messages.ts';
import { afresh } from '../statements.ts';
import { step } from '../step.ts';

/** Step `PrepareLink`: the statements that block and compare. */
export const handler = step(OfRun, Statements, async ({ run }, world) =>
  afresh(await prepareLink(await linkageJob(run, world)), world.catalogue),
);
