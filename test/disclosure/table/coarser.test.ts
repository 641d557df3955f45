import { describe, expect, it } from 'vitest';
import { coarserCuts } from '../../../lib/disclosure/table/coarser.ts';
import { protectTable } from '../../../lib/disclosure/table/table.ts';
import { policyInForce, TablePolicyDocument } from '../../../lib/disclosure/table/table-policy.ts';
import { tableToProtect } from '../../../lib/disclosure/table/table-to-protect.ts';

const document = TablePolicyDocument.parse({
  count: 'n',
  dimensions: { area: { groups: ['county'] }, age: {} },
  policy: { threshold: 5 },
});
/** Two large areas and six small ones, in two counties. */
const rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].flatMap((area, at) =>
  ['young', 'middle', 'old'].map((age, step) => ({
    area,
    county: at % 2 === 0 ? 'east' : 'west',
    age,
    n: String(at < 2 ? 100 + step : 2 + ((at + step) % 5)),
  })),
);

describe('coarser cuts', () => {
  it('hide less than the table does, and the one that shows most comes first', async () => {
    const { coarser, cells, primary, complementary } = await protectTable(document, rows, new Map(), {
      coarser: true,
    });

    const share = (primary + complementary) / cells;
    expect(coarser.length).toBeGreaterThan(0);
    expect(coarser.length).toBeLessThanOrEqual(3);
    expect(coarser.every(({ hiddenShare }) => hiddenShare < share)).toBe(true);
    const shown = coarser.map((cut) => cut.cells - cut.hidden);
    expect(shown).toEqual(shown.toSorted((left, right) => right - left));
  });

  it('are those that an analyst would try: groups alone, a dimension less, small codes together', async () => {
    const { coarser } = await protectTable(document, rows, new Map(), { coarser: true });

    const known = ['area by its groups alone', 'area × age without age', 'area × age without area'];
    const other = coarser.filter(({ cut }) => !known.includes(cut));
    expect(other.every(({ cut }) => /^(area|age) with \d+ codes put together \(/.test(cut))).toBe(true);
    expect(coarser.map(({ cut }) => cut)).toContain('area by its groups alone');
  });

  it('have the figures that protecting them gives', async () => {
    const groupsOnly = TablePolicyDocument.parse({
      ...document,
      dimensions: { area: { groups: ['county'], publish: 'rollups' }, age: {} },
    });

    const { coarser } = await protectTable(document, rows, new Map(), { coarser: true });
    const tried = await protectTable(groupsOnly, rows, new Map());

    expect(coarser.find(({ cut }) => cut === 'area by its groups alone')).toMatchObject({
      cells: tried.cells,
      hidden: tried.primary + tried.complementary,
    });
  });

  it('are not sought where little is hidden, nor beyond the effort allowed', async () => {
    const { described, published } = tableToProtect(document, rows, new Map());
    const settings = { policy: policyInForce(document) };

    const nothingHidden = await coarserCuts(described, published, new Set(), settings);
    const noEffort = await coarserCuts(described, published, new Set([0, 1, 2, 3, 4, 5]), {
      ...settings,
      effort: 3,
    });

    expect(nothingHidden).toEqual([]);
    expect(noEffort).toEqual([]);
  });
});
