import { describe, expect, it } from 'vitest';
import { uniformFrom } from '../../../lib/disclosure/model/uniform.ts';
import { rational } from '../../../lib/disclosure/noise/rational.ts';
import { bernoulliExp, discreteGaussian, discreteLaplace } from '../../../lib/disclosure/noise/samplers.ts';
import { seeded } from '../keyed-bytes.ts';
import { chiSquareTail, faultsOf, gaussianLaw, laplaceLaw } from './goodness.ts';

const DRAWS = 60_000;

function drawsOf(seed: string, draw: (uniform: (below: bigint) => bigint) => bigint): readonly number[] {
  const uniform = uniformFrom(seeded(seed)('draws'));
  return Array.from({ length: DRAWS }, () => Number(draw(uniform)));
}

const gaussian = (over: number, under = 1) =>
  drawsOf(`gaussian ${over}/${under}`, (uniform) => discreteGaussian(rational(over, under), uniform));
const laplace = (over: number, under = 1) =>
  drawsOf(`laplace ${over}/${under}`, (uniform) => discreteLaplace(rational(over, under), uniform));

describe('discrete Gaussian noise', () => {
  it.each([
    [1, 10],
    [1, 1],
    [21, 2],
    [128, 1],
  ])('of variance %d/%d is of its law', (over, under) => {
    const draws = gaussian(over, under);

    expect(faultsOf(draws, gaussianLaw(over / under))).toEqual([]);
  });

  it('whose variance is wrong by 6 % either way is caught', () => {
    expect(faultsOf(gaussian(1060), gaussianLaw(1000))).toContain('variance');
    expect(faultsOf(gaussian(94, 10), gaussianLaw(10))).toContain('variance');
  });

  it('that leans to one side, or never says zero, is caught', () => {
    const draws = gaussian(10);

    const leaning = draws.map((x, at) => (at % 20 === 0 ? Math.abs(x) : x));
    const neverZero = draws.map((x, at) => (x === 0 ? (at % 2) * 2 - 1 : x));

    expect(faultsOf(leaning, gaussianLaw(10))).toContain('symmetry');
    expect(faultsOf(neverZero, gaussianLaw(10))).toEqual(
      expect.arrayContaining(['chi-square', 'odds of 2 to 1']),
    );
  });

  it('cut into the nearest whole number is no discrete Gaussian where it is narrow, and is caught', () => {
    // A normal of variance 1/10 rounded to whole numbers leaves zero in 11.4 % of cases; the discrete one in 1.3 %.
    const rounded = Array.from({ length: DRAWS }, (_, at) => (at % 1000 < 57 ? 1 : at % 1000 < 114 ? -1 : 0));

    expect(faultsOf(rounded, gaussianLaw(0.1))).toContain('chi-square');
  });

  it('of variance zero is none', () => {
    expect(
      discreteGaussian(rational(0), () => {
        throw new Error('drew a number');
      }),
    ).toBe(0n);
  });

  it('of a variance beyond all doubles stays exact', () => {
    const variance = rational(10n ** 40n + 1n, 3n);

    const uniform = uniformFrom(seeded('huge')('draws'));
    const draws = Array.from({ length: 2000 }, () => Number(discreteGaussian(variance, uniform)));

    const spread = draws.reduce((sum, x) => sum + x * x, 0) / draws.length;
    expect(spread / (1e40 / 3)).toBeGreaterThan(0.85);
    expect(spread / (1e40 / 3)).toBeLessThan(1.15);
  });
});

describe('discrete Laplace noise', () => {
  it.each([
    [1, 2],
    [1, 1],
    [5, 2],
    [20, 1],
  ])('of scale %d/%d is of its law', (over, under) => {
    const draws = laplace(over, under);

    expect(faultsOf(draws, laplaceLaw(over / under))).toEqual([]);
  });

  it('whose variance is wrong by 6 % either way is caught', () => {
    const wider = laplace(Math.round(1000 * Math.sqrt(1.065)), 100);
    const narrower = laplace(Math.round(1000 * Math.sqrt(0.935)), 100);

    expect(faultsOf(wider, laplaceLaw(10))).toContain('variance');
    expect(faultsOf(narrower, laplaceLaw(10))).toContain('variance');
  });

  it('is not taken for Gaussian noise of the same variance', () => {
    const draws = laplace(5);

    expect(faultsOf(draws, gaussianLaw(laplaceLaw(5).variance))).toEqual(
      expect.arrayContaining(['chi-square', 'Kolmogorov–Smirnov']),
    );
  });

  it('of scale zero is none', () => {
    expect(
      discreteLaplace(rational(0), () => {
        throw new Error('drew a number');
      }),
    ).toBe(0n);
  });
});

describe('a coin of odds exp(−γ)', () => {
  it.each([
    [0, 1],
    [1, 7],
    [1, 1],
    [7, 2],
  ])('for γ = %d/%d comes up as often as it should', (over, under) => {
    const uniform = uniformFrom(seeded(`coin ${over}/${under}`)('draws'));
    const odds = Math.exp(-over / under);

    const heads = Array.from({ length: DRAWS }, () => bernoulliExp(rational(over, under), uniform)).filter(
      (head) => head,
    ).length;

    const deviation = Math.sqrt(Math.max(odds * (1 - odds), 1e-12) / DRAWS);
    expect(Math.abs(heads / DRAWS - odds) / deviation).toBeLessThanOrEqual(6);
  });
});

describe('the measure of fit itself', () => {
  it('knows the tail of chi-square', () => {
    expect(chiSquareTail(3.841458820694124, 1)).toBeCloseTo(0.05, 10);
    expect(chiSquareTail(18.307038053275146, 10)).toBeCloseTo(0.05, 10);
    expect(chiSquareTail(2.5582, 10)).toBeCloseTo(0.99, 4);
  });
});
