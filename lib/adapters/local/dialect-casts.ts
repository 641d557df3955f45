import { raise } from './dialect-rule.ts';

/** How texts are read as a type in Athena; DuckDB reads more (`1.5` as an integer, `yes`, `1_000`, `inf`, a time as a date). */
interface CastRule {
  /** DuckDB's name of the type. */
  readonly type: string;
  /** Texts that Athena reads, as a whole (RE2). */
  readonly reads: string;
  readonly examples: readonly string[];
}

const NUMBER = '[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?';
const INTEGER = '\\s*[+-]?[0-9]+\\s*';
const IS_FLOAT = "typeof(x) IN ('DOUBLE', 'FLOAT')";

const INTEGERS = [
  "'12'",
  "' +7 '",
  "'-7'",
  "'1.5'",
  "'1e3'",
  "'1_000'",
  "''",
  '2.5e0',
  '-2.5e0',
  '0.5e0',
  'CAST(2.5 AS decimal(18,4))',
  'true',
  'NULL',
];

/** The types that a value may be cast to, by Athena's name without parameters. */
export const CASTS: Readonly<Record<string, CastRule>> = {
  bigint: { type: 'BIGINT', reads: INTEGER, examples: INTEGERS },
  integer: { type: 'INTEGER', reads: INTEGER, examples: INTEGERS },
  int: { type: 'INTEGER', reads: INTEGER, examples: ["'12'"] },
  smallint: { type: 'SMALLINT', reads: INTEGER, examples: ["'12'", '70000', '2.5e0'] },
  tinyint: { type: 'TINYINT', reads: INTEGER, examples: ["'12'", '700'] },
  varchar: {
    type: 'VARCHAR',
    reads: '[\\s\\S]*',
    examples: ["'a'", '12', 'true', "DATE '2024-02-09'", '1.50', 'NULL'],
  },
  boolean: {
    type: 'BOOLEAN',
    reads: '(?i)t|f|true|false|0|1',
    examples: ["'true'", "'T'", "'0'", "'yes'", "'no'", "' true'", "'on'", '2', '0', 'NULL'],
  },
  date: {
    type: 'DATE',
    reads: '\\s*[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}\\s*',
    examples: [
      "'2024-02-09'",
      "'2024-2-9'",
      "'2024/02/09'",
      "'2024-02-30'",
      "'2024-02-09 10:00'",
      "'epoch'",
      "'infinity'",
      "' 2024-02-09 '",
      'NULL',
    ],
  },
  double: {
    type: 'DOUBLE',
    reads: `\\s*${NUMBER}\\s*`,
    examples: [
      "'1.5'",
      "' .5 '",
      "'1e3'",
      "'1_0'",
      "'inf'",
      "'x'",
      '3',
      'CAST(1.5 AS decimal(18,4))',
      'NULL',
    ],
  },
  decimal: {
    type: 'DECIMAL',
    reads: NUMBER,
    examples: ["'1.23456'", "'1e3'", "' 1.5'", "'1_0'", "'x'", '2.67505e0', '-1.00005e0', '3', 'NULL'],
  },
};

const READ_AS_INTEGER: ReadonlySet<string> = new Set(['bigint', 'integer', 'int', 'smallint', 'tinyint']);

/**
 * `name(parameters) AS expression`. The guards hand a value on to DuckDB's cast, or refuse it (null for try_cast).
 * `typeof` is folded when a statement is planned, so that only the branch of the value's own type is left.
 */
export const CAST_MACROS: readonly string[] = [
  ...Object.entries(CASTS).flatMap(([name, { reads }]) => [
    `athena_reads_${name}(x) AS ${guard(name, reads, raise(`a text is no ${name}`))}`,
    `athena_tries_${name}(x) AS ${guard(name, reads, 'NULL')}`,
  ]),
  // Athena rounds a half up, DuckDB to the even neighbour.
  `athena_integer(x) AS CASE WHEN ${IS_FLOAT} THEN CAST(round(CAST(x AS DOUBLE)) AS BIGINT) ELSE CAST(athena_reads_bigint(x) AS BIGINT) END`,
  `athena_try_integer(x) AS CASE WHEN ${IS_FLOAT} THEN TRY_CAST(round(TRY_CAST(x AS DOUBLE)) AS BIGINT) ELSE TRY_CAST(athena_tries_bigint(x) AS BIGINT) END`,
];

/**
 * `CAST(value AS type)` with Athena's reading of texts and rounding of floats.
 * @param name the type without parameters, a key of CASTS
 * @param parameters as written, brackets included, or empty
 * @param value DuckDB's SQL
 */
export function castSql(name: string, parameters: string, value: string, attempt: boolean): string {
  const cast = attempt ? 'TRY_CAST' : 'CAST';
  const type = `${CASTS[name]?.type ?? ''}${parameters}`;
  if (READ_AS_INTEGER.has(name))
    return `${cast}(${attempt ? 'athena_try_integer' : 'athena_integer'}(${value}) AS ${type})`;
  return `${cast}(${attempt ? 'athena_tries' : 'athena_reads'}_${name}(${value}) AS ${type})`;
}

function guard(name: string, reads: string, otherwise: string): string {
  const text = `WHEN typeof(x) = 'VARCHAR' AND NOT regexp_full_match(CAST(x AS VARCHAR), '${reads}') THEN ${otherwise}`;
  const float = `WHEN ${IS_FLOAT} THEN ${raise('no text is made of binary floats: cast them to decimal(18,4)')}`;
  return name === 'varchar' ? `CASE ${float} ELSE x END` : `CASE ${text} ELSE x END`;
}
