import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  type Calendar,
  comparePeriods,
  contains,
  dayOf,
  dueDate,
  latestDue,
  nextPeriod,
  PeriodOutsideCalendar,
  PeriodUnknown,
  parsePeriod,
  periodsDue,
  periodsEnded,
  previousPeriod,
  requirePeriod,
  withinCalendar,
} from '../../lib/workspace/workspace.ts';

const CALENDAR: Calendar = { cycle: 'quarter', first: '2026-Q1', dueDays: 45 };
const FISCAL: Calendar = { ...CALENDAR, first: 'FY2026-Q3', fiscalYearStarts: 7 };

const years = fc.integer({ min: 1950, max: 2990 });
const texts = fc.oneof(
  years.map(String),
  fc.tuple(years, fc.integer({ min: 1, max: 4 })).map(([year, quarter]) => `${year}-Q${quarter}`),
  fc
    .tuple(years, fc.integer({ min: 1, max: 12 }))
    .map(([year, month]) => `${year}-${String(month).padStart(2, '0')}`),
  years.map((year) => `FY${year}`),
  fc.tuple(years, fc.integer({ min: 1, max: 4 })).map(([year, quarter]) => `FY${year}-Q${quarter}`),
);
const calendars = fc
  .integer({ min: 1, max: 12 })
  .chain((fiscalYearStarts) =>
    fc.constantFrom<Calendar>(
      { ...CALENDAR, fiscalYearStarts },
      { ...CALENDAR, first: 'FY2026-Q1', fiscalYearStarts },
    ),
  );

describe('a period', () => {
  it.each([
    ['2026', '2026-01-01', '2026-12-31', 'year'],
    ['2026-Q1', '2026-01-01', '2026-03-31', 'quarter'],
    ['2026-Q4', '2026-10-01', '2026-12-31', 'quarter'],
    ['2028-02', '2028-02-01', '2028-02-29', 'month'],
    ['2100-02', '2100-02-01', '2100-02-28', 'month'],
  ])('%s runs from %s to %s', (text, start, end, frequency) => {
    const period = parsePeriod(text, CALENDAR);

    expect(period).toEqual({ id: text, start, end, frequency, fiscal: false });
  });

  it.each([
    [7, 'FY2026', '2025-07-01', '2026-06-30'],
    [10, 'FY2026-Q1', '2025-10-01', '2025-12-31'],
    [1, 'FY2026', '2026-01-01', '2026-12-31'],
    [2, 'FY2026-Q4', '2025-11-01', '2026-01-31'],
  ])(
    'of fiscal years that begin in month %i, %s runs from %s to %s',
    (fiscalYearStarts, text, start, end) => {
      const period = parsePeriod(text, { ...CALENDAR, fiscalYearStarts });

      expect(period).toMatchObject({ start, end });
    },
  );

  it('that is a fiscal and a calendar quarter has one name, of the kind of the first period', () => {
    const names = [CALENDAR, FISCAL].flatMap((calendar) =>
      ['2025-Q3', 'FY2026-Q1'].map((text) => parsePeriod(text, { ...calendar, fiscalYearStarts: 7 }).id),
    );

    expect(names).toEqual(['2025-Q3', '2025-Q3', 'FY2026-Q1', 'FY2026-Q1']);
  });

  it.each(['', '26', '2026-Q5', '2026-13', '2026-1', 'FY2026-03', '0999', ' 2026', '2026\n', 'FY2026'])(
    'is not %j in a calendar without fiscal years',
    (text) => {
      const parse = () => parsePeriod(text, CALENDAR);

      expect(parse).toThrow(PeriodUnknown);
    },
  );

  it('has a name that leads back to it', () => {
    fc.assert(
      fc.property(texts, calendars, (text, calendar) => {
        const period = parsePeriod(text, calendar);

        expect(parsePeriod(period.id, calendar)).toEqual(period);
      }),
    );
  });

  it('ends the day before the next begins, and is the next of the one before', () => {
    fc.assert(
      fc.property(texts, calendars, (text, calendar) => {
        const period = parsePeriod(text, calendar);
        const next = nextPeriod(period, calendar);

        expect(addDays(period.end, 1)).toBe(next.start);
        expect(previousPeriod(next, calendar)).toEqual(period);
        expect(comparePeriods(period, next)).toBeLessThan(0);
        expect(contains(period, period)).toBe(true);
        expect(contains(period, next)).toBe(false);
      }),
    );
  });

  it('holds the months of its quarter', () => {
    const quarter = parsePeriod('2026-Q2', CALENDAR);

    const held = ['2026-03', '2026-04', '2026-06', '2026-07', '2026'].filter((month) =>
      contains(quarter, parsePeriod(month, CALENDAR)),
    );

    expect(held).toEqual(['2026-04', '2026-06']);
  });
});

describe('the calendar', () => {
  it.each([
    ['2026-03-31', undefined],
    ['2026-04-01', '2026-Q1'],
    ['2026-06-30', '2026-Q1'],
    ['2026-07-01', '2026-Q2'],
    ['2027-01-01', '2026-Q4'],
  ])('on %s the latest period due is %s', (today, period) => {
    const latest = latestDue(CALENDAR, today);

    expect(latest?.id).toBe(period);
  });

  it('ends with its last period', () => {
    const latest = latestDue({ ...CALENDAR, last: '2026-Q2' }, '2030-01-01');

    expect(latest?.id).toBe('2026-Q2');
  });

  it('names fiscal periods where its first is one', () => {
    const ended = periodsEnded(FISCAL, 'quarter', '2026-10-01').map(({ id }) => id);

    expect(ended).toEqual(['FY2026-Q3', 'FY2026-Q4', 'FY2027-Q1']);
  });

  it('counts a delivery overdue from the day after its due date', () => {
    const due = dueDate(parsePeriod('2026-Q1', CALENDAR), 45);

    const overdue = [due, addDays(due, 1)].map((today) =>
      periodsDue(CALENDAR, 'quarter', 45, today).map(({ id }) => id),
    );

    expect(due).toBe('2026-05-15');
    expect(overdue).toEqual([[], ['2026-Q1']]);
  });

  it.each([
    ['2025-Q4', false],
    ['2026-Q1', true],
    ['2026-01', true],
    ['2025-12', false],
    ['2025', true],
    ['2024', false],
    ['2027', true],
    ['2028', false],
  ])('has %s: %s', (text, there) => {
    const calendar = { ...CALENDAR, last: '2027-Q4' };

    const within = withinCalendar(parsePeriod(text, calendar), calendar);

    expect(within).toBe(there);
  });

  it('refuses a period that it does not have, or of another length, and says which it has', () => {
    const refused = [
      () => requirePeriod('2025-Q4', { ...CALENDAR, last: '2027-Q4' }),
      () => requirePeriod('2026-03', CALENDAR, 'quarter'),
    ];

    expect(refused[0]).toThrow(new PeriodOutsideCalendar('2025-Q4', { first: '2026-Q1', last: '2027-Q4' }));
    expect(refused[1]).toThrow('one quarter each');
  });

  it('goes by the day in UTC, whatever the machine', () => {
    const days = ['2026-03-31T23:59:59.999Z', '2026-04-01T00:00:00Z'].map((moment) =>
      dayOf(new Date(moment)),
    );

    expect(days).toEqual(['2026-03-31', '2026-04-01']);
  });
});
