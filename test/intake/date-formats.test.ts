import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { typedValue } from '../../lib/intake/typed-values.ts';
import { quoteText } from '../../lib/sql/quote.ts';
import type { Column } from '../../lib/workspace/model.ts';
import { aBench, aColumn, aContract, type Bench } from './builders.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await aBench();
});
afterAll(async () => bench[Symbol.asyncDispose]());

async function typed(text: string, traits: Partial<Column>, bornBy?: string): Promise<unknown> {
  const value = typedValue(aContract(), aColumn('c', traits), 'text', bornBy);
  const [row] = await bench.workbench.rows(
    `SELECT ${value} AS value FROM (SELECT ${quoteText(text)} AS text)`,
  );
  return row?.['value'];
}

const date = (text: string, ...formats: string[]) => typed(text, { type: 'date', formats });

describe('typed values', () => {
  it.each([
    ['2024-02-29', [], '2024-02-29'],
    ['2023-02-29', [], null],
    ['2024-1-08', [], null],
    ['205-10-1', [], null],
    ['2024-01-08 00:00:00', [], null],
    ['1/8/2024', ['M/d/yyyy'], '2024-01-08'],
    ['01/08/2024', ['M/d/yyyy'], '2024-01-08'],
    ['13/08/2024', ['M/d/yyyy'], null],
    ['1/8/2024', ['MM/dd/yyyy'], null],
    ['20240108', ['yyyyMMdd'], '2024-01-08'],
    ['08-JAN-2024', ['dd-MMM-yyyy'], '2024-01-08'],
    ['8 January 2024', ['d MMMM yyyy'], '2024-01-08'],
    ['01/08/24', ['MM/dd/yy'], '2024-01-08'],
    ['01/08/68', ['MM/dd/yy'], '2068-01-08'],
    ['01/08/69', ['MM/dd/yy'], '1969-01-08'],
    ['2024-01-08T23:59:59Z', ["yyyy-MM-dd'T'HH:mm:ssX"], '2024-01-08'],
    ['2024-01-08 10:00:00.123', ['yyyy-MM-dd HH:mm:ss.SSS'], '2024-01-08'],
    ['08.01.2024', ['yyyy-MM-dd', 'dd.MM.yyyy'], '2024-01-08'],
    ['03/04/2024', ['MM/dd/yyyy', 'dd/MM/yyyy'], '2024-03-04'],
    ['23/04/2024', ['MM/dd/yyyy', 'dd/MM/yyyy'], '2024-04-23'],
  ])('reads %s by %j as %s', async (text, formats, expected) => {
    expect(await date(text, ...formats)).toBe(expected);
  });

  it.each([
    ['4/15/26', '2026-04-15', '2026-04-15'],
    ['4/16/26', '2026-04-15', '1926-04-16'],
    ['12/31/42', '2026-04-15', '1942-12-31'],
    ['12/31/69', '2026-04-15', '1969-12-31'],
    ['2/29/28', '2026-04-15', '1928-02-29'],
    ['2/29/00', '2026-04-15', '2000-02-29'],
    ['2/29/00', '1999-06-30', null],
    ['2/30/42', '2026-04-15', null],
    ['2042-12-31', '2026-04-15', '2042-12-31'],
  ])('reads the birth date %s in a file made by %2$s as %3$s', async (text, bornBy, expected) => {
    const formats = ['yyyy-MM-dd', 'M/d/yy'];

    expect(await typed(text, { type: 'date', role: 'birth_date', formats }, bornBy)).toBe(expected);
  });

  it('reads a year of two digits by the maximum of the contract, and only by that where it is no birth', async () => {
    const event = { type: 'date', formats: ['M/d/yy'] } as const;

    expect(await typed('1/2/42', { ...event, maximum: '2030-12-31' }, '2026-04-15')).toBe('1942-01-02');
    expect(await typed('1/2/28', { ...event, maximum: '2030-12-31' }, '2026-04-15')).toBe('2028-01-02');
    expect(await typed('1/2/42', event, '2026-04-15')).toBe('2042-01-02');
  });

  it('reads a birth by whichever comes first, the maximum or the day when the file was made', async () => {
    const birth = { type: 'date', role: 'birth_date', formats: ['M/d/yy'] } as const;

    expect(await typed('1/2/25', { ...birth, maximum: '2024-12-31' }, '2026-04-15')).toBe('1925-01-02');
    expect(await typed('1/2/27', { ...birth, maximum: '2030-12-31' }, '2026-04-15')).toBe('1927-01-02');
  });

  it('writes a date by a format and reads the same date back', async () => {
    const day = fc
      .date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((one) => one.toISOString().slice(0, 10));
    await fc.assert(
      fc.asyncProperty(day, async (iso) => {
        const [year = '', month = '', dayOfMonth = ''] = iso.split('-');

        const read = await date(`${Number(month)}/${Number(dayOfMonth)}/${year}`, 'yyyy-MM-dd', 'M/d/yyyy');

        expect(read).toBe(iso);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a format that is none, naming contract, column and format', () => {
    expect(() =>
      typedValue(aContract(), aColumn('born', { type: 'date', formats: ['yyyy-QQ'] }), 'text'),
    ).toThrow(
      'The date format "yyyy-QQ" of column "born" in the contract of clinic/visits is not understood',
    );
  });

  it('keeps leading zeros of text', async () => {
    expect(await typed('00705', { type: 'string' })).toBe('00705');
  });

  it.each([
    ['12', 12n],
    ['-7', -7n],
    ['12.0', 12n],
    ['12.5', null],
    ['1e3', null],
    ['1_000', null],
    ['1,000', null],
  ])('reads the whole number %s as %s', async (text, expected) => {
    expect(await typed(text, { type: 'integer' })).toBe(expected);
  });

  it.each([
    ['12.5', '12.5000'],
    ['.5', '0.5000'],
    ['-0.25', '-0.2500'],
    ['1,5', null],
    ['$5', null],
    ['1e3', null],
    ['inf', null],
  ])('reads the number %s as %s', async (text, expected) => {
    expect(await typed(text, { type: 'number' })).toBe(expected);
  });

  it.each([
    ['Yes', true],
    ['N', false],
    ['0', false],
    ['maybe', null],
  ])('reads %s as %s', async (text, expected) => {
    expect(await typed(text, { type: 'boolean' })).toBe(expected);
  });
});
