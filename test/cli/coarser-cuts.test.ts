import { describe, expect, it } from 'vitest';
import { coarserCutsOf, coarserText } from '../../lib/cli/coarser-cuts.ts';
import { aStore } from '../workflow/a-store.ts';

const CUT = { cut: 'without age', cells: 20, hidden: 2, hiddenShare: 0.1, peopleShare: 0.02 };

describe('the coarser cuts of a run', () => {
  it('are read from what was decided on its indicators, and from no other run', async () => {
    const audit = aStore();
    await audit.put('r0002/protect-seen.json', JSON.stringify({ policy: {}, coarser: [CUT] }));
    await audit.put('r0002/protect-people.json', JSON.stringify({ policy: {}, coarser: [] }));
    await audit.put('r0001/protect-people.json', JSON.stringify({ policy: {}, coarser: [CUT] }));

    const found = await coarserCutsOf('r0002', audit);

    expect(found).toEqual([{ indicator: 'seen', cuts: [{ cut: 'without age', cells: 20, hidden: 2 }] }]);
  });

  it('are told in a line each, and not at all where there are none', () => {
    const text = coarserText([{ indicator: 'seen', cuts: [CUT] }]);

    expect(text).toMatch(/not published/);
    expect(text).toContain('- seen, without age: 2 of 20 rows\n');
    expect(coarserText([])).toBe('');
  });
});
