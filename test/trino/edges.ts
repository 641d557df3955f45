/** Values at which functions are apt to differ. */
const DATES = [
  '1899-12-31',
  '1900-02-28',
  '1999-12-31',
  '2000-02-29',
  '2001-02-28',
  '2004-02-29',
  '2005-03-01',
  '2023-12-31',
  '2024-01-01',
  '2024-01-31',
  '2024-02-28',
  '2024-02-29',
  '2024-03-01',
  '2024-03-31',
  '2024-04-30',
  '2024-06-30',
  '2024-07-31',
  '2024-12-30',
  '2024-12-31',
  '2025-02-28',
];
const INTEGERS = [
  '0',
  '1',
  '-1',
  '2',
  '7',
  '-7',
  '63',
  '64',
  '255',
  '4294967296',
  '9223372036854775807',
  '-9223372036854775807',
];
const DECIMALS = [
  '0',
  '0.5',
  '-0.5',
  '1.5',
  '2.5',
  '-2.5',
  '0.0001',
  '-0.0001',
  '2.34565',
  '123456789.9999',
  '-99999.5555',
];
const TEXTS = [
  "''",
  "' '",
  "'a'",
  "'abc'",
  "' a b '",
  "'héllo'",
  "'a,b,,c'",
  "',a'",
  "'ÀÉ ß'",
  "'日本'",
  "'it''s'",
  "chr(9) || 'x' || chr(160)",
];
const DOUBLES = [
  '0e0',
  '0.5e0',
  '1.5e0',
  '2.5e0',
  '-0.5e0',
  '-2.5e0',
  '1e-7',
  '1.00005e0',
  '2.67505e0',
  '123456.78905e0',
  '0.1e0',
  '0.285e0',
];

const UNITS = ['day', 'week', 'month', 'quarter', 'year'];

/** `[name, SELECT]`: each function over a whole grid of values, ordered. */
export function edgeStatements(): readonly (readonly [string, string])[] {
  return [
    ...UNITS.map(
      (unit) =>
        [
          `date_diff of ${unit}s`,
          over('date_diff', `'${unit}', t.a, u.b`, dates('t', 'a'), dates('u', 'b')),
        ] as const,
    ),
    ...UNITS.map(
      (unit) =>
        [
          `date_add of ${unit}s`,
          over(
            'date_add',
            `'${unit}', u.b, t.a`,
            dates('t', 'a'),
            '(VALUES (-13), (-1), (0), (1), (5), (48)) AS u(b)',
          ),
        ] as const,
    ),
    ...UNITS.map(
      (unit) => [`date_trunc to ${unit}s`, one('date_trunc', `'${unit}', t.a`, dates('t', 'a'))] as const,
    ),
    ...[
      'year',
      'quarter',
      'month',
      'week',
      'day',
      'day_of_week',
      'day_of_year',
      'year_of_week',
      'last_day_of_month',
    ].map((part) => [`${part} of dates`, one(part, 't.a', dates('t', 'a'))] as const),
    ...['bitwise_and', 'bitwise_or', 'bitwise_xor'].map(
      (name) =>
        [`${name} of 64 bits`, over(name, 't.a, u.b', integers('t', 'a'), integers('u', 'b'))] as const,
    ),
    ['bit_count of 64 bits', one('bit_count', 't.a, 64', integers('t', 'a'))],
    ['integer quotients', over('', 't.a / nullif(u.b, 0)', integers('t', 'a'), integers('u', 'b'))],
    ['integer remainders', over('', 't.a % nullif(u.b, 0)', integers('t', 'a'), integers('u', 'b'))],
    ['rounding of decimals', one('', 'CAST(round(t.a, 2) AS decimal(18,4))', decimals('t', 'a'))],
    ['decimals as integers', one('', 'CAST(t.a AS bigint)', decimals('t', 'a'))],
    ['decimals as doubles', one('', 'CAST(t.a AS double)', decimals('t', 'a'))],
    ['decimals as text', one('', 'CAST(t.a AS varchar)', decimals('t', 'a'))],
    ['doubles as integers', one('', 'CAST(t.a AS bigint)', doubles('t', 'a'))],
    ['doubles as decimals', one('', 'CAST(t.a AS decimal(18,4))', doubles('t', 'a'))],
    ['rounding of doubles', one('', 'round(t.a, 2)', doubles('t', 'a'))],
    ['quotients of doubles', over('', 't.a / (u.b + 3)', doubles('t', 'a'), doubles('u', 'b'))],
    ...['length', 'lower', 'upper', 'trim', 'ltrim', 'rtrim', 'reverse'].map(
      (name) => [`${name} of texts`, one(name, 't.a', texts('t', 'a'))] as const,
    ),
    [
      'substr from anywhere',
      over('substr', 't.a, u.b', texts('t', 'a'), '(VALUES (-4), (-1), (0), (1), (3), (9)) AS u(b)'),
    ],
    [
      'substr of any length',
      over('substr', 't.a, u.b, 2', texts('t', 'a'), '(VALUES (-4), (-1), (0), (1), (3), (9)) AS u(b)'),
    ],
    [
      'split_part of texts',
      over('split_part', "t.a, ',', u.b", texts('t', 'a'), '(VALUES (1), (2), (3), (4), (5)) AS u(b)'),
    ],
    ['padding', over('lpad', "t.a, u.b, '*-'", texts('t', 'a'), '(VALUES (0), (1), (4), (9)) AS u(b)')],
    ['texts as integers', one('', 'TRY_CAST(t.a AS bigint)', numerals('t', 'a'))],
    ['texts as doubles', one('', 'TRY_CAST(t.a AS double)', numerals('t', 'a'))],
    ['texts as decimals', one('', 'TRY_CAST(t.a AS decimal(18,4))', numerals('t', 'a'))],
    ['texts as dates', one('', 'TRY_CAST(t.a AS date)', numerals('t', 'a'))],
    ['texts as booleans', one('', 'TRY_CAST(t.a AS boolean)', numerals('t', 'a'))],
    ['comparison of texts', over('', 't.a < u.b', texts('t', 'a'), texts('u', 'b'))],
  ];
}

