import type { Catalogue } from '../lib/ports/catalogue.ts';
import { IDENTITIES } from '../lib/tokens/columns.ts';
import { recordsTable } from '../lib/tokens/separate.ts';
import type { Workspace } from '../lib/workspace/workspace.ts';

/** Declares the tables that intake fills, as the contracts have them now. */
export async function declareSourceTables({ contracts }: Workspace, catalogue: Catalogue): Promise<void> {
  await catalogue.declare(IDENTITIES);
  for (const contract of contracts.values()) await catalogue.declare(recordsTable(contract));
}
