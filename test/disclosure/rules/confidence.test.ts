import { describe, expect, it } from 'vitest';
import { binomialLimits, poissonLimits } from '../../../lib/disclosure/rules/confidence.ts';

/** Reference values: `binom.test` and `poisson.test` of R 4. */
describe('confidence intervals', () => {
  it.each([
    [5, 20, 0.0865714691014, 0.491045871708],
    [1, 10, 0.00252857854446, 0.445016117028],
    [0, 10, 0, 0.308497107819],
    [10, 10, 0.691502892181, 1],
    [10, 100, 0.0490046892215, 0.17622259774],
    [500, 100_000, 0.00457224415007, 0.00545684117701],
    [7, 1_000_000, 2.8143675343e-6, 1.44226218343e-5],
  ])('of %i in %i are the exact binomial ones', (count, of, low, high) => {
    const limits = binomialLimits(count, of);

    expect(limits.low / (low || 1)).toBeCloseTo(low === 0 ? 0 : 1, 6);
    expect(limits.high / high).toBeCloseTo(1, 6);
  });

  it.each([
    [1, 0.025317808, 5.571643391],
    [7, 2.8143631, 14.4226754],
    [8, 3.4538322, 15.7631892],
    [10, 4.7953887, 18.390356],
    [100, 81.363991, 121.626794],
  ])('of a count of %i are as wide as the exact Poisson ones, but for 0.2 %%', (count, low, high) => {
    const limits = poissonLimits(count);

    expect(Math.abs((limits.high - limits.low) / (high - low) - 1)).toBeLessThan(0.002);
  });

  it('of a share lie within those of its numerator as a count', () => {
    const outside = [1, 2, 5, 10, 30, 80].flatMap((count) =>
      [1, 2, 5, 50].flatMap((times) => {
        const of = count * times;
        const share = binomialLimits(count, of);
        const whole = poissonLimits(count);
        const narrower = (share.high - share.low) * of <= whole.high - whole.low;
        return narrower ? [] : [`${count} in ${of}`];
      }),
    );

    expect(outside).toEqual([]);
  });
});
