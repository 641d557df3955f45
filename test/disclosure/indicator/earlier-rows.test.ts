import { describe, expect, it } from 'vitest';
import { earlierRows } from '../../../lib/disclosure/indicator/earlier-rows.ts';
import type { SqlRow } from '../../../lib/ports/query-engine.ts';
import { aDimension, anIndicator } from '../../indicators/measured.ts';

const indicator = anIndicator('reached', {
  measures: [
    { kind: 'persons', name: 'children', title: 'Children' },
    { kind: 'rate', name: 'rate', title: 'Reached', numerator: 'reached', denominator: 'born', per: 100 },
    { kind: 'mean', name: 'age', title: 'Age', column: 'age' },
  ],
  dimensions: [aDimension('area', ['north', 'south'])],
  crosses: [['area']],
});
const AXES = [{ name: 'area', codes: ['north', 'south'], groups: [], total: true }];
const NUMBERS = {
  children: 40n,
  numerator: 12n,
  denominator: 30n,
  rate: '40.0000',
  age: '3.5000',
  age_sum: '105.0000',
  age_count: 30n,
};
const WITHHELD = Object.fromEntries(Object.keys(NUMBERS).map((name) => [name, null]));

const read = (rows: readonly SqlRow[]) =>
  earlierRows(indicator, AXES, { release: '0003', period: '2026-Q1', indicator: 'reached', rows }, 'same')
    .table;

describe('reading what an earlier release published of an indicator', () => {
  it('takes the numbers that stood in it by what they count, and none that were computed from them', () => {
    const table = read([{ area: 'north', ...NUMBERS, status: 'published', period: '2026-Q1' }]);

    expect(table).toEqual({
      name: '0003',
      period: { id: '2026-Q1', is: 'same' },
      dimensions: ['area'],
      rows: [
        {
          key: ['north'],
          values: {
            persons: 40,
            rate_numerator: 12,
            rate_denominator: 30,
            age_sum: 105,
            age_count: 30,
          },
        },
      ],
    });
  });

  it('knows nothing of a suppressed row but that it was there', () => {
    const { rows } = read([{ area: 'north', ...WITHHELD, status: 'suppressed', period: '2026-Q1' }]);

    expect(rows).toEqual([{ key: ['north'], values: null, also: [] }]);
  });

  it('knows of a coded row what its code says', () => {
    const { rows } = read([
      { area: 'north', ...WITHHELD, rate_coded: '>95', status: 'coded', period: '2026-Q1' },
    ]);

    expect(rows[0]).toEqual({
      key: ['north'],
      values: null,
      also: [
        { terms: [['rate_denominator', 1]], low: 1, high: Number.POSITIVE_INFINITY },
        {
          terms: [
            ['rate_numerator', -100],
            ['rate_denominator', 95],
          ],
          low: Number.NEGATIVE_INFINITY,
          high: -1,
        },
      ],
    });
  });

  it('tells rows that were held, tables that were rounded, and tables that had noise', () => {
    const held = read([{ area: 'north', ...NUMBERS, status: 'held' }]);
    const rounded = read([
      { area: 'north', ...NUMBERS, margin: 4n, status: 'rounded' },
      { area: 'south', ...WITHHELD, margin: null, status: 'suppressed' },
    ]);
    const noisy = read([{ area: 'north', ...NUMBERS, margin: 9n, status: 'noisy' }]);

    expect(held.rows[0]?.held).toBe(true);
    expect([rounded.roundedTo, rounded.noisy]).toEqual([5, undefined]);
    expect([noisy.roundedTo, noisy.noisy]).toEqual([undefined, true]);
  });

  it('keeps a dimension that is gone where it divided the rows, and a number that is gone never', () => {
    const gone = { children: 40n, seats: 12n, per_seat: '3.3333', status: 'published', period: '2026-Q1' };

    const divided = read([
      { area: 'north', sex: 'm', ...gone },
      { area: 'north', sex: 'Total', ...gone },
    ]);
    const undivided = read([{ area: 'north', sex: 'Total', ...gone }]);

    expect(divided.dimensions).toEqual(['area', 'sex']);
    expect(divided.rows.map(({ key }) => key)).toEqual([
      ['north', 'm'],
      ['north', 'Total'],
    ]);
    expect(undivided.dimensions).toEqual(['area']);
    expect(undivided.rows[0]?.values).toEqual({ persons: 40 });
  });
});
