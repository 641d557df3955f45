import {
  addDays,
  type Calendar,
  dueDate,
  type IsoDate,
  type Period,
  parsePeriod,
  periodsEnded,
} from '../workspace/workspace.ts';

/** Days of the month, in some months of some years, at which an integration run is started. */
export interface RunTimes {
  readonly day: number;
  /** 1–12, ascending. */
  readonly months: readonly number[];
  readonly firstYear: number;
  /** The last year that EventBridge Scheduler knows, where the calendar has no end. */
  readonly lastYear: number;
}

/** EventBridge Scheduler takes no later year. */
const LAST_YEAR = 2199;
/** Long enough for every slot of a year to have been met in a year without a 29 February on the way. */
const DAYS_LOOKED_AT = 366 * 9;

/**
 * When runs are started: on the day after the deliveries of each period are due. Where a 29 February lies between a
 * period's end and that day it comes a day later than it could, since the same date has to do for all years. Of the
 * calendar alone, so that no agency changes it; a contract that grants more days is late for the run, and in the next.
 */
export function runTimes(calendar: Calendar): readonly RunTimes[] {
  const first = parsePeriod(calendar.first, calendar);
  const periods = periodsEnded(calendar, calendar.cycle, addDays(first.start, DAYS_LOOKED_AT));
  const slots = Map.groupBy(periods, ({ start }) => start.slice(5));
  const times = [...slots.values()].flatMap((slot): readonly RunTimes[] => {
    const [earliest] = slot;
    const usual = slot.find((period) => !passesLeapDay(period, calendar)) ?? earliest;
    if (earliest === undefined || usual === undefined) return [];
    const runs = runDay(usual, calendar);
    const last = calendar.last === undefined ? undefined : slot.at(-1);
    return [
      {
        day: Number(runs.slice(8)),
        months: [Number(runs.slice(5, 7))],
        firstYear: yearOf(runDay(earliest, calendar)),
        lastYear: last === undefined ? LAST_YEAR : yearOf(runDay(last, calendar)),
      },
    ];
  });
  return merged(times);
}

/** As EventBridge Scheduler spells it: minute, hour, day, months, any weekday, years. */
export function cronOf({ day, months, firstYear, lastYear }: RunTimes, hour: number): string {
  return `cron(0 ${hour} ${day} ${months.join(',')} ? ${firstYear}-${lastYear})`;
}

function runDay(period: Period, { dueDays }: Calendar): IsoDate {
  return addDays(dueDate(period, dueDays), 1);
}

function passesLeapDay(period: Period, calendar: Calendar): boolean {
  const until = runDay(period, calendar);
  return [yearOf(period.end), yearOf(until)].some((year) => {
    const leapDay = `${year}-02-29`;
    return isLeapYear(year) && period.end < leapDay && leapDay <= until;
  });
}

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

function yearOf(day: IsoDate): number {
  return Number(day.slice(0, 4));
}

/** Slots that differ in nothing but the month, as one. */
function merged(times: readonly RunTimes[]): readonly RunTimes[] {
  const alike = Map.groupBy(times, ({ day, firstYear, lastYear }) => `${day}/${firstYear}/${lastYear}`);
  return [...alike.values()].flatMap(([one, ...others]) =>
    one === undefined
      ? []
      : [{ ...one, months: [one, ...others].flatMap(({ months }) => months).sort((a, b) => a - b) }],
  );
}
