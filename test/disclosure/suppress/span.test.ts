import { describe, expect, it } from 'vitest';
import {
  coefficientAt,
  Span,
  scaledAt,
  vectorOf,
  vectorOfTerms,
} from '../../../lib/disclosure/suppress/span.ts';

describe('what follows from known sums', () => {
  it('holds a difference of two known sums', () => {
    const span = new Span(3);
    span.add(0, scaledAt(vectorOf([0, 1, 2]), 0));
    span.add(1, scaledAt(span.reduce(vectorOf([1, 2])), 1));

    const rest = span.reduce(vectorOf([0]));

    expect(rest.at).toHaveLength(0);
  });

  it('does not hold what no known sum speaks of', () => {
    const span = new Span(2);
    span.add(0, scaledAt(vectorOf([0, 1]), 0));

    const rest = span.reduce(vectorOf([1]));

    expect([...rest.at]).toEqual([1]);
  });

  it('finds a combination with coefficients that are not whole', () => {
    const span = new Span(2);
    const sum = vectorOfTerms([
      [0, 3],
      [1, 3],
    ]);
    if (sum !== null) span.add(0, scaledAt(sum, 0));

    const rests = [span.reduce(vectorOf([0, 1])), span.reduce(vectorOf([0], [1]))];

    expect(rests.map(({ at }) => at.length)).toEqual([0, 1]);
  });

  it('keeps the order of more sums than a word has bits', () => {
    const span = new Span(100);
    for (let at = 0; at < 99; at += 1) span.add(at, scaledAt(vectorOf([at], [at + 1]), at));

    const rest = span.reduce(vectorOf([0, 40]));

    expect([...rest.at]).toEqual([99]);
    expect(coefficientAt(rest, 99)).toBe(2);
  });

  it('has no vector for a coefficient that is not whole', () => {
    const vectors = [vectorOfTerms([[0, 0.5]]), vectorOfTerms([[0, -2]])];

    expect(vectors[0]).toBeNull();
    expect([...(vectors[1]?.by ?? [])]).toEqual([-2]);
  });
});
