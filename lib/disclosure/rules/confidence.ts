/** Two-sided 95 %: 2.5 % in each tail. */
const TAIL = 0.025;
const Z = 1.959963984540054;

export interface Limits {
  readonly low: number;
  readonly high: number;
}

/**
 * The 95 % interval of a count as a Poisson variable, by Byar's approximation to the exact one (Breslow and Day,
 * Statistical Methods in Cancer Research II, 1987, p. 69); at 1 and more their widths differ by less than 0.2 %.
 */
export function poissonLimits(count: number): Limits {
  const cube = (n: number, z: number) => n * (1 - 1 / (9 * n) + z / (3 * Math.sqrt(n))) ** 3;
  return { low: count === 0 ? 0 : cube(count, -Z), high: cube(count + 1, Z) };
}

/** The exact 95 % interval of a share (Clopper and Pearson, Biometrika 26, 1934). */
export function binomialLimits(count: number, of: number): Limits {
  return {
    low: count === 0 ? 0 : quantile(count, of - count + 1, TAIL),
    high: count === of ? 1 : quantile(count + 1, of - count, 1 - TAIL),
  };
}

/** The quantile of a beta distribution, by halving: twelve digits are more than any limit asks. */
function quantile(a: number, b: number, probability: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The regularised incomplete beta function (DLMF 8.17.22, and 8.17.4 where that converges slowly). */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) + lnGamma(a + b) - lnGamma(a) - lnGamma(b) - Math.log(a),
  );
  return front * fraction(x, a, b);
}

/** 1/(1 + d₁/(1 + d₂/(1 + …))), evaluated forwards (modified Lentz) until a further term changes nothing. */
function fraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let value = 1;
  let c = 1;
  let d = 0;
  for (let term = 0; term < 10_000; term += 1) {
    const m = Math.floor(term / 2);
    const numerator =
      term === 0
        ? 1
        : term % 2 === 0
          ? (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
          : (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + numerator * d, tiny);
    c = nonZero(1 + numerator / c, tiny);
    value *= c * d;
    if (term > 0 && Math.abs(c * d - 1) < 1e-14) break;
  }
  return value - 1;
}

function nonZero(value: number, tiny: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

/** ln Γ(x) for x ≥ 1, by Stirling's series (DLMF 5.11.1) after moving x up to where eight digits more are exact. */
function lnGamma(x: number): number {
  let shifted = x;
  let product = 0;
  while (shifted < 10) {
    product += Math.log(shifted);
    shifted += 1;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series = inverse * (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680))));
  return (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI) + series - product;
}
