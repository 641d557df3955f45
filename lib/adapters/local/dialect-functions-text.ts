import { alike, type CallArgument, type FunctionRules, macro, refused, renamed } from './dialect-rule.ts';

/** What Athena's trim takes for white space (measured over the basic plane; no-break spaces are not among it). */
const WHITE = [
  9, 10, 11, 12, 13, 28, 29, 30, 31, 32, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8200, 8201, 8202,
  8232, 8233, 8287, 12288,
];
const WHITE_TEXT = WHITE.map((point) => `chr(${point})`).join(' || ');

/** A place in the private-use area keeps ß from becoming ẞ, which only DuckDB's upper does. */
const KEPT = 'chr(57344)';

/** Parts of a pattern on which Joni (Athena) and RE2 (DuckDB) disagree without an error. */
const PATTERN_TRAPS = /\\[bBsS]|\$|\[\[:|&&|\(\?[a-z]*i/;

const PATTERN_ADVICE =
  'the pattern is a literal that ends with \\z rather than $, spells out [0-9] and [A-Za-z], and has no \\b, \\s, [[:…:]], && or (?i)';

const HASH = refused('takes and gives other types', 'hash in TypeScript');

export const TEXT_FUNCTIONS: FunctionRules = {
  length: alike("length('héllo')", "length('😀')", "length('')"),
  lower: alike("lower('ÀÉÎ ABC')"),
  upper: macro(
    'makes ẞ of ß',
    [`(x) AS replace(upper(replace(x, 'ß', ${KEPT})), ${KEPT}, 'ß')`],
    "upper('straße é')",
  ),
  replace: {
    kind: 'rewritten',
    differs: 'wants three arguments',
    rewrite: ([x, search, by, ...more]) =>
      x && search && more.length === 0 && search.literal !== ''
        ? `replace(${x.sql}, ${search.sql}, ${by?.sql ?? "''"})`
        : undefined,
    unless: 'give it the text, a search text that is not empty, and what replaces it',
    examples: ["replace('abcabc', 'b', 'x')", "replace('abcabc', 'b')"],
  },
  reverse: alike("reverse('abc')"),
  lpad: alike("lpad('7', 3, '0')", "lpad('12345', 3, '0')"),
  rpad: alike("rpad('7', 3, 'xy')", "rpad('12345', 3, '0')"),
  strpos: alike("strpos('abcabc', 'c')", "strpos('abc', 'x')"),
  starts_with: alike("starts_with('abc', 'ab')", "starts_with('abc', 'b')"),
  chr: alike('chr(233)'),
  codepoint: renamed('unicode', 'is called unicode', "codepoint('é')"),
  trim: macro(
    'takes off blanks only',
    [`(x) AS trim(x, ${WHITE_TEXT})`],
    "trim(chr(9) || ' a b' || chr(8195))",
    "trim(chr(160) || 'a')",
  ),
  ltrim: macro('takes off blanks only', [`(x) AS ltrim(x, ${WHITE_TEXT})`], "ltrim(chr(9) || ' a ')"),
  rtrim: macro('takes off blanks only', [`(x) AS rtrim(x, ${WHITE_TEXT})`], "rtrim(' a ' || chr(10))"),
  substr: macro('begins at 1 where 0 is asked', substr(), ...substrExamples('substr')),
  substring: macro('begins at 1 where 0 is asked', substr(), ...substrExamples('substring')),
  concat: {
    kind: 'rewritten',
    differs: 'leaves nulls out',
    rewrite: (args) => (args.length < 2 ? undefined : `(${args.map(({ sql }) => `(${sql})`).join(' || ')})`),
    unless: 'give it two texts or more',
    examples: ["concat('a', 'b', 'c')", "concat('a', CAST(NULL AS varchar), 'b')"],
  },
  concat_ws: alike("concat_ws('-', 'a', 'b')", "concat_ws('-', 'a', CAST(NULL AS varchar), 'b')"),
  split: macro(
    'takes a limit for options',
    ['(x, mark) AS string_split(x, mark)'],
    "split('a,b,,c', ',')",
    "split('', ',')",
  ),
  split_part: macro(
    'is empty past the end',
    ['(x, mark, n) AS list_extract(string_split(x, mark), n)'],
    "split_part('a,b', ',', 3)",
    "split_part('a,,b', ',', 2)",
  ),
  regexp_like: {
    kind: 'rewritten',
    differs: 'is called regexp_matches and reads patterns with RE2',
    rewrite: ([x, pattern, ...more]) =>
      x && readsAlike(pattern) && more.length === 0 ? `regexp_matches(${x.sql}, ${pattern.sql})` : undefined,
    unless: PATTERN_ADVICE,
    examples: [
      "regexp_like('A-12', '^[A-Z]-[0-9]+\\z')",
      "regexp_like('a-12', '^[A-Z]')",
      "regexp_like(CAST(NULL AS varchar), 'a')",
    ],
  },
  regexp_extract: {
    kind: 'rewritten',
    differs: 'is empty where nothing matches',
    rewrite: ([x, pattern, group, ...more]) =>
      x && readsAlike(pattern) && more.length === 0
        ? `CASE WHEN regexp_matches(${x.sql}, ${pattern.sql}) THEN regexp_extract(${x.sql}, ${pattern.sql}, ${group?.sql ?? '0'}) END`
        : undefined,
    unless: PATTERN_ADVICE,
    examples: [
      "regexp_extract('tract 0123', '[0-9]+')",
      "regexp_extract('ab-12', '([a-z]+)-([0-9]+)', 2)",
      "regexp_extract('abc', '[0-9]+')",
    ],
  },
  regexp_replace: {
    kind: 'rewritten',
    differs: 'replaces the first match only and spells groups \\1',
    rewrite: ([x, pattern, by, ...more]) => {
      if (!x || !readsAlike(pattern) || more.length > 0 || (by && by.literal === undefined)) return undefined;
      const groups = (by?.sql ?? "''").replaceAll('\\', '\\\\').replaceAll(/\$(\d)/g, '\\$1');
      return `regexp_replace(${x.sql}, ${pattern.sql}, ${groups}, 'g')`;
    },
    unless: `${PATTERN_ADVICE}; the replacement, too, is a literal`,
    examples: [
      "regexp_replace('a1b22', '[0-9]+', '#')",
      "regexp_replace('a1b22', '([a-z])([0-9])', '$2$1')",
      "regexp_replace('a1b22', '[0-9]')",
    ],
  },
  json_extract_scalar: macro(
    'does not exist',
    [
      "(x, path) AS CASE WHEN json_valid(x) AND json_type(x, path) NOT IN ('OBJECT', 'ARRAY') THEN json_extract_string(x, path) END",
    ],
    `json_extract_scalar('{"a": {"b": 1}}', '$.a.b')`,
    `json_extract_scalar('{"a": [1]}', '$.a')`,
    `json_extract_scalar('{"a": null}', '$.a')`,
    `json_extract_scalar('{"a": true}', '$.b')`,
  ),
  to_utf8: HASH,
  from_utf8: HASH,
  md5: HASH,
  sha1: HASH,
  sha256: HASH,
  sha512: HASH,
  xxhash64: HASH,
  hmac_sha256: HASH,
  format: refused('wants {} for %s', 'put the text together with concat'),
  repeat: refused("gives a text, Athena's a list", "write rpad('', n, x)"),
  translate: refused('was not compared', 'nest replace'),
  position: refused('was not compared', 'write strpos(text, part)'),
};

function substr(): readonly string[] {
  return [
    "(x, start) AS CASE WHEN start = 0 OR start < -length(x) THEN CASE WHEN x IS NOT NULL THEN '' END ELSE substr(x, start) END",
    "(x, start, n) AS CASE WHEN start = 0 OR start < -length(x) OR n <= 0 THEN CASE WHEN x IS NOT NULL THEN '' END ELSE substr(x, start, n) END",
  ];
}

function substrExamples(name: string): readonly string[] {
  return [
    "'abc', 0",
    "'abc', 2",
    "'abc', -2",
    "'abc', -5",
    "'abcdef', 2, 3",
    "'abc', 0, 2",
    "'abc', 1, 0",
    "'abc', 9, 2",
    'CAST(NULL AS varchar), 0',
  ].map((args) => `${name}(${args})`);
}

function readsAlike(pattern: CallArgument | undefined): pattern is CallArgument {
  return pattern?.literal !== undefined && !PATTERN_TRAPS.test(pattern.literal);
}
