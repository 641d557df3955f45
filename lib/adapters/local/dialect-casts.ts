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
const INTEGER = '[ \\t]*[+-]?[0-9]+[ \\t]*';

const INTEGERS = ["'12'", "' +7 '", "'-7'", "'1.5'", "'1e3'", "'1_000'", "''", '2.5e0', '-2.5e0', '0.5e0', 'CAST(2.5 AS decimal(18,4))', 'true', 'NULL'];

/** The types that a value may be cast to, by Athena's name without parameters. */
export const CASTS: Readonly<Record<string, CastRule>> = {
  bigint: { type: 'BIGINT', reads: INTEGER, examples: INTEGERS },
  integer: { type: 'INTEGER', reads: INTEGER, examples: INTEGERS },
  int: { type: 'INTEGER', reads: INTEGER, examples: ["'12'"] },
  smallint: { type: 'SMALLINT', reads: INTEGER, examples: ["'12'", '70000', '2.5e0'] },
  tinyint: { type: 'TINYINT', reads: INTEGER, examples: ["'12'", '700'] },
  varchar: { type: 'VARCHAR', reads: '[\\s\\S]*', examples: ["'a'", '12', 'true', "DATE '2024-02-09'", '1.50', 'NULL'] },
  boolean: {
    type: 'BOOLEAN',
    reads: '(?i)t|f|true|false|0|1',
    examples: ["'true'", "'T'", "'0'", "'yes'", "'no'", "' true'", "'on'", '2', '0', 'NULL'],
  },
  date: {
    type: 'DATE',
    reads: '[ \\t]*[0-9]{1,4}-[0-9]{1,2}-[0-9]{1,2}[ \\t]*',
    examples: ["'2024-02-09'", "'2024-2-9'", "'2024/02/09'", "'2024-02-30'", "'2024-02-09 10:00'", "'epoch'", "'infinity'", "' 2024-02-09 '", 'NULL'],
  },
  double: {
    type: 'DOUBLE',
    reads: `[ \\t]*${NUMBER}[ \\t]*`,
    examples: ["'1.5'", "' .5 '", "'1e3'", "'1_0'", "'inf'", "'x'", '3', 'CAST(1.5 AS decimal(18,4))', 'NULL'],
  },
  decimal: {
    type: 'DECIMAL',
    reads: NUMBER,
    examples: ["'1.23456'", "'1e3'", "' 1.5'", "'1_0'", "'x'", '2.67505e0', '-1.00005e0', '3', 'NULL'],
  },
};

/** `name(parameters) AS expression`: what a cast to each type checks before DuckDB casts. */
export const CAST_MACROS: readonly string[] = Object.entries(CASTS).flatMap(([name, rule]) => [
  `athena_cast_${name}(x) AS ${checked(name, rule.reads, raise(`a text is no ${name}`))}`,
  `athena_try_${name}(x) AS ${checked(name, rule.reads, undefined)}`,
]);

/**
 * The value as it may be handed to DuckDB's cast, which alone knows the type's parameters. `typeof` is folded when
 * the statement is planned, so only the branch of the value's own type is left.
 */
function checked(name: string, reads: string, failure: string | undefined): string {
  return name;
}
