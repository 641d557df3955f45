import { z } from 'zod';
import { protectIndicator, publishedColumns } from '../../lib/disclosure/protect.ts';
import { plannedIndicator, readPlan } from '../../lib/governance/governance.ts';
import { addIndicator } from '../../lib/release/release.ts';
import { findIndicator } from '../indicator.ts';
import { readMeasuredRows } from '../measured.ts';
import { OfIndicator } from '../messages.ts';
import { keepAsked } from '../statements.ts';
import { step } from '../step.ts';

const Output = z.strictObject({ rows: z.int(), suppressed: z.int() });

/** Step `Protect`: hides what may not be learnt of one indicator, and says why in the audit zone alone. */
export const handler = step(
  OfIndicator,
  Output,
  async ({ run, indicator: id, asked }, { zones, workspace, engine, workbenches }) => {
    await keepAsked(zones.audit, run, asked);
    const plan = await readPlan(zones.crosswalk, run);
    const indicator = findIndicator(workspace, id);
    const { policy, boundBy } = plannedIndicator(plan, id);
    const rows = await readMeasuredRows(plan, indicator, engine);
    const { published, decisions, verdict } = await protectIndicator({
      indicator,
      policy,
      boundBy,
      period: plan.period,
      rows,
    });
    await using workbench = await workbenches.forZone();
    await addIndicator(
      plan,
      { id, columns: publishedColumns(indicator), rows: published },
      zones.release,
      workbench,
    );
    await zones.audit.put(
      `${run}/protect-${id}.json`,
      `${JSON.stringify({ policy, boundBy, decisions, verdict }, undefined, 1)}\n`,
    );
    return { rows: published.length, suppressed: decisions.length };
  },
);
