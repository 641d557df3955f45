import { describe, expect, it } from 'vitest';
import { periodSums, periodsThatBear } from '../../../lib/disclosure/earlier/period-sums.ts';
import type { Calendar } from '../../../lib/workspace/workspace.ts';

const calendar: Calendar = { cycle: 'month', first: '2025-01', dueDays: 10, fiscalYearStarts: 7 };

describe('sums of periods', () => {
  it('are complete where every part of one length is known', () => {
    const sums = periodSums(['2026-Q1', '2026-03', '2026-01', '2026-02'], calendar);

    expect(sums).toEqual([{ whole: '2026-Q1', parts: ['2026-01', '2026-02', '2026-03'], complete: true }]);
  });

  it('are incomplete where a part is missing, and stand for each length of part apart', () => {
    const sums = periodSums(['2026', '2026-Q1', '2026-01', '2026-07'], calendar);

    expect(sums).toEqual([
      { whole: '2026', parts: ['2026-01', '2026-07'], complete: false },
      { whole: '2026', parts: ['2026-Q1'], complete: false },
      { whole: '2026-Q1', parts: ['2026-01'], complete: false },
    ]);
  });

  it('know that calendar quarters make up a fiscal year', () => {
    const sums = periodSums(['FY2026', '2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2'], calendar);

    expect(sums).toEqual([
      { whole: 'FY2026', parts: ['2025-Q3', '2025-Q4', '2026-Q1', '2026-Q2'], complete: true },
    ]);
  });
});

describe('periods that bear on one', () => {
  it('are those around it and within, and what lies beside it in a known whole', () => {
    const bearing = periodsThatBear(
      '2026-03',
      ['2026-03', '2026-Q1', '2026-01', '2026-04', '2025-12'],
      calendar,
    );

    expect([...bearing]).toEqual([
      ['2026-03', 'same'],
      ['2026-Q1', 'whole'],
      ['2026-01', 'part'],
    ]);
  });

  it('are not its neighbours where nothing is known of them together', () => {
    const bearing = periodsThatBear('2026-03', ['2026-02', '2026-04'], calendar);

    expect([...bearing]).toEqual([]);
  });
});
