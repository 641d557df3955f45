import type { Catalogue } from '../ports/catalogue.ts';
import type { Statement } from '../ports/query-engine.ts';
import { createTableAs } from '../sql/create-table-as.ts';
import { quoteTable } from '../sql/quote.ts';
import type { WorkTables } from './tables.ts';

/** Pairs less likely than about one in a hundred are not kept, in millibits. */
export const FAINTEST = -6600;

/** Quarter bits of commonness in millibits. */
const PER_COMMONNESS = 250;

/**
 * Pairs of entities that may be one person, by their most alike profiles. A pair that any of its profiles forbids
 * stays forbidden.
 */
export function scoredPairs(catalogue: Catalogue, tables: WorkTables): Statement {
  const weight = `w.against_stranger - ${PER_COMMONNESS} * c.commonness`;
  const swap = (ifLess: string, otherwise: string) =>
    `CASE WHEN c.entity_a < c.entity_b THEN c.${ifLess} ELSE c.${otherwise} END`;
  return createTableAs(
    catalogue,
    tables.scored,
    `SELECT entity_a, entity_b, source_a, source_b, max(weight) AS weight, max(forbidden) AS forbidden
FROM (
  SELECT ${swap('entity_a', 'entity_b')} AS entity_a, ${swap('entity_b', 'entity_a')} AS entity_b,
    ${swap('source_a', 'source_b')} AS source_a, ${swap('source_b', 'source_a')} AS source_b,
    CASE WHEN ${weight} < w.against_relative THEN ${weight} ELSE w.against_relative END AS weight, w.forbidden AS forbidden
  FROM ${quoteTable(tables.compared)} AS c
  JOIN ${quoteTable(tables.weights)} AS w ON w.pattern = c.pattern
) AS weighed
GROUP BY entity_a, entity_b, source_a, source_b
HAVING max(weight) >= ${FAINTEST}`,
    [],
  );
}
