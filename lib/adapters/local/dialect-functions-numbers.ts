import {
  alike,
  type CallArgument,
  type FunctionRules,
  macro,
  type RewrittenRule,
  refused,
} from './dialect-rule.ts';

const LAST_DIGIT = refused('may differ in the last digit', 'work it out in TypeScript, or with integers');
const CHANCE = refused('is by chance', 'order by a keyed digest');

export const NUMBER_FUNCTIONS: FunctionRules = {
  coalesce: alike('coalesce(NULL, 2)', "coalesce(CAST(NULL AS varchar), 'a')"),
  nullif: alike('nullif(1, 1)', 'nullif(1, 2)'),
  if: {
    kind: 'rewritten',
    differs: 'wants three arguments',
    rewrite: ([test, yes, no, ...more]) =>
      test && yes && more.length === 0
        ? `CASE WHEN ${test.sql} THEN ${yes.sql}${no ? ` ELSE ${no.sql}` : ''} END`
        : undefined,
    unless: 'give it a test and one or two values',
    examples: ['if(1 < 2, 5)', 'if(1 > 2, 5)', 'if(CAST(NULL AS boolean), 5, 6)'],
  },
  greatest: extreme('greatest'),
  least: extreme('least'),
  abs: alike('abs(-3)', 'abs(CAST(-3.5 AS decimal(18,4)))'),
  sign: alike('sign(-3)'),
  mod: alike('mod(-7, 3)', 'mod(7, -3)'),
  round: alike(
    'round(CAST(2.5 AS decimal(18,4)))',
    'round(CAST(-2.5 AS decimal(18,4)))',
    'CAST(round(CAST(2.34565 AS decimal(18,4)), 2) AS decimal(18,4))',
    'round(2.5e0)',
    'round(-2.5e0)',
  ),
  floor: alike('CAST(floor(CAST(-2.5 AS decimal(18,4))) AS bigint)', 'CAST(floor(2.5e0) AS bigint)'),
  ceil: alike('CAST(ceil(CAST(-2.5 AS decimal(18,4))) AS bigint)', 'CAST(ceil(2.1e0) AS bigint)'),
  ceiling: alike('CAST(ceiling(2.1e0) AS bigint)'),
  sqrt: alike('sqrt(2e0)'),
  bitwise_and: macro(
    'is the operator &',
    ['(a, b) AS a & b'],
    'bitwise_and(12, 10)',
    'bitwise_and(-1, CAST(5 AS bigint))',
  ),
  bitwise_or: macro('is the operator |', ['(a, b) AS a | b'], 'bitwise_or(12, 10)'),
  bitwise_xor: macro('is called xor', ['(a, b) AS xor(a, b)'], 'bitwise_xor(12, 10)'),
  bitwise_not: macro('is the operator ~', ['(a) AS ~a'], 'bitwise_not(CAST(5 AS bigint))'),
  bit_count: {
    kind: 'rewritten',
    differs: 'takes one argument and counts within its type',
    rewrite: ([x, bits, ...more]) =>
      x && bits?.sql.trim() === '64' && more.length === 0
        ? `CAST(bit_count(CAST(${x.sql} AS BIGINT)) AS BIGINT)`
        : undefined,
    unless: 'write bit_count(x, 64)',
    examples: [
      'bit_count(7, 64)',
      'bit_count(-1, 64)',
      'bit_count(bitwise_and(CAST(255 AS bigint), 15), 64)',
    ],
  },
  exp: LAST_DIGIT,
  ln: LAST_DIGIT,
  log: LAST_DIGIT,
  log2: LAST_DIGIT,
  log10: LAST_DIGIT,
  power: LAST_DIGIT,
  pow: LAST_DIGIT,
  sin: LAST_DIGIT,
  cos: LAST_DIGIT,
  atan2: LAST_DIGIT,
  truncate: refused('is called trunc', 'write floor or round'),
  rand: CHANCE,
  random: CHANCE,
  uuid: CHANCE,
};

/** Null as soon as one argument is null; DuckDB leaves nulls out. */
function extreme(name: 'greatest' | 'least'): RewrittenRule {
  return {
    kind: 'rewritten',
    differs: 'leaves nulls out',
    rewrite: (args: readonly CallArgument[]) => {
      if (args.length < 2) return undefined;
      const known = args.map(({ sql }) => `(${sql}) IS NOT NULL`).join(' AND ');
      return `CASE WHEN ${known} THEN ${name}(${args.map(({ sql }) => sql).join(', ')}) END`;
    },
    unless: 'give it two values or more',
    examples: [
      `${name}(1, 2)`,
      `${name}(1, NULL)`,
      `${name}(DATE '2024-01-01', DATE '2023-01-01', DATE '2025-01-01')`,
    ],
  };
}
