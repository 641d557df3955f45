import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameHeirs, type Overlap } from '../../lib/linkage/scope-heirs.ts';

const overlap = (scope: string, earlier: string, records: number): Overlap => ({ scope, earlier, records });

function heirsOf(
  scopes: readonly string[],
  earlier: readonly string[],
  overlaps: readonly Overlap[],
  known: Readonly<Record<string, number>>,
) {
  return Object.fromEntries(
    nameHeirs({ scopes, earlier, overlaps, known: new Map(Object.entries(known)), previous: 'r0004' }),
  );
}

describe('scopes that follow scopes', () => {
  it('let an agreement that is renewed under another name inherit', () => {
    expect(
      heirsOf(['dsa_2027'], ['dsa_2026'], [overlap('dsa_2027', 'dsa_2026', 90)], { dsa_2027: 90 }),
    ).toEqual({ dsa_2026: 'dsa_2027' });
  });

  it('inherit from where most of their records were, even if another one has their name', () => {
    const overlaps = [overlap('b', 'a', 80), overlap('b', 'b', 10)];

    expect(heirsOf(['b'], ['a', 'b'], overlaps, { b: 85 })).toEqual({ a: 'b', b: 'b until r0004' });
  });

  it('do not inherit where only a few of their records were', () => {
    expect(heirsOf(['b'], ['a'], [overlap('b', 'a', 40)], { b: 80 })).toEqual({ a: 'a' });
  });

  it('keep their name among scopes that share records', () => {
    const overlaps = [
      overlap('a', 'a', 50),
      overlap('a', 'b', 50),
      overlap('b', 'a', 50),
      overlap('b', 'b', 50),
    ];

    expect(heirsOf(['a', 'b'], ['a', 'b'], overlaps, { a: 50, b: 50 })).toEqual({ a: 'a', b: 'b' });
  });

  it('never share what one scope left', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const overlaps = fc.uniqueArray(fc.tuple(names, names, fc.nat(50)), {
      selector: ([scope, earlier]) => `${scope}${earlier}`,
    });
    fc.assert(
      fc.property(overlaps, (drawn) => {
        const heirs = Object.values(
          heirsOf(
            ['a', 'b', 'c'],
            ['a', 'b', 'c'],
            drawn.map(([scope, earlier, records]) => overlap(scope, earlier, records)),
            { a: 50, b: 50, c: 50 },
          ),
        );

        expect(new Set(heirs).size).toBe(heirs.length);
      }),
    );
  });
});
