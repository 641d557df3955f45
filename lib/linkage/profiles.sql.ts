import type { Catalogue } from '../ports/catalogue.ts';
import type { Statement } from '../ports/query-engine.ts';
import { createTableAs } from '../sql/create-table-as.ts';
import { quoteTable, quoteText } from '../sql/quote.ts';
import { BLOOM_FIELDS, BLOOM_WORDS, IDENTITIES } from '../tokens/columns.ts';
import type { Sources } from './sources.ts';
import { BLOOM_COLUMNS, FREQUENCY_FIELDS, PROFILE_TOKENS, type WorkTables } from './tables.ts';

/** The number of a row's source, from its delivery. */
function sourceNumber({ all }: Sources): string {
  const cases = all.map(
    ({ number, deliveries }) => `WHEN i.delivery_id IN (${listed(deliveries)}) THEN ${number}`,
  );
  return `CASE ${cases.join(' ')} END`;
}

function listed(deliveries: readonly string[]): string {
  return deliveries.map(quoteText).join(', ');
}

/** Limits the identities `i` to a run's deliveries. */
export function deliveredRows({ all }: Sources): string {
  return `i.delivery_id IN (${listed(all.flatMap(({ deliveries }) => deliveries))})`;
}

/** Identifiers as they were written; the other tokens follow from them. */
const WRITTEN = [
  'given_name',
  'middle_initial',
  'surname',
  'suffix',
  'birth_date',
  'sex',
  'ssn',
  'phone',
  'email',
  'street',
  'city',
  'postal_code',
] as const;

/** Enough for two rows that say the same in everything to be one person: the name, the birth date, and one thing more. */
const TELLING = `given_name IS NOT NULL AND surname IS NOT NULL AND birth_date IS NOT NULL
      AND (ssn IS NOT NULL OR phone IS NOT NULL OR email IS NOT NULL OR street IS NOT NULL)`;

/**
 * So many rows alike are taken together, for their pairs grow with the square. Two alike are compared as any pair is:
 * training has to see how often one person's records agree in everything.
 */
const MANY = 3;

/** SQL: the first of the records that repeat this one, itself where none does; asked only where a source may repeat people. */
function firstOfRepeats({ all }: Sources): string {
  const numbers = all.filter(({ holdsDuplicates }) => holdsDuplicates).map(({ number }) => number);
  if (numbers.length === 0) return 'record_id';
  const alike = `PARTITION BY source, local_id, ${WRITTEN.join(', ')}`;
  return `CASE WHEN local_id IS NULL AND source IN (${numbers.join(', ')}) AND ${TELLING}
          AND count(*) OVER (${alike}) >= ${MANY} THEN min(record_id) OVER (${alike})
          ELSE record_id END`;
}

/**
 * Who one source already says is whom: records that share a local id within its numbering, rows of one record, and
 * records without a local id that repeat each other many times, are one entity before anything is compared.
 * Entities are numbered by their smallest record id. Each delivery is named once, for this statement is the first
 * that grows too long: what has no source is not of the run.
 */
export function recordsToEntities(catalogue: Catalogue, tables: WorkTables, sources: Sources): Statement {
  const firstAlike = firstOfRepeats(sources);
  return createTableAs(
    catalogue,
    tables.records,
    `SELECT record_id, source, dense_rank() OVER (ORDER BY head) AS entity
FROM (
  SELECT record_id, source,
    CASE WHEN local_id IS NULL THEN first_alike ELSE min(record_id) OVER (PARTITION BY local_id) END AS head
  FROM (
    SELECT record_id, min(source) AS source, min(local_id) AS local_id, min(first_alike) AS first_alike
    FROM (
      SELECT record_id, source, local_id,
        ${firstAlike} AS first_alike
      FROM (
        SELECT i.record_id, i.local_id, ${WRITTEN.map((token) => `i.${token}`).join(', ')}, ${sourceNumber(sources)} AS source
        FROM ${quoteTable(IDENTITIES)} AS i
      ) AS delivered
      WHERE source IS NOT NULL
    ) AS likened
    GROUP BY record_id
  ) AS held
) AS headed`,
    [],
  );
}

