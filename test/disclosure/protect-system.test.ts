import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackPattern } from '../../lib/disclosure/attack/attack.ts';
import { NothingLeftToPublish } from '../../lib/disclosure/errors.ts';
import type { System } from '../../lib/disclosure/model/system.ts';
import { protectSystem, readerOf } from '../../lib/disclosure/protect-system.ts';
import { sensitiveQuantities } from '../../lib/disclosure/rules/needs.ts';
import { eliminate } from '../../lib/disclosure/suppress/elimination.ts';
import type { DisclosurePolicy } from '../../lib/workspace/workspace.ts';
import { aPolicy, holdsByBruteForce, twoWay } from './tables.ts';

const counts = (most: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: most }), { minLength: 3, maxLength: 3 }), {
    minLength: 2,
    maxLength: 2,
  });
const zeros = fc.constantFrom('published' as const, 'protected' as const);

/** What is hidden; nothing where everything would have to be. */
async function hiddenOrRefused(system: System, policy: DisclosurePolicy): Promise<ReadonlySet<number>> {
  try {
    return (await protectSystem(system, policy)).hidden;
  } catch (error) {
    if (error instanceof NothingLeftToPublish) return new Set();
    throw error;
  }
}

describe('suppression', () => {
  it('leaves nothing that trying every table would find, whatever the table', async () => {
    await fc.assert(
      fc.asyncProperty(counts(8), zeros, async (table, mode) => {
        const policy = aPolicy({ threshold: 3, zeros: mode });
        const system = twoWay(table);

        const { hidden, sensitive, verdict } = await protectSystem(system, policy);

        expect(verdict.passed).toBe(true);
        expect(holdsByBruteForce(system, hidden, sensitive, policy, 11)).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('hides nothing for nothing: each complementary cell that is shown again fails the audit', async () => {
    await fc.assert(
      fc.asyncProperty(counts(30), zeros, async (table, mode) => {
        const policy = aPolicy({ threshold: 5, zeros: mode });
        const system = twoWay(table);
        const { hidden, sensitive } = await protectSystem(system, policy);
        const primary = new Set(sensitive.map(({ row }) => row));
        const complementary = [...hidden].filter((at) => !primary.has(at));

        const weakened = await Promise.all(
          complementary.map((shown) =>
            attackPattern(
              system,
              new Set([...hidden].filter((at) => at !== shown)),
              sensitive,
              readerOf(policy),
            ),
          ),
        );

        expect(weakened.filter(({ passed }) => passed)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('never hides a zero where zeros are published', async () => {
    await fc.assert(
      fc.asyncProperty(counts(6), async (table) => {
        const system = twoWay(table);

        const hidden = await hiddenOrRefused(system, aPolicy({ zeros: 'published' }));

        expect([...hidden].filter((at) => system.rows[at]?.quantities[0]?.value === 0)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('publishes a table whole where nothing in it is small', async () => {
    const system = twoWay([
      [20, 30],
      [40, 50],
    ]);

    const { hidden } = await protectSystem(system, aPolicy());

    expect([...hidden]).toEqual([]);
  });

  it('widens what elimination alone leaves narrow', async () => {
    const policy = aPolicy({ threshold: 11, zeros: 'published' });
    const system = twoWay([
      [1, 5, 50],
      [6, 60, 70],
      [80, 90, 99],
    ]);
    const sensitive = sensitiveQuantities(system, policy);
    const eliminated = await attackPattern(
      system,
      eliminate(system, sensitive, { reader: readerOf(policy), cost: 'cells', keep: new Set() }),
      sensitive,
      readerOf(policy),
    );

    const { verdict } = await protectSystem(system, policy);

    expect([eliminated.passed, verdict.passed]).toEqual([false, true]);
    expect(verdict.narrowest).toBeGreaterThanOrEqual(10);
  });

  it('hides fewer people where people are what counts', async () => {
    const table = [
      [3, 200, 20],
      [210, 220, 230],
      [25, 240, 250],
    ];
    const people = (hidden: ReadonlySet<number>) =>
      [...hidden].reduce((sum, at) => sum + (twoWay(table).rows[at]?.quantities[0]?.value ?? 0), 0);

    const byPeople = await protectSystem(twoWay(table), aPolicy({ cost: 'people' }));
    const byCells = await protectSystem(twoWay(table), aPolicy({ cost: 'cells' }));

    expect(people(byPeople.hidden)).toBeLessThanOrEqual(people(byCells.hidden));
    expect(byCells.hidden.size).toBe(4);
  });
});
