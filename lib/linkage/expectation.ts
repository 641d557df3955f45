import { FIELDS } from './fields.ts';
import type { PatternCounts } from './patterns.ts';

/** Probabilities by field and level: `[field][level]`. */
export type Shares = readonly Float64Array[];

/** Of all comparable pairs of a kind (within a source, between two), which part are matches, relatives, and twins. */
export interface Prevalence {
  readonly match: number;
  readonly relative: number;
  readonly twin: number;
}

export interface Parameters {
  readonly match: Shares;
  readonly stranger: Shares;
  readonly relative: Shares;
  readonly twin: Shares;
  /** Indexed by 1 within a source, 0 between two. */
  readonly prevalence: readonly [between: Prevalence, within: Prevalence];
}

/** For each pattern the probabilities that its pairs are matches, relatives and twins; the rest are strangers. */
export interface Posterior {
  readonly match: Float64Array;
  readonly relative: Float64Array;
  readonly twin: Float64Array;
}

const log = (shares: Shares) => shares.map((levels) => levels.map((share) => Math.log(share)));

/**
 * The E step over four latent classes. Two classes, as Fellegi and Sunter have them, would take relatives for
 * matches, for they agree far more often than chance; further classes are how Larsen and Rubin (2001, JASA 96) and
 * Winkler deal with such pairs. Twins are one of their own: what they share (birth date, surname, address, most of
 * an SSN) they share together, which no product over relatives at large would say. Pairs that may not be joined
 * (`isForbidden`) are judged as all others: the rule is about joining, and would make twins of every slip of the pen.
 */
export function expect(
  data: PatternCounts,
  { match, stranger, relative, twin, prevalence }: Parameters,
): Posterior {
  const [logMatch, logStranger] = [log(match), log(stranger)];
  const [logRelative, logTwin] = [log(relative), log(twin)];
  const priors = prevalence.map(
    (p) =>
      [
        Math.log(p.match),
        Math.log(p.relative),
        Math.log(p.twin),
        Math.log(1 - p.match - p.relative - p.twin),
      ] as const,
  );
  const posterior = {
    match: new Float64Array(data.counts.length),
    relative: new Float64Array(data.counts.length),
    twin: new Float64Array(data.counts.length),
  };
  for (let pattern = 0; pattern < data.counts.length; pattern += 1) {
    const prior = priors[data.within[pattern] ?? 0];
    let [m, r, t, s] = prior ?? [0, 0, 0, 0];
    for (let field = 0; field < FIELDS.length; field += 1) {
      const level = data.levels[pattern * FIELDS.length + field] ?? -1;
      if (level < 0) continue;
      m += logMatch[field]?.[level] ?? 0;
      r += logRelative[field]?.[level] ?? 0;
      t += logTwin[field]?.[level] ?? 0;
      s += logStranger[field]?.[level] ?? 0;
    }
    const most = Math.max(m, r, t, s);
    const [isMatch, isRelative, isTwin] = [Math.exp(m - most), Math.exp(r - most), Math.exp(t - most)];
    const sum = isMatch + isRelative + isTwin + Math.exp(s - most);
    posterior.match[pattern] = isMatch / sum;
    posterior.relative[pattern] = isRelative / sum;
    posterior.twin[pattern] = isTwin / sum;
  }
  return posterior;
}

/** Shares of levels among the pairs of one class, steadied by `strength` pairs of the prior. */
export function sharesOf(
  data: PatternCounts,
  weight: (pattern: number) => number,
  prior: Shares,
  strength: number,
): Shares {
  const sums = prior.map((levels) => levels.map((share) => share * strength));
  for (let pattern = 0; pattern < data.counts.length; pattern += 1) {
    const pairs = (data.counts[pattern] ?? 0) * weight(pattern);
    if (pairs === 0) continue;
    for (let field = 0; field < FIELDS.length; field += 1) {
      const level = data.levels[pattern * FIELDS.length + field] ?? -1;
      const levels = sums[field];
      if (level >= 0 && levels !== undefined) levels[level] = (levels[level] ?? 0) + pairs;
    }
  }
  return sums.map((levels) => {
    const sum = levels.reduce((total, pairs) => total + pairs, 0);
    return levels.map((pairs) => pairs / sum);
  });
}
