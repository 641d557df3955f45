import { describe, expect, it } from 'vitest';
import { sensitiveQuantities } from '../../../lib/disclosure/rules/needs.ts';
import { eliminate, placesByKey } from '../../../lib/disclosure/suppress/elimination.ts';
import type { SuppressionSettings } from '../../../lib/disclosure/suppress/suppress.ts';
import { aPolicy, twoWay } from '../tables.ts';

const settings: SuppressionSettings = {
  reader: { zeros: 'protected', insiders: 0 },
  cost: 'cells',
  keep: new Set(),
};
const table = twoWay([
  [2, 30, 20],
  [30, 40, 25],
  [20, 35, 45],
]);
const small = sensitiveQuantities(table, aPolicy());

describe('elimination', () => {
  it('hides what would make a small cell a combination of published ones, and no margin where inner cells do', () => {
    const hidden = eliminate(table, small, settings);

    expect(hidden.size).toBe(4);
    expect([...hidden].every((at) => at < 9)).toBe(true);
  });

  it('publishes rows that are to be kept before larger ones', () => {
    const others = [...eliminate(table, small, settings)].filter((at) => at !== 0);

    const hidden = eliminate(table, small, { ...settings, keep: new Set(others) });

    expect(others.some((at) => hidden.has(at))).toBe(false);
  });

  it('takes numbers known from elsewhere for published', () => {
    const known = { ...table, facts: [{ terms: [[0, 1] as const, [8, 1] as const], low: 47, high: 47 }] };

    const hidden = eliminate(known, small, settings);

    expect(eliminate(table, small, settings).has(8)).toBe(false);
    expect(hidden.has(8)).toBe(true);
  });

  it('hides a shown number that a secret follows from', () => {
    const secret = { name: 'earlier', terms: [[4, 1] as const], width: 1, whole: true };

    const hidden = eliminate({ ...table, secrets: [secret] }, [], settings);

    expect(hidden.has(4)).toBe(true);
  });

  it('breaks ties by key, whatever the order of rows', () => {
    const reversed = { ...table, rows: table.rows.toReversed() };

    const places = placesByKey(table);
    const others = placesByKey(reversed).toReversed();

    expect([...places]).toEqual([...others]);
  });
});
