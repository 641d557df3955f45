import { describe, expect, it } from 'vitest';
import { branchesOf } from '../../../lib/disclosure/indicator/branches.ts';
import { indicatorTable } from '../../../lib/disclosure/indicator/indicator-system.ts';
import { countedQuantities } from '../../../lib/workspace/counted-quantities.ts';
import type { Indicator } from '../../../lib/workspace/workspace.ts';
import { aDimension, anIndicator, measured, rowsAsQuery } from '../../indicators/measured.ts';
import { aPolicy } from '../tables.ts';
import { people } from './families.ts';

const AREA = aDimension('area', ['north', 'south', 'west', 'empty'], {
  rollups: { side: { north: 'upper', south: 'lower', west: 'lower' } },
});
const SEX = aDimension('sex', ['m', 'f']);
const rate = (name: string, numerator: string) =>
  ({ kind: 'rate', name, title: name, numerator, denominator: 'born', per: 100 }) as const;

/** Every kind of measure at once, over rolled up areas and sex. */
const everything = anIndicator('everything', {
  query: rowsAsQuery(
    'person_id, area, sex, reached, helped, born, cost',
    people([
      ["'north', 'm', 1, 0, 1, CAST('2.5' AS decimal(10,2))", 7],
      ["'north', 'f', 0, 1, 1, CAST('-4' AS decimal(10,2))", 5],
      ["'south', 'm', 1, 1, 1, NULL", 3],
      ["'south', 'f', 0, 0, 0, CAST('10' AS decimal(10,2))", 6],
      ["'west', 'f', 1, 0, NULL, CAST('1' AS decimal(10,2))", 4],
    ]),
  ),
  measures: [
    { kind: 'persons', name: 'persons', title: 'People' },
    rate('reached_share', 'reached'),
    rate('helped_share', 'helped'),
    { kind: 'mean', name: 'cost', title: 'Cost', column: 'cost' },
    {
      kind: 'ratio',
      name: 'per_seat',
      title: 'For each seat',
      numerator: 'helped',
      per: 1,
      capacity: "SELECT area, seats AS value FROM (VALUES ('north', 12)) AS seats (area, seats)",
    },
  ],
  dimensions: [AREA, SEX],
  crosses: [['area', 'sex']],
});

const overlapping = anIndicator('overlapping', {
  query: rowsAsQuery('person_id, program, born, reached', [
    ...people([
      ["'snap', 1, 1", 9],
      ["'wic', 1, 0", 8],
    ]),
    ...Array.from({ length: 4 }, (_, at) => `'p0_${at}', 'wic', 1, 0`),
    "'p0_0', 'shelter', 0, 1",
  ]),
  measures: [{ kind: 'persons', name: 'persons', title: 'People' }, rate('share', 'reached')],
  dimensions: [aDimension('program', ['snap', 'wic', 'shelter'], { multiple: true })],
  crosses: [['program']],
});

async function tableOf(
  indicator: Indicator,
  zeros: 'published' | 'protected' = 'published',
  hasEarlier = false,
) {
  return indicatorTable(indicator, await measured(indicator), aPolicy({ zeros }), { hasEarlier });
}

const CASES = [
  ['every kind of measure', everything, 'published', false],
  ['persons in several cells', overlapping, 'published', false],
  ['persons in several cells, zeros protected', overlapping, 'protected', false],
  ['persons in several cells, of which earlier releases are out', overlapping, 'published', true],
] as const;

describe('an indicator as disclosure control sees it', () => {
  it.each(CASES)(
    'is made of unknowns that add up to what was measured: %s',
    async (_, indicator, zeros, earlier) => {
      const { system } = await tableOf(indicator, zeros, earlier);

      const sum = (form: readonly number[]) =>
        form.reduce((total, at) => total + (system.truth[at] ?? Number.NaN), 0);
      for (const { quantities, key } of system.rows)
        for (const { name, form, value } of quantities)
          expect([key, name, sum(form)]).toEqual([key, name, value]);
      for (const { left, right } of system.relations) expect(sum(left)).toBe(sum(right));
      for (const { terms, low, high } of system.facts) {
        expect(sum(terms.map(([variable]) => variable))).toBeGreaterThanOrEqual(low);
        expect(sum(terms.map(([variable]) => variable))).toBeLessThanOrEqual(high);
      }
      expect(system.truth).toHaveLength(system.variables);
      system.truth.forEach((value, variable) => {
        if (!system.signed.has(variable)) expect(value).toBeGreaterThanOrEqual(0);
        if (!system.fractional.has(variable)) expect(Number.isInteger(value)).toBe(true);
      });
    },
  );

  it.each(CASES)(
    'says of any cell what it is the sum of, as of those that are published: %s',
    async (_, indicator, zeros, earlier) => {
      const { cells, system, formOf } = await tableOf(indicator, zeros, earlier);

      cells.forEach(({ members }, at) => {
        for (const { name, form } of system.rows[at]?.quantities ?? [])
          expect(formOf(members, name)).toEqual(form);
      });
    },
  );

  it('lets sums be fractions, and negative where somebody contributes less than zero', async () => {
    const { system } = await tableOf(everything);

    const ofSums = new Set(
      system.rows.flatMap(({ quantities }) =>
        quantities.filter(({ role }) => role === 'sum').flatMap(({ form }) => form),
      ),
    );
    expect(system.fractional).toEqual(ofSums);
    expect(system.signed).toEqual(ofSums);
  });

  it('says who contributes how much to a sum', async () => {
    const { system } = await tableOf(everything);

    const north = system.rows.find(({ key }) => key.join() === 'north,Total');
    expect(north?.quantities.find(({ name }) => name === 'cost_sum')?.contributors).toEqual({
      count: 12,
      largest: 4,
      first: 4,
      second: 4,
    });
  });

  it('takes the published counts of persons for those that indicators may share', () => {
    for (const { measures } of [everything, overlapping]) {
      const shown = branchesOf({ ...everything, measures }).flatMap(({ quantities }) =>
        quantities.filter((quantity) => quantity.shown).map(({ name }) => name),
      );

      expect([...countedQuantities(measures)].sort()).toEqual([...shown].sort());
    }
  });

  it('knows groupings of earlier releases, and refuses data that use their names', async () => {
    const former = { until_2025: { north: 'old_city', south: 'old_city' } };
    const area = aDimension('area', ['north', 'south'], { former });
    const of = (codes: readonly string[]) =>
      anIndicator('former', {
        query: rowsAsQuery('person_id, area', people(codes.map((code) => [`'${code}'`, 5] as const))),
        measures: [{ kind: 'persons', name: 'persons', title: 'People' }],
        dimensions: [area],
        crosses: [['area']],
      });

    const { axes, cells } = await tableOf(of(['north', 'south']));

    expect(axes[0]?.former).toEqual([{ code: 'old_city', members: ['north', 'south'] }]);
    expect(cells.map(({ key }) => key[0])).toEqual(['north', 'south', 'Total']);
    await expect(tableOf(of(['north', 'old_city']))).rejects.toThrow(
      "'old_city' would stand for two different cells",
    );
  });
});
