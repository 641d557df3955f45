import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluate } from '../../lib/linkage/evaluate.ts';

describe('evaluation', () => {
  it('counts right, false and missed pairs', () => {
    const result = evaluate(
      [
        ['a', '1'],
        ['b', '1'],
        ['c', '1'],
        ['d', '2'],
      ],
      [
        ['a', 'x'],
        ['b', 'x'],
        ['c', 'y'],
        ['d', 'y'],
      ],
    );

    expect(result).toMatchObject({
      records: 4,
      truePairs: 2,
      foundPairs: 3,
      rightPairs: 1,
      falsePairs: 2,
      missedPairs: 1,
    });
  });

  it('counts pairs as missed whose records are in no cluster', () => {
    expect(
      evaluate(
        [['a', '1']],
        [
          ['a', 'x'],
          ['b', 'x'],
        ],
      ),
    ).toMatchObject({ truePairs: 1, missedPairs: 1, recall: 0 });
  });

  it('lets a record that truth does not list stand alone', () => {
    expect(
      evaluate(
        [
          ['a', '1'],
          ['b', '1'],
          ['z', '1'],
        ],
        [
          ['a', 'x'],
          ['b', 'x'],
        ],
      ),
    ).toMatchObject({ rightPairs: 1, falsePairs: 2 });
  });

  it('counts neither for nor against a record whose person nobody knows', () => {
    const result = evaluate(
      [
        ['a', '1'],
        ['b', '1'],
        ['c', '1'],
      ],
      [
        ['a', 'x'],
        ['b', 'x'],
        ['c', ''],
      ],
    );

    expect(result).toMatchObject({ records: 2, rightPairs: 1, falsePairs: 0, missedPairs: 0 });
  });

  it('refuses a record that stands in two clusters', () => {
    expect(() =>
      evaluate(
        [
          ['a', '1'],
          ['a', '2'],
        ],
        [],
      ),
    ).toThrow(/more than one person_id/);
  });

  it('finds no fault with the truth itself', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9)), (persons) => {
        const truth = persons.map((person, record) => [`r${record}`, `p${person}`] as const);

        expect(evaluate(truth, truth)).toMatchObject({ falsePairs: 0, missedPairs: 0, f1: 1 });
      }),
    );
  });
});
