import { NoPeriodDue, PeriodOutsideCalendar, PeriodUnknown } from './errors.ts';
import type { Calendar, Frequency } from './model.ts';
import { addDays, addMonths, dayBefore, type IsoDate, isoDate } from './plain-date.ts';

/** A stretch of reporting: whole months, quarters or years. */
export interface Period {
  /** Its canonical name: `2026`, `2026-Q1`, `2026-03`, `FY2026`, `FY2026-Q1`. */
  readonly id: string;
  readonly frequency: Frequency;
  readonly fiscal: boolean;
  /** First and last day. */
  readonly start: IsoDate;
  readonly end: IsoDate;
}

const MONTHS = { month: 1, quarter: 3, year: 12 } as const satisfies Record<Frequency, number>;
const SPELLING = /^(FY)?((?:19|2\d)\d{2})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/;

/**
 * Reads a period. A fiscal one with the dates of a calendar one is the same period, and gets the kind of name
 * that the calendar's first period has, so that one slot never has two names.
 * @throws PeriodUnknown where the text is no period, or a fiscal one in a calendar without fiscal years
 */
export function parsePeriod(text: string, calendar: Calendar): Period {
  const period = readPeriod(text, calendar);
  if (period === undefined) throw new PeriodUnknown(text, calendar.fiscalYearStarts !== undefined);
  return period;
}

/** Like `parsePeriod`, and undefined in place of an error. */
export function readPeriod(text: string, calendar: Calendar): Period | undefined {
  const [, fiscal, yearText, quarterText, monthText] = SPELLING.exec(text) ?? [];
  if (
    yearText === undefined ||
    (fiscal !== undefined && (monthText !== undefined || !calendar.fiscalYearStarts))
  ) {
    return undefined;
  }
  const frequency: Frequency = monthText ? 'month' : quarterText ? 'quarter' : 'year';
  const ordinal = quarterText ? Number(quarterText) - 1 : monthText ? Number(monthText) - 1 : 0;
  const yearStart = fiscal
    ? fiscalYearStart(Number(yearText), calendar)
    : { year: Number(yearText), month: 1 };
  const start = addMonths(isoDate(yearStart.year, yearStart.month, 1), ordinal * MONTHS[frequency]);
  return periodFrom(start, frequency, calendar);
}

/** The period of a frequency that begins on a day; the day has to be the first of one. */
function periodFrom(start: IsoDate, frequency: Frequency, calendar: Calendar): Period {
  const end = dayBefore(addMonths(start, MONTHS[frequency]));
  const calendarId = calendarName(start, frequency);
  const fiscalId = fiscalName(start, frequency, calendar);
  const fiscal = calendarId === undefined || (fiscalId !== undefined && isFiscal(calendar));
  const id = (fiscal ? fiscalId : calendarId) ?? start;
  return { id, frequency, fiscal, start, end };
}

function isFiscal(calendar: Calendar): boolean {
  return calendar.first.startsWith('FY');
}

function calendarName(start: IsoDate, frequency: Frequency): string | undefined {
  const [year, month] = yearAndMonth(start);
  if (frequency === 'month') return start.slice(0, 7);
  if ((month - 1) % MONTHS[frequency] !== 0) return undefined;
  return frequency === 'year' ? padded(year) : `${padded(year)}-Q${(month - 1) / 3 + 1}`;
}

function fiscalName(start: IsoDate, frequency: Frequency, calendar: Calendar): string | undefined {
  if (frequency === 'month' || calendar.fiscalYearStarts === undefined) return undefined;
  const [year, month] = yearAndMonth(start);
  const since = (month - calendar.fiscalYearStarts + 12) % 12;
  if (since % MONTHS[frequency] !== 0) return undefined;
  // Called after the calendar year in which it ends; one that begins in January ends in the same.
  const begins = month >= calendar.fiscalYearStarts ? year : year - 1;
  const named = calendar.fiscalYearStarts === 1 ? begins : begins + 1;
  return frequency === 'year' ? `FY${padded(named)}` : `FY${padded(named)}-Q${since / 3 + 1}`;
}

function fiscalYearStart(named: number, calendar: Calendar): { year: number; month: number } {
  const month = calendar.fiscalYearStarts ?? 1;
  return { year: month === 1 ? named : named - 1, month };
}

function yearAndMonth(date: IsoDate): [number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
}

function padded(year: number): string {
  return String(year).padStart(4, '0');
}

