import { type Rational, rational, wholeRoot } from './rational.ts';

/** Whole numbers below a bound, each exactly as likely as the others. */
export type Uniform = (below: bigint) => bigint;

/**
 * True with probability exp(−exponent), exactly (Canonne, Kamath and Steinke 2020, Algorithm 1).
 * @param exponent ≥ 0
 */
export function bernoulliExp({ over, under }: Rational, uniform: Uniform): boolean {
  let rest = over;
  while (rest > under) {
    if (!bernoulliExpBelowOne(1n, 1n, uniform)) return false;
    rest -= under;
  }
  return bernoulliExpBelowOne(rest, under, uniform);
}

/** For exponents up to 1: how many coins of odds exponent/1, exponent/2, … come up in a row decides by its parity. */
function bernoulliExpBelowOne(over: bigint, under: bigint, uniform: Uniform): boolean {
  let tried = 1n;
  while (uniform(under * tried) < over) tried += 1n;
  return tried % 2n === 1n;
}

/**
 * Discrete Laplace noise: x comes with probability proportional to exp(−|x| / scale) (Algorithm 2 there).
 * @param scale ≥ 0; of 0 comes 0
 */
export function discreteLaplace({ over, under }: Rational, uniform: Uniform): bigint {
  if (over === 0n) return 0n;
  for (;;) {
    const part = uniform(over);
    if (!bernoulliExpBelowOne(part, over, uniform)) continue;
    let wholes = 0n;
    while (bernoulliExpBelowOne(1n, 1n, uniform)) wholes += 1n;
    const size = (part + over * wholes) / under;
    const negative = uniform(2n) === 1n;
    if (negative && size === 0n) continue;
    return negative ? -size : size;
  }
}

/**
 * Discrete Gaussian noise: x comes with probability proportional to exp(−x² / 2σ²) (Algorithm 3 there): discrete
 * Laplace noise of scale ⌊σ⌋ + 1, accepted with probability exp(−(|x| − σ²/scale)² / 2σ²).
 * @param variance σ² ≥ 0; of 0 comes 0
 */
export function discreteGaussian({ over, under }: Rational, uniform: Uniform): bigint {
  if (over === 0n) return 0n;
  const scale = wholeRoot(over / under) + 1n;
  const laplace = rational(scale);
  const bottom = 2n * over * under * scale * scale;
  for (;;) {
    const drawn = discreteLaplace(laplace, uniform);
    const off = (drawn < 0n ? -drawn : drawn) * scale * under - over;
    if (bernoulliExp({ over: off * off, under: bottom }, uniform)) return drawn;
  }
}
