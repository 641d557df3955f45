import { describe, expect, it } from 'vitest';
import { publicationSignals, type TableEntry } from '../../lib/release/release.ts';

const aTable = (name: string, rows: number, suppressed: number, given: Partial<TableEntry> = {}) => ({
  name,
  kind: 'indicator' as const,
  columns: [],
  rows,
  suppressed,
  ...given,
});

describe('what a publication signals', () => {
  it('is the suppressed share of each indicator that has rows, and whether something is missing', () => {
    const tables = [
      aTable('children', 30, 4),
      aTable('empty', 0, 0),
      aTable('data_quality', 10, 10, { kind: 'reference' }),
    ];

    const signals = publicationSignals({ tables, status: 'partial' });

    expect(signals).toEqual([
      { name: 'SuppressedShare', value: 13.3, of: { indicator: 'children' } },
      { name: 'RunPartial', value: 1, of: { workflow: 'integration' } },
    ]);
  });

  it('says also that nothing is missing, so that silence is not mistaken for it', () => {
    expect(publicationSignals({ tables: [], status: 'complete' })).toEqual([
      { name: 'RunPartial', value: 0, of: { workflow: 'integration' } },
    ]);
  });
});
