/**
 * Functions that DuckDB answers otherwise than Athena, or not at all, put right: a question shall have one answer on
 * both hosts. Each is the macro's name, parameters and body; see docs/analyst.md for what still differs.
 */
export const READER_MACROS: readonly string[] = [
  // Whole units that have elapsed; DuckDB counts the boundaries crossed.
  'date_diff(unit, a, b) AS date_sub(unit, a, b)',
  // NULL where any argument is; DuckDB passes over it.
  'greatest(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN system.main.greatest(a, b) END',
  'least(a, b) AS CASE WHEN a IS NOT NULL AND b IS NOT NULL THEN system.main.least(a, b) END',
  'concat(a, b) AS a || b, (a, b, c) AS a || b || c, (a, b, c, d) AS a || b || c || d',
  // NULL where there is no such part; DuckDB gives empty text.
  "split_part(t, d, n) AS nullif(system.main.split_part(t, d, n), '')",
  "regexp_extract(t, p) AS nullif(system.main.regexp_extract(t, p), ''), (t, p, g) AS nullif(system.main.regexp_extract(t, p, g), '')",
  'regexp_like(t, p) AS regexp_matches(t, p)',
  'arbitrary(x) AS any_value(x)',
  'approx_distinct(x) AS count(DISTINCT x)',
];
