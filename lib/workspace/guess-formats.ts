import { isoDate } from './plain-date.ts';

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Date formats that agencies use, in the letters of the JDK, and the order of year, month and day in each. */
const FORMATS: readonly (readonly [format: string, pattern: RegExp, order: 'ymd' | 'mdy' | 'dmy'])[] = [
  ['yyyy-MM-dd', /^(\d{4})-(\d{2})-(\d{2})$/, 'ymd'],
  ['yyyyMMdd', /^((?:19|20)\d{2})(\d{2})(\d{2})$/, 'ymd'],
  ['yyyy/M/d', /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, 'ymd'],
  ['M/d/yyyy', /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 'mdy'],
  ['d/M/yyyy', /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, 'dmy'],
  ['M-d-yyyy', /^(\d{1,2})-(\d{1,2})-(\d{4})$/, 'mdy'],
  ['d-M-yyyy', /^(\d{1,2})-(\d{1,2})-(\d{4})$/, 'dmy'],
  ['d.M.yyyy', /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, 'dmy'],
  ['dd-MMM-yyyy', /^(\d{2})-([A-Za-z]{3})-(\d{4})$/, 'dmy'],
];

/**
 * The formats in which every value is a date: more than one where the values leave it open. Empty where a value
 * is a date in none; then a mixture of two formats is tried.
 */
export function guessFormats(values: readonly string[]): readonly string[] {
  if (values.length === 0) return [];
  const fitting = FORMATS.filter((format) => values.every((value) => fits(value, format)));
  if (fitting.length > 0) return fitting.map(([format]) => format);
  for (const [index, one] of FORMATS.entries()) {
    const other = FORMATS.slice(index + 1).find((two) =>
      values.every((value) => fits(value, one) || fits(value, two)),
    );
    if (other !== undefined) return [one[0], other[0]];
  }
  return [];
}

function fits(value: string, [, pattern, order]: (typeof FORMATS)[number]): boolean {
  const parts = pattern.exec(value)?.slice(1);
  if (parts === undefined) return false;
  const part = (letter: string) => parts[order.indexOf(letter)] ?? '';
  const month = /^\d/.test(part('m')) ? Number(part('m')) : MONTHS.indexOf(part('m').toLowerCase()) + 1;
  return exists(Number(part('y')), month, Number(part('d')));
}

function exists(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || day > 31) return false;
  const text = isoDate(year, month, day);
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
