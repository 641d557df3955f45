import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Chance } from '../../lib/demo/chance.ts';

describe('chance', () => {
  it('draws the same from the same seed and label, whatever was drawn before', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(50), (seed, label, before) => {
        const used = new Chance(seed);
        for (let draw = 0; draw < before; draw += 1) used.below(10);

        const one = used.for(label).below(1_000_000);
        const other = new Chance(seed).for(label).below(1_000_000);

        expect(one).toBe(other);
      }),
    );
  });

  it('stays within its bounds', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: -500, max: 500 }), fc.nat(1000), (seed, first, length) => {
        const drawn = new Chance(seed).between(first, first + length);

        expect(drawn).toBeGreaterThanOrEqual(first);
        expect(drawn).toBeLessThanOrEqual(first + length);
      }),
    );
  });

  it('is even: no value of ten is drawn much more often than another', () => {
    const chance = new Chance('even');
    const counts = Array.from({ length: 10 }, () => 0);

    for (let draw = 0; draw < 20_000; draw += 1) {
      const value = chance.below(10);
      counts[value] = (counts[value] ?? 0) + 1;
    }

    expect(Math.min(...counts)).toBeGreaterThan(1800);
    expect(Math.max(...counts)).toBeLessThan(2200);
  });

  it('gives neighbouring labels streams that have nothing in common', () => {
    const root = new Chance('streams');
    const draws = Array.from({ length: 2000 }, (_, label) => root.for('person', label).below(2));
    const pairs = draws.slice(1).filter((draw, at) => draw === draws[at]);

    expect(pairs.length).toBeGreaterThan(900);
    expect(pairs.length).toBeLessThan(1100);
  });

  it('ranks: the first name is commoner than the tenth, and the last one still occurs', () => {
    const chance = new Chance('ranks');
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'] as const;
    const drawn = Array.from({ length: 5000 }, () => chance.ranked(names));
    const count = (name: string) => drawn.filter((each) => each === name).length;

    expect(count('a')).toBeGreaterThan(2 * count('j'));
    expect(count('j')).toBeGreaterThan(100);
  });
});
