import { describe, expect, it } from 'vitest';
import { lostIndicator } from '../../lambdas/lost.ts';

const lostBy = (error: { readonly Error: string; readonly Cause?: string }) =>
  lostIndicator({ indicator: 'children', outcome: 'lost', error })[0]?.reason;

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
    expect(lostIndicator({ indicator: 'children', outcome: 'protected' })).toEqual([]);
  });
});
