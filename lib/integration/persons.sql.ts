import type { ColumnDefinition } from '../ports/catalogue.ts';
import { quoteName, quoteTable, quoteText } from '../sql/quote.ts';
import { ATTRIBUTES, type Attribute, NO_ANSWER } from './attributes.ts';
import { emptySelect } from './empty-table.sql.ts';
import { newestVersions } from './newest-version.sql.ts';
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
 * those, the smallest by code point. A record counts once, with what the latest period that delivers it states.
 * @param sources of people, at least one
 * @param ranks the query `period_ranks`
 */
export function personsSelect(sources: readonly Source[], ranks: string): string {
  const people = sources.map(({ integrated }) => `SELECT person_id FROM ${quoteTable(integrated)}`);
  return [
    `WITH ${ranks},`,
    `people AS (SELECT DISTINCT person_id FROM (${people.join(' UNION ALL ')})),`,
    'stated AS (',
    [emptySelect(STATED_COLUMNS), ...sources.flatMap(statedIn)].join('\nUNION ALL\n'),
    '),',
    'votes AS (',
    '  SELECT person_id, attribute, answer, sum(records) AS records, max(latest) AS latest, count(*) AS datasets',
    '  FROM stated GROUP BY person_id, attribute, answer',
    '),',
    'ranked AS (',
    '  SELECT person_id, attribute, answer, datasets,',
    '    row_number() OVER (PARTITION BY person_id, attribute ORDER BY records DESC, latest DESC, answer) AS standing',
    '  FROM votes',
    '),',
    'asked AS (',
    '  SELECT person_id, attribute, count(DISTINCT dataset) AS sources FROM stated GROUP BY person_id, attribute',
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

/** An answer of one dataset about a person, and how many of its records give it. */
const STATED_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'person_id', type: 'varchar' },
  { name: 'attribute', type: 'varchar' },
  { name: 'answer', type: 'varchar' },
  { name: 'dataset', type: 'varchar' },
  { name: 'records', type: 'bigint' },
  { name: 'latest', type: 'bigint' },
];

/** What a dataset states of the agreed attributes; nothing where it keeps none. */
function statedIn(source: Source): readonly string[] {
  const answers = ATTRIBUTES.flatMap((attribute) => {
    const answer = answerOf(source, attribute);
    return answer === undefined ? [] : [{ name: quoteText(attribute.name), answer }];
  });
  if (answers.length === 0) return [];
  const cases = answers.map(({ name, answer }) => `WHEN ${name} THEN ${answer}`);
  return [
    [
      `SELECT person_id, attribute, answer, ${quoteText(source.contract.id)} AS dataset,`,
      '  CAST(count(*) AS bigint) AS records, CAST(max(period_rank) AS bigint) AS latest',
      'FROM (',
      `  SELECT v.person_id, a.attribute, v.period_rank, CASE a.attribute ${cases.join(' ')} END AS answer`,
      `  FROM (${newestVersions(quoteTable(source.integrated))}) v`,
      `  CROSS JOIN (VALUES ${answers.map(({ name }) => `(${name})`).join(', ')}) AS a (attribute)`,
      ')',
      `WHERE answer IS NOT NULL AND lower(answer) NOT IN (${NO_ANSWER.map(quoteText).join(', ')})`,
      'GROUP BY person_id, attribute, answer',
    ].join('\n'),
  ];
}

/** SQL over `v`: the dataset's column of the attribute's name as text, if its type can hold an answer. */
function answerOf(source: Source, attribute: Attribute): string | undefined {
  const column = source.integrated.columns.find(({ name }) => name === attribute.name);
  if (column !== undefined && (column.type === attribute.type || attribute.type === 'varchar')) {
    return `CAST(v.${quoteName(column.name)} AS varchar)`;
  }
  return attribute.name === 'birth_year' && keepsMonth(source) ? 'substr(v."birth_month", 1, 4)' : undefined;
}

/** A month of birth says the year as well. */
function keepsMonth(source: Source): boolean {
  return source.contract.columns.some(({ keep }) =>
    keep.some(({ as, derive }) => as === 'birth_month' && derive === 'birth_month'),
  );
}

function chosen({ name, type }: Attribute): readonly string[] {
  const of = (column: string) => `max(CASE WHEN r.attribute = ${quoteText(name)} THEN r.${column} END)`;
  return [
    `CAST(${of('answer')} AS ${type}) AS ${quoteName(name)}`,
    `CAST(coalesce(${of('sources')}, 0) AS bigint) AS ${quoteName(`${name}_sources`)}`,
    `CAST(coalesce(${of('disagree')}, 0) AS bigint) AS ${quoteName(`${name}_disagree`)}`,
  ];
}
