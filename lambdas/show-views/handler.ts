import { listReleases, viewStatements } from '../../lib/release/release.ts';
import { OfRelease, Statements } from '../messages.ts';
import { keepAsked, nextStatements } from '../statements.ts';
import { step } from '../step.ts';

/** Step `ShowViews`: the statements that make the views of analysts show the newest release. */
export const handler = step(OfRelease, Statements, async ({ run, asked }, world) => {
  const { zones } = world;
  await keepAsked(zones.audit, run, asked);
  return nextStatements({ by: 'ShowViews', asked }, viewStatements(await listReleases(zones.release)), world);
});
