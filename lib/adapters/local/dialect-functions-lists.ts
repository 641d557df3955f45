import {
  alike,
  type CallArgument,
  type FunctionRules,
  macro,
  type RewrittenRule,
  raise,
  refused,
  renamed,
} from './dialect-rule.ts';

const HAS_NULL = 'len(list_filter(a, lambda e: e IS NULL)) > 0';
const UNORDERED = refused(
  'gives its elements in another order',
  'array_agg(DISTINCT x ORDER BY x) is the same in both',
);

/** Lists. A subscript past the end is null here and an error in Athena: `element_at` is null in both. */
export const LIST_FUNCTIONS: FunctionRules = {
  unnest: alike(
    'SELECT n FROM UNNEST(ARRAY[3, 1, 2]) AS t(n) ORDER BY n',
    "SELECT v.k, t.n, t.i FROM (VALUES ('a', ARRAY[7, 8])) AS v(k, ns) CROSS JOIN UNNEST(v.ns) WITH ORDINALITY AS t(n, i) ORDER BY t.i",
  ),
  cardinality: renamed(
    'len',
    'is for enumerations',
    'cardinality(ARRAY[1, 2])',
    'cardinality(CAST(ARRAY[] AS array(bigint)))',
  ),
  element_at: macro(
    'is for maps',
    ['(a, i) AS a[i]'],
    'element_at(ARRAY[1, 2], 2)',
    'element_at(ARRAY[1, 2], 3)',
    'element_at(ARRAY[1, 2], -1)',
  ),
  contains: macro(
    'is false where a null leaves it open',
    [
      `(a, x) AS CASE WHEN list_contains(a, x) THEN true WHEN a IS NULL OR x IS NULL OR ${HAS_NULL} THEN NULL ELSE false END`,
    ],
    'contains(ARRAY[1, 2], 2)',
    'contains(ARRAY[1, NULL], 2)',
    'contains(ARRAY[1, 2], 3)',
  ),
  array_position: macro(
    'is null where nothing is found',
    ['(a, x) AS CASE WHEN a IS NOT NULL AND x IS NOT NULL THEN coalesce(list_position(a, x), 0) END'],
    'array_position(ARRAY[5, 6], 6)',
    'array_position(ARRAY[5, 6], 7)',
  ),
  array_sort: alike('array_sort(ARRAY[2, NULL, 1])', "array_sort(ARRAY['b', 'B', 'a'])"),
  array_max: macro(
    'leaves nulls out',
    [`(a) AS CASE WHEN NOT ${HAS_NULL} THEN list_max(a) END`],
    'array_max(ARRAY[1, 3])',
    'array_max(ARRAY[1, NULL])',
  ),
  array_min: macro(
    'leaves nulls out',
    [`(a) AS CASE WHEN NOT ${HAS_NULL} THEN list_min(a) END`],
    'array_min(ARRAY[1, 3])',
    'array_min(ARRAY[1, NULL])',
  ),
  array_join: macro(
    'is called array_to_string',
    [
      `(a, mark) AS CASE WHEN typeof(a) IN ('DOUBLE[]', 'FLOAT[]') THEN ${raise('no text is made of binary floats: cast them to decimal(18,4)')} ELSE array_to_string(a, mark) END`,
    ],
    "array_join(ARRAY['a', 'b'], ',')",
    "array_join(ARRAY['a', NULL, 'b'], ',')",
    "array_join(ARRAY[1, 2], '-')",
  ),
  arrays_overlap: macro(
    'is called list_has_any and leaves nulls out',
    [
      `(a, b) AS CASE WHEN list_has_any(a, b) THEN true WHEN a IS NULL OR b IS NULL OR ${HAS_NULL} OR len(list_filter(b, lambda e: e IS NULL)) > 0 THEN NULL ELSE false END`,
    ],
    'arrays_overlap(ARRAY[1, 2], ARRAY[2, 3])',
    'arrays_overlap(ARRAY[1, 2], ARRAY[3])',
    'arrays_overlap(ARRAY[1, NULL], ARRAY[3])',
  ),
  slice: macro(
    'takes an end for a length',
    [
      `(a, start, n) AS CASE WHEN start > 0 AND n >= 0 THEN list_slice(a, start, start + n - 1) WHEN start IS NOT NULL AND n IS NOT NULL THEN ${raise('slice begins at 1 or later')} END`,
    ],
    'slice(ARRAY[1, 2, 3, 4], 2, 2)',
    'slice(ARRAY[1, 2], 2, 5)',
    'slice(ARRAY[1, 2], 1, 0)',
  ),
  sequence: macro(
    'is called generate_series and does not count down by itself',
    [
      '(a, b) AS generate_series(a, b, CASE WHEN a <= b THEN 1 ELSE -1 END)',
      '(a, b, step) AS generate_series(a, b, step)',
    ],
    'sequence(1, 4)',
    'sequence(3, 1)',
    'sequence(1, 9, 4)',
  ),
  flatten: alike('flatten(ARRAY[ARRAY[1, 2], ARRAY[3]])'),
  filter: withLambda(
    'takes a lambda of another spelling',
    ([a, keep]) => lambdaOf(keep, 1) && `list_filter(${a?.sql}, ${keep?.sql})`,
    ['filter(ARRAY[1, NULL, 3], x -> x > 1)'],
  ),
  transform: withLambda(
    'is called list_transform',
    ([a, to]) => lambdaOf(to, 1) && `list_transform(${a?.sql}, ${to?.sql})`,
    ['transform(ARRAY[1, NULL, 3], x -> x + 1)', 'transform(ARRAY[1, 2], n -> n * 2)'],
  ),
  any_match: match('any_match'),
  all_match: match('all_match'),
  none_match: match('none_match'),
  zip_with: withLambda('does not exist', zipWith, [
    'zip_with(ARRAY[1, 2], ARRAY[10, 20], (x, y) -> x + y)',
    'zip_with(ARRAY[1, 2], ARRAY[10], (x, y) -> coalesce(y, 0) - x)',
  ]),
  reduce: withLambda('takes its arguments in another order', reduce, [
    'reduce(ARRAY[1, 2, 3], 0, (s, x) -> s + x, s -> s)',
    'reduce(ARRAY[5, 1], 10, (s, x) -> s - x, s -> s * 2)',
    'reduce(CAST(ARRAY[] AS array(integer)), 7, (s, x) -> s + x, s -> s)',
  ]),
  array_distinct: UNORDERED,
  array_union: UNORDERED,
  array_intersect: UNORDERED,
  array_except: UNORDERED,
  shuffle: refused('is by chance', 'order by a keyed digest'),
  row: refused('compares nulls as equal', 'keep the columns apart'),
  map: refused('answers a missing key otherwise', 'keep keys and values as rows'),
  map_agg: refused('answers a missing key otherwise', 'keep keys and values as rows'),
};

