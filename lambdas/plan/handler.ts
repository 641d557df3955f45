import { z } from 'zod';
import { familiesOfPlan, keepPlan, listDeliveries, planRun } from '../../lib/governance/governance.ts';
import { everyRelease, listReleases } from '../../lib/release/release.ts';
import { dayOf, requireLatestDue } from '../../lib/workspace/workspace.ts';
import { declareSourceTables } from '../source-tables.ts';
import { step } from '../step.ts';

const Input = z.strictObject({
  /** Which execution of the workflow asks. */
  execution: z.string(),
  /** What the execution was started with. */
  input: z.strictObject({ period: z.string().optional() }),
});
const Output = z.strictObject({
  /** The run to work on; where nothing has changed, the one that made the newest release. */
  run: z.string(),
  release: z.string(),
  period: z.string(),
  /** Nothing that a release depends on has changed since the newest one. */
  unchanged: z.boolean(),
  /** Of indicators: each is worked on by itself. */
  families: z.array(z.string()),
});

/** Step `Plan`: takes the turn, decides once what the run does, and keeps it for the steps behind. */
export const handler = step(Input, Output, async ({ execution, input }, world) => {
  const { workspace, zones, keys, catalogue, clock, programVersion, turn } = world;
  await turn.take(execution);
  const now = clock.now();
  const releases = await listReleases(zones.release);
  const newest = releases.at(-1);
  const { version: keyVersion } = await keys();
  const plan = planRun({
    workspace,
    deliveries: await listDeliveries(zones.tokens),
    period: input.period ?? requireLatestDue(workspace.collaborative.calendar, dayOf(now)).id,
    now,
    keyVersion,
    programVersion,
    earlier: everyRelease(releases),
    ...(newest && { previous: { run: newest.run, release: newest.release_id } }),
  });
  const { period } = plan;
  if (newest?.inputs_digest === plan.inputsDigest)
    return { run: newest.run, release: newest.release_id, period, unchanged: true, families: [] };
  await declareSourceTables(workspace, plan, catalogue);
  await keepPlan(zones.crosswalk, plan);
  await zones.audit.put(`${plan.run}/plan.json`, `${JSON.stringify(plan, undefined, 1)}\n`);
  return {
    run: plan.run,
    release: plan.release,
    period,
    unchanged: false,
    families: [...familiesOfPlan(plan)],
  };
});
