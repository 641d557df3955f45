import { describe, expect, it } from 'vitest';
import { splitsOf } from '../../../lib/disclosure/suppress/splits.ts';
import { twoWay } from '../tables.ts';

describe('sums among shown numbers', () => {
  it('are the lines of a table with margins, each once', () => {
    const table = twoWay([
      [1, 2, 3],
      [4, 5, 6],
    ]);

    const splits = splitsOf(table);

    const key = (row: number) => table.rows[row]?.key.join('/');
    expect(splits.map(({ total, parts }) => `${key(total.row)} ${parts.length}`).sort()).toEqual([
      'Total/Total 2',
      'Total/Total 3',
      'Total/c0 2',
      'Total/c1 2',
      'Total/c2 2',
      'r0/Total 3',
      'r1/Total 3',
    ]);
  });

  it('have one for each roll-up, and none that lacks a part', () => {
    const table = twoWay([[1, 2, 3, 4]]);
    const pair = (name: string, form: readonly number[]) => ({
      key: ['r0', name],
      root: 0,
      quantities: [{ name: 'count', role: 'count' as const, shown: true, form, value: 0 }],
    });
    const rolled = {
      ...table,
      rows: [...table.rows.slice(0, 5), pair('low', [0, 1]), pair('high', [2, 3]), pair('odd', [0, 2])],
    };

    const splits = splitsOf(rolled);

    const names = splits.map(({ total, parts }) =>
      [total, ...parts].map(({ row }) => rolled.rows[row]?.key[1]).join(' '),
    );
    expect(names).toContain('Total low high');
    expect(names).toContain('low c1 c0');
    expect(names.every((name) => !name.startsWith('c'))).toBe(true);
  });
});
