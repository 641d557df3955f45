import { describe, expect, it } from 'vitest';
import type { Quantity, Role } from '../../../lib/disclosure/model/system.ts';
import { reliability } from '../../../lib/disclosure/rules/reliability.ts';

function quantity(role: Role, value: number): Quantity {
  return { name: role, role, shown: role !== 'complement', form: [], value };
}

function rate(numerator: number, denominator: number): readonly Quantity[] {
  return [
    quantity('count', numerator),
    quantity('denominator', denominator),
    quantity('complement', denominator - numerator),
  ];
}

const STANDARD_ERROR = { reliability: { relativeStandardError: 30 } };
const WIDTH = { reliability: { relativeIntervalWidth: 160 } };

describe('the reliability of a row', () => {
  it.each([
    [11, 'unreliable'],
    [12, 'reliable'],
  ])('by the standard error of a count of %i is %s at 30 %%', (count, expected) => {
    expect(reliability([quantity('count', count)], STANDARD_ERROR)).toBe(expected);
  });

  it('is broken where the standard error just reaches the limit', () => {
    const policy = { reliability: { relativeStandardError: 25 } };

    const flags = [16, 17].map((count) => reliability([quantity('count', count)], policy));

    expect(flags).toEqual(['unreliable', 'reliable']);
  });

  it.each([
    [7, 'unreliable'],
    [8, 'reliable'],
  ])('by the interval of a count of %i is %s at 160 %%', (count, expected) => {
    expect(reliability([quantity('count', count)], WIDTH)).toBe(expected);
  });

  it.each([
    [7, 1000, 'unreliable'],
    [7, 20, 'reliable'],
    [3, 4, 'reliable'],
    [8, 1000, 'reliable'],
  ])('by the interval of %i in %i is %s, for a share has less room than a count', (count, of, expected) => {
    expect(reliability(rate(count, of), WIDTH)).toBe(expected);
  });

  it('takes a rate for a share: half of 12 is reliable where 6 by themselves are not', () => {
    const flags = [rate(6, 12), [quantity('count', 6)]].map((row) => reliability(row, STANDARD_ERROR));

    expect(flags).toEqual(['reliable', 'unreliable']);
  });

  it('is that of its worst number', () => {
    const row = [quantity('count', 5000), ...rate(3, 400)];

    expect(reliability(row, STANDARD_ERROR)).toBe('unreliable');
  });

  it('is not given by zero', () => {
    const flags = [[quantity('count', 0)], rate(0, 50)].map((row) => reliability(row, WIDTH));

    expect(flags).toEqual(['unreliable', 'unreliable']);
  });

  it('does not judge sums, of which no error is known', () => {
    expect(reliability([quantity('denominator', 3), quantity('sum', 5)], STANDARD_ERROR)).toBe('reliable');
  });

  it('is no matter where the policy sets no limit', () => {
    expect(reliability([quantity('count', 1)], {})).toBe('reliable');
  });
});
