import { z } from 'zod';
import { costSignals, watchCost } from '../../lib/watch/watch.ts';
import { observedBy } from '../observed.ts';
import { step } from '../step.ts';

const Input = z.strictObject({});
const Output = z.strictObject({ day: z.string(), month: z.string(), monthToDate: z.number() });

/** Function `WatchCost`: tells what yesterday cost at list prices, by workflow and agency, and its month so far. */
export const handler = step(Input, Output, async (_, { observed, zones, workspace, signals, clock }) => {
  const { executions, memory } = observedBy(observed);
  const now = clock.now();
  const { newest, month, monthToDate } = await watchCost({
    executions,
    memory,
    audit: zones.audit,
    workspace,
    now,
  });
  signals.emit([
    ...costSignals(newest),
    { name: 'CostOfMonth', value: monthToDate, of: { workflow: 'watch' } },
  ]);
  return { day: newest.day, month, monthToDate };
});
