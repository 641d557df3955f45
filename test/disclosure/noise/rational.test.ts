import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  exceeds,
  fromDecimal,
  plus,
  rational,
  rootAbove,
  toNumber,
  wholeRoot,
} from '../../../lib/disclosure/noise/rational.ts';

describe('fractions', () => {
  it('say what the digits of a number say', () => {
    expect(fromDecimal(0.1)).toEqual(rational(1, 10));
    expect(fromDecimal(12)).toEqual(rational(12));
    expect(fromDecimal(2.5e-7)).toEqual(rational(1, 4_000_000));
    expect(fromDecimal(1e21)).toEqual(rational(10n ** 21n));
  });

  it('add up to three tenths where doubles go past it', () => {
    const tenth = fromDecimal(0.1);

    const sum = plus(plus(tenth, tenth), tenth);

    expect(exceeds(sum, fromDecimal(0.3))).toBe(false);
    expect(0.1 + 0.1 + 0.1 > 0.3).toBe(true);
  });

  it('of any double come back as it', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (value) => {
        expect(toNumber(fromDecimal(value)) / value).toBeCloseTo(1, 14);
      }),
    );
  });

  it('have whole roots, exactly', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 60n }), (value) => {
        const root = wholeRoot(value);

        expect(root * root <= value && (root + 1n) * (root + 1n) > value).toBe(true);
      }),
    );
  });

  it('have roots that are never too small', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        fc.bigInt({ min: 1n, max: 10n ** 6n }),
        (over, under) => {
          const root = rootAbove(rational(over, under));
          const square = rational(root.over * root.over, root.under * root.under);

          expect(exceeds(rational(over, under), square)).toBe(false);
          expect(toNumber(square) / (Number(over) / Number(under))).toBeLessThan(1.00001);
        },
      ),
    );
  });
});
