import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackPattern } from '../../../lib/disclosure/attack/attack.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { aPolicy, holdsByBruteForce, twoWay } from '../tables.ts';

/** Places of inner cells of a table with four columns. */
const places = (...cells: readonly (readonly [row: number, column: number])[]) =>
  new Set(cells.map(([row, column]) => row * 4 + column));

describe('the audit', () => {
  it('sees what two hidden cells in every line give away', async () => {
    const system = twoWay([
      [20, 50, 10, 80],
      [8, 19, 3, 32],
      [17, 32, 22, 12],
      [9, 2, 40, 27],
    ]);
    const hidden = places([0, 0], [0, 1], [1, 0], [1, 1], [1, 2], [2, 2], [2, 3], [3, 2], [3, 3]);

    const verdict = await attackPattern(system, hidden, [], aPolicy());

    expect(verdict.passed).toBe(false);
    expect(verdict.weaknesses).toEqual([{ row: 6, quantity: 0, low: 3, high: 3, needed: 1 }]);
    expect(verdict.determined).toBe(1);
  });

  it('finds an interval that is narrower than the policy asks for', async () => {
    const system = twoWay([
      [1, 2],
      [2, 2],
    ]);
    const sensitive = sensitiveQuantities(system, aPolicy()).filter(({ row }) => row < 4);

    const verdict = await attackPattern(system, new Set([0, 1, 2, 3]), sensitive, { zeros: 'published' });

    expect(verdict).toMatchObject({ passed: false, narrowest: 1, narrow: 4, determined: 0 });
  });

  it('knows that nothing hidden is zero where zeros are published', async () => {
    const system = twoWay([
      [2, 30],
      [40, 50],
    ]);
    const hidden = new Set([0, 1, 2, 3]);

    const zerosPublished = await attackPattern(system, hidden, sensitiveQuantities(system, aPolicy()), {
      zeros: 'published',
    });
    const zerosProtected = await attackPattern(system, hidden, sensitiveQuantities(system, aPolicy()), {
      zeros: 'protected',
    });

    expect([zerosPublished.narrowest, zerosProtected.narrowest]).toEqual([30, 31 + 1]);
  });

  it('calls a cell unbounded where nothing published bears on it', async () => {
    const system = twoWay([[1]]);

    const verdict = await attackPattern(
      system,
      new Set([0, 1, 2, 3]),
      sensitiveQuantities(system, aPolicy()),
      aPolicy(),
    );

    expect(verdict).toMatchObject({ passed: true, narrowest: null });
  });

  it('refuses numbers that cannot all be true', async () => {
    const system = twoWay([[5, 6]]);
    const [first, ...rest] = system.rows;
    const wrong = {
      ...system,
      rows:
        first === undefined
          ? rest
          : [{ ...first, quantities: first.quantities.map((one) => ({ ...one, value: 50 })) }, ...rest],
    };

    await expect(attackPattern(wrong, new Set(), [], aPolicy())).rejects.toThrow('cannot all be true');
  });

  it('refuses a table that it cannot finish within its limit', async () => {
    const system = twoWay([
      [1, 30, 7],
      [40, 2, 8],
    ]);
    const hidden = new Set([0, 1, 2, 3, 4, 5]);

    const audit = attackPattern(system, hidden, sensitiveQuantities(system, aPolicy()), aPolicy(), {
      limit: 1,
    });

    await expect(audit).rejects.toThrow('did not end within its limit');
  });

  it('agrees with trying every table, for any pattern', async () => {
    const patterns = fc.record({
      counts: fc.array(fc.array(fc.integer({ min: 0, max: 7 }), { minLength: 3, maxLength: 3 }), {
        minLength: 2,
        maxLength: 2,
      }),
      zeros: fc.constantFrom('published' as const, 'protected' as const),
      extra: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8], { minLength: 6 }),
    });
    let holding = 0;

    await fc.assert(
      fc.asyncProperty(patterns, async ({ counts, zeros, extra }) => {
        const policy = aPolicy({ threshold: 3, zeros });
        const system = twoWay(counts);
        const sensitive = sensitiveQuantities(system, policy).filter(({ row }) => row < 9);
        const zeroRow = (at: number) => zeros === 'published' && system.rows[at]?.quantities[0]?.value === 0;
        const hidden = new Set([...sensitive.map(({ row }) => row), ...extra].filter((at) => !zeroRow(at)));

        const { passed } = await attackPattern(system, hidden, sensitive, policy);

        holding += passed ? 1 : 0;
        expect(passed).toBe(holdsByBruteForce(system, hidden, sensitive, policy, 12));
      }),
      { numRuns: 400 },
    );
    expect(holding).toBeGreaterThan(3);
  });
});
