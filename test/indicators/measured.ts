import { measuredTables, measureStatements, readMeasured } from '../../lib/indicators/measure.ts';
import type { TableDefinition } from '../../lib/ports/catalogue.ts';
import type { SqlRow } from '../../lib/ports/query-engine.ts';
import type { Dimension, Indicator } from '../../lib/workspace/workspace.ts';
import { aHost, anIndicator, aPlan, POLICY } from '../integration/county.ts';

export { anIndicator, POLICY };

/** A dimension over the column of its own name. */
export function aDimension(
  name: string,
  codes: readonly string[],
  given: Partial<Dimension> = {},
): Dimension {
  return {
    name,
    title: name,
    column: name,
    codes: codes.map((code) => ({ code, label: code })),
    rollups: {},
    total: true,
    multiple: false,
    ...given,
  };
}

/** A query that yields these rows, so that a test shows its people. */
export function rowsAsQuery(columns: string, rows: readonly string[]): string {
  return `SELECT * FROM (VALUES ${rows.map((row) => `(${row})`).join(', ')}) AS people (${columns})`;
}

export function planOf(indicator: Indicator, policy = POLICY) {
  return aPlan([], {
    indicators: [
      { id: indicator.id, family: indicator.id, scope: 'all', agreements: ['all'], policy, boundBy: {} },
    ],
  });
}

/** Measures an indicator on the embedded engine. */
export async function measured(indicator: Indicator, policy = POLICY) {
  await using host = await aHost();
  const plan = planOf(indicator, policy);
  for (const statement of measureStatements(plan, indicator, host.catalogue))
    await host.engine.execute(statement);
  const tables = measuredTables(plan, indicator);
  const read = (table: TableDefinition): Promise<readonly SqlRow[]> => host.engine.query(readMeasured(table));
  return {
    cells: await read(tables.cells),
    ...(tables.atoms === undefined ? {} : { atoms: await read(tables.atoms) }),
    ...(tables.capacity === undefined ? {} : { capacity: await read(tables.capacity) }),
  };
}
