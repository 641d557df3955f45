import { describe, expect, it } from 'vitest';
import { billTotal, costOf, standingItems, workItems } from '../../lib/watch/watch.ts';
import { costsPage, FIFTY, FIVE } from './costs-page.ts';

const bill = (scenario: typeof FIVE) => billTotal([...standingItems(scenario), ...workItems(scenario)]);

describe('the bill of a month', () => {
  it('is below 50 dollars for five agencies', () => {
    expect(bill(FIVE)).toBeLessThan(50);
  });

  it('grows more slowly than the number of agencies', () => {
    expect(bill(FIFTY)).toBeGreaterThan(3 * bill(FIVE));
    expect(bill(FIFTY)).toBeLessThan(10 * bill(FIVE));
  });

  it('is the sum of its lines', () => {
    const items = [...standingItems(FIVE), ...workItems(FIVE)];
    const sum = items.reduce((so, { price, quantity }) => so + costOf(price, quantity), 0);

    expect(bill(FIVE)).toBeCloseTo(sum, 5);
    expect(items.filter(({ quantity }) => !(quantity > 0))).toEqual([]);
  });

  it('has a key and its alarms for each agency', () => {
    const keys = (agencies: number) =>
      standingItems({ ...FIVE, agencies }).find(({ price }) => price === 'keyMonth')?.quantity ?? 0;

    expect(keys(50) - keys(5)).toBe(45);
  });

  it('is explained as docs/costs.md has it', async () => {
    await expect(costsPage()).toMatchFileSnapshot('../../docs/costs.md');
  });
});
