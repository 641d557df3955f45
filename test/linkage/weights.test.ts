import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIELDS, levelsOf } from '../../lib/linkage/fields.ts';
import { orderByWeight } from '../../lib/linkage/monotone.ts';
import { isForbidden } from '../../lib/linkage/patterns.ts';
import { COMMONNESS_STEPS } from '../../lib/linkage/profiles.sql.ts';
import { probabilityOf, weightOf } from '../../lib/linkage/weights.ts';

function patternOf(levels: Readonly<Record<string, string>>): number {
  return FIELDS.reduce((pattern, { name, levels: all }, at) => {
    const level = all.find((one) => one.name === levels[name]);
    return pattern + (level === undefined ? 0 : (level.level + 1) * 10 ** at);
  }, 0);
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

  it('has shares of levels that add up to one in each class', () => {
    for (const { levels } of FIELDS) {
      for (const share of ['match', 'relative', 'stranger'] as const) {
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
