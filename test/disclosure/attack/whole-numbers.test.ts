import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackPattern } from '../../../lib/disclosure/attack/attack.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { aPolicy } from '../tables.ts';
import { standsAgainstEveryTable } from './brute-force.ts';
import { cube } from './systems.ts';

interface Shape {
  readonly name: string;
  readonly sizes: readonly number[];
  readonly crosses: readonly (readonly number[])[];
}

const SHAPES: readonly Shape[] = [
  { name: 'two dimensions', sizes: [2, 3], crosses: [[0, 1]] },
  { name: 'three dimensions', sizes: [2, 2, 2], crosses: [[0, 1, 2]] },
  {
    name: 'three tables that share margins',
    sizes: [2, 2, 2],
    crosses: [
      [0, 1],
      [1, 2],
      [0, 2],
    ],
  },
];

interface Pattern {
  readonly counts: readonly number[];
  readonly zeros: 'published' | 'protected';
  readonly insiders: 0 | 1 | 2;
  readonly shown: readonly number[];
  readonly threshold: number;
  readonly hiddenUpTo: number;
  readonly below: number | undefined;
  readonly above: number | undefined;
}

describe.each(SHAPES)('an attack on $name', ({ sizes, crosses }) => {
  const cells = sizes.reduce((product, size) => product * size, 1);
  const patterns = fc.record({
    counts: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: cells, maxLength: cells }),
    zeros: fc.constantFrom('published' as const, 'protected' as const),
    insiders: fc.constantFrom(0 as const, 1 as const, 2 as const),
    shown: fc.array(fc.nat({ max: 30 }), { maxLength: 2 }),
    threshold: fc.constantFrom(1, 2, 3),
    hiddenUpTo: fc.constantFrom(3, 6),
    below: fc.constantFrom(undefined, undefined, 1, 2),
    above: fc.constantFrom(undefined, undefined, 1, 2),
  });

  const caseOf = ({ counts, zeros, insiders, shown, threshold, hiddenUpTo, below, above }: Pattern) => {
    const system = cube(sizes, counts, crosses);
    const reader = { zeros, insiders };
    const total = system.rows.findIndex(({ key }) => key.every((code) => code === 'Total'));
    const inner = (at: number) => system.rows[at]?.key.filter((code) => code === 'Total').length === 0;
    const hidden = new Set(
      system.rows.flatMap(({ quantities }, at) =>
        at === total ||
        shown.includes(at) ||
        (zeros === 'published' && quantities[0]?.value === 0) ||
        (!inner(at) && (quantities[0]?.value ?? 0) > hiddenUpTo)
          ? []
          : [at],
      ),
    );
    const sensitive = sensitiveQuantities(system, aPolicy({ threshold, zeros }))
      .filter(({ row }) => hidden.has(row))
      .map((one) => ({
        ...one,
        ...(below === undefined ? {} : { below }),
        ...(above === undefined ? {} : { above }),
      }));
    const most = Math.max(...system.rows.map(({ quantities }) => quantities[0]?.value ?? 0));
    const stands = standsAgainstEveryTable(system, hidden, sensitive, reader, most);
    return { system, hidden, sensitive, reader, stands };
  };

  it('passes what trying every table of whole numbers passes, and nothing else', async () => {
    const told = { holding: 0, failing: 0 };

    await fc.assert(
      fc.asyncProperty(patterns, async (pattern) => {
        const { system, hidden, sensitive, reader, stands } = caseOf(pattern);

        const { passed } = await attackPattern(system, hidden, sensitive, reader);

        told[stands ? 'holding' : 'failing'] += 1;
        expect(passed).toBe(stands);
      }),
      { numRuns: 80 },
    );
    expect(Math.min(told.holding, told.failing)).toBeGreaterThan(3);
  });

  it('fails nothing that holds where the component is too large for whole numbers to be searched', async () => {
    const told = { holding: 0, failing: 0 };

    await fc.assert(
      fc.asyncProperty(patterns, async (pattern) => {
        const { system, hidden, sensitive, reader, stands } = caseOf(pattern);

        const verdict = await attackPattern(system, hidden, sensitive, reader, { searched: 0 });

        told[verdict.passed ? 'holding' : 'failing'] += 1;
        expect(verdict.searches).toBe(0);
        // In two dimensions linear programs end at whole numbers; in more they may claim room that is not there.
        if (crosses.length === 1 && sizes.length === 2) expect(verdict.passed).toBe(stands);
        else expect(verdict.passed || !stands).toBe(true);
      }),
      { numRuns: 80 },
    );
    expect(Math.min(told.holding, told.failing)).toBeGreaterThan(3);
  });
});
