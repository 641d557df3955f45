/** A day, counted from 1970-01-01. */
export type Day = number;

const MILLISECONDS_A_DAY = 86_400_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export interface CalendarDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The spellings of a date that the agencies use, in the letters of the contracts. */
export type DateFormat = 'yyyy-MM-dd' | 'MM/dd/yyyy' | 'M/d/yyyy' | 'yyyyMMdd' | 'dd-MMM-yyyy';

export function dayOf(year: number, month: number, day: number): Day {
  return Date.UTC(year, month - 1, day) / MILLISECONDS_A_DAY;
}

export function calendarDate(day: Day): CalendarDate {
  const date = new Date(day * MILLISECONDS_A_DAY);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The same day of the year, whole years later; 29 February becomes 1 March where there is none. */
export function yearsAfter(day: Day, years: number): Day {
  const { year, month, day: ofMonth } = calendarDate(day);
  return dayOf(year + years, month, ofMonth);
}

/** Whole years lived on a day. */
export function ageOn(birth: Day, day: Day): number {
  const born = calendarDate(birth);
  const now = calendarDate(day);
  const beforeBirthday = now.month < born.month || (now.month === born.month && now.day < born.day);
  return now.year - born.year - (beforeBirthday ? 1 : 0);
}

/** A date as a file spells it. Month and day need not exist: mistyped dates are spelt, too. */
export function spellDate({ year, month, day }: CalendarDate, format: DateFormat): string {
  const [y, m, d] = [
    String(year).padStart(4, '0'),
    String(month).padStart(2, '0'),
    String(day).padStart(2, '0'),
  ];
  switch (format) {
    case 'yyyy-MM-dd':
      return `${y}-${m}-${d}`;
    case 'MM/dd/yyyy':
      return `${m}/${d}/${y}`;
    case 'M/d/yyyy':
      return `${month}/${day}/${y}`;
    case 'yyyyMMdd':
      return `${y}${m}${d}`;
    case 'dd-MMM-yyyy':
      return `${d}-${MONTHS[month - 1] ?? m}-${y}`;
  }
}

/** A day as a file spells it; nothing where there is none. */
export function spellDay(day: Day | undefined, format: DateFormat): string {
  return day === undefined ? '' : spellDate(calendarDate(day), format);
}
