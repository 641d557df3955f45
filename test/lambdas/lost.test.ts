import { describe, expect, it } from 'vitest';
import { lostIndicators } from '../../lambdas/lost.ts';
import { aPlan, POLICY } from '../integration/county.ts';

const planned = (id: string, family: string) => ({
  id,
  family,
  scope: 'all',
  agreements: ['all'],
  policy: POLICY,
  boundBy: {},
});
const PLAN = aPlan([], {
  indicators: [planned('births', 'births'), planned('children', 'children'), planned('rates', 'births')],
});

const lostBy = (error: { readonly Error: string; readonly Cause?: string }) =>
  lostIndicators(PLAN, { family: 'children', outcome: 'lost', error })[0]?.reason;

describe('the reason why an indicator is lost', () => {
  it('is the sentence of the error, as one machine passes it on', () => {
    expect(lostBy({ Error: 'AmbiguousCodes', Cause: 'Two codes are alike.' })).toBe(
      'Two codes are alike. (AmbiguousCodes)',
    );
  });

  it('is the same sentence out of what Lambda makes of an error, without its trace', () => {
    const cause = { errorType: 'AmbiguousCodes', errorMessage: 'Two codes are alike.', trace: ['at x'] };

    expect(lostBy({ Error: 'AmbiguousCodes', Cause: JSON.stringify(cause) })).toBe(
      'Two codes are alike. (AmbiguousCodes)',
    );
  });

  it('is the name alone where the query engine failed', () => {
    expect(lostBy({ Error: 'QueryFailed' })).toBe(
      'the query engine did not answer; its own log says why (QueryFailed)',
    );
  });

  it('has bounds', () => {
    expect(lostBy({ Error: 'E', Cause: 'x'.repeat(30_000) })?.length).toBeLessThan(600);
  });

  it('is none for an indicator that came through', () => {
    expect(lostIndicators(PLAN, { family: 'children', outcome: 'protected' })).toEqual([]);
  });

  it('is told of each indicator of a family, and that they are lost together', () => {
    const lost = lostIndicators(PLAN, { family: 'births', outcome: 'lost', error: { Error: 'QueryFailed' } });

    expect(lost.map(({ what, id }) => `${what} ${id}`)).toEqual(['indicator births', 'indicator rates']);
    expect(lost[0]?.reason).toMatch(/^It shares cells with rates, and they are lost together: the query/);
  });
});
