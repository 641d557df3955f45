import type { Shares } from './expectation.ts';
import { FIELDS } from './fields.ts';

/** Levels outside the order of likeness: parts stand in each other's place, which is not more or less alike. */
const UNORDERED = new Set(['swapped']);

/**
 * Makes closer agreement never weigh less than a looser one: where sampling error turns two neighbouring levels
 * round, both get the weight of the two together (pool adjacent violators; Ayer et al. 1955).
 * @returns shares among strangers, adjusted: chance agreement is what is rare and ill measured. The shares among
 * matches stay, for they also weigh against relatives.
 */
export function orderByWeight(match: Shares, stranger: Shares): Shares {
  return FIELDS.map(({ levels }, field) => {
    const ordered = levels
      .filter(({ name }) => !UNORDERED.has(name))
      .map(({ level }) => level)
      .reverse();
    const adjusted = Float64Array.from(stranger[field] ?? []);
    const of = (shares: Shares, level: number) => shares[field]?.[level] ?? 0;
    const pools: { levels: number[]; match: number; stranger: number }[] = [];
    for (const level of ordered) {
      pools.push({ levels: [level], match: of(match, level), stranger: of(stranger, level) });
      for (
        let last = pools.at(-1), before = pools.at(-2);
        last && before;
        last = pools.at(-1), before = pools.at(-2)
      ) {
        if (last.match * before.stranger >= before.match * last.stranger) break;
        pools.splice(-2, 2, {
          levels: [...before.levels, ...last.levels],
          match: before.match + last.match,
          stranger: before.stranger + last.stranger,
        });
      }
    }
    for (const pool of pools) {
      for (const level of pool.levels) adjusted[level] = (pool.stranger * of(match, level)) / pool.match;
    }
    return adjusted;
  });
}
