import { describe, expect, it } from 'vitest';
import { auditFamily, protectFamily, publishedColumns } from '../../../lib/disclosure/protect.ts';
import type { SqlRow } from '../../../lib/ports/query-engine.ts';
import { aDimension, anIndicator, rowsAsQuery } from '../../indicators/measured.ts';
import { aPolicy } from '../tables.ts';
import { aFamily, people, protectAlone } from './families.ts';

const AREA = aDimension('area', ['north', 'south', 'west']);
const RATE = {
  kind: 'rate',
  name: 'rate',
  title: 'Reached',
  numerator: 'reached',
  denominator: 'born',
  per: 100,
} as const;
const PERSONS = { kind: 'persons', name: 'persons', title: 'People' } as const;

const shown = (rows: readonly SqlRow[], column: string) => rows.map((row) => [row['area'], row[column]]);

describe('protecting an indicator', () => {
  it('publishes a row a declared cell, zeros included, in the declared order', async () => {
    const indicator = anIndicator('served', {
      query: rowsAsQuery(
        'person_id, area',
        people([
          ["'west'", 30],
          ["'north'", 20],
        ]),
      ),
      measures: [PERSONS],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const { published, decisions } = await protectAlone(indicator, aPolicy({ zeros: 'published' }));

    expect(published).toEqual([
      { area: 'north', persons: 20n, status: 'published', period: '2026-Q1' },
      { area: 'south', persons: 0n, status: 'published', period: '2026-Q1' },
      { area: 'west', persons: 30n, status: 'published', period: '2026-Q1' },
      { area: 'Total', persons: 50n, status: 'published', period: '2026-Q1' },
    ]);
    expect(decisions).toEqual([]);
  });

  it('says no more in public than that a row is suppressed, and why in the decisions', async () => {
    const indicator = anIndicator('served', {
      query: rowsAsQuery(
        'person_id, area',
        people([
          ["'west'", 30],
          ["'north'", 20],
          ["'south'", 2],
        ]),
      ),
      measures: [PERSONS],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const { published, decisions } = await protectAlone(indicator, aPolicy());

    expect(published[1]).toEqual({ area: 'south', persons: null, status: 'suppressed', period: '2026-Q1' });
    expect(decisions).toEqual([
      { cell: { area: 'north' }, kind: 'complementary', reasons: [] },
      {
        cell: { area: 'south' },
        kind: 'primary',
        reasons: [{ quantity: 'persons', rule: 'threshold', boundBy: 'health' }],
      },
    ]);
  });

  it('computes a rate from the published whole numbers, four decimals, half up', async () => {
    const indicator = anIndicator('share', {
      query: rowsAsQuery(
        'person_id, area, reached, born',
        people([
          ["'north', 1, 1", 20],
          ["'north', 0, 1", 12],
          ["'south', 1, 1", 10],
          ["'south', 0, 1", 20],
        ]),
      ),
      measures: [RATE],
      dimensions: [aDimension('area', ['north', 'south', 'empty'])],
      crosses: [['area']],
    });

    const { published } = await protectAlone(indicator, aPolicy({ zeros: 'published' }));

    expect(published.map((row) => [row['area'], row['numerator'], row['denominator'], row['rate']])).toEqual([
      ['north', 20n, 32n, '62.5000'],
      ['south', 10n, 30n, '33.3333'],
      ['empty', 0n, 0n, null],
      ['Total', 30n, 62n, '48.3871'],
    ]);
    expect(publishedColumns(indicator).map(({ name, type }) => `${name} ${type}`)).toEqual([
      'area varchar',
      'numerator bigint',
      'denominator bigint',
      'rate decimal',
      'status varchar',
      'period varchar',
    ]);
  });

  it('hides a rate whose complement is small, with its numerator and denominator', async () => {
    const indicator = anIndicator('nearly_all', {
      query: rowsAsQuery(
        'person_id, area, reached, born',
        people([
          ["'north', 1, 1", 40],
          ["'north', 0, 1", 2],
          ["'south', 1, 1", 30],
          ["'south', 0, 1", 30],
          ["'west', 1, 1", 50],
          ["'west', 0, 1", 60],
        ]),
      ),
      measures: [RATE],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const { published, decisions, verdict } = await protectAlone(indicator, aPolicy());

    expect(published[0]).toMatchObject({ area: 'north', numerator: null, denominator: null, rate: null });
    expect(decisions[0]?.reasons).toEqual([
      { quantity: 'rate_complement', rule: 'complement', boundBy: 'health' },
    ]);
    expect(published.filter((row) => row['status'] === 'suppressed')).toHaveLength(2);
    expect(verdict).toMatchObject({ passed: true, attack: { determined: 0 } });
  });

  it('hides a rate over a denominator that is too small', async () => {
    const indicator = anIndicator('thin', {
      query: rowsAsQuery(
        'person_id, area, reached, born',
        people([
          ["'north', 1, 1", 8],
          ["'north', 0, 1", 8],
          ["'south', 1, 1", 30],
          ["'south', 0, 1", 30],
          ["'west', 1, 1", 50],
          ["'west', 0, 1", 60],
        ]),
      ),
      measures: [RATE],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const { decisions } = await protectAlone(indicator, aPolicy({ minimumDenominator: 20 }));

    expect(decisions.flatMap(({ reasons }) => reasons.map(({ rule }) => rule))).toEqual([
      'minimumDenominator',
    ]);
  });

  it('protects people who are in several cells at once', async () => {
    const program = aDimension('program', ['snap', 'wic', 'shelter'], { multiple: true });
    const indicator = anIndicator('overlap', {
      query: rowsAsQuery('person_id, program', [
        ...people([
          ["'snap'", 30],
          ["'wic'", 40],
          ["'shelter'", 15],
        ]),
        ...Array.from({ length: 12 }, (_, at) => `'p0_${at}', 'wic'`),
        "'p0_0', 'shelter'",
        "'only', 'shelter'",
      ]),
      measures: [PERSONS],
      dimensions: [program],
      crosses: [['program']],
    });

    const { published, verdict } = await protectAlone(indicator, aPolicy());

    expect(published.map((row) => [row['program'], row['persons']])).toEqual([
      ['snap', 30n],
      ['wic', 52n],
      ['shelter', 17n],
      ['Total', 86n],
    ]);
    expect(verdict.passed).toBe(true);
  });

  it('hides the mirror image of a cell of an overlap matrix with it', async () => {
    const both = (a: string, b: string, count: number, name: string) =>
      Array.from({ length: count }, (_, at) => [
        `'${name}${at}', '${a}', '${a}'`,
        ...(a === b
          ? []
          : [
              `'${name}${at}', '${b}', '${b}'`,
              `'${name}${at}', '${a}', '${b}'`,
              `'${name}${at}', '${b}', '${a}'`,
            ]),
      ]).flat();
    const codes = ['snap', 'wic', 'shelter'];
    const indicator = anIndicator('matrix', {
      query: rowsAsQuery('person_id, a, b', [
        ...both('snap', 'snap', 30, 's'),
        ...both('wic', 'wic', 40, 'w'),
        ...both('shelter', 'shelter', 25, 'h'),
        ...both('snap', 'wic', 20, 'sw'),
        ...both('snap', 'shelter', 2, 'sh'),
        ...both('wic', 'shelter', 21, 'wh'),
      ]),
      measures: [PERSONS],
      dimensions: [
        aDimension('a', codes, { multiple: true, total: false }),
        aDimension('b', codes, { multiple: true, total: false }),
      ],
      crosses: [['a', 'b']],
    });

    const { published } = await protectAlone(indicator, aPolicy({ zeros: 'published' }));

    const status = new Map(published.map((row) => [`${row['a']} ${row['b']}`, row['status']]));
    expect([status.get('snap shelter'), status.get('shelter snap')]).toEqual(['suppressed', 'suppressed']);
  });

  it('hides a sum that one contributor dominates', async () => {
    const indicator = anIndicator('cost', {
      query: rowsAsQuery('person_id, area, cost', [
        "'big', 'north', CAST(900 AS decimal(10,2))",
        ...people([
          ["'north', CAST(5 AS decimal(10,2))", 12],
          ["'south', CAST(50 AS decimal(10,2))", 20],
          ["'west', CAST(60 AS decimal(10,2))", 20],
        ]),
      ]),
      measures: [{ kind: 'sum', name: 'cost', title: 'Cost', column: 'cost' }],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const { published, decisions } = await protectAlone(indicator, aPolicy({ dominance: { n: 1, k: 0.8 } }));

    expect(decisions[0]).toMatchObject({
      cell: { area: 'north' },
      reasons: [{ quantity: 'cost_sum', rule: 'dominance' }],
    });
    expect(shown(published, 'cost').at(-1)).toEqual(['Total', '3160.0000']);
  });

  it('hides a sum from which the second largest contributor could tell the largest', async () => {
    const indicator = anIndicator('cost', {
      query: rowsAsQuery('person_id, area, cost', [
        "'big', 'north', CAST(900 AS decimal(10,2))",
        "'second', 'north', CAST(800 AS decimal(10,2))",
        ...people([
          ["'north', CAST(1 AS decimal(10,2))", 12],
          ["'south', CAST(50 AS decimal(10,2))", 20],
          ["'west', CAST(60 AS decimal(10,2))", 20],
        ]),
      ]),
      measures: [{ kind: 'sum', name: 'cost', title: 'Cost', column: 'cost' }],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const { decisions } = await protectAlone(indicator, aPolicy({ pPercent: 10 }));
    const open = await protectAlone(indicator, aPolicy({ pPercent: 1 }));

    expect(decisions[0]).toMatchObject({
      cell: { area: 'north' },
      kind: 'primary',
      reasons: [{ quantity: 'cost_sum', rule: 'pPercent' }],
    });
    expect(open.decisions).toEqual([]);
  });

  it('keeps cells where another choice protects the rest as well', async () => {
    const indicator = anIndicator('served', {
      query: rowsAsQuery(
        'person_id, area',
        people([
          ["'south'", 2],
          ["'north'", 20],
          ["'west'", 30],
        ]),
      ),
      measures: [PERSONS],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const plain = await protectAlone(indicator, aPolicy());
    const keeping = await protectAlone({ ...indicator, keep: [{ area: 'north' }] }, aPolicy());

    const hidden = ({ published }: typeof plain) =>
      published.filter(({ status }) => status === 'suppressed').map(({ area }) => area);
    expect(hidden(plain)).toEqual(['north', 'south']);
    expect(hidden(keeping)).toEqual(['south', 'west']);
  });

  it('gives a mean with its sum and count', async () => {
    const indicator = anIndicator('mean_age', {
      query: rowsAsQuery(
        'person_id, area, age',
        people([
          ["'north', CAST(3 AS decimal(10,2))", 20],
          ["'north', CAST(4 AS decimal(10,2))", 10],
        ]),
      ),
      measures: [{ kind: 'mean', name: 'age', title: 'Age', column: 'age' }],
      dimensions: [aDimension('area', ['north'])],
      crosses: [['area']],
    });

    const { published } = await protectAlone(indicator, aPolicy());

    expect(published[0]).toMatchObject({ age: '3.3333', age_sum: '100.0000', age_count: 30n });
  });

  it('divides by a capacity that is not of people', async () => {
    const indicator = anIndicator('per_seat', {
      query: rowsAsQuery(
        'person_id, area, child',
        people([
          ["'north', 1", 30],
          ["'west', 1", 20],
        ]),
      ),
      measures: [
        {
          kind: 'ratio',
          name: 'per_seat',
          title: 'Children for each seat',
          numerator: 'child',
          per: 1,
          capacity:
            "SELECT area, seats AS value FROM (VALUES ('north', 12), ('west', 0)) AS seats (area, seats)",
        },
      ],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const { published } = await protectAlone(indicator, aPolicy({ zeros: 'published' }));

    expect(published.map((row) => [row['per_seat_denominator'], row['per_seat']])).toEqual([
      [12n, '2.5000'],
      [null, null],
      [0n, null],
      [12n, '4.1667'],
    ]);
  });

  it('proposes a coarser cut with its figures where much is hidden, and none where nothing is', async () => {
    const small = ['a', 'b', 'c', 'd'].flatMap((area) =>
      ['m', 'f', 'x'].map((sex, at) => [`'${area}', '${sex}'`, at === 2 ? 2 : 30] as const),
    );
    const crossed = (groups: readonly (readonly [string, number])[]) =>
      anIndicator('crossed', {
        query: rowsAsQuery('person_id, area, sex', people(groups)),
        measures: [PERSONS],
        dimensions: [aDimension('area', ['a', 'b', 'c', 'd']), aDimension('sex', ['m', 'f', 'x'])],
        crosses: [['area', 'sex']],
      });

    const much = await protectFamily(await aFamily([crossed(small)], aPolicy()));
    const nothing = await protectFamily(
      await aFamily([crossed(small.map(([codes]) => [codes, 30] as const))], aPolicy()),
    );

    const [cut] = much.members[0]?.coarser ?? [];
    expect(cut?.cut).toBe('area × sex without sex');
    expect(cut?.hiddenShare).toBe((cut?.hidden ?? 0) / (cut?.cells ?? 1));
    expect(nothing.members[0]?.coarser).toEqual([]);
  });

  it('refuses an indicator whose people are in several cells that it does not call multiple', async () => {
    const indicator = anIndicator('careless', {
      query: rowsAsQuery('person_id, area', ["'a', 'north'", "'a', 'south'"]),
      measures: [PERSONS],
      dimensions: [AREA],
      crosses: [['area']],
    });

    const protecting = protectAlone(indicator, aPolicy());

    await expect(protecting).rejects.toThrow("'persons' of the cell Total is not the sum of its parts");
  });
});

describe('auditing an indicator before it is published', () => {
  const indicator = anIndicator('served', {
    query: rowsAsQuery(
      'person_id, area',
      people([
        ["'west'", 30],
        ["'north'", 20],
        ["'south'", 2],
      ]),
    ),
    measures: [PERSONS],
    dimensions: [AREA],
    crosses: [['area']],
  });
  const policy = aPolicy();

  it('passes what was protected', async () => {
    const { family, published } = await protectAlone(indicator, policy);

    const verdict = await auditFamily({ ...family, published: new Map([['served', published]]) });

    expect(verdict).toMatchObject({ passed: true, altered: null, attack: { determined: 0, narrow: 0 } });
  });

  it('refuses a pattern that is weakened by one cell', async () => {
    const { family, published } = await protectAlone(indicator, policy);
    const weakened = published.map((row) =>
      row['area'] === 'north' ? { ...row, persons: 20n, status: 'published' } : row,
    );

    const auditing = auditFamily({ ...family, published: new Map([['served', weakened]]) });

    await expect(auditing).rejects.toThrow('1 hidden numbers can be worked out exactly');
  });

  it('refuses a pattern that shows a primary cell', async () => {
    const { family, published } = await protectAlone(indicator, policy);
    const naked = published.map((row) =>
      row['area'] === 'south' ? { ...row, persons: 2n, status: 'published' } : row,
    );

    const auditing = auditFamily({ ...family, published: new Map([['served', naked]]) });

    await expect(auditing).rejects.toThrow("The audit refused 'served'");
  });

  it('refuses a row whose number is not the one measured, or which shows one though it is suppressed', async () => {
    const { family, published } = await protectAlone(indicator, policy);
    const other = published.map((row) => (row['area'] === 'west' ? { ...row, persons: 31n } : row));
    const leaking = published.map((row) => (row['area'] === 'south' ? { ...row, persons: 2n } : row));
    const shorter = published.slice(1);
    const odd = published.map((row) => (row['area'] === 'south' ? { ...row, status: 'held' } : row));
    const audit = (given: readonly SqlRow[]) =>
      auditFamily({ ...family, published: new Map([['served', given]]) });

    await expect(audit(other)).rejects.toThrow("row 3 differs in column 'persons'");
    await expect(audit(leaking)).rejects.toThrow("row 2 differs in column 'persons'");
    await expect(audit(shorter)).rejects.toThrow('it has 3 rows and not 4');
    await expect(audit(odd)).rejects.toThrow("row 2 differs in column 'persons'");
  });

  it('refuses a member of which nothing is there', async () => {
    const { family } = await protectAlone(indicator, policy);

    const auditing = auditFamily({ ...family, published: new Map() });

    await expect(auditing).rejects.toThrow('it has 0 rows and not 4');
  });
});
