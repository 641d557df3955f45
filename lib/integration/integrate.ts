/**
 * Integration: records, whose people linkage has found, become the tables that indicators ask. Scope by scope, and
 * from the scope's datasets alone: one table a dataset with codes that all agencies share, then `persons`, `spells`
 * and `events` over them. Beside the tables it answers how good data and linkage are.
 */
import type { RunPlan, Scope } from '../governance/governance.ts';
import type { Catalogue, TableDefinition } from '../ports/catalogue.ts';
import type { Statement } from '../ports/query-engine.ts';
import { createTableAs } from '../sql/create-table-as.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { datasetTableSelect } from './dataset-table.sql.ts';
import { emptySelect } from './empty-table.sql.ts';
import { EVENTS_COLUMNS, eventsSelect } from './events.sql.ts';
import { periodRanks } from './period-ranks.sql.ts';
import { PERSONS_COLUMNS, personsSelect } from './persons.sql.ts';
import { integratedTable, type Source, sourcesOf } from './sources.ts';
import { SPELLS_COLUMNS, spellsSelect } from './spells.sql.ts';

export { ATTRIBUTES, type Attribute, NO_ANSWER } from './attributes.ts';
export { EVENTS_COLUMNS } from './events.sql.ts';
export { keepQuality, readQuality } from './kept-quality.ts';
export { PERSONS_COLUMNS } from './persons.sql.ts';
export { measureQuality, type Quality, type QualityTable } from './quality.ts';
export { integratedDatabase } from './sources.ts';
export { SPELLS_COLUMNS } from './spells.sql.ts';

/** A table of the integrated zone, the SELECT that fills it, and the columns that order it wholly. */
interface Filling {
  readonly table: TableDefinition;
  readonly select: string;
  readonly orderBy: readonly string[];
}

/**
 * The statements that make a run's integrated tables, in the order in which they must run.
 * @throws ContractMissing
 */
export function integrateStatements(
  plan: RunPlan,
  workspace: Workspace,
  catalogue: Catalogue,
): readonly Statement[] {
  return fillings(plan, workspace).map(({ table, select, orderBy }) =>
    createTableAs(catalogue, table, select, orderBy),
  );
}

/**
 * The tables that those statements make. A run drops them from the catalogue before it makes them anew.
 * @throws ContractMissing
 */
export function integratedTables(plan: RunPlan, workspace: Workspace): readonly TableDefinition[] {
  return fillings(plan, workspace).map(({ table }) => table);
}

function fillings(plan: RunPlan, workspace: Workspace): readonly Filling[] {
  const ranks = periodRanks(plan, workspace.collaborative.calendar);
  return plan.scopes.flatMap((scope) => {
    const sources = sourcesOf(plan, workspace, scope);
    return [...sources.map((source) => ofDataset(source, plan)), ...ofPeople(plan, scope, sources, ranks)];
  });
}

function ofDataset(source: Source, plan: RunPlan): Filling {
  const { columns } = source.integrated;
  // A row has no key of its own in every dataset, so all columns order it: equal rows may stand in any order.
  return {
    table: source.integrated,
    select: datasetTableSelect(source, plan.run),
    orderBy: columns.map(({ name }) => name),
  };
}

function ofPeople(
  plan: RunPlan,
  scope: Scope,
  sources: readonly Source[],
  ranks: string,
): readonly Filling[] {
  const people = sources.filter(({ contract }) => contract.ofPeople);
  if (people.length === 0) return [];
  const stays = people.filter(({ contract }) => contract.spell !== undefined);
  const happenings = people.filter(({ contract }) => contract.event !== undefined);
  return [
    {
      table: integratedTable(plan, scope.id, 'persons', PERSONS_COLUMNS),
      select: personsSelect(people, ranks),
      orderBy: ['person_id'],
    },
    {
      table: integratedTable(plan, scope.id, 'spells', SPELLS_COLUMNS),
      select: stays.length === 0 ? emptySelect(SPELLS_COLUMNS) : spellsSelect(stays, ranks),
      orderBy: ['person_id', 'program', 'start_date'],
    },
    {
      table: integratedTable(plan, scope.id, 'events', EVENTS_COLUMNS),
      select: happenings.length === 0 ? emptySelect(EVENTS_COLUMNS) : eventsSelect(happenings, ranks),
      orderBy: EVENTS_COLUMNS.map(({ name }) => name),
    },
  ];
}
