import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackPattern } from '../../../lib/disclosure/attack/attack.ts';
import { isZeroRow, type Reader, type System } from '../../../lib/disclosure/model/system.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { lowerBound } from '../../../lib/disclosure/suppress/lower-bound.ts';
import { suppress } from '../../../lib/disclosure/suppress/suppress.ts';
import { aPolicy, holdsByBruteForce, twoWay } from '../tables.ts';

type Zeros = Reader['zeros'];
const MODES: readonly Zeros[] = ['published', 'protected'];

/** Subsets of so many. */
function* subsets(of: readonly number[], size: number, from = 0): Generator<readonly number[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= of.length - size; at += 1)
    for (const rest of subsets(of, size - 1, at + 1)) yield [of[at] ?? 0, ...rest];
}

/** The size of the smallest safe pattern, found by trying all; null where none is safe. */
function fewest(system: System, zeros: Zeros, most: number): number | null {
  const policy = aPolicy({ threshold: 3, zeros });
  const sensitive = sensitiveQuantities(system, policy);
  const primary = [...new Set(sensitive.map(({ row }) => row))];
  const others = system.rows.flatMap((row, at) =>
    primary.includes(at) || (zeros === 'published' && isZeroRow(row)) ? [] : [at],
  );
  for (let more = 0; more <= others.length; more += 1) {
    for (const added of subsets(others, more))
      if (holdsByBruteForce(system, new Set([...primary, ...added]), sensitive, policy, most))
        return primary.length + more;
  }
  return null;
}

describe('the lower bound', () => {
  it('is never above what the best of all patterns hides', async () => {
    const counts = fc.array(fc.array(fc.nat(5), { minLength: 2, maxLength: 2 }), {
      minLength: 2,
      maxLength: 2,
    });

    await fc.assert(
      fc.asyncProperty(counts, fc.constantFrom(...MODES), async (given, zeros) => {
        const table = twoWay(given);
        const sensitive = sensitiveQuantities(table, aPolicy({ threshold: 3, zeros }));

        const bound = await lowerBound(table, sensitive, { zeros, insiders: 0 });

        const best = fewest(table, zeros, 9);
        if (best !== null) expect(bound).toBeLessThanOrEqual(best);
      }),
      { numRuns: 25 },
    );
  });

  it('is what must be hidden around a small cell: three more in its rows and columns', async () => {
    const table = twoWay([
      [2, 30, 20],
      [30, 40, 25],
      [20, 35, 45],
    ]);

    const bound = await lowerBound(table, sensitiveQuantities(table, aPolicy()), {
      zeros: 'protected',
      insiders: 0,
    });

    expect(bound).toBe(4);
  });

  it('counts that neighbours which cannot shrink give a small cell no room', async () => {
    const table = twoWay([
      [1, 1, 30],
      [1, 1, 30],
      [30, 30, 30],
    ]);
    const bounds = MODES.map((zeros) =>
      lowerBound(table, sensitiveQuantities(table, aPolicy({ zeros })), { zeros, insiders: 0 }),
    );

    const [published = 0, hidden = 0] = await Promise.all(bounds);

    expect(published).toBeGreaterThan(hidden);
    expect(hidden).toBeGreaterThanOrEqual(4);
  });

  it('is the number of primary rows where they protect each other', async () => {
    const table = twoWay([
      [3, 3],
      [3, 3],
    ]);

    const bound = await lowerBound(table, sensitiveQuantities(table, aPolicy()), {
      zeros: 'protected',
      insiders: 0,
    });

    expect(bound).toBe(4);
  });

  it('is not above what suppression hides where the attack finds that to be safe', async () => {
    const counts = fc.array(fc.array(fc.nat(30), { minLength: 5, maxLength: 5 }), {
      minLength: 4,
      maxLength: 4,
    });

    await fc.assert(
      fc.asyncProperty(counts, fc.constantFrom(...MODES), async (given, zeros) => {
        const table = twoWay(given);
        const sensitive = sensitiveQuantities(table, aPolicy({ zeros }));
        const reader = { zeros, insiders: 0 } as const;

        const bound = await lowerBound(table, sensitive, reader);

        const hidden = await suppress(table, sensitive, { reader, cost: 'cells', keep: new Set() });
        const { passed } = await attackPattern(table, hidden, sensitive, reader);
        if (passed) expect(bound).toBeLessThanOrEqual(hidden.size);
        expect(bound).toBeGreaterThanOrEqual(new Set(sensitive.map(({ row }) => row)).size);
      }),
      { numRuns: 8 },
    );
  });
});
