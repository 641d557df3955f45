import type { Catalogue } from '../ports/catalogue.ts';
import type { Statement } from '../ports/query-engine.ts';
import { createTableAs } from '../sql/create-table-as.ts';
import { quoteTable, quoteText } from '../sql/quote.ts';
import { type BlockingRule, FREE_PAIRS } from './blocking.ts';
import type { Sources } from './sources.ts';
import type { WorkTables } from './tables.ts';

/**
 * Whether a pair of profiles may be compared at all: another entity, and sources that some scope joins.
 * @param spell names a column of one side
 */
export function mayBeCompared(
  { all, comparable }: Sources,
  spell: (side: 'a' | 'b', column: 'entity' | 'source') => string = (side, column) => `${side}.${column}`,
): string {
  const others = `${spell('a', 'entity')} <> ${spell('b', 'entity')}`;
  const everything = (all.length * (all.length + 1)) / 2;
  if (comparable.length === everything) return others;
  const oneWay = (a: number, b: number) =>
    `(${spell('a', 'source')} = ${a} AND ${spell('b', 'source')} = ${b})`;
  const pairs = comparable.flatMap(([a, b]) => (a === b ? [oneWay(a, b)] : [oneWay(a, b), oneWay(b, a)]));
  return `${others} AND (${pairs.length === 0 ? '1 = 0' : pairs.join(' OR ')})`;
}

const present = ({ tokens }: BlockingRule) => tokens.map((token) => `${token} IS NOT NULL`).join(' AND ');
const pairsOf = (size: string) => `(${size} * (${size} - 1)) / 2`;

/**
 * The largest block that each rule may use: as large as its budget lasts when the smallest blocks go first, and
 * never more pairs from one value than the workspace allows. Says what is left out.
 */
export function blockLimits(
  catalogue: Catalogue,
  tables: WorkTables,
  rules: readonly BlockingRule[],
  maxBlockPairs: number,
): Statement {
  const profiles = quoteTable(tables.profiles);
  const sizes = rules.map(
    (rule) => `SELECT ${quoteText(rule.name)} AS rule, size, CAST(count(*) AS bigint) AS blocks FROM (
    SELECT CAST(count(*) AS bigint) AS size FROM ${profiles} WHERE ${present(rule)} GROUP BY ${rule.tokens.join(', ')} HAVING count(*) > 1
  ) AS sized GROUP BY size`,
  );
  const budgets = rules.map((rule) => `WHEN rule = ${quoteText(rule.name)} THEN ${rule.budget}`);
  return createTableAs(
    catalogue,
    tables.limits,
    `SELECT rule,
  coalesce(max(CASE WHEN fits = 1 THEN size END), 0) AS largest,
  sum(CASE WHEN fits = 1 THEN blocks ELSE 0 END) AS blocks,
  sum(CASE WHEN fits = 1 THEN blocks * ${pairsOf('size')} ELSE 0 END) AS pairs,
  sum(CASE WHEN fits = 1 THEN 0 ELSE blocks END) AS blocks_left_out,
  sum(CASE WHEN fits = 1 THEN 0 ELSE blocks * ${pairsOf('size')} END) AS pairs_left_out
FROM (
  SELECT rule, size, blocks,
    CASE WHEN ${pairsOf('size')} <= ${maxBlockPairs}
      AND (running <= ${FREE_PAIRS} OR running <= profiles * (CASE ${budgets.join(' ')} ELSE 0 END)) THEN 1 ELSE 0 END AS fits
  FROM (
    SELECT rule, size, blocks,
      CAST(sum(blocks * ${pairsOf('size')}) OVER (PARTITION BY rule ORDER BY size ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS bigint) AS running
    FROM (
  ${sizes.join('\n  UNION ALL\n  ')}
    ) AS histogram
  ) AS summed
  CROSS JOIN (SELECT CAST(count(*) AS bigint) AS profiles FROM ${profiles}) AS counted
) AS judged
GROUP BY rule`,
    ['rule'],
  );
}

/** Names each profile's block by rule after the block's first profile; null where it has none or it is too large. */
export function profileBlocks(
  catalogue: Catalogue,
  tables: WorkTables,
  rules: readonly BlockingRule[],
): Statement {
  const profiles = quoteTable(tables.profiles);
  const joins = rules.map(
    (rule) => `LEFT JOIN (
  SELECT ${rule.tokens.join(', ')}, min(profile) AS block FROM ${profiles} WHERE ${present(rule)} GROUP BY ${rule.tokens.join(', ')}
  HAVING count(*) > 1 AND count(*) <= (SELECT max(largest) FROM ${quoteTable(tables.limits)} WHERE rule = ${quoteText(rule.name)})
) AS r_${rule.name} ON ${rule.tokens.map((token) => `r_${rule.name}.${token} = p.${token}`).join(' AND ')}`,
  );
  return createTableAs(
    catalogue,
    tables.blocks,
    `SELECT p.profile, p.entity, p.source, ${rules.map(({ name }) => `r_${name}.block AS ${name}`).join(', ')}
FROM ${profiles} AS p
${joins.join('\n')}`,
    [],
  );
}

/**
 * Pairs that share a block of some rule, each once. Most pairs share several: dropping repeats in one sum at the end
 * costs a third of asking each rule whether an earlier one had the pair.
 */
export function candidatePairs(
  catalogue: Catalogue,
  tables: WorkTables,
  rules: readonly BlockingRule[],
  sources: Sources,
): Statement {
  const blocks = quoteTable(tables.blocks);
  const found = rules.map(
    ({ name }) => `SELECT a.profile AS profile_a, b.profile AS profile_b
FROM ${blocks} AS a JOIN ${blocks} AS b ON a.${name} = b.${name}
WHERE a.profile < b.profile AND ${mayBeCompared(sources)}`,
  );
  return createTableAs(
    catalogue,
    tables.candidates,
    `SELECT profile_a, profile_b FROM (
${found.join('\nUNION ALL\n')}
) AS found GROUP BY profile_a, profile_b`,
    [],
  );
}
