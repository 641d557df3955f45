import type { Finding } from '../finding.ts';
import type { Workspace } from '../model.ts';
import type { IsoDate } from '../plain-date.ts';
import type { Sources } from '../source.ts';
import { checkAgreement, checkDatasetsAgreed } from './check-agreements.ts';
import { checkCalendar, checkVocabularies } from './check-collaborative.ts';
import { checkColumns } from './check-columns.ts';
import { checkContract, checkContractIds } from './check-contract.ts';
import { checkIndicator } from './check-indicator.ts';
import { checkBudgets } from './check-policies.ts';
import { checkQueries } from './check-queries.ts';
import { checkDatasetTables, checkViews } from './check-table-names.ts';

/** What one schema cannot see: names that nothing has, and rules that span columns and files. */
export function checkAcross(sources: Sources, workspace: Workspace, today: IsoDate): readonly Finding[] {
  const known = { workspace, unread: sources.unread };
  return [
    ...(sources.collaborative === undefined
      ? []
      : [...checkCalendar(sources.collaborative), ...checkVocabularies(sources.collaborative)]),
    ...sources.contracts.flatMap((source) => [
      ...checkColumns(source, known),
      ...checkContract(source, known),
    ]),
    ...checkContractIds(sources.contracts),
    ...checkDatasetTables(sources.contracts),
    ...checkViews(sources.indicators),
    ...checkBudgets(sources.agencies, known),
    ...sources.agreements.flatMap((source) => checkAgreement(source, known)),
    ...checkDatasetsAgreed(sources.contracts, known, today),
    ...sources.indicators.flatMap((source) => [
      ...checkIndicator(source, known, today),
      ...checkQueries(source, known),
    ]),
  ];
}
