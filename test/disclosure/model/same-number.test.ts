import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printLess, printsOf, samePrint } from '../../../lib/disclosure/model/same-number.ts';

describe('the print of a number', () => {
  it('is the same where relations make two numbers the same', () => {
    const printOf = printsOf({
      variables: 7,
      relations: [
        { left: [0], right: [1, 2, 3] },
        { left: [1, 2], right: [4, 5] },
        { left: [0], right: [4, 5, 6] },
      ],
    });

    expect(samePrint(printOf([1, 2]), printOf([4, 5]))).toBe(true);
    expect(samePrint(printOf([3]), printOf([6]))).toBe(true);
    expect(samePrint(printLess(printOf([0]), printOf([1, 2])), printOf([6]))).toBe(true);
    expect(samePrint(printOf([1]), printOf([4]))).toBe(false);
    expect(samePrint(printOf([2, 3]), printOf([5, 6]))).toBe(false);
  });

  it('tells every two sums apart that no relation makes the same', () => {
    const form = fc.uniqueArray(fc.nat(30), { maxLength: 12 }).map((all) => all.sort((a, b) => a - b));

    fc.assert(
      fc.property(form, form, (left, right) => {
        const printOf = printsOf({ variables: 31, relations: [] });

        expect(samePrint(printOf(left), printOf(right))).toBe(left.join() === right.join());
      }),
    );
  });

  it('follows from relations in whatever order they are said', () => {
    const form = fc.uniqueArray(fc.nat(11), { minLength: 1, maxLength: 4 });
    const relations = fc.array(fc.record({ left: form, right: form }), { maxLength: 6 });

    fc.assert(
      fc.property(relations, form, form, (all, left, right) => {
        const one = printsOf({ variables: 12, relations: all });
        const other = printsOf({
          variables: 12,
          relations: all.toReversed().map((relation) => ({ left: relation.right, right: relation.left })),
        });

        expect(samePrint(one(left), one(right))).toBe(samePrint(other(left), other(right)));
        for (const relation of all) expect(samePrint(one(relation.left), one(relation.right))).toBe(true);
      }),
    );
  });
});
