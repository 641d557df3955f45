import type { RunPlan } from '../governance/governance.ts';
import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { QueryEngine, SqlRow } from '../ports/query-engine.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { DATA_QUALITY_COLUMNS, measureDataQuality } from './data-quality.ts';
import { LINKAGE_QUALITY_COLUMNS, measureLinkageQuality } from './linkage-quality.ts';
import { sourcesOf } from './sources.ts';

/** A table ready to be published: counts of people in it are protected. */
export interface QualityTable {
  readonly columns: readonly ColumnDefinition[];
  readonly rows: readonly SqlRow[];
}

export interface Quality {
  readonly dataQuality: QualityTable;
  readonly linkageQuality: QualityTable;
}

/**
 * Asks the integrated tables of a run how good data and linkage are. Asked after `integrateStatements` have run.
 * @throws ContractMissing, QueryFailed
 */
export async function measureQuality(
  engine: QueryEngine,
  plan: RunPlan,
  workspace: Workspace,
): Promise<Quality> {
  const sources = plan.scopes.flatMap((scope) => sourcesOf(plan, workspace, scope));
  return {
    dataQuality: {
      columns: DATA_QUALITY_COLUMNS,
      rows: await measureDataQuality(engine, plan, workspace, sources),
    },
    linkageQuality: {
      columns: LINKAGE_QUALITY_COLUMNS,
      rows: await measureLinkageQuality(engine, plan, workspace, sources),
    },
  };
}
