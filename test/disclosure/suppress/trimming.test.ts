import { describe, expect, it } from 'vitest';
import { attackPattern } from '../../../lib/disclosure/attack/attack.ts';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { suppress } from '../../../lib/disclosure/suppress/suppress.ts';
import { aPolicy, twoWay } from '../tables.ts';

describe('trimming', () => {
  it('shows nothing again that keeps a cell wide by a table found on the way for another', async () => {
    const table = twoWay([
      [3, 0, 0, 15, 4],
      [4, 2, 1, 1, 2],
      [0, 0, 0, 0, 0],
      [1, 3, 4, 0, 0],
    ]);
    const sensitive = sensitiveQuantities(table, aPolicy({ zeros: 'published' }));
    const reader = { zeros: 'published', insiders: 0 } as const;

    const hidden = await suppress(table, sensitive, { reader, cost: 'cells', keep: new Set() });

    const { passed } = await attackPattern(table, hidden, sensitive, reader);
    expect(passed).toBe(true);
  });
});