/** Earlier end first; of those that end together the shorter first. Negative, zero or positive. */
export function comparePeriods(a: Period, b: Period): number {
  if (a.end !== b.end) return a.end < b.end ? -1 : 1;
  return a.start === b.start ? 0 : a.start > b.start ? -1 : 1;
}

/** The one just before it, of the same length. */
export function previousPeriod(period: Period, calendar: Calendar): Period {
  return periodFrom(addMonths(period.start, -MONTHS[period.frequency]), period.frequency, calendar);
}

/** The one just after it, of the same length. */
export function nextPeriod(period: Period, calendar: Calendar): Period {
  return periodFrom(addMonths(period.start, MONTHS[period.frequency]), period.frequency, calendar);
}

/** Whether a period, or a day, lies wholly within another period. */
export function contains(period: Period, part: Period | IsoDate): boolean {
  const { start, end } = typeof part === 'string' ? { start: part, end: part } : part;
  return period.start <= start && end <= period.end;
}

/** The last day on which a delivery for the period is in time. */
export function dueDate(period: Period, dueDays: number): IsoDate {
  return addDays(period.end, dueDays);
}

/**
 * Whether the calendar has the period: not before its first, not after its last. A period longer than the cycle
 * (a yearly dataset in a quarterly calendar) may also be the one before that which holds the first day, since
 * it is the latest that is complete when the cycle begins.
 */
export function withinCalendar(period: Period, calendar: Calendar): boolean {
  const first = parsePeriod(calendar.first, calendar);
  const last = calendar.last === undefined ? undefined : parsePeriod(calendar.last, calendar);
  const longer = MONTHS[period.frequency] > MONTHS[calendar.cycle];
  const latest = longer ? nextPeriod(period, calendar) : period;
  return (
    latest.end >= first.start &&
    (longer || period.start >= first.start) &&
    (last === undefined || period.start <= last.end)
  );
}

/**
 * Every period of a frequency that the calendar has and that has ended by a day, oldest first. It starts with
 * the first that begins on or after the calendar's first day.
 */
export function periodsEnded(calendar: Calendar, frequency: Frequency, today: IsoDate): readonly Period[] {
  const first = parsePeriod(calendar.first, calendar);
  const last = calendar.last === undefined ? undefined : parsePeriod(calendar.last, calendar);
  const ended: Period[] = [];
  let period = firstFrom(first.start, frequency, calendar);
  while (period.end < today && (last === undefined || period.end <= last.end)) {
    ended.push(period);
    period = nextPeriod(period, calendar);
  }
  return ended;
}

function firstFrom(day: IsoDate, frequency: Frequency, calendar: Calendar): Period {
  const step = MONTHS[frequency];
  const anchor = isFiscal(calendar) ? (calendar.fiscalYearStarts ?? 1) : 1;
  const [, month] = yearAndMonth(day);
  return periodFrom(addMonths(day, (((anchor - month) % step) + step) % step), frequency, calendar);
}

/** The same as `periodsEnded` for those whose deliveries are overdue: their due date lies before the day. */
export function periodsDue(
  calendar: Calendar,
  frequency: Frequency,
  dueDays: number,
  today: IsoDate,
): readonly Period[] {
  return periodsEnded(calendar, frequency, today).filter((period) => dueDate(period, dueDays) < today);
}

/**
 * The period that `run` takes where none is named: the latest of the release cycle that has ended by the day.
 * It need not have passed the due date of its deliveries: a run says what is missing.
 * @returns undefined before the calendar's first period has ended
 */
export function latestDue(calendar: Calendar, today: IsoDate): Period | undefined {
  return periodsEnded(calendar, calendar.cycle, today).at(-1);
}

/** Like `latestDue`. @throws NoPeriodDue before the calendar's first period has ended */
export function requireLatestDue(calendar: Calendar, today: IsoDate): Period {
  const period = latestDue(calendar, today);
  if (period === undefined) throw new NoPeriodDue(calendar.first, today);
  return period;
}

/**
 * Reads a period that somebody asks for, to deliver or to run.
 * @throws PeriodUnknown, PeriodOutsideCalendar
 */
export function requirePeriod(text: string, calendar: Calendar, frequency?: Frequency): Period {
  const period = parsePeriod(text, calendar);
  if (!withinCalendar(period, calendar) || (frequency !== undefined && period.frequency !== frequency)) {
    throw new PeriodOutsideCalendar(period.id, {
      first: calendar.first,
      ...(calendar.last === undefined ? {} : { last: calendar.last }),
      ...(frequency === undefined ? {} : { frequency }),
    });
  }
  return period;
}
