import { describe, expect, it } from 'vitest';
import { epsilonOf, gaussianRho, laplaceRho, rhoOf } from '../../../lib/disclosure/noise/accounting.ts';

describe('what noise costs', () => {
  it('is what others reckon: ρ = 1/32 and δ = 1e-3 give ε = 0.6880024554878085', () => {
    expect(epsilonOf(1 / 32, 1e-3)).toBe(0.6880024554878085);
  });

  it('is what the reference of Canonne, Kamath and Steinke gives for small and large ρ', () => {
    expect(epsilonOf(0.1, 1e-6)).toBeCloseTo(2.141938928385474, 13);
    expect(rhoOf(1, 1e-6)).toBeCloseTo(0.024355970359538372, 13);
  });

  it('is never below what the conversion of Bun and Steinke exceeds, nor above it', () => {
    for (const rho of [1e-6, 1e-3, 0.1, 1, 20]) {
      for (const delta of [1e-12, 1e-6, 1e-2]) {
        const standard = rho + 2 * Math.sqrt(rho * Math.log(1 / delta));

        expect(epsilonOf(rho, delta)).toBeLessThan(standard);
        expect(epsilonOf(rho, delta)).toBeGreaterThan(0.6 * standard - 2);
      }
    }
  });

  it('converts there and back', () => {
    for (const rho of [0.001, 0.05, 0.7, 3]) {
      expect(rhoOf(epsilonOf(rho, 1e-6), 1e-6)).toBeCloseTo(rho, 10);
    }
  });

  it('is nothing where nothing is spent, and grows with what is', () => {
    const epsilons = [0, 0.01, 0.02, 0.1, 1].map((rho) => epsilonOf(rho, 1e-6));

    expect(epsilons[0]).toBe(0);
    expect(epsilons).toEqual(epsilons.toSorted((left, right) => left - right));
  });

  it('of one number is Δ²/2σ² for Gaussian and ε²/2 for Laplace noise', () => {
    expect(gaussianRho(1, 16)).toBe(1 / 32);
    expect(gaussianRho(3, 16)).toBe(9 / 32);
    expect(laplaceRho(0.25)).toBe(1 / 32);
  });
});
