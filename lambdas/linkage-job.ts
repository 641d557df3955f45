import { readPlan } from '../lib/governance/governance.ts';
import type { LinkageJob } from '../lib/linkage/link.ts';
import type { World } from './step.ts';

/** The linkage of a planned run, in this world. */
export async function linkageJob(run: string, world: World): Promise<LinkageJob> {
  const { workspace, engine, catalogue, workbenches, zones, progress } = world;
  const once = [...workspace.contracts.values()]
    .filter(({ oncePerPerson }) => oncePerPerson)
    .map(({ id }) => id);
  return {
    plan: await readPlan(zones.crosswalk, run),
    settings: workspace.collaborative.linkage,
    oncePerPerson: new Set(once),
    engine,
    catalogue,
    workbenches,
    zones,
    progress,
  };
}
