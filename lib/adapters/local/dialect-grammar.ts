/** Ways of writing that both engines read alike; the Trino suite asks each of both, and colleagues copy from here. */
export const GRAMMAR: readonly { readonly what: string; readonly sql: string }[] = [
  { what: 'integers are divided towards zero', sql: 'SELECT 7 / 2 AS a, -7 / 2 AS b, 7 % -2 AS c' },
  { what: 'doubles are divided as IEEE 754 says', sql: 'SELECT CAST(1 AS double) / 3 AS a, 1 / 3e0 AS b' },
  {
    what: 'a divisor of zero is made null',
    sql: 'SELECT n / nullif(d, 0) AS a FROM (VALUES (4, 2), (4, 0)) AS t(n, d) ORDER BY n, d',
  },
  {
    what: 'decimals keep their places',
    sql: 'SELECT CAST(1.25 AS decimal(18,4)) + CAST(2 AS decimal(18,4)) AS a, CAST(1.5 * 1.5 AS decimal(18,4)) AS b',
  },
  {
    what: 'nulls come last both ways',
    sql: 'SELECT n FROM (VALUES (2), (NULL), (1)) AS t(n) ORDER BY n DESC',
  },
  {
    what: 'nulls come where it is said',
    sql: 'SELECT n FROM (VALUES (2), (NULL), (1)) AS t(n) ORDER BY n NULLS FIRST',
  },
  {
    what: 'text is ordered by code point',
    sql: "SELECT s FROM (VALUES ('b'), ('B'), ('a'), ('é'), ('aa'), ('')) AS t(s) ORDER BY s",
  },
  { what: 'blanks at the end count', sql: "SELECT 'a ' = 'a' AS a, 'a' || ' ' AS b" },
  {
    what: 'logic has three values',
    sql: 'SELECT NULL AND false AS a, NULL OR true AS b, NOT CAST(NULL AS boolean) AS c, 1 IN (2, NULL) AS d',
  },
  {
    what: 'IS DISTINCT FROM tells nulls apart',
    sql: 'SELECT n IS DISTINCT FROM 1 AS a, n IS NOT DISTINCT FROM NULL AS b FROM (VALUES (1), (NULL)) AS t(n) ORDER BY n',
  },
  {
    what: 'BETWEEN, LIKE and CASE',
    sql: "SELECT 2 BETWEEN 1 AND 3 AS a, 'a%b' LIKE 'a\\%b' ESCAPE '\\' AS b, CASE 1 WHEN 1 THEN 'x' END AS c",
  },
  { what: 'comments are no part of it', sql: "SELECT 1 AS a, /* 'two' */ 2 AS b -- it's" },
  { what: 'quotes are doubled', sql: 'SELECT \'it\'\'s\' AS a, "q""x" AS b FROM (SELECT 1 AS "q""x") AS t' },
  {
    what: 'a table of values has named columns',
    sql: "SELECT t.a, t.b FROM (VALUES (1, 'x'), (2, 'y')) AS t (a, b) ORDER BY t.a",
  },
  {
    what: 'queries are named, their columns too',
    sql: 'WITH one AS (SELECT 1 AS a), two(b, c) AS (SELECT a, a + 1 FROM one) SELECT b, c FROM two',
  },
  {
    what: 'a query calls itself',
    sql: 'WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n < 4) SELECT n FROM t ORDER BY n',
  },
  {
    what: 'joins',
    sql: 'SELECT a.n, b.m FROM (VALUES (1), (2), (NULL)) AS a(n) LEFT JOIN (VALUES (1, 5), (NULL, 6)) AS b(n, m) ON a.n = b.n ORDER BY a.n, b.m',
  },
  {
    what: 'a full join with USING',
    sql: 'SELECT n, a.x, b.y FROM (VALUES (1, 2)) AS a(n, x) FULL JOIN (VALUES (3, 4)) AS b(n, y) USING (n) ORDER BY n',
  },
  {
    what: 'a lateral join',
    sql: 'SELECT t.n, u.m FROM (VALUES (1), (2)) AS t(n) CROSS JOIN LATERAL (SELECT t.n * 2 AS m) AS u ORDER BY t.n',
  },
  {
    what: 'EXISTS and IN ask another query',
    sql: 'SELECT n FROM (VALUES (1), (2)) AS t(n) WHERE EXISTS (SELECT 1 FROM (VALUES (2)) AS u(m) WHERE u.m = t.n) AND n IN (SELECT 2) ORDER BY n',
  },
  { what: 'a query stands for a value', sql: 'SELECT (SELECT max(n) FROM (VALUES (1), (5)) AS t(n)) AS a' },
  {
    what: 'sets',
    sql: 'SELECT n FROM (SELECT 1 AS n UNION SELECT 1 UNION ALL SELECT 3) AS t EXCEPT SELECT 3 ORDER BY n',
  },
  {
    what: 'groups over which HAVING decides',
    sql: "SELECT k, count(*) AS c FROM (VALUES ('a'), ('a'), ('b')) AS t(k) GROUP BY k HAVING count(*) > 1 ORDER BY k",
  },
  {
    what: 'no rows still make one without a group',
    sql: 'SELECT count(*) AS a, sum(n) AS b, max(n) AS c FROM (VALUES (1)) AS t(n) WHERE n > 1',
  },
  {
    what: 'an empty grouping set',
    sql: "SELECT k, count(*) AS c FROM (VALUES ('a'), ('b')) AS t(k) WHERE k > 'z' GROUP BY GROUPING SETS ((k), ())",
  },
  {
    what: 'a running window',
    sql: 'SELECT n, CAST(sum(n) OVER (ORDER BY n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS bigint) AS x FROM (VALUES (1), (2), (4)) AS t(n) ORDER BY n',
  },
  {
    what: 'a window of a range',
    sql: 'SELECT n, CAST(count(*) OVER (ORDER BY n RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS bigint) AS x FROM (VALUES (1), (1), (4)) AS t(n) ORDER BY n',
  },
  {
    what: 'OFFSET before LIMIT',
    sql: 'SELECT n FROM (VALUES (1), (2), (3)) AS t(n) ORDER BY n OFFSET 1 LIMIT 1',
  },
  {
    what: 'dates are compared and told apart',
    sql: "SELECT DATE '2024-02-29' < DATE '2024-03-01' AS a, extract(year FROM DATE '2024-02-29') AS b, extract(dow FROM DATE '2024-03-03') AS c",
  },
  {
    what: 'numbers without a point are exact up to 64 bits',
    sql: 'SELECT 9223372036854775807 AS a, -9223372036854775807 AS b',
  },
];
