import type { RunPlan, Scope } from '../governance/governance.ts';
import type { ColumnDefinition, TableDefinition } from '../ports/catalogue.ts';
import { recordsTable } from '../tokens/separate.ts';
import type { Contract, Workspace } from '../workspace/workspace.ts';
import { sharedCodes } from './code-mapping.ts';
import { ContractMissing } from './errors.ts';

/** One dataset as a run sees it in one scope: its contract, the deliveries that count, where its rows lie and go. */
export interface Source {
  readonly contract: Contract;
  readonly scope: Scope;
  /** Ids of the plan's deliveries of this dataset, never empty. */
  readonly deliveries: readonly string[];
  readonly records: TableDefinition;
  readonly integrated: TableDefinition;
  /** The kept columns with the expressions that fill them, over the records table as `r`. */
  readonly kept: readonly { readonly definition: ColumnDefinition; readonly expression: string }[];
}

/** The database of a scope's tables. */
export function integratedDatabase(scope: string): string {
  return `integrated_${scope}`;
}

/** Where a table of a scope lies in the integrated zone. */
export function integratedTable(
  plan: Pick<RunPlan, 'run'>,
  scope: string,
  name: string,
  columns: readonly ColumnDefinition[],
): TableDefinition {
  return {
    database: integratedDatabase(scope),
    name,
    zone: 'integrated',
    path: `runs/${plan.run}/${scope}/${name}`,
    columns,
  };
}

/**
 * The datasets of a scope that have a delivery in the plan, ordered by id. No other dataset gets into the scope's
 * tables, so nothing is joined that no agreement names together.
 * @throws ContractMissing
 */
export function sourcesOf(plan: RunPlan, workspace: Workspace, scope: Scope): readonly Source[] {
  return scope.datasets.toSorted().flatMap((id) => {
    const contract = workspace.contracts.get(id);
    if (contract === undefined) throw new ContractMissing(id, scope.id);
    const deliveries = plan.deliveries.filter(({ agency, dataset }) => `${agency}/${dataset}` === id);
    return deliveries.length === 0
      ? []
      : [
          sourceOf(
            plan,
            scope,
            contract,
            deliveries.map(({ deliveryId }) => deliveryId),
          ),
        ];
  });
}

function sourceOf(plan: RunPlan, scope: Scope, contract: Contract, deliveries: readonly string[]): Source {
  const records = recordsTable(contract);
  const kept = records.columns
    .filter(({ name }) => name !== 'record_id' && name !== 'period')
    .map((column) => sharedCodes(contract, column, 'r'));
  const columns: readonly ColumnDefinition[] = [
    ...(contract.ofPeople
      ? [{ name: 'person_id', type: 'varchar', comment: 'the person that the record is about' } as const]
      : []),
    { name: 'record_id', type: 'varchar', comment: 'keyed digest of agency, dataset and row key' },
    { name: 'period', type: 'varchar', comment: 'the period whose delivery holds the record' },
    ...kept.map(({ definition }) => definition),
  ];
  const integrated = integratedTable(plan, scope.id, `${contract.agency}_${contract.dataset}`, columns);
  return { contract, scope, deliveries, records, integrated, kept };
}
