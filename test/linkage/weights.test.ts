import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS, levelsOf } from '../../lib/linkage/fields.ts';
import type { LinkageModel } from '../../lib/linkage/model.ts';
import { orderByWeight } from '../../lib/linkage/monotone.ts';
import { isForbidden } from '../../lib/linkage/patterns.ts';
import { COMMONNESS_STEPS } from '../../lib/linkage/profiles.sql.ts';
import { probabilityOf, weighPattern, weightOf } from '../../lib/linkage/weights.ts';

function patternOf(levels: Readonly<Record<string, string>>): number {
  return FIELDS.reduce((pattern, { name, levels: all }, at) => {
    const level = all.find((one) => one.name === levels[name]);
    return pattern + (level === undefined ? 0 : (level.level + 1) * 10 ** at);
  }, 0);
}

/** A model that says what the table says. */
function aModel(prevalence: {
  readonly match: number;
  readonly relative: number;
  readonly twin: number;
}): LinkageModel {
  const kind = { pairs: 1_000_000, ...prevalence };
  return {
    format: 2,
    run: 'r0001',
    trained: 'prior',
    iterations: 1,
    fields: FIELDS.map(({ name, levels }) => ({
      name,
      carriers: 0,
      compared: 1,
      levels: levels.map(({ level, name: levelName, match, relative, twin, stranger }) => ({
        level,
        name: levelName,
        match: match / 1000,
        relative: relative / 1000,
        twin: twin / 1000,
        stranger: stranger / 1000,
      })),
    })),
    prevalence: { within: kind, between: kind },
    blocking: [],
    blockingRecall: 1_000_000,
  };
}

const shares = FIELDS.map(({ levels }) =>
  fc
    .array(fc.integer({ min: 1, max: 1000 }), { minLength: levels.length, maxLength: levels.length })
    .map((parts) => {
      const sum = parts.reduce((total, part) => total + part, 0);
      return Float64Array.from(parts, (part) => part / sum);
    }),
);

describe('weights', () => {
  it('reads back the levels that a pattern was made of', () => {
    const pattern = patternOf({ given_name: 'same', birth_date: 'different' });

    expect(levelsOf(pattern)).toEqual([7, -1, 0, ...Array.from({ length: FIELDS.length - 3 }, () => -1)]);
  });

  it('never lets a looser agreement weigh more than a closer one', () => {
    fc.assert(
      fc.property(fc.tuple(...shares), fc.tuple(...shares), (match, stranger) => {
        const ordered = orderByWeight(match, stranger);

        FIELDS.forEach(({ levels }, field) => {
          const weights = levels
            .filter(({ name }) => name !== 'swapped')
            .map(({ level }) => (match[field]?.[level] ?? 0) / (ordered[field]?.[level] ?? 1));
          expect(weights.every((weight, at) => weight >= (weights[at + 1] ?? 0) - 1e-9)).toBe(true);
        });
      }),
    );
  });

  it('turns probabilities into weights and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 999_000 }), (millionths) => {
        expect(Math.abs(probabilityOf(weightOf(millionths / 1_000_000)) - millionths)).toBeLessThan(400);
      }),
    );
  });

  it('forbids twins: one birth date and surname, given names with nothing in common', () => {
    expect(isForbidden(patternOf({ given_name: 'different', surname: 'same', birth_date: 'same' }))).toBe(
      true,
    );
    expect(
      isForbidden(patternOf({ given_name: 'different', surname: 'same', birth_date: 'same', ssn: 'same' })),
    ).toBe(false);
    expect(isForbidden(patternOf({ given_name: 'similar', surname: 'same', birth_date: 'same' }))).toBe(
      false,
    );
  });

  it('forbids a junior and a senior of one name', () => {
    expect(
      isForbidden(
        patternOf({ given_name: 'same', surname: 'same', suffix: 'different', birth_date: 'different' }),
      ),
    ).toBe(true);
    expect(
      isForbidden(
        patternOf({ given_name: 'same', surname: 'same', suffix: 'different', birth_date: 'same' }),
      ),
    ).toBe(false);
  });

  it('forbids two people whose SSN and birth date both differ', () => {
    expect(
      isForbidden(
        patternOf({ given_name: 'same', surname: 'same', ssn: 'different', birth_date: 'different' }),
      ),
    ).toBe(true);
  });

  it('forbids two people whose SSN differs and who share no more than the year of birth', () => {
    expect(isForbidden(patternOf({ given_name: 'same', ssn: 'different', birth_date: 'same_year' }))).toBe(
      true,
    );
    expect(isForbidden(patternOf({ given_name: 'same', ssn: 'two_digits', birth_date: 'same_year' }))).toBe(
      false,
    );
  });

  it('doubts that two unnamed children of one birth date and nearly one SSN are one', () => {
    const unnamed = { surname: 'same', birth_date: 'same', sex: 'same', address: 'same_street' };
    const weigh = (levels: Readonly<Record<string, string>>) =>
      weighPattern(aModel({ match: 0.01, relative: 0.01, twin: 0.0003 }), patternOf(levels)).againstRelative;

    expect(weigh({ ...unnamed, ssn: 'one_digit' })).toBeLessThan(weightOf(0.9));
    expect(weigh({ ...unnamed, ssn: 'same' })).toBeGreaterThan(weightOf(0.99));
    expect(weigh({ ...unnamed, given_name: 'same', ssn: 'one_digit' })).toBeGreaterThan(weightOf(0.99));
  });

  it('has shares of levels that add up to one in each class', () => {
    for (const { levels } of FIELDS) {
      for (const share of ['match', 'relative', 'twin', 'stranger'] as const) {
        expect(levels.reduce((sum, level) => sum + level[share], 0)).toBeCloseTo(1000, 6);
      }
    }
  });

  it('measures commonness in quarter bits, rounded down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (entities) => {
        const step = COMMONNESS_STEPS.findLast(({ from }) => from <= entities);

        expect(step?.quarterBits).toBe(Math.floor(4 * Math.log2(entities) + 1e-9));
      }),
    );
  });
});
