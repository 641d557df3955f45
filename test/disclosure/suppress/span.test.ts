import { describe, expect, it } from 'vitest';
import { Span, scaledAt, vectorOf, vectorOfTerms } from '../../../lib/disclosure/suppress/span.ts';

describe('what follows from known sums', () => {
  it('holds a difference of two known sums', () => {
    const span = new Span();
    span.add(0, scaledAt(vectorOf([0, 1, 2]), 0));
    span.add(1, scaledAt(span.reduce(vectorOf([1, 2])), 1));

    const rest = span.reduce(vectorOf([0]));

    expect(rest.size).toBe(0);
  });

  it('does not hold what no known sum speaks of', () => {
    const span = new Span();
    span.add(0, scaledAt(vectorOf([0, 1]), 0));

    const rest = span.reduce(vectorOf([1]));

    expect(rest.size).toBe(1);
  });

  it('has no vector for a coefficient that is not whole', () => {
    const vectors = [vectorOfTerms([[0, 0.5]]), vectorOfTerms([[0, -2]])];

    expect(vectors[0]).toBeNull();
    expect(vectors[1]?.size).toBe(1);
  });
});
