/** A distribution over whole numbers. */
export interface Law {
  readonly probability: (x: number) => number;
  readonly variance: number;
  /** The fourth central moment. */
  readonly fourth: number;
}

/** A law around zero from weights, normed over everything that could ever be drawn. */
function lawOf(weight: (x: number) => number, reach: number): Law {
  const all = Array.from({ length: 2 * reach + 1 }, (_, at) => at - reach);
  const norm = all.reduce((sum, x) => sum + weight(x), 0);
  const probability = (x: number) => weight(x) / norm;
  const moment = (power: number) => all.reduce((sum, x) => sum + x ** power * probability(x), 0);
  return { probability, variance: moment(2), fourth: moment(4) };
}

export function gaussianLaw(variance: number): Law {
  return lawOf((x) => Math.exp((-x * x) / (2 * variance)), 20 + Math.ceil(40 * Math.sqrt(variance)));
}

export function laplaceLaw(scale: number): Law {
  return lawOf((x) => Math.exp(-Math.abs(x) / scale), 20 + Math.ceil(60 * scale));
}

/** One in a million: so often a right sampler would fail by chance. */
const SIGNIFICANCE = 1e-6;
const MOST_Z = 6;

/** What speaks against draws being of a law; nothing where they are. As the tests of OpenDP and of Google do it. */
export function faultsOf(draws: readonly number[], law: Law): readonly string[] {
  const counts = new Map<number, number>();
  for (const draw of draws) counts.set(draw, (counts.get(draw) ?? 0) + 1);
  const n = draws.length;
  const count = (x: number) => counts.get(x) ?? 0;
  const most = Math.max(...counts.keys(), 0);
  const least = Math.min(...counts.keys(), 0);
  const range = Array.from({ length: most - least + 1 }, (_, at) => least + at);
  return [
    ...chiSquareFault(range, count, n, law),
    ...kolmogorovFault(range, count, n, law),
    ...momentFaults(draws, n, law),
    ...symmetryFault(range, count),
    ...neighbourFaults(range, count, law),
  ];
}

function chiSquareFault(
  range: readonly number[],
  count: (x: number) => number,
  n: number,
  law: Law,
): readonly string[] {
  const bins = range.filter((x) => n * law.probability(x) >= 5);
  const inBins = bins.reduce((sum, x) => sum + count(x), 0);
  const expectedIn = bins.reduce((sum, x) => sum + n * law.probability(x), 0);
  const term = (seen: number, expected: number) => (seen - expected) ** 2 / expected;
  const tails = n - expectedIn >= 5 ? term(n - inBins, n - expectedIn) : 0;
  const statistic = bins.reduce((sum, x) => sum + term(count(x), n * law.probability(x)), tails);
  return chiSquareTail(statistic, bins.length) < SIGNIFICANCE ? ['chi-square'] : [];
}

/** The bound of Dvoretzky, Kiefer, Wolfowitz and Massart, which holds for discrete laws too. */
function kolmogorovFault(
  range: readonly number[],
  count: (x: number) => number,
  n: number,
  law: Law,
): readonly string[] {
  let seen = 0;
  let expected = 1 - range.reduce((sum, x) => sum + law.probability(x), 0);
  expected /= 2;
  let furthest = 0;
  for (const x of range) {
    seen += count(x) / n;
    expected += law.probability(x);
    furthest = Math.max(furthest, Math.abs(seen - expected));
  }
  return furthest > Math.sqrt(Math.log(2 / SIGNIFICANCE) / (2 * n)) ? ['Kolmogorov–Smirnov'] : [];
}

function momentFaults(draws: readonly number[], n: number, law: Law): readonly string[] {
  const mean = draws.reduce((sum, x) => sum + x, 0) / n;
  const variance = draws.reduce((sum, x) => sum + x * x, 0) / n;
  const z = [
    ['mean', mean / Math.sqrt(law.variance / n)],
    ['variance', (variance - law.variance) / Math.sqrt((law.fourth - law.variance ** 2) / n)],
  ] as const;
  return z.flatMap(([name, value]) => (Math.abs(value) > MOST_Z ? [name] : []));
}

function symmetryFault(range: readonly number[], count: (x: number) => number): readonly string[] {
  const pairs = range.filter((x) => x > 0 && count(x) + count(-x) >= 10);
  const statistic = pairs.reduce((sum, x) => sum + (count(x) - count(-x)) ** 2 / (count(x) + count(-x)), 0);
  return chiSquareTail(statistic, pairs.length) < SIGNIFICANCE ? ['symmetry'] : [];
}

/** A privacy guarantee is a bound on the odds of neighbouring numbers, so these are looked at themselves. */
function neighbourFaults(
  range: readonly number[],
  count: (x: number) => number,
  law: Law,
): readonly string[] {
  return range.flatMap((x) => {
    const [here, next] = [count(x), count(x + 1)];
    if (here < 50 || next < 50) return [];
    const off = Math.log(next / here) - Math.log(law.probability(x + 1) / law.probability(x));
    return Math.abs(off) / Math.sqrt(1 / here + 1 / next) > MOST_Z ? [`odds of ${x + 1} to ${x}`] : [];
  });
}

/** P(χ² > statistic), by the continued fraction or the series of the incomplete gamma function. */
export function chiSquareTail(statistic: number, freedom: number): number {
  const [a, x] = [freedom / 2, statistic / 2];
  if (freedom === 0 || x <= 0) return 1;
  const front = Math.exp(-x + a * Math.log(x) - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10_000 && term > sum * 1e-16; n += 1) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10_000; i += 1) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-15) break;
  }
  return front * h;
}

/** Stirling's series, after lifting the argument above 10. */
function logGamma(x: number): number {
  if (x < 10) return logGamma(x + 1) - Math.log(x);
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * x) -
    1 / (360 * x ** 3) +
    1 / (1260 * x ** 5)
  );
}
