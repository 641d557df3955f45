import { z } from 'zod';
import { watchAccess } from '../../lib/watch/watch.ts';
import { observedBy } from '../observed.ts';
import { step } from '../step.ts';

const Input = z.strictObject({});
const Output = z.strictObject({ files: z.int(), findings: z.int() });

/** Function `WatchAccess`: tells how often data was touched in a way that no earlier day has seen; the audit zone has which. */
export const handler = step(Input, Output, async (_, { observed, zones, workspace, signals, clock }) => {
  const { accessLog, memory } = observedBy(observed);
  const { cycle } = workspace.collaborative.calendar;
  const { files, findings } = await watchAccess({
    log: accessLog,
    memory,
    audit: zones.audit,
    cycle,
    now: clock.now(),
  });
  signals.emit([{ name: 'UnusualAccess', value: findings.length, of: { workflow: 'watch' } }]);
  return { files, findings: findings.length };
});