const NUMERALS = [
  "'0'",
  "'12'",
  "'-3'",
  "'+4'",
  "'1.5'",
  "'.5'",
  "'5.'",
  "'1e3'",
  "'1_0'",
  "'0x10'",
  "'inf'",
  "'12 '",
  "' 12'",
  "'1,000'",
  "'twelve'",
  "''",
  "'-'",
  "'2024-02-29'",
  "'2023-02-29'",
  "'2024-2-9'",
  "'2024/02/29'",
  "'20240229'",
  "'2024-02-29 00:00:00'",
  "'2024-02-29T00:00:00'",
  "'today'",
  "'epoch'",
  "'true'",
  "'FALSE'",
  "'t'",
  "'yes'",
  "'on'",
  "'y'",
  "'1'",
];

const rows = (values: readonly string[], type: string) => (table: string, column: string) =>
  `(SELECT CAST(${column} AS ${type}) AS ${column} FROM (VALUES ${values.map((value) => `(${value})`).join(', ')}, (NULL)) AS v(${column})) AS ${table}`;

const dates = rows(
  DATES.map((date) => `'${date}'`),
  'date',
);
const integers = rows(INTEGERS, 'bigint');
const decimals = rows(
  DECIMALS.map((value) => `'${value}'`),
  'decimal(18,4)',
);
const doubles = rows(DOUBLES, 'double');
const texts = rows(TEXTS, 'varchar');
const numerals = rows(NUMERALS, 'varchar');

function one(name: string, args: string, source: string): string {
  return `SELECT t.a, ${name === '' ? args : `${name}(${args})`} AS x FROM ${source} ORDER BY t.a`;
}

function over(name: string, args: string, left: string, right: string): string {
  return `SELECT t.a, u.b, ${name === '' ? args : `${name}(${args})`} AS x FROM ${left} CROSS JOIN ${right} ORDER BY t.a, u.b`;
}
