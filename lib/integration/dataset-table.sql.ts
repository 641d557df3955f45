import { crosswalkTables } from '../linkage/link.ts';
import { quoteName, quoteTable, quoteText } from '../sql/quote.ts';
import type { Source } from './sources.ts';

/** A dataset's rows with the person they are about and codes that all agencies share. */
export function datasetTableSelect(source: Source, run: string): string {
  const ofPeople = source.contract.ofPeople;
  const kept = source.kept.map(
    ({ definition, expression }) => `${expression} AS ${quoteName(definition.name)}`,
  );
  const columns = [...(ofPeople ? ['p.person_id'] : []), 'r.record_id', 'r.period', ...kept];
  return [
    `SELECT ${columns.join(', ')}`,
    `FROM ${quoteTable(source.records)} r`,
    ...(ofPeople
      ? [
          `JOIN ${quoteTable(crosswalkTables(run).persons)} p`,
          `ON p.record_id = r.record_id AND p.scope = ${quoteText(source.scope.id)}`,
        ]
      : []),
    `WHERE r.delivery_id IN (${source.deliveries.map(quoteText).join(', ')})`,
  ].join('\n');
}
