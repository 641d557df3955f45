/** A day without a clock or a zone: `2026-03-31`. Text order is the order of days. */
export type IsoDate = string;

/** The day of a moment, in UTC: one rule for every machine. */
export function dayOf(moment: Date): IsoDate {
  return moment.toISOString().slice(0, 10);
}

export function isoDate(year: number, month: number, day: number): IsoDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The same day of another month; the day has to exist there (periods begin on the first). */
export function addMonths(date: IsoDate, months: number): IsoDate {
  const [year, month, day] = parts(date);
  const count = year * 12 + (month - 1) + months;
  return isoDate(Math.floor(count / 12), (((count % 12) + 12) % 12) + 1, day);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  const [year, month, day] = parts(date);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, day + days);
  return isoDate(moment.getUTCFullYear(), moment.getUTCMonth() + 1, moment.getUTCDate());
}

export function dayBefore(date: IsoDate): IsoDate {
  return addDays(date, -1);
}

function parts(date: IsoDate): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}
