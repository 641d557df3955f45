import { type FunctionRules, type RewrittenRule, raise, refused, renamed } from './dialect-rule.ts';

const CLOCK = refused('is another moment in each run', 'pass the day of the run as a literal');

const UNITS: Readonly<Record<string, string>> = {
  day: 'to_days(CAST(N AS INTEGER))',
  week: 'to_weeks(CAST(N AS INTEGER))',
  month: 'to_months(CAST(N AS INTEGER))',
  quarter: 'to_months(CAST(N AS INTEGER) * 3)',
  year: 'to_years(CAST(N AS INTEGER))',
};

/** Formats that strftime reads as Athena's date_format does: year, month, day, day of the year. */
const FORMAT = /^(?:[^%]|%[Ymdyj])*$/;

const UNIT_ADVICE = `the unit is one of the literals ${Object.keys(UNITS).join(', ')}, and the rest are dates`;

/** Dates only: no table of ours holds a time of day, and the engines keep other digits of one. */
export const DATE_FUNCTIONS: FunctionRules = {
  date_diff: {
    kind: 'rewritten',
    differs: 'counts the boundaries crossed, Athena whole units elapsed',
    rewrite: ([unit, from, to, ...more]) =>
      isUnit(unit?.literal) && from && to && more.length === 0
        ? `date_sub('${unit?.literal}', ${from.sql}, ${to.sql})`
        : undefined,
    unless: UNIT_ADVICE,
    examples: [
      "date_diff('year', DATE '2000-06-15', DATE '2024-06-14')",
      "date_diff('month', DATE '2024-01-31', DATE '2024-02-29')",
      "date_diff('month', DATE '2024-02-29', DATE '2024-01-31')",
      "date_diff('day', DATE '2024-03-01', DATE '2024-02-28')",
      "date_diff('week', DATE '2024-01-01', DATE '2024-01-14')",
      "date_diff('quarter', DATE '2024-01-31', DATE '2024-04-30')",
    ],
  },
  date_add: {
    kind: 'rewritten',
    differs: 'takes an interval and gives a timestamp',
    rewrite: ([unit, n, date, ...more]) => {
      const interval = isUnit(unit?.literal) ? UNITS[unit?.literal ?? ''] : undefined;
      if (interval === undefined || !n || !date || more.length > 0) return undefined;
      return `CAST(${macroCall('as_date', date.sql)} + ${interval.replace('N', `(${n.sql})`)} AS DATE)`;
    },
    unless: UNIT_ADVICE,
    examples: [
      "date_add('month', 1, DATE '2024-01-31')",
      "date_add('year', -1, DATE '2024-02-29')",
      "date_add('day', 366, DATE '2023-12-31')",
      "date_add('quarter', 1, DATE '2023-11-30')",
      "date_add('week', -1, DATE '2024-01-03')",
    ],
  },
  date_trunc: {
    kind: 'rewritten',
    differs: 'gives a timestamp',
    rewrite: ([unit, date, ...more]) =>
      isUnit(unit?.literal) && date && more.length === 0
        ? `CAST(date_trunc('${unit?.literal}', ${macroCall('as_date', date.sql)}) AS DATE)`
        : undefined,
    unless: UNIT_ADVICE,
    examples: [
      "date_trunc('month', DATE '2024-02-29')",
      "date_trunc('week', DATE '2024-03-03')",
      "date_trunc('quarter', DATE '2024-06-30')",
    ],
  },
  date_format: {
    kind: 'rewritten',
    differs: 'is called strftime and has other letters',
    rewrite: ([date, format, ...more]) =>
      date && format?.literal !== undefined && FORMAT.test(format.literal) && more.length === 0
        ? `strftime(${macroCall('as_date', date.sql)}, ${format.sql})`
        : undefined,
    unless: 'the format is a literal of %Y, %m, %d, %y and %j',
    examples: ["date_format(DATE '2024-02-09', '%Y-%m')", "date_format(DATE '2024-02-09', '%d.%m.%y (%j)')"],
  },
  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  week: part('week'),
  week_of_year: part('week', 'week_of_year'),
  day: part('day'),
  day_of_month: part('day', 'day_of_month'),
  day_of_week: part('isodow', 'day_of_week'),
  dow: part('isodow', 'dow'),
  day_of_year: part('doy', 'day_of_year'),
  doy: part('doy', 'doy'),
  year_of_week: part('isoyear', 'year_of_week'),
  yow: part('isoyear', 'yow'),
  last_day_of_month: renamed('last_day', 'is called last_day', "last_day_of_month(DATE '2024-02-03')"),
  date: alikeCast(),
  now: CLOCK,
  current_date: CLOCK,
  current_timestamp: CLOCK,
  localtimestamp: CLOCK,
  date_parse: refused(
    'gives other digits of a second',
    'cast ISO text with try_cast(x AS date), or let the contract read the format',
  ),
  from_unixtime: refused('gives other digits of a second', 'keep dates'),
  to_unixtime: refused('gives other digits of a second', 'keep dates'),
  at_timezone: refused('was not compared', 'keep dates'),
};

/** `extract(FIELD FROM x)` means the function of that name. */
export const EXTRACT_FIELDS: ReadonlySet<string> = new Set([
  'year',
  'quarter',
  'month',
  'week',
  'day',
  'day_of_month',
  'day_of_week',
  'dow',
  'day_of_year',
  'doy',
  'year_of_week',
  'yow',
]);

/** Macros that other rules call: a date, and nothing that is only read as one. */
export const DATE_MACROS: readonly string[] = [
  `athena_as_date(x) AS CASE WHEN typeof(x) IN ('DATE', '"NULL"') THEN CAST(x AS DATE) ELSE ${raise('a date is needed here: cast it')} END`,
];

function isUnit(unit: string | undefined): boolean {
  return unit !== undefined && Object.hasOwn(UNITS, unit);
}

function macroCall(name: string, argument: string): string {
  return `athena_${name}(${argument})`;
}

function part(field: string, name = field): RewrittenRule {
  return {
    kind: 'rewritten',
    differs: field === 'isodow' ? 'counts Sunday as 0' : 'reads text as a date',
    rewrite: ([date, ...more]) =>
      date && more.length === 0 ? `date_part('${field}', ${macroCall('as_date', date.sql)})` : undefined,
    unless: 'give it one date',
    examples: ["DATE '2024-03-03'", "DATE '2021-01-03'", "DATE '2024-12-30'", 'CAST(NULL AS date)'].map(
      (date) => `${name}(${date})`,
    ),
  };
}

function alikeCast(): RewrittenRule {
  return {
    kind: 'rewritten',
    differs: 'reads more texts as dates',
    rewrite: ([x, ...more]) =>
      x && more.length === 0 ? `CAST(athena_reads_date(${x.sql}) AS DATE)` : undefined,
    unless: 'give it one text or date',
    examples: ["date('2024-02-09')", "date(DATE '2024-02-09')"],
  };
}
