import { isPlaceholder } from './placeholders.ts';

/** A date that exists in the calendar. */
export interface BirthDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const TIME = /[T ]\d{1,2}:\d{2}.*$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const YEAR_FIRST = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})$/;
const YEAR_LAST = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/;
const DAY_WORD = /^(\d{1,2})[-/. ]([A-Z]{3})[A-Z]*[-/. ,]+(\d{4})$/;
const WORD_DAY = /^([A-Z]{3})[A-Z]*[-/. ]+(\d{1,2})[-/. ,]+(\d{4})$/;

/** @returns null where the text is no date, not a date with a year of four digits, or a placeholder */
export function birthDate(raw: string): BirthDate | null {
  const text = raw.trim().toUpperCase().replace(TIME, '');
  const date = yearFirst(text) ?? yearLast(text) ?? withMonthName(text);
  return date === null || isPlaceholder('birth_date', digitsOf(date)) ? null : date;
}

/** `YYYYMMDD`. */
export function digitsOf({ year, month, day }: BirthDate): string {
  return `${String(year).padStart(4, '0')}${monthAndDay({ month, day })}`;
}

/** `MMDD`. */
export function monthAndDay({ month, day }: Pick<BirthDate, 'month' | 'day'>): string {
  return `${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
}

/** Day and month exchanged; null where that is no date. */
export function swapped({ year, month, day }: BirthDate): BirthDate | null {
  return existing(year, day, month);
}

function yearFirst(text: string): BirthDate | null {
  const [, year, month, day] = COMPACT.exec(text) ?? YEAR_FIRST.exec(text) ?? [];
  return existing(Number(year), Number(month), Number(day));
}

/** Month first, as Americans write; the day first only where no month could stand there. */
function yearLast(text: string): BirthDate | null {
  const [, first, second, year] = YEAR_LAST.exec(text) ?? [];
  return (
    existing(Number(year), Number(first), Number(second)) ??
    existing(Number(year), Number(second), Number(first))
  );
}

function withMonthName(text: string): BirthDate | null {
  const [, day, word, year] = DAY_WORD.exec(text) ?? [];
  if (word !== undefined) return existing(Number(year), MONTHS.indexOf(word) + 1, Number(day));
  const [, first, dayAfter, yearAfter] = WORD_DAY.exec(text) ?? [];
  return first === undefined
    ? null
    : existing(Number(yearAfter), MONTHS.indexOf(first) + 1, Number(dayAfter));
}

function existing(year: number, month: number, day: number): BirthDate | null {
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return null;
  const lastDay = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  return day <= lastDay ? { year, month, day } : null;
}
