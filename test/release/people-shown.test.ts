import { describe, expect, it } from 'vitest';
import { peopleShown } from '../../lib/release/people-shown.ts';
import type { Indicator } from '../../lib/workspace/workspace.ts';
import { anIndicator } from '../integration/county.ts';

const dimension = (name: string, changes: Partial<Indicator['dimensions'][number]> = {}) => ({
  name,
  title: name,
  column: name,
  codes: [],
  rollups: {},
  total: true,
  multiple: false,
  ...changes,
});
const AREA = dimension('area', { rollups: { side: { a: 'West', b: 'East' } } });
const PERSONS = { kind: 'persons', name: 'persons', title: 'Persons' } as const;

const byArea = (measures: Indicator['measures'] = [PERSONS]) =>
  anIndicator('people', { measures, dimensions: [AREA], crosses: [['area']] });

const rowsOf = (column: string, ...rows: readonly (readonly [string, bigint | null])[]) =>
  rows.map(([area, value]) => ({ area, [column]: value }));

describe('the share of people who stand in shown cells', () => {
  it('is of the finest cells: a group that is shown does not show its parts', () => {
    const rows = rowsOf('persons', ['a', 90n], ['b', null], ['West', 90n], ['East', 10n], ['Total', 100n]);

    expect(peopleShown(byArea(), rows)).toBe('0.9000');
  });

  it('is that of the worst cross', () => {
    const indicator = anIndicator('people', {
      measures: [PERSONS],
      dimensions: [AREA, dimension('sex')],
      crosses: [['area'], ['sex']],
    });
    const row = (area: string, sex: string, persons: bigint | null) => ({ area, sex, persons });
    const rows = [
      row('a', 'Total', 100n),
      row('Total', 'f', 70n),
      row('Total', 'm', null),
      row('Total', 'Total', 100n),
    ];

    expect(peopleShown(indicator, rows)).toBe('0.7000');
  });

  it('is of denominators where shares are published', () => {
    const rate = { kind: 'rate', title: 'Share', numerator: 'n', denominator: 'd', per: 100 } as const;
    const rows = rowsOf('denominator', ['a', 2n], ['b', null], ['Total', 3n]);
    const named = rowsOf('missed_denominator', ['a', 1n], ['b', null], ['Total', 4n]);

    expect(peopleShown(byArea([{ ...rate, name: 'rate' }]), rows)).toBe('0.6666');
    expect(peopleShown(byArea([{ ...rate, name: 'missed' }]), named)).toBe('0.2500');
  });

  it('is not told where the total is hidden, nor where people stand in several cells', () => {
    const several = anIndicator('people', {
      measures: [PERSONS],
      dimensions: [dimension('area', { multiple: true })],
      crosses: [['area']],
    });

    expect(peopleShown(byArea(), rowsOf('persons', ['a', 90n], ['Total', null]))).toBeNull();
    expect(peopleShown(several, rowsOf('persons', ['a', 90n], ['Total', 100n]))).toBeNull();
  });

  it('is never more than all, where shown numbers were rounded', () => {
    expect(peopleShown(byArea(), rowsOf('persons', ['a', 60n], ['b', 45n], ['Total', 100n]))).toBe('1.0000');
  });
});
