import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chance } from '../../lib/demo/chance.ts';
import { calendarDate, dayOf } from '../../lib/demo/dates.ts';
import { misread, mistype, mistypeDate, mistypeDigits, swapDayAndMonth } from '../../lib/demo/defects.ts';

const day = fc.integer({ min: dayOf(1930, 1, 1), max: dayOf(2026, 6, 30) });

describe('defects', () => {
  it('keep the first letter of a mistyped or misread name and change its length by one at most', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z][a-z]{3,12}$/), fc.string(), (name, seed) => {
        const typed = mistype(new Chance(seed), name);
        const read = misread(new Chance(seed), name);

        expect(typed.charAt(0)).toBe(name.charAt(0));
        expect(read.charAt(0)).toBe(name.charAt(0));
        expect(Math.abs(typed.length - name.length)).toBeLessThanOrEqual(1);
        expect(Math.abs(read.length - name.length)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('leave a number as long as it was, and always change it', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{9}$/), fc.string(), (digits, seed) => {
        const typed = mistypeDigits(new Chance(seed), digits);

        expect(typed).toMatch(/^\d{9}$/u);
        expect(typed).not.toBe(digits);
      }),
    );
  });

  it('make dates that exist', () => {
    fc.assert(
      fc.property(day, fc.string(), (birth, seed) => {
        const right = calendarDate(birth);

        for (const wrong of [mistypeDate(new Chance(seed), right), swapDayAndMonth(right)]) {
          expect(calendarDate(dayOf(wrong.year, wrong.month, wrong.day))).toEqual(wrong);
        }
      }),
    );
  });
});