/** Three-valued tests over a list of truth values, which the rewritten `any_match` and its kin call. */
export const LIST_MACROS: readonly string[] = [
  anyOf('athena_any_match', 'true', 'false'),
  anyOf('athena_none_match', 'false', 'true'),
  `athena_all_match(a) AS CASE WHEN a IS NULL THEN NULL WHEN len(list_filter(a, lambda e: NOT e)) > 0 THEN false WHEN ${HAS_NULL} THEN NULL ELSE true END`,
];

function anyOf(name: string, found: string, none: string): string {
  return `${name}(a) AS CASE WHEN a IS NULL THEN NULL WHEN len(list_filter(a, lambda e: e)) > 0 THEN ${found} WHEN ${HAS_NULL} THEN NULL ELSE ${none} END`;
}

function match(name: string): RewrittenRule {
  return withLambda(
    'does not exist',
    ([a, test]) => lambdaOf(test, 1) && `athena_${name}(list_transform(${a?.sql}, ${test?.sql}))`,
    [
      `${name}(ARRAY[1, 2], x -> x > 1)`,
      `${name}(ARRAY[1, NULL], x -> x > 1)`,
      `${name}(ARRAY[1, NULL], x -> x > 0)`,
      `${name}(CAST(ARRAY[] AS array(bigint)), x -> x > 1)`,
    ],
  );
}

function withLambda(
  differs: string,
  rewrite: (args: readonly CallArgument[]) => string | undefined,
  examples: readonly string[],
): RewrittenRule {
  return {
    kind: 'rewritten',
    differs,
    rewrite,
    examples,
    unless: 'write its functions as lambdas, such as x -> x + 1',
  };
}

function lambdaOf(argument: CallArgument | undefined, parameters: number): CallArgument['lambda'] {
  return argument?.lambda?.parameters.length === parameters ? argument.lambda : undefined;
}

/** The pairs of both lists, the shorter one filled up with nulls, are unpacked again around the lambda's body. */
function zipWith([a, b, combine]: readonly CallArgument[]): string | undefined {
  const lambda = lambdaOf(combine, 2);
  if (lambda === undefined) return undefined;
  const [x = '', y = ''] = lambda.parameters;
  return `list_transform(list_zip(${a?.sql}, ${b?.sql}), lambda pair: list_transform([pair[1]], lambda ${x}: list_transform([pair[2]], lambda ${y}: ${lambda.body})[1])[1])`;
}

function reduce([a, start, step, end]: readonly CallArgument[]): string | undefined {
  if (lambdaOf(step, 2) === undefined || lambdaOf(end, 1) === undefined) return undefined;
  return `list_transform([list_reduce(${a?.sql}, ${step?.sql}, ${start?.sql})], ${end?.sql})[1]`;
}
