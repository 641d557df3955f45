import { z } from 'zod';
import { announcement, publicationSignals, requireRelease } from '../../lib/release/release.ts';
import { OfRelease } from '../messages.ts';
import { keepAsked } from '../statements.ts';
import { step } from '../step.ts';

const Output = z.strictObject({
  outcome: z.literal('published'),
  release: z.string(),
  period: z.string(),
  status: z.enum(['complete', 'partial']),
  text: z.string(),
});

/** Step `Announce`: says what is out, and what is not in it. */
export const handler = step(OfRelease, Output, async ({ run, release, asked }, { zones, signals }) => {
  await keepAsked(zones.audit, run, asked);
  const manifest = await requireRelease(release, zones.release);
  const text = announcement(manifest);
  await zones.audit.put(`${run}/announcement.txt`, `${text}\n`);
  signals.emit(publicationSignals(manifest));
  const { period, status } = manifest;
  return { outcome: 'published' as const, release, period, status, text };
});
