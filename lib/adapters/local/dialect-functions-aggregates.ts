import { alike, type FunctionRules, refused, renamed } from './dialect-rule.ts';

/** Five rows with ties and a null, for the examples. */
const ROWS = "(VALUES ('a', 1), ('a', 2), ('b', 2), ('b', NULL), ('c', 5)) AS t(k, n)";

const FLOATING = 'adds binary floats up in no fixed order';
const INTEGERS = 'count and sum integers or decimals, and divide in the end';

/** Aggregates and window functions. DuckDB's sum and count_if are HUGEINT: tables and answers take them as bigint. */
export const AGGREGATE_FUNCTIONS: FunctionRules = {
  count: alike(
    `SELECT k, count(*) AS x, count(n) AS y, count(DISTINCT n) AS z FROM ${ROWS} GROUP BY k ORDER BY k`,
    `SELECT count(*) FILTER (WHERE n > 1) AS x FROM ${ROWS}`,
  ),
  sum: alike(
    `SELECT k, sum(n) AS x, sum(CAST(n AS decimal(18,4))) AS y FROM ${ROWS} GROUP BY k ORDER BY k`,
    `SELECT sum(n) AS x FROM ${ROWS} WHERE n > 9`,
    `SELECT k, n, CAST(sum(n) OVER (PARTITION BY k ORDER BY n) AS bigint) AS x FROM ${ROWS} ORDER BY k, n`,
  ),
  min: alike(`SELECT min(k) AS x, min(n) AS y FROM ${ROWS}`),
  max: alike(`SELECT max(k) AS x, max(n) AS y FROM ${ROWS}`, `SELECT max(n) AS x FROM ${ROWS} WHERE n > 9`),
  count_if: alike(`SELECT k, count_if(n > 1) AS x FROM ${ROWS} GROUP BY k ORDER BY k`),
  bool_and: alike(`SELECT k, bool_and(n > 1) AS x FROM ${ROWS} GROUP BY k ORDER BY k`),
  bool_or: alike(`SELECT k, bool_or(n > 4) AS x FROM ${ROWS} GROUP BY k ORDER BY k`),
  every: renamed(
    'bool_and',
    'is called bool_and',
    `SELECT k, every(n > 1) AS x FROM ${ROWS} GROUP BY k ORDER BY k`,
  ),
  max_by: alike(`SELECT max_by(k, n) AS x FROM ${ROWS}`),
  min_by: alike(`SELECT min_by(k, n) AS x FROM ${ROWS} WHERE n IS NOT NULL`),
  grouping: alike(
    `SELECT k, n, grouping(k, n) AS g, count(*) AS x FROM ${ROWS} GROUP BY GROUPING SETS ((k, n), (k), ()) ORDER BY g, k, n`,
    `SELECT k, grouping(k) AS g, count(*) AS x FROM ${ROWS} GROUP BY ROLLUP (k) ORDER BY g, k`,
    `SELECT k, n, grouping(k) AS g, grouping(n) AS h, count(*) AS x FROM ${ROWS} GROUP BY CUBE (k, n) ORDER BY g, h, k, n`,
  ),
  array_agg: alike(`SELECT k, array_agg(n ORDER BY n DESC) AS x FROM ${ROWS} GROUP BY k ORDER BY k`),
  row_number: alike(
    `SELECT k, n, row_number() OVER (PARTITION BY k ORDER BY n) AS x FROM ${ROWS} ORDER BY k, n`,
  ),
  rank: alike(`SELECT n, rank() OVER (ORDER BY n) AS x FROM ${ROWS} ORDER BY n, x`),
  dense_rank: alike(`SELECT n, dense_rank() OVER (ORDER BY n DESC) AS x FROM ${ROWS} ORDER BY n, x`),
  ntile: alike(`SELECT k, n, ntile(2) OVER (ORDER BY k, n) AS x FROM ${ROWS} ORDER BY k, n`),
  lag: alike(
    `SELECT k, n, lag(n) OVER (ORDER BY k, n) AS x, lag(n, 2, 9) OVER (ORDER BY k, n) AS y FROM ${ROWS} ORDER BY k, n`,
  ),
  lead: alike(`SELECT k, n, lead(n) OVER (PARTITION BY k ORDER BY n) AS x FROM ${ROWS} ORDER BY k, n`),
  first_value: alike(
    `SELECT k, n, first_value(n) OVER (PARTITION BY k ORDER BY n) AS x FROM ${ROWS} ORDER BY k, n`,
  ),
  last_value: alike(
    `SELECT k, n, last_value(n) OVER (PARTITION BY k ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS x FROM ${ROWS} ORDER BY k, n`,
  ),
  avg: refused(FLOATING, INTEGERS),
  stddev: refused(FLOATING, INTEGERS),
  variance: refused(FLOATING, INTEGERS),
  skewness: refused("is of the sample, Athena's of the population", INTEGERS),
  corr: refused(FLOATING, INTEGERS),
  arbitrary: refused('takes a null that comes first', 'take min or max, which are the same on every run'),
  any_value: refused(
    'depends on the order in which rows are read',
    'take min or max, which are the same on every run',
  ),
  approx_distinct: refused('estimates otherwise', 'write count(DISTINCT x)'),
  approx_percentile: refused('estimates otherwise', 'rank with row_number() and take the row that you want'),
  listagg: refused('is spelt otherwise', "write array_join(array_agg(x ORDER BY x), ',')"),
  checksum: refused('does not exist', 'hash in TypeScript'),
};
