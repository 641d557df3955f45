import { z } from 'zod';
import { keepPlan, listDeliveries, planRun } from '../../lib/governance/governance.ts';
import { newestRelease } from '../../lib/release/release.ts';
import { dayOf, requireLatestDue } from '../../lib/workspace/workspace.ts';
import { declareSourceTables } from '../source-tables.ts';
import { step } from '../step.ts';

const Input = z.strictObject({ period: z.string().optional() });
const Output = z.strictObject({
  run: z.string(),
  period: z.string(),
  /** Nothing that a release depends on has changed since the newest one. */
  unchanged: z.boolean(),
  newestRelease: z.string(),
  indicators: z.array(z.string()),
});

/** Step `Plan`: decides once what the run does, and keeps it for the steps behind. */
export const handler = step(
  Input,
  Output,
  async ({ period }, { workspace, zones, keys, catalogue, clock, programVersion }) => {
    const now = clock.now();
    const newest = await newestRelease(zones.release);
    const { version: keyVersion } = await keys();
    const plan = planRun({
      workspace,
      deliveries: await listDeliveries(zones.tokens),
      period: period ?? requireLatestDue(workspace.collaborative.calendar, dayOf(now)).id,
      now,
      keyVersion,
      programVersion,
      ...(newest && { previous: { run: newest.run, release: newest.release_id } }),
    });
    await declareSourceTables(workspace, catalogue);
    await keepPlan(zones.crosswalk, plan);
    await zones.audit.put(`${plan.run}/plan.json`, `${JSON.stringify(plan, undefined, 1)}\n`);
    return {
      run: plan.run,
      period: plan.period,
      unchanged: newest?.inputs_digest === plan.inputsDigest,
      newestRelease: newest?.release_id ?? '',
      indicators: plan.indicators.map(({ id }) => id),
    };
  },
);
