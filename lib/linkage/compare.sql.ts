import type { Catalogue } from '../ports/catalogue.ts';
import type { Statement } from '../ports/query-engine.ts';
import { createTableAs } from '../sql/create-table-as.ts';
import { quoteTable } from '../sql/quote.ts';
import { BLOOM_FIELDS } from '../tokens/columns.ts';
import { mayBeCompared } from './candidates.sql.ts';
import { type Field, sharedBits } from './field.ts';
import { COMPARED_TOKENS, FIELDS, WITHIN_SOURCE } from './fields.ts';
import type { Sources } from './sources.ts';
import type { WorkTables } from './tables.ts';

/** A field's level plus one; 0 where the two sides cannot be compared in it. */
function digit({ comparable, levels }: Field): string {
  const cases = levels.map(({ level, when }) =>
    when === undefined ? `ELSE ${level + 1}` : `WHEN ${when} THEN ${level + 1}`,
  );
  return `CASE WHEN NOT ${comparable} THEN 0 ${cases.join(' ')} END`;
}

const top = ({ levels }: Field) => (levels[0]?.level ?? 0) + 1;
const compared = [...COMPARED_TOKENS, ...BLOOM_FIELDS.map((field) => `${field}_bits`)];
const weighed = FIELDS.filter(({ frequency }) => frequency !== undefined);

/**
 * The agreement pattern of each pair of profiles that `pairs` (profile_a, profile_b) names. Bits in common are
 * counted once and then looked at by several levels.
 */
function patterns(tables: WorkTables, pairs: string): string {
  const traits = quoteTable(tables.traits);
  const digits = FIELDS.map((field, at) => `${10 ** at} * c.${field.name}`);
  const commonness = weighed.map(
    (field) => `CASE WHEN c.${field.name} = ${top(field)} THEN c.${field.name}_commonness ELSE 0 END`,
  );
  return `SELECT entity_a, entity_b, source_a, source_b,
  ${digits.join(' + ')} + CASE WHEN c.source_a = c.source_b THEN ${WITHIN_SOURCE} ELSE 0 END AS pattern,
  ${commonness.join(' + ')} AS commonness
FROM (
  SELECT entity_a, entity_b, source_a, source_b,
    ${FIELDS.map((field) => `CAST(${digit(field)} AS bigint) AS ${field.name}`).join(',\n    ')},
    ${weighed.map(({ name }) => `${name}_commonness`).join(', ')}
  FROM (
    SELECT a.entity AS entity_a, b.entity AS entity_b, a.source AS source_a, b.source AS source_b,
      ${BLOOM_FIELDS.map((field) => `${sharedBits(field)} AS ${field}_shared`).join(',\n      ')},
      ${compared.flatMap((column) => [`a.${column} AS a_${column}`, `b.${column} AS b_${column}`]).join(', ')},
      ${weighed.map(({ name, frequency }) => `a.${frequency}_commonness AS ${name}_commonness`).join(', ')}
    FROM (${pairs}) AS q
    JOIN ${traits} AS a ON a.profile = q.profile_a
    JOIN ${traits} AS b ON b.profile = q.profile_b
  ) AS p
) AS c`;
}

/** Compares the candidates field by field. */
export function comparedPairs(catalogue: Catalogue, tables: WorkTables): Statement {
  const pairs = `SELECT profile_a, profile_b FROM ${quoteTable(tables.candidates)}`;
  return createTableAs(catalogue, tables.compared, patterns(tables, pairs), []);
}

/** About so many pairs of strangers are enough to see how often fields agree by chance. */
export const SAMPLED_PAIRS = 300_000;

/**
 * Pairs taken without regard to blocking: each profile with the few that follow it in the shuffled numbering. A
 * table of its own, because planners otherwise multiply all profiles with all.
 * @param expectedProfiles an upper estimate; the sample shrinks where there are fewer
 */
export function sampledPairs(catalogue: Catalogue, tables: WorkTables, expectedProfiles: number): Statement {
  const gaps = Math.max(
    1,
    Math.min(1000, expectedProfiles, Math.ceil(SAMPLED_PAIRS / Math.max(1, expectedProfiles))),
  );
  const profiles = quoteTable(tables.profiles);
  return createTableAs(
    catalogue,
    tables.sample,
    `SELECT p.profile AS profile_a, p.profile + g.gap AS profile_b
FROM ${profiles} AS p
CROSS JOIN (VALUES ${Array.from({ length: gaps }, (_, at) => `(${at + 1})`).join(', ')}) AS g (gap)
CROSS JOIN (SELECT max(profile) AS last FROM ${profiles}) AS m
WHERE p.profile + g.gap <= m.last`,
    [],
  );
}

/** The pattern of sampled pairs that may not be compared at all. */
export const NOT_COMPARABLE = -1;

/**
 * Agreement patterns of the sampled pairs: how often fields agree by chance. Pairs that may not be compared are set
 * apart after the joins; as a condition between the two sides they would invite a planner to join all with all.
 */
export function sampledPatterns(catalogue: Catalogue, tables: WorkTables, sources: Sources): Statement {
  const pairs = `SELECT profile_a, profile_b FROM ${quoteTable(tables.sample)}`;
  const allowed = mayBeCompared(sources, (side, column) => `${column}_${side}`);
  return createTableAs(
    catalogue,
    tables.sampled,
    `SELECT pattern, CAST(count(*) AS bigint) AS pairs FROM (
  SELECT CASE WHEN ${allowed} THEN pattern ELSE ${NOT_COMPARABLE} END AS pattern FROM (${patterns(tables, pairs)}) AS sampled
) AS judged GROUP BY pattern`,
    ['pattern'],
  );
}
