import type { ColumnDefinition } from '../ports/catalogue.ts';
import { quoteName, quoteTable, quoteText } from '../sql/quote.ts';
import { ATTRIBUTES, type Attribute, NO_ANSWER } from './attributes.ts';
import type { PeriodRank } from './period-rank.ts';
import type { Source } from './sources.ts';

/** One row a person of the scope. */
export const PERSONS_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'person_id', type: 'varchar', comment: 'what linkage found to be one person' },
  ...ATTRIBUTES.flatMap(({ name, type, comment }): readonly ColumnDefinition[] => [
    { name, type, comment },
    { name: `${name}_sources`, type: 'bigint', comment: `datasets that state ${name} of this person` },
    {
      name: `${name}_disagree`,
      type: 'bigint',
      comment: `those of them that never state the ${name} chosen`,
    },
  ]),
];

/**
 * Each attribute is the value that most records state; of equally many, the one stated for the latest period; of
 * those, the smallest by code point. A record counts once however many periods deliver it.
 * @param sources of people, at least one
 */
export function personsSelect(sources: readonly Source[], rank: PeriodRank): string {
  const people = sources.map(({ integrated }) => `SELECT person_id FROM ${quoteTable(integrated)}`);
  const stated = sources.flatMap((source) =>
    ATTRIBUTES.flatMap((attribute) => statements(source, attribute, rank)),
  );
  return [
    `WITH people AS (SELECT DISTINCT person_id FROM (${people.join(' UNION ALL ')})),`,
    `stated AS (\n${[...stated, NOTHING_STATED].join('\nUNION ALL\n')}\n),`,
    'votes AS (',
    '  SELECT person_id, attribute, answer, count(DISTINCT record_id) AS records, max(period_rank) AS latest, count(DISTINCT dataset) AS datasets',
    `  FROM stated WHERE answer IS NOT NULL AND lower(answer) NOT IN (${NO_ANSWER.map(quoteText).join(', ')})`,
    '  GROUP BY person_id, attribute, answer',
    '),',
    'ranked AS (',
    '  SELECT person_id, attribute, answer, datasets,',
    '    row_number() OVER (PARTITION BY person_id, attribute ORDER BY records DESC, latest DESC, answer) AS standing',
    '  FROM votes',
    '),',
    'asked AS (',
    '  SELECT person_id, attribute, count(DISTINCT dataset) AS sources',
    `  FROM stated WHERE answer IS NOT NULL AND lower(answer) NOT IN (${NO_ANSWER.map(quoteText).join(', ')})`,
    '  GROUP BY person_id, attribute',
    '),',
    'resolved AS (',
    '  SELECT r.person_id, r.attribute, r.answer, a.sources, a.sources - r.datasets AS disagree',
    '  FROM ranked r JOIN asked a ON a.person_id = r.person_id AND a.attribute = r.attribute',
    '  WHERE r.standing = 1',
    ')',
    `SELECT p.person_id, ${ATTRIBUTES.flatMap(chosen).join(',\n  ')}`,
    'FROM people p LEFT JOIN resolved r ON r.person_id = p.person_id',
    'GROUP BY p.person_id',
  ].join('\n');
}

/** Gives the union its types where no dataset of the scope keeps an agreed attribute. */
const NOTHING_STATED =
  "SELECT CAST(NULL AS varchar) AS person_id, '' AS attribute, CAST(NULL AS varchar) AS answer, '' AS record_id, '' AS dataset, 0 AS period_rank WHERE 1 = 0";

/** What a dataset states of an attribute: its column of that name, if its type can hold an answer. */
function statements(source: Source, attribute: Attribute, rank: PeriodRank): readonly string[] {
  const column = source.integrated.columns.find(({ name }) => name === attribute.name);
  if (column !== undefined && (column.type === attribute.type || attribute.type === 'varchar')) {
    return [statement(source, attribute, `CAST(${quoteName(column.name)} AS varchar)`, rank)];
  }
  return attribute.name === 'birth_year' && keepsMonth(source)
    ? [statement(source, attribute, `substr("birth_month", 1, 4)`, rank)]
    : [];
}

/** A month of birth says the year as well. */
function keepsMonth(source: Source): boolean {
  return source.contract.columns.some(({ keep }) =>
    keep.some(({ as, derive }) => as === 'birth_month' && derive === 'birth_month'),
  );
}

function statement(source: Source, attribute: Attribute, answer: string, rank: PeriodRank): string {
  return [
    `SELECT person_id, ${quoteText(attribute.name)} AS attribute, ${answer} AS answer, record_id,`,
    `${quoteText(source.contract.id)} AS dataset, ${rank('period')} AS period_rank FROM ${quoteTable(source.integrated)}`,
  ].join(' ');
}

function chosen({ name, type }: Attribute): readonly string[] {
  const of = (column: string) => `max(CASE WHEN r.attribute = ${quoteText(name)} THEN r.${column} END)`;
  return [
    `CAST(${of('answer')} AS ${type}) AS ${quoteName(name)}`,
    `CAST(coalesce(${of('sources')}, 0) AS bigint) AS ${quoteName(`${name}_sources`)}`,
    `CAST(coalesce(${of('disagree')}, 0) AS bigint) AS ${quoteName(`${name}_disagree`)}`,
  ];
}
