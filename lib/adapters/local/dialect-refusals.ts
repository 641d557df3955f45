import { dividesDecimal } from './dialect-division.ts';
import { isSymbol, isWord, nameOf, type SqlToken } from './dialect-tokens.ts';

/** A construct that the two engines do not read alike and that is refused wherever it stands. */
export interface Refusal {
  /** As a reader knows it. */
  readonly construct: string;
  /** What to write instead, as a clause. */
  readonly remedy: string;
  /** Whether it begins at this place of the tokens that mean something. */
  readonly at: (tokens: readonly SqlToken[], at: number) => boolean;
  /** Statements that are refused for it. */
  readonly examples: readonly string[];
}

const word =
  (...words: readonly string[]) =>
  (tokens: readonly SqlToken[], at: number): boolean =>
    isWord(tokens[at], ...words) && !isSymbol(tokens[at - 1], '.');

const words =
  (...sequence: readonly string[]) =>
  (tokens: readonly SqlToken[], at: number): boolean =>
    sequence.every((expected, offset) => isWord(tokens[at + offset], expected));

/** Athena's half of `conformance`: what fails or differs without DuckDB saying so. */
export const REFUSALS: readonly Refusal[] = [
  {
    construct: 'a timestamp or time',
    remedy: 'the tables hold dates: use DATE',
    at: (tokens, at) => isWord(tokens[at], 'timestamp', 'time') && tokens[at + 1]?.kind === 'text',
    examples: ["SELECT TIMESTAMP '2024-01-01 10:00:00'"],
  },
  {
    construct: 'the clock',
    remedy: 'pass the day of the run as a literal',
    at: word('current_date', 'current_timestamp', 'current_time', 'localtime', 'localtimestamp'),
    examples: ['SELECT current_date'],
  },
  {
    construct: 'INTERVAL',
    remedy: "a date plus an interval is a timestamp in one of them: write date_add('day', n, d)",
    at: (tokens, at) =>
      word('interval')(tokens, at) && ['text', 'number'].includes(tokens[at + 1]?.kind ?? ''),
    examples: ["SELECT DATE '2024-01-01' + INTERVAL '1' DAY"],
  },
  {
    construct: "a literal with a letter before it, such as x'41'",
    remedy: 'write plain text',
    at: (tokens, at) => isWord(tokens[at], 'x', 'b', 'e', 'n', 'u') && tokens[at + 1]?.kind === 'text',
    examples: ["SELECT x'41'"],
  },
  {
    construct: 'IS TRUE, IS FALSE or IS UNKNOWN',
    remedy: 'write coalesce(x, false), NOT coalesce(x, true) or x IS NULL',
    at: (tokens, at) =>
      isWord(tokens[at], 'is') &&
      isWord(tokens[isWord(tokens[at + 1], 'not') ? at + 2 : at + 1], 'true', 'false', 'unknown'),
    examples: ['SELECT 1 = 1 IS TRUE', 'SELECT 1 = 1 IS NOT TRUE'],
  },
  {
    construct: 'LIMIT before OFFSET',
    remedy: 'write OFFSET first',
    at: (tokens, at) => isWord(tokens[at], 'limit') && isWord(tokens[at + 2], 'offset'),
    examples: ['SELECT 1 LIMIT 1 OFFSET 0'],
  },
  {
    construct: 'QUALIFY',
    remedy: 'filter in an outer SELECT',
    at: word('qualify'),
    examples: ['SELECT 1 AS a QUALIFY a = 1'],
  },
  {
    construct: 'ILIKE',
    remedy: 'write lower(x) LIKE',
    at: word('ilike'),
    examples: ["SELECT 'a' ILIKE 'A'"],
  },
  {
    construct: 'SIMILAR TO',
    remedy: 'write regexp_like',
    at: words('similar', 'to'),
    examples: ["SELECT 'a' SIMILAR TO 'a'"],
  },
  {
    construct: 'DISTINCT ON',
    remedy: 'rank with row_number() and take the first',
    at: words('distinct', 'on'),
    examples: ['SELECT DISTINCT ON (a) a FROM t'],
  },
  {
    construct: 'BY ALL',
    remedy: 'name the columns',
    at: words('by', 'all'),
    examples: ['SELECT 1 AS a GROUP BY ALL', 'SELECT 1 AS a ORDER BY ALL'],
  },
  {
    construct: 'a NATURAL, ASOF, POSITIONAL, SEMI or ANTI join',
    remedy: 'write JOIN with ON, or EXISTS',
    at: (tokens, at) =>
      isWord(tokens[at], 'natural', 'asof', 'positional', 'semi', 'anti') &&
      isWord(tokens[at + 1], 'join', 'left', 'right', 'full', 'inner'),
    examples: ['SELECT 1 FROM a NATURAL JOIN b', 'SELECT 1 FROM a SEMI JOIN b ON true'],
  },
  {
    construct: 'a sample',
    remedy: 'order by a keyed digest and take the first',
    at: (tokens, at) => isWord(tokens[at], 'tablesample') || words('using', 'sample')(tokens, at),
    examples: ['SELECT 1 FROM t TABLESAMPLE BERNOULLI (10)'],
  },
  {
    construct: 'IGNORE NULLS or RESPECT NULLS',
    remedy: 'filter nulls in an inner SELECT',
    at: (tokens, at) => isWord(tokens[at], 'ignore', 'respect') && isWord(tokens[at + 1], 'nulls'),
    examples: ['SELECT first_value(a) IGNORE NULLS OVER (ORDER BY b) FROM t'],
  },
  {
    construct: '* EXCLUDE or * REPLACE',
    remedy: 'name the columns',
    at: (tokens, at) =>
      isSymbol(tokens[at], '*') &&
      isWord(tokens[at + 1], 'exclude', 'replace', 'rename') &&
      isSymbol(tokens[at + 2], '('),
    examples: ['SELECT * EXCLUDE (a) FROM t'],
  },
  {
    construct: 'division by or of a decimal',
    remedy:
      'one answers with a decimal, the other with a double: cast both sides to double, or multiply first and cast to bigint',
    at: dividesDecimal,
    examples: [
      'SELECT 100.0 * a / b FROM t',
      'SELECT (a + 0.5) / b FROM t',
      'SELECT CASE WHEN a = 1 THEN 1.5 END / t.b FROM t',
      'SELECT a / b / coalesce(c, 0.5) FROM t',
      'SELECT 1.0 / 3',
      'SELECT CAST(1 AS decimal(18,4)) / 3',
      'SELECT 3 / CAST(2 AS decimal(18,4))',
    ],
  },
  {
    construct: 'a function behind a point',
    remedy: 'put its argument into its brackets',
    at: (tokens, at) =>
      isSymbol(tokens[at], '.') &&
      ['word', 'name'].includes(tokens[at + 1]?.kind ?? '') &&
      isSymbol(tokens[at + 2], '('),
    examples: ['SELECT a.trim() FROM t', 'SELECT main.trim(a) FROM t'],
  },
  {
    construct: 'a file for a table',
    remedy: 'name a table of the catalogue',
    at: (tokens, at) =>
      (isWord(tokens[at], 'from', 'join') &&
        tokens[at + 1]?.kind === 'text' &&
        !isWord(tokens[at - 1], 'distinct')) ||
      (tokens[at]?.kind === 'name' && /[/\\]/.test(tokens[at]?.text ?? '') && !isWord(tokens[at - 1], 'as')),
    examples: ["SELECT 1 FROM 'a.csv'", 'SELECT 1 FROM "/tmp/a.csv"'],
  },
  {
    construct: "the engine's own tables",
    remedy: 'ask the catalogue',
    at: (tokens, at) => {
      const token = tokens[at];
      if (token?.kind !== 'word' && token?.kind !== 'name') return false;
      const name = nameOf(token).toLowerCase();
      const schema = name === 'information_schema' || name === 'pg_catalog';
      return (
        (schema && isSymbol(tokens[at + 1], '.')) ||
        (/^(pg|duckdb|sqlite|pragma)_/.test(name) && isSource(tokens, at))
      );
    },
    examples: [
      'SELECT 1 FROM information_schema.tables',
      'SELECT 1 FROM duckdb_settings',
      'SELECT 1 FROM a, sqlite_master',
    ],
  },
];

/** Whether a name stands where a table does. */
function isSource(tokens: readonly SqlToken[], at: number): boolean {
  return (
    isWord(tokens[at - 1], 'from', 'join') || isSymbol(tokens[at - 1], ',') || isSymbol(tokens[at + 1], '.')
  );
}
