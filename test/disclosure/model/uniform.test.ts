import { describe, expect, it } from 'vitest';
import { uniformFrom } from '../../../lib/disclosure/model/uniform.ts';
import { seeded } from '../keyed-bytes.ts';
import { chiSquareTail } from '../noise/goodness.ts';

describe('whole numbers from bytes', () => {
  it.each([2n, 3n, 10n, 200n, 257n])('below %d are all equally likely', (below) => {
    const uniform = uniformFrom(seeded('uniform')(String(below)));
    const counts = new Array<number>(Number(below)).fill(0);
    const draws = 40_000;

    for (let draw = 0; draw < draws; draw += 1) {
      const drawn = Number(uniform(below));
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }

    const expected = draws / Number(below);
    const statistic = counts.reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0);
    expect(counts).toHaveLength(Number(below));
    expect(chiSquareTail(statistic, Number(below) - 1)).toBeGreaterThan(1e-6);
  });

  it('take no remainder, which would favour small ones', () => {
    const bytes = [0xff, 0xfe, 0x05];

    const uniform = uniformFrom((length) =>
      Uint8Array.from({ length }, (_, at) => bytes[at % bytes.length] ?? 0),
    );

    // 255 and 254 are beyond 200 and are drawn anew; a remainder would have made them 55 and 54.
    expect(uniform(200n)).toBe(5n);
  });

  it('reach past what a double holds', () => {
    const uniform = uniformFrom(seeded('uniform')('large'));
    const below = 10n ** 30n;

    const drawn = Array.from({ length: 200 }, () => uniform(below));

    expect(drawn.every((value) => value >= 0n && value < below)).toBe(true);
    expect(drawn.some((value) => value > below / 2n)).toBe(true);
    expect(drawn.some((value) => value < below / 2n)).toBe(true);
  });

  it('below one are zero and cost no byte', () => {
    const uniform = uniformFrom(() => {
      throw new Error('asked for a byte');
    });

    expect(uniform(1n)).toBe(0n);
  });

  it('are the same however the bytes are cut into pieces', () => {
    const one = uniformFrom(seeded('uniform')('cut'));
    const stream = seeded('uniform')('cut');
    const other = uniformFrom((length) => Uint8Array.from({ length }, () => stream(1)[0] ?? 0));

    const bounds = Array.from({ length: 100 }, (_, at) => 2n ** BigInt(at % 60) + 1n);

    expect(bounds.map((bound) => one(bound))).toEqual(bounds.map((bound) => other(bound)));
  });
});
