import { z } from 'zod';
import { movedSignals, overdueSignals, standingsReport } from '../../lib/watch/watch.ts';
import { dayOf } from '../../lib/workspace/workspace.ts';
import { step } from '../step.ts';

/** `from`: the rest of a long answer; the scheduler gives nothing. */
const Input = z.strictObject({ from: z.int().positive().optional() });

const Output = z.strictObject({
  today: z.string(),
  deliveries: z.array(z.looseObject({ dataset: z.string(), period: z.string(), standing: z.string() })),
  releases: z.array(z.looseObject({ release_id: z.string(), period: z.string(), status: z.string() })),
  /** What to ask for next, as `from`; null where this is the end. */
  next: z.int().nullable(),
});

/** Deliveries of one answer: some 300 bytes each, and an answer may have 256 KiB. */
const PAGE = 400;

/**
 * Function `Watch`: tells in numbers how late each dataset is and what moved between releases, and answers what
 * `tributary status` prints, in parts: releases with the first.
 */
export const handler = step(Input, Output, async ({ from = 0 }, { workspace, zones, signals, clock }) => {
  const { today, deliveries, releases } = await standingsReport(workspace, zones, dayOf(clock.now()));
  const isFirst = from === 0;
  if (isFirst)
    signals.emit([...overdueSignals(workspace, { deliveries }), ...(await movedSignals(zones.release))]);
  return {
    today,
    deliveries: deliveries.slice(from, from + PAGE),
    releases: isFirst ? [...releases] : [],
    next: from + PAGE < deliveries.length ? from + PAGE : null,
  };
});
