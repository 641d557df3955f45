import { describe, expect, it } from 'vitest';
import { protectTable } from '../../../lib/disclosure/table/table.ts';
import { TablePolicyDocument } from '../../../lib/disclosure/table/table-policy.ts';

const counts = (given: object) =>
  TablePolicyDocument.parse({ count: 'n', dimensions: { a: {}, b: {} }, ...given });
const rows = [
  { a: 'x', b: 'p', n: '3' },
  { a: 'x', b: 'q', n: '50' },
  { a: 'y', b: 'p', n: '60' },
  { a: 'y', b: 'q', n: '40' },
  { a: 'z', b: 'p', n: '70' },
  { a: 'z', b: 'q', n: '80' },
];

describe('the share that is hidden', () => {
  it('is told for each cross, with its own margins', async () => {
    const document = counts({ tables: [['a', 'b'], ['a']], policy: { threshold: 5 } });

    const { shares, rows: cells } = await protectTable(document, rows, new Map());

    const hidden = cells.filter(({ value }) => value === null);
    expect(shares).toMatchObject([
      { dimensions: ['a', 'b'], cells: 12, hidden: hidden.length, readersKnow: true },
      { dimensions: ['a'], cells: 4, hidden: 0, peopleShare: 0 },
    ]);
    const shown = cells
      .filter(({ key }) => !key.includes('Total'))
      .reduce((sum, { value }) => sum + (value ?? 0), 0);
    expect(shares[0]?.peopleShare).toBeCloseTo(1 - shown / 303);
  });

  it('of people is kept back where no reader could work it out', async () => {
    const units = TablePolicyDocument.parse({
      records: true,
      unit: 'who',
      dimensions: { a: {} },
      policy: { threshold: 2 },
    });
    const records = Array.from({ length: 30 }, (_, at) => [
      { who: `p${at}`, a: 'x' },
      ...(at < 10 ? [{ who: `p${at}`, a: 'y' }] : []),
    ]).flat();

    const { shares } = await protectTable(units, records, new Map());

    expect(shares.map(({ readersKnow }) => readersKnow)).toEqual([false]);
  });
});
