import { describe, expect, it } from 'vitest';
import { Puzzle, plain } from './puzzle.ts';

describe('the attack written apart', () => {
  it('finds what whole numbers leave', async () => {
    const puzzle = await Puzzle.of(2, [
      {
        sum: [
          [0, 2],
          [1, 2],
        ],
        is: '=',
        value: 6,
      },
    ]);

    expect([
      puzzle.range(plain([0])),
      puzzle.range([
        [0, 1],
        [1, -1],
      ]),
    ]).toEqual([
      { low: 0, high: 3 },
      { low: -3, high: 3 },
    ]);
  });
});
