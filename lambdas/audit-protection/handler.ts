import { z } from 'zod';
import { auditIndicator } from '../../lib/disclosure/protect.ts';
import { plannedIndicator, readPlan } from '../../lib/governance/governance.ts';
import { readCandidateTable } from '../../lib/release/release.ts';
import { findIndicator } from '../indicator.ts';
import { readMeasuredRows } from '../measured.ts';
import { step } from '../step.ts';

const Input = z.strictObject({ run: z.string(), indicator: z.string() });
const Output = z.strictObject({ passed: z.boolean() });

/** Step `AuditProtection`: attacks the very rows that would be published. A pattern that gives way fails the run. */
export const handler = step(
  Input,
  Output,
  async ({ run, indicator: id }, { zones, workspace, engine, workbenches }) => {
    const plan = await readPlan(zones.crosswalk, run);
    const indicator = findIndicator(workspace, id);
    const { policy } = plannedIndicator(plan, id);
    const rows = await readMeasuredRows(plan, indicator, engine);
    await using workbench = await workbenches.forZone();
    const published = await readCandidateTable(run, id, zones.release, workbench);
    const verdict = await auditIndicator({ indicator, policy, period: plan.period, rows, published });
    await zones.audit.put(`${run}/audit-${id}.json`, `${JSON.stringify(verdict, undefined, 1)}\n`);
    return { passed: verdict.passed };
  },
);
