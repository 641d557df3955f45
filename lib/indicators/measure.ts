import { plannedIndicator, type RunPlan } from '../governance/governance.ts';
import type { Catalogue, ColumnDefinition, TableDefinition } from '../ports/catalogue.ts';
import type { Statement } from '../ports/query-engine.ts';
import { createTableAs } from '../sql/create-table-as.ts';
import { quoteName, quoteTable } from '../sql/quote.ts';
import type { Indicator } from '../workspace/workspace.ts';
import { atomsSelect } from './atoms.sql.ts';
import { checkCodes, dimensionsInUse } from './axes.ts';
import { capacitySelect, ratiosOf } from './capacity.sql.ts';
import { cellsSelect } from './cells.sql.ts';
import { measuredColumns } from './counted.ts';
import { AmbiguousColumns } from './errors.ts';

export { type Mark, parseMarks } from './atoms.sql.ts';
export { type Axis, byCodePoint, dimensionsInUse, indicatorAxes, TOTAL, UNKNOWN } from './axes.ts';
export { capacityDimensions, type Ratio, ratiosOf } from './capacity.sql.ts';
export { countedColumns, rateColumns, sumColumns } from './counted.ts';

/** The raw tables of one indicator in the integrated zone. */
export interface MeasuredTables {
  /** A row a cell that holds anybody: all crosses with margins and roll-ups, and the finest cross of all dimensions. */
  readonly cells: TableDefinition;
  /** Persons by set of inner cells; only where a dimension is `multiple`. */
  readonly atoms?: TableDefinition;
  /** What ratios divide by; only where a measure is a ratio. */
  readonly capacity?: TableDefinition;
}

/** Which tables `measureStatements` makes. @throws RunPlanMissing, AmbiguousColumns */
export function measuredTables(plan: RunPlan, indicator: Indicator): MeasuredTables {
  const scope = plannedIndicator(plan, indicator.id).scope;
  const dimensions = indicator.dimensions.map(({ name }) => ({ name, type: 'varchar' as const }));
  const used = dimensionsInUse(indicator);
  const table = (kind: string, columns: readonly ColumnDefinition[]): TableDefinition => ({
    database: `integrated_${scope}`,
    name: `${kind}_${indicator.id}`,
    zone: 'integrated',
    path: `measured/${plan.run}/${scope}/${kind}_${indicator.id}`,
    columns,
  });
  const columns = [...dimensions, ...measuredColumns(indicator)];
  const names = columns.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, at) => names.indexOf(name) !== at))];
  if (twice.length > 0) throw new AmbiguousColumns({ indicator: indicator.id, columns: twice });
  return {
    cells: table('cells', columns),
    ...(used.some(({ multiple }) => multiple)
      ? {
          atoms: table('atoms', [
            { name: 'marks', type: 'varchar' },
            { name: 'persons', type: 'bigint' },
          ]),
        }
      : {}),
    ...(ratiosOf(indicator).length > 0
      ? {
          capacity: table('capacity', [
            { name: 'measure', type: 'varchar' },
            ...used.map(({ name }) => ({ name, type: 'varchar' as const })),
            { name: 'value', type: 'bigint' },
          ]),
        }
      : {}),
  };
}

/**
 * The statements that measure one indicator, in Athena's dialect: raw cells with all margins from one grouping-sets
 * query, and beside it what the disclosure audit needs to know how they add up.
 * @throws RunPlanMissing, AmbiguousCodes, AmbiguousColumns, UnknownDimension
 */
export function measureStatements(
  plan: RunPlan,
  indicator: Indicator,
  catalogue: Catalogue,
): readonly Statement[] {
  checkCodes(indicator);
  const tables = measuredTables(plan, indicator);
  const largest = plannedIndicator(plan, indicator.id).policy.dominance?.n ?? 1;
  const make = (table: TableDefinition | undefined, select: () => string) => {
    if (table === undefined) return [];
    const order = table.columns.filter(({ type }) => type === 'varchar').map(({ name }) => name);
    return [createTableAs(catalogue, table, select(), order)];
  };
  return [
    ...make(tables.cells, () => cellsSelect(plan, indicator, largest)),
    ...make(tables.atoms, () => atomsSelect(plan, indicator)),
    ...make(tables.capacity, () => capacitySelect(plan, indicator)),
  ];
}

/** Reads a measured table whole, in the order of its codes. */
export function readMeasured(table: TableDefinition): Statement {
  const columns = table.columns.map(({ name }) => quoteName(name)).join(', ');
  const order = table.columns.filter(({ type }) => type === 'varchar').map(({ name }) => quoteName(name));
  return {
    name: `read_${table.name}`,
    database: table.database,
    sql: `SELECT ${columns}\nFROM ${quoteTable(table)}${order.length === 0 ? '' : `\nORDER BY ${order.join(', ')}`}`,
  };
}
