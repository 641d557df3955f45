import { z } from 'zod';
import { readPlan } from '../../lib/governance/governance.ts';
import { announcement, requireRelease } from '../../lib/release/release.ts';
import { OfRun } from '../messages.ts';
import { step } from '../step.ts';

const Output = z.strictObject({
  outcome: z.literal('published'),
  release: z.string(),
  period: z.string(),
  status: z.enum(['complete', 'partial']),
  text: z.string(),
});

/** Step `Announce`: says what is out, and what is not in it. */
export const handler = step(OfRun, Output, async ({ run }, { zones }) => {
  const { release, period } = await readPlan(zones.crosswalk, run);
  const manifest = await requireRelease(release, zones.release);
  const text = announcement(manifest);
  await zones.audit.put(`${run}/announcement.txt`, `${text}\n`);
  return { outcome: 'published' as const, release, period, status: manifest.status, text };
});
