import type { RunPlan } from '../governance/governance.ts';
import type { ColumnDefinition } from '../ports/catalogue.ts';
import type { SqlRow } from '../ports/query-engine.ts';
import { recordsTable } from '../tokens/separate.ts';
import type { Contract, DatasetId, Dimension, Indicator, Workspace } from '../workspace/workspace.ts';
import { coverageOf } from './coverage.ts';
import type { TableEntry } from './manifest.ts';
import type { ReleaseTable } from './write-table.ts';

const COLUMNS: readonly ColumnDefinition[] = [
  {
    name: 'table_name',
    type: 'varchar',
    comment: 'a view of the release, or a dataset that its numbers come from',
  },
  { name: 'column_name', type: 'varchar' },
  {
    name: 'kind',
    type: 'varchar',
    comment: 'dimension, measure or context of a view; source for a column of a dataset',
  },
  { name: 'type', type: 'varchar' },
  { name: 'title', type: 'varchar' },
  { name: 'description', type: 'varchar' },
  { name: 'codes', type: 'varchar', comment: 'code = label, where codes are declared' },
  { name: 'datasets', type: 'varchar', comment: 'where the column comes from' },
  {
    name: 'first_period',
    type: 'varchar',
    comment: 'the first period for which all its datasets were delivered',
  },
  {
    name: 'last_period',
    type: 'varchar',
    comment: 'the last period for which all its datasets were delivered',
  },
  { name: 'lag_days', type: 'bigint', comment: 'days from the end of the last period to the run' },
  {
    name: 'coverage',
    type: 'decimal',
    comment: 'share of the periods since the first that were delivered; the worst dataset',
  },
  {
    name: 'missing_share',
    type: 'decimal',
    comment: 'share of missing values in the last period; the worst dataset',
  },
];

/**
 * Says of every column of the indicators' views, and of every column that the datasets of the release keep, what it
 * means, since when there are data, how late and how complete they are.
 * @param quality rows of `data_quality`
 */
export function dictionaryTable(
  plan: RunPlan,
  workspace: Workspace,
  published: readonly TableEntry[],
  quality: readonly SqlRow[],
): ReleaseTable {
  const views = published.flatMap((entry) => {
    const indicator = workspace.indicators.find(({ id }) => id === entry.name);
    return indicator === undefined ? [] : ofView(entry, indicator, plan, workspace, quality);
  });
  const delivered = new Set(plan.deliveries.map(({ agency, dataset }) => `${agency}/${dataset}`));
  const sources = [...workspace.contracts.values()]
    .filter(({ id }) => delivered.has(id))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((contract) => ofDataset(contract, plan, workspace, quality));
  return { name: 'data_dictionary', kind: 'reference', columns: COLUMNS, rows: [...views, ...sources] };
}

function ofView(
  entry: TableEntry,
  indicator: Indicator,
  plan: RunPlan,
  workspace: Workspace,
  quality: readonly SqlRow[],
): readonly SqlRow[] {
  return entry.columns.map((column) => {
    const dimension = indicator.dimensions.find(({ name }) => name === column.name);
    const measure = indicator.measures.find(
      ({ name }) => column.name === name || column.name.startsWith(`${name}_`),
    );
    return {
      table_name: entry.name,
      column_name: column.name,
      kind: dimension !== undefined ? 'dimension' : isMeasure(column) ? 'measure' : 'context',
      type: column.type,
      title: dimension?.title ?? measure?.title ?? null,
      description: describe(column, dimension?.title ?? measure?.title, indicator),
      codes: dimension === undefined ? null : codesOf(dimension),
      datasets: indicator.datasets.toSorted().join(', '),
      ...coverageOf(indicator.datasets, dimension?.column, plan, workspace, quality),
    };
  });
}

/** A column's comment; where that only says the title again, what the indicator counts. */
function describe(column: ColumnDefinition, title: string | undefined, indicator: Indicator): string | null {
  if (column.comment !== undefined && column.comment !== title) return column.comment;
  return isMeasure(column) ? indicator.definition : null;
}

/** Measures are numbers, and nothing else in a view is. */
function isMeasure({ type }: Pick<ColumnDefinition, 'type'>): boolean {
  return type === 'bigint' || type === 'double' || type === 'decimal';
}

function codesOf({ codes, rollups, total }: Dimension): string | null {
  const declared = codes.map(({ code, label }) => `${code} = ${label}`);
  const groups = Object.entries(rollups).flatMap(([name, groupOf]) =>
    [...new Set(Object.values(groupOf))].toSorted().map((group) => `${group} (${name})`),
  );
  const all = [...declared, ...groups, ...(total ? ['Total'] : [])];
  return declared.length === 0 ? null : all.join('; ');
}

function ofDataset(
  contract: Contract,
  plan: RunPlan,
  workspace: Workspace,
  quality: readonly SqlRow[],
): readonly SqlRow[] {
  const types = new Map(recordsTable(contract).columns.map(({ name, type }) => [name, type]));
  return contract.columns.flatMap((column) =>
    column.keep.map(({ as, derive }) => {
      const vocabulary = workspace.collaborative.vocabularies.get(column.codes?.vocabulary ?? '');
      const codes =
        derive === 'value' ? vocabulary?.codes.map(({ code, label }) => `${code} = ${label}`) : undefined;
      return {
        table_name: `${contract.agency}_${contract.dataset}`,
        column_name: as,
        kind: 'source',
        type: types.get(as) ?? null,
        title: null,
        description:
          derive === 'value'
            ? (column.description ?? null)
            : `${derive.replaceAll('_', ' ')}, from ${column.name}`,
        codes: codes === undefined ? null : codes.join('; '),
        datasets: contract.id,
        ...coverageOf([contract.id] satisfies readonly DatasetId[], as, plan, workspace, quality),
      };
    }),
  );
}
