import type { ColumnDefinition } from '../ports/catalogue.ts';
import { quoteName, quoteTable, quoteText } from '../sql/quote.ts';
import { newestVersions } from './newest-version.sql.ts';
import type { Source } from './sources.ts';

/** One row a person and unbroken stay in a program. */
export const SPELLS_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'person_id', type: 'varchar' },
  { name: 'program', type: 'varchar' },
  { name: 'start_date', type: 'date', comment: 'first day' },
  { name: 'end_date', type: 'date', comment: 'last day; null while the spell is open' },
  { name: 'records', type: 'bigint', comment: 'records that make up the spell' },
];

/** Stands for the end of an open spell while spells are merged. */
const OPEN = "DATE '9999-12-31'";

/**
 * Stays in one program that overlap, touch, or lie no more than the contract's gap of days apart become one spell
 * (the days between the last day of one and the first of the next are the gap). A stay without a start, or one that
 * ends before it starts, says nothing about time and is left out.
 * @param sources of people whose contracts declare spells, at least one
 * @param ranks the query `period_ranks`
 */
export function spellsSelect(sources: readonly Source[], ranks: string): string {
  const inOrder = 'PARTITION BY person_id, program ORDER BY start_date, last_day, gap_days';
  return [
    `WITH ${ranks},`,
    'stays AS (',
    sources.flatMap((source) => stays(source)).join('\nUNION ALL\n'),
    '),',
    'bounded AS (',
    `  SELECT person_id, program, start_date, coalesce(end_date, ${OPEN}) AS last_day, gap_days FROM stays`,
    '  WHERE program IS NOT NULL AND start_date IS NOT NULL AND (end_date IS NULL OR end_date >= start_date)',
    '),',
    'followed AS (',
    '  SELECT person_id, program, start_date, last_day, gap_days,',
    `    max(last_day) OVER (${inOrder} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reached`,
    '  FROM bounded',
    '),',
    'opened AS (',
    '  SELECT person_id, program, start_date, last_day, gap_days,',
    "    CASE WHEN reached IS NULL OR date_diff('day', reached, start_date) > gap_days + 1 THEN 1 ELSE 0 END AS opens",
    '  FROM followed',
    '),',
    'numbered AS (',
    '  SELECT person_id, program, start_date, last_day,',
    `    CAST(sum(opens) OVER (${inOrder} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS bigint) AS spell`,
    '  FROM opened',
    ')',
    `SELECT person_id, program, min(start_date) AS start_date, nullif(max(last_day), ${OPEN}) AS end_date, CAST(count(*) AS bigint) AS records`,
    'FROM numbered',
    'GROUP BY person_id, program, spell',
  ].join('\n');
}

function stays(source: Source): readonly string[] {
  const { spell } = source.contract;
  if (spell === undefined) return [];
  const columns = [
    'person_id',
    `${programOf(source, spell.program)} AS program`,
    `CAST(${quoteName(spell.start)} AS date) AS start_date`,
    `CAST(${spell.end === undefined ? 'NULL' : quoteName(spell.end)} AS date) AS end_date`,
    `${spell.gapDays} AS gap_days`,
  ];
  return [`SELECT ${columns.join(', ')} FROM (${newestVersions(quoteTable(source.integrated))})`];
}

/** A contract names the program itself, or the kept column that tells it row by row. */
export function programOf(source: Source, program: string): string {
  return source.kept.some(({ definition }) => definition.name === program)
    ? `CAST(${quoteName(program)} AS varchar)`
    : quoteText(program);
}
