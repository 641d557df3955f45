import { prepareLink } from '../../lib/linkage/link.ts';
import { linkageJob } from '../linkage-job.ts';
import { OfRun, Statements } from '../messages.ts';
import { keepAsked, nextStatements, writtenBefore } from '../statements.ts';
import { step } from '../step.ts';

/** Step `PrepareLink`: the statements that block and compare. */
export const handler = step(OfRun, Statements, async ({ run, asked }, world) => {
  const standing = { by: 'PrepareLink', asked };
  await keepAsked(world.zones.audit, run, asked);
  const all = await prepareLink(await linkageJob(run, world), writtenBefore(standing) > 0);
  return nextStatements(standing, all, world);
});
