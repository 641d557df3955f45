import type { ColumnDefinition } from '../ports/catalogue.ts';
import { quoteName, quoteTable, quoteText } from '../sql/quote.ts';
import { newestVersions } from './newest-version.sql.ts';
import type { Source } from './sources.ts';
import { programOf } from './spells.sql.ts';

/** One row an event that a record tells of. */
export const EVENTS_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'person_id', type: 'varchar' },
  { name: 'kind', type: 'varchar' },
  { name: 'event_date', type: 'date' },
  { name: 'agency', type: 'varchar' },
  { name: 'dataset', type: 'varchar' },
  { name: 'record_id', type: 'varchar' },
];

/**
 * Events of all datasets that declare them, each once, as its latest delivery has it. Without a date there is none.
 * @param sources of people whose contracts declare events, at least one
 * @param ranks the query `period_ranks`
 */
export function eventsSelect(sources: readonly Source[], ranks: string): string {
  return `WITH ${ranks}\n${sources.flatMap((source) => eventsOf(source)).join('\nUNION ALL\n')}`;
}

function eventsOf(source: Source): readonly string[] {
  const { event, agency, dataset } = source.contract;
  if (event === undefined) return [];
  const columns = [
    'person_id',
    `${programOf(source, event.kind)} AS kind`,
    `CAST(${quoteName(event.date)} AS date) AS event_date`,
    `${quoteText(agency)} AS agency`,
    `${quoteText(dataset)} AS dataset`,
    'record_id',
  ];
  const versions = newestVersions(quoteTable(source.integrated));
  return [`SELECT ${columns.join(', ')} FROM (${versions}) WHERE ${quoteName(event.date)} IS NOT NULL`];
}