/**
 * Distinct sets of tokens by entity and source. A record that has a local id and nothing else makes no profile:
 * it belongs to its entity and is compared with nobody. Record ids are keyed digests, so numbering by the
 * smallest of them shuffles the profiles, which the sample of pairs relies on.
 */
export function distinctProfiles(catalogue: Catalogue, tables: WorkTables, sources: Sources): Statement {
  const tokens = PROFILE_TOKENS.join(', ');
  const blooms = BLOOM_COLUMNS.map((column) => `min(i.${column}) AS ${column}`).join(', ');
  return createTableAs(
    catalogue,
    tables.profiles,
    `SELECT row_number() OVER (ORDER BY head, ${tokens}) AS profile, entity, source, ${tokens}, ${BLOOM_COLUMNS.join(', ')}
FROM (
  SELECT r.entity, r.source, min(i.record_id) AS head, ${PROFILE_TOKENS.map((token) => `i.${token}`).join(', ')}, ${blooms}
  FROM ${quoteTable(IDENTITIES)} AS i
  JOIN ${quoteTable(tables.records)} AS r ON r.record_id = i.record_id
  WHERE ${deliveredRows(sources)}
    AND (${PROFILE_TOKENS.map((token) => `i.${token} IS NOT NULL`).join(' OR ')})
  GROUP BY r.entity, r.source, ${PROFILE_TOKENS.map((token) => `i.${token}`).join(', ')}
) AS grouped`,
    [],
  );
}

/** Steps of a quarter of a bit: 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, … up to 2^30, each the count from which it holds. */
export const COMMONNESS_STEPS: readonly { readonly from: number; readonly quarterBits: number }[] =
  Array.from({ length: 121 }, (_, quarterBits) => ({
    from: Math.ceil(2 ** (quarterBits / 4) - 1e-9),
    quarterBits,
  })).filter(({ from }, at, all) => all[at + 1]?.from !== from);

/** How common each token is: entities that carry it, and four times the binary logarithm of that as an integer. */
export function tokenFrequencies(catalogue: Catalogue, tables: WorkTables): Statement {
  const steps = COMMONNESS_STEPS.toReversed().map(
    ({ from, quarterBits }) => `WHEN entities >= ${from} THEN ${quarterBits}`,
  );
  const counts = FREQUENCY_FIELDS.map(
    (field) =>
      `SELECT ${quoteText(field)} AS field, ${field} AS token, CAST(count(DISTINCT entity) AS bigint) AS entities
  FROM ${quoteTable(tables.profiles)} WHERE ${field} IS NOT NULL GROUP BY ${field}`,
  );
  return createTableAs(
    catalogue,
    tables.frequencies,
    `SELECT field, token, entities, CASE ${steps.join(' ')} ELSE 0 END AS commonness
FROM (
  ${counts.join('\n  UNION ALL\n  ')}
) AS counted`,
    [],
  );
}

/** Profiles with the commonness of their tokens and the bits set in their filters, worked out once and not per pair. */
export function profileTraits(catalogue: Catalogue, tables: WorkTables): Statement {
  const bits = BLOOM_FIELDS.map((field) => {
    const words = Array.from({ length: BLOOM_WORDS }, (_, word) => `bit_count(p.${field}_b${word + 1}, 64)`);
    return `${words.join(' + ')} AS ${field}_bits`;
  });
  const joins = FREQUENCY_FIELDS.map(
    (field) =>
      `LEFT JOIN (SELECT token, commonness FROM ${quoteTable(tables.frequencies)} WHERE field = ${quoteText(field)}) AS f_${field} ON f_${field}.token = p.${field}`,
  );
  const kept = ['profile', 'entity', 'source', ...PROFILE_TOKENS, ...BLOOM_COLUMNS].map(
    (column) => `p.${column}`,
  );
  return createTableAs(
    catalogue,
    tables.traits,
    `SELECT ${kept.join(', ')}, ${bits.join(', ')},
  ${FREQUENCY_FIELDS.map((field) => `f_${field}.commonness AS ${field}_commonness`).join(', ')}
FROM ${quoteTable(tables.profiles)} AS p
${joins.join('\n')}`,
    ['profile'],
  );
}
