/** What the noise of one number costs in zero-concentrated differential privacy (Bun and Steinke 2016). */

/** @param sensitivity how much one person changes the number @param variance of the Gaussian noise */
export function gaussianRho(sensitivity: number, variance: number): number {
  return sensitivity ** 2 / (2 * variance);
}

/** Of a pure guarantee: Laplace noise of scale sensitivity/ε gives ε, and ε gives ε²/2. */
export function laplaceRho(epsilon: number): number {
  return epsilon ** 2 / 2;
}

/**
 * The ε that a ρ guarantees together with δ: min over α > 1 of
 * αρ + (ln(1/δ) + (α−1) ln(1−1/α) − ln α) / (α−1) (Canonne, Kamath and Steinke 2020, Proposition 12, solved for ε).
 * Every α gives a guarantee that holds, so a search that stops early errs to the safe side; the last digit is rounded up.
 */
export function epsilonOf(rho: number, delta: number): number {
  if (rho === 0 || delta >= 1) return 0;
  const at = (alpha: number) =>
    alpha * rho + Math.log1p(-1 / alpha) - (Math.log(delta) + Math.log(alpha)) / (alpha - 1);
  const around = Math.sqrt(-Math.log(delta) / rho);
  // The best α lies near 1 + √(ln(1/δ)/ρ); on this scale the function has one valley.
  const least = leastOf((power) => at(1 + around * Math.exp(power)), -12, 2);
  return Math.max(0, least * (1 + Number.EPSILON));
}

/** The ρ that is enough for (ε, δ): the largest whose ε is not above it. */
export function rhoOf(epsilon: number, delta: number): number {
  let [low, high] = [0, epsilon + 1];
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (epsilonOf(middle, delta) <= epsilon) low = middle;
    else high = middle;
  }
  return low;
}

/** The least value of a function with one valley, by golden section. */
function leastOf(of: (at: number) => number, from: number, to: number): number {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let least = Math.min(of(low), of(high));
  for (let step = 0; step < 100; step += 1) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    const [atLeft, atRight] = [of(left), of(right)];
    least = Math.min(least, atLeft, atRight);
    if (atLeft < atRight) high = right;
    else low = left;
  }
  return least;
}
