import type { RunPlan } from '../lib/governance/governance.ts';
import type { Catalogue } from '../lib/ports/catalogue.ts';
import { IDENTITIES } from '../lib/tokens/columns.ts';
import { recordsTable } from '../lib/tokens/separate.ts';
import type { Workspace } from '../lib/workspace/workspace.ts';

/**
 * Declares the tables that intake fills, as the contracts have them now. Identities are declared with the run's
 * deliveries as the values of their partition, so that a statement may read any number of them.
 */
export async function declareSourceTables(
  { contracts }: Workspace,
  { deliveries }: RunPlan,
  catalogue: Catalogue,
): Promise<void> {
  const linked = deliveries.filter(({ ofPeople }) => ofPeople).map(({ deliveryId }) => deliveryId);
  await catalogue.declare({ ...IDENTITIES, partitionValues: linked.toSorted() });
  for (const contract of contracts.values()) await catalogue.declare(recordsTable(contract));
}
