import { describe, expect, it } from 'vitest';
import { indicatorAxes, measureStatements, parseMarks } from '../../lib/indicators/measure.ts';
import { aDimension, anIndicator, measured, POLICY, planOf, rowsAsQuery } from './measured.ts';

const catalogue = {
  ensureDatabase: async () => {},
  declare: async () => {},
  drop: async () => {},
  find: async () => undefined,
  list: async () => [],
  location: (zone: string, path: string) => `local:///${zone}/${path}`,
};

const AREA = aDimension('area', ['north', 'south', 'west'], {
  rollups: { kind: { north: 'Urban', south: 'Urban', west: 'Rural' }, coast: { west: 'Coast' } },
});
const AGE = aDimension('age', ['0', '1']);

describe('measuring an indicator', () => {
  it('counts every person once in each cell, margin and roll-up', async () => {
    const indicator = anIndicator('served', {
      query: rowsAsQuery('person_id, area, age', [
        "'a', 'north', '0'",
        "'a', 'north', '0'",
        "'b', 'south', '0'",
        "'c', 'west', '1'",
      ]),
      dimensions: [AREA, AGE],
      crosses: [['area', 'age']],
    });

    const { cells } = await measured(indicator);

    const persons = Object.fromEntries(cells.map((row) => [`${row['area']} ${row['age']}`, row['persons']]));
    expect(persons).toEqual({
      'north 0': 1n,
      'south 0': 1n,
      'west 1': 1n,
      'north Total': 1n,
      'south Total': 1n,
      'west Total': 1n,
      'Urban 0': 2n,
      'Urban Total': 2n,
      'Rural 1': 1n,
      'Rural Total': 1n,
      'Coast 1': 1n,
      'Coast Total': 1n,
      'Total 0': 2n,
      'Total 1': 1n,
      'Total Total': 3n,
    });
  });

  it('adds the finest cross of all dimensions where several crosses are published', async () => {
    const indicator = anIndicator('crosses', {
      query: rowsAsQuery('person_id, area, age', ["'a', 'north', '0'", "'b', 'south', '1'"]),
      dimensions: [aDimension('area', ['north', 'south']), AGE],
      crosses: [['area'], ['age']],
    });

    const { cells } = await measured(indicator);

    expect(cells.map((row) => `${row['area']} ${row['age']}`).sort()).toEqual([
      'Total 0',
      'Total 1',
      'Total Total',
      'north 0',
      'north Total',
      'south 1',
      'south Total',
    ]);
  });

  it('counts the numerator among the denominator alone', async () => {
    const indicator = anIndicator('share', {
      query: rowsAsQuery('person_id, reached, born', ["'a', 1, 1", "'b', 0, 1", "'c', 1, 0", "'d', 1, NULL"]),
      measures: [
        { kind: 'rate', name: 'rate', title: 'Reached', numerator: 'reached', denominator: 'born', per: 100 },
      ],
      crosses: [[]],
    });

    const { cells } = await measured(indicator);

    expect(cells).toEqual([{ persons: 4n, rate_denominator: 2n, rate_numerator: 1n }]);
  });

  it('gives sums as decimals with the largest contributions that dominance looks at', async () => {
    const indicator = anIndicator('spent', {
      query: rowsAsQuery('person_id, cost', [
        "'a', CAST('10.5' AS decimal(10,2))",
        "'a', CAST('20' AS decimal(10,2))",
        "'b', CAST('7' AS decimal(10,2))",
        "'c', CAST('1' AS decimal(10,2))",
        "'d', NULL",
      ]),
      measures: [{ kind: 'sum', name: 'cost', title: 'Cost', column: 'cost' }],
      crosses: [[]],
    });

    const { cells } = await measured(indicator, { ...POLICY, dominance: { n: 2, k: 0.8 } });

    expect(cells).toEqual([
      {
        persons: 4n,
        cost_count: 3n,
        cost_negative: 0n,
        cost_sum: '38.5000',
        cost_largest: '37.5000',
        cost_first: '30.5000',
        cost_second: '7.0000',
      },
    ]);
  });

  it('takes contributions without their sign, so that a large refund counts as a large contribution', async () => {
    const indicator = anIndicator('spent', {
      query: rowsAsQuery('person_id, cost', [
        "'a', CAST('-50' AS decimal(10,2))",
        "'b', CAST('20' AS decimal(10,2))",
        "'c', CAST('30' AS decimal(10,2))",
      ]),
      measures: [{ kind: 'sum', name: 'cost', title: 'Cost', column: 'cost' }],
      crosses: [[]],
    });

    const { cells } = await measured(indicator, { ...POLICY, dominance: { n: 2, k: 0.8 } });

    expect(cells[0]).toMatchObject({
      cost_negative: 1n,
      cost_sum: '0.0000',
      cost_largest: '80.0000',
      cost_first: '50.0000',
      cost_second: '30.0000',
    });
  });

  it('calls a missing code Unknown and shows it last', async () => {
    const indicator = anIndicator('unknown', {
      query: rowsAsQuery('person_id, area', ["'a', NULL", "'b', 'south'", "'c', ''"]),
      dimensions: [aDimension('area', ['north', 'south'])],
      crosses: [['area']],
    });

    const { cells } = await measured(indicator);

    expect(cells.find((row) => row['area'] === 'Unknown')?.['persons']).toBe(2n);
    expect(indicatorAxes(indicator, cells)[0]?.codes).toEqual(['north', 'south', 'Unknown']);
  });

  it('refuses a code that the indicator does not declare, by name', async () => {
    const indicator = anIndicator('undeclared', {
      query: rowsAsQuery('person_id, area', ["'a', 'north'", "'b', 'atlantis'"]),
      dimensions: [aDimension('area', ['north'])],
      crosses: [['area']],
    });

    const { cells } = await measured(indicator);

    expect(() => indicatorAxes(indicator, cells)).toThrow("'area' that it does not declare: 'atlantis'");
  });

  it('refuses a code of the data that reads like a total or a roll-up', async () => {
    const indicator = anIndicator('clash', {
      query: rowsAsQuery('person_id, area', ["'a', 'north'", "'b', 'Total'", "'c', 'Urban'"]),
      dimensions: [aDimension('area', [], { rollups: { kind: { north: 'Urban' } } })],
      crosses: [['area']],
    });

    const { cells } = await measured(indicator);

    expect(() => indicatorAxes(indicator, cells)).toThrow(
      "'Total', 'Urban' would stand for two different cells",
    );
  });

  it('refuses declared codes that a roll-up also uses before anything runs', () => {
    const indicator = anIndicator('declared_clash', {
      dimensions: [aDimension('area', ['north', 'Urban'], { rollups: { kind: { north: 'Urban' } } })],
      crosses: [['area']],
    });

    expect(() => measureStatements(planOf(indicator), indicator, catalogue)).toThrow(
      "'Urban' would stand for two",
    );
  });

  it('gives the sets of cells that people are in where one may hold several codes', async () => {
    const indicator = anIndicator('overlap', {
      query: rowsAsQuery('person_id, program', [
        "'a', 'snap'",
        "'a', 'wic'",
        "'b', 'wic'",
        "'c', 'wic'",
        "'c', 'snap'",
      ]),
      dimensions: [aDimension('program', ['snap', 'wic'], { multiple: true })],
      crosses: [['program']],
    });

    const { cells, atoms } = await measured(indicator);

    const sets = (atoms ?? []).map((row) => [
      parseMarks(String(row['marks']), 1).map(({ codes }) => codes.join()),
      row['persons'],
    ]);
    expect(sets).toEqual([
      [['snap', 'wic'], 2n],
      [['wic'], 1n],
    ]);
    expect(cells.map((row) => [row['program'], row['persons']])).toEqual([
      ['Total', 3n],
      ['snap', 2n],
      ['wic', 3n],
    ]);
  });

  it('sums a capacity over the dimensions that it is divided by', async () => {
    const indicator = anIndicator('per_seat', {
      query: rowsAsQuery('person_id, area, age, child', ["'a', 'north', '0', 1", "'b', 'west', '1', 1"]),
      measures: [
        {
          kind: 'ratio',
          name: 'per_seat',
          title: 'Children for each seat',
          numerator: 'child',
          per: 1,
          capacity:
            "SELECT area, seats AS value FROM (VALUES ('north', 3), ('south', 4), ('west', 5)) AS seats (area, seats)",
        },
      ],
      dimensions: [AREA, AGE],
      crosses: [['area', 'age']],
    });

    const { capacity } = await measured(indicator);

    expect(capacity?.map((row) => [row['area'], row['age'], row['value']])).toEqual([
      ['Coast', 'Total', 5n],
      ['Rural', 'Total', 5n],
      ['Total', 'Total', 12n],
      ['Urban', 'Total', 7n],
      ['north', 'Total', 3n],
      ['south', 'Total', 4n],
      ['west', 'Total', 5n],
    ]);
  });

  it('puts the period into the query as quoted text and takes off a closing semicolon', () => {
    const indicator = anIndicator('periods', {
      query: 'SELECT person_id FROM spells WHERE period = {{period}} AND day <= DATE {{ period_end }};\n',
      crosses: [[]],
    });

    const [statement] = measureStatements(planOf(indicator), indicator, catalogue);

    expect(statement?.sql).toContain("WHERE period = '2026-Q1' AND day <= DATE '2026-03-31'\n)");
    expect(statement?.database).toBe('integrated_all');
  });

  it('refuses an indicator whose cross names a dimension that it lacks', () => {
    const indicator = anIndicator('lacking', { dimensions: [AGE], crosses: [['age', 'sex']] });

    expect(() => measureStatements(planOf(indicator), indicator, catalogue)).toThrow("dimension 'sex'");
  });

  it('refuses names that would make two columns one', () => {
    const indicator = anIndicator('columns', {
      dimensions: [aDimension('persons', [])],
      crosses: [['persons']],
    });

    expect(() => measureStatements(planOf(indicator), indicator, catalogue)).toThrow(
      "two columns called 'persons'",
    );
  });
});
