import { z } from 'zod';
import { auditFamily } from '../../lib/disclosure/protect.ts';
import { readPlan } from '../../lib/governance/governance.ts';
import type { SqlRow } from '../../lib/ports/query-engine.ts';
import { readCandidateTable } from '../../lib/release/release.ts';
import { readFamily } from '../read-family.ts';
import { step } from '../step.ts';

const Input = z.strictObject({ run: z.string(), family: z.string() });
const Output = z.strictObject({ passed: z.boolean() });

/** Step `AuditProtection`: attacks the very rows that would be published. A pattern that gives way fails the run. */
export const handler = step(Input, Output, async ({ run, family }, world) => {
  const { zones, workbenches } = world;
  const plan = await readPlan(zones.crosswalk, run);
  await using workbench = await workbenches.forZone();
  const toAudit = await readFamily(plan, family, world, workbench);
  const published = new Map<string, readonly SqlRow[]>();
  for (const { indicator } of toAudit.members)
    published.set(indicator.id, await readCandidateTable(run, indicator.id, zones.release, workbench));
  const verdict = await auditFamily({ ...toAudit, published });
  await zones.audit.put(`${run}/audit-${family}.json`, `${JSON.stringify(verdict, undefined, 1)}\n`);
  return { passed: verdict.passed };
});
