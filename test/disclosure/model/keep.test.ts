import { describe, expect, it } from 'vitest';
import { publishedCells } from '../../../lib/disclosure/model/cube.ts';
import { rowsToKeep, unknownInKeep } from '../../../lib/disclosure/model/keep.ts';

const axes = [
  { name: 'county', codes: ['a', 'b'], groups: [{ code: 'west', members: ['a'] }], total: true },
  { name: 'age', codes: ['old', 'young'], groups: [], total: true },
];
const cells = publishedCells(axes, [['county', 'age']]);
const kept = (...patterns: readonly Readonly<Record<string, string>>[]) =>
  [...rowsToKeep(cells, axes, patterns)].map((at) => cells[at]?.key.join('/'));

describe('cells to keep', () => {
  it('are those that a pattern names; a dimension it leaves out stands at Total', () => {
    expect(kept({ county: 'b' })).toEqual(['b/Total']);
    expect(kept({})).toEqual(['Total/Total']);
    expect(kept({ county: 'a', age: 'old' }, { county: 'b' })).toEqual(['a/old', 'b/Total']);
  });

  it('are with a star all codes and groups of a dimension, but not its total', () => {
    expect(kept({ county: '*' })).toEqual(['a/Total', 'b/Total', 'west/Total']);
    expect(kept({ age: '*', county: 'west' })).toEqual(['west/old', 'west/young']);
  });

  it('are none where a pattern names what is not there, and the name is told', () => {
    const patterns = [{ county: 'a' }, { sex: 'f' }, { age: 'ancient' }];

    expect(kept({ sex: 'f' })).toEqual([]);
    expect(unknownInKeep(axes, patterns)).toEqual({ dimension: 'sex' });
    expect(unknownInKeep(axes, patterns.slice(2))).toEqual({ dimension: 'age', code: 'ancient' });
    expect(unknownInKeep(axes, [{ county: 'west', age: '*' }])).toBeNull();
  });
});
