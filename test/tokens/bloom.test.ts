import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BloomEncoder } from '../../lib/tokens/bloom.ts';
import { BLOOM_BITS, BLOOM_PARAMETERS, type BloomParameters } from '../../lib/tokens/bloom-parameters.ts';
import { BLOOM_FIELDS, BLOOM_WORDS } from '../../lib/tokens/columns.ts';
import { expectedFill } from '../../lib/tokens/guide.ts';
import { KeyedDigest } from '../../lib/tokens/keyed-digest.ts';
import { hmacBytes } from './build.ts';

const anEncoder = (parameters: BloomParameters, label = `bloom/${parameters.field}`) =>
  new BloomEncoder(new KeyedDigest(hmacBytes('any', label)), parameters);

const NAMES: BloomParameters = {
  field: 'surname',
  grams: 'padded bigrams',
  typicalGrams: 8,
  positionsPerGram: 37,
  because: 'a test',
};

function positionsOf(words: readonly bigint[]): Set<number> {
  const positions = words.flatMap((word, at) =>
    Array.from({ length: 64 }, (_, bit) => bit)
      .filter((bit) => (BigInt.asUintN(64, word) >> BigInt(bit)) & 1n)
      .map((bit) => at * 64 + bit),
  );
  return new Set(positions);
}

function dice(left: readonly bigint[], right: readonly bigint[]): number {
  const [a, b] = [positionsOf(left), positionsOf(right)];
  const shared = [...a].filter((position) => b.has(position)).length;
  return (2 * shared) / (a.size + b.size);
}

const bigrams = (name: string) => Array.from(`_${name}`, (letter, at) => letter + (`${name}_`[at] ?? ''));

const aName = fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJKLMNOPRSTUVWY'), minLength: 5, maxLength: 12 });

describe('a Bloom filter', () => {
  it('holds the positions that HMAC in counter mode draws for each gram', () => {
    const words = anEncoder(NAMES).encode('LI');

    const expected = new Set<number>();
    const key = hmacBytes('any', 'bloom/surname');
    for (const gram of ['_L', 'LI', 'I_']) {
      const digest = new KeyedDigest(key);
      const drawn = new Set<number>();
      for (let counter = 0; drawn.size < 37; counter++) {
        const block = Buffer.from(digest.bytes(`${gram}|${counter}`));
        for (let at = 0; at < 32 && drawn.size < 37; at += 2) drawn.add(block.readUInt16BE(at) % 512);
      }
      for (const position of drawn) expected.add(position);
    }
    expect(positionsOf(words)).toEqual(expected);
  });

  it('is the union of the filters of its grams, in any order of encoding', () => {
    fc.assert(
      fc.property(fc.array(aName, { minLength: 1, maxLength: 8 }), (names) => {
        const warm = anEncoder(NAMES);

        const filters = names.map((name) => warm.encode(name));

        expect(filters).toEqual(names.map((name) => anEncoder(NAMES).encode(name)));
        expect(filters.every((words) => words.length === BLOOM_WORDS)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('is more like that of a name with one letter changed than like that of another name', () => {
    const encoder = anEncoder(NAMES);

    fc.assert(
      fc.property(aName, aName, fc.nat(), (name, other, seed) => {
        const at = seed % name.length;
        const misspelt = `${name.slice(0, at)}X${name.slice(at + 1)}`;
        fc.pre(bigrams(other).filter((gram) => bigrams(name).includes(gram)).length <= 1);
        fc.pre(new Set(bigrams(name)).size === name.length + 1);

        const near = dice(encoder.encode(name), encoder.encode(misspelt));
        const far = dice(encoder.encode(name), encoder.encode(other));

        expect(near).toBeGreaterThan(far);
      }),
    );
  });

  it('differs under another key', () => {
    const one = anEncoder(NAMES, 'one').encode('GARCIA');
    const other = anEncoder(NAMES, 'other').encode('GARCIA');

    expect(one).not.toEqual(other);
  });

  it('sees a swap of two digits as a change of two places of eight', () => {
    const places: BloomParameters = { ...NAMES, field: 'birth_date', grams: 'positional characters' };
    const encoder = anEncoder(places);

    const similarity = dice(encoder.encode('19840709'), encoder.encode('19840790'));
    const expected = positionsOf(encoder.encode('198407'));

    const kept = positionsOf(encoder.encode('19840790'));
    expect([...expected].every((position) => kept.has(position))).toBe(true);
    expect(similarity).toBeGreaterThan(0.7);
    expect(similarity).toBeLessThan(0.95);
  });
});

describe('the parameters', () => {
  it('are there for every field with a filter', () => {
    expect(BLOOM_PARAMETERS.map(({ field }) => field)).toEqual(BLOOM_FIELDS);
  });

  it.each(BLOOM_PARAMETERS)('set a little less than half of the bits for a typical $field', (parameters) => {
    const share = expectedFill(parameters.typicalGrams, parameters.positionsPerGram);

    expect(share).toBeGreaterThan(0.42);
    expect(share).toBeLessThan(0.5);
  });

  it('set as many bits as they promise', () => {
    const letters = 'BCDFGHJKLMNPQRSTVWXZ';
    const encoder = anEncoder(NAMES);
    const names = Array.from({ length: 200 }, (_, n) =>
      Array.from({ length: 7 }, (_, at) => letters.charAt((n * (at + 3) + at * at) % letters.length)).join(
        '',
      ),
    );

    const set = names.map((name) => positionsOf(encoder.encode(name)).size);

    const mean = set.reduce((sum, bits) => sum + bits, 0) / set.length / BLOOM_BITS;
    expect(mean).toBeGreaterThan(0.35);
    expect(mean).toBeLessThan(0.5);
  });
});
