import type { RunPlan } from '../lib/governance/governance.ts';
import { type MeasuredTables, measuredTables, readMeasured } from '../lib/indicators/measure.ts';
import type { TableDefinition } from '../lib/ports/catalogue.ts';
import type { QueryEngine, SqlRow } from '../lib/ports/query-engine.ts';
import type { Indicator } from '../lib/workspace/workspace.ts';

type Rows = { [table in keyof MeasuredTables]: readonly SqlRow[] };

/** Reads the raw tables of an indicator that a run has measured. */
export async function readMeasuredRows(
  plan: RunPlan,
  indicator: Indicator,
  engine: QueryEngine,
): Promise<Rows> {
  const { cells, atoms, capacity } = measuredTables(plan, indicator);
  const read = (table: TableDefinition) => engine.query(readMeasured(table));
  return {
    cells: await read(cells),
    ...(atoms === undefined ? {} : { atoms: await read(atoms) }),
    ...(capacity === undefined ? {} : { capacity: await read(capacity) }),
  };
}
