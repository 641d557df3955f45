import { describe, expect, it } from 'vitest';
import { auditFamily, protectTable, TablePolicyDocument } from '../../../lib/disclosure/protect.ts';
import type { SqlRow } from '../../../lib/ports/query-engine.ts';
import { aDimension, anIndicator, rowsAsQuery } from '../../indicators/measured.ts';
import { attackSheets } from '../apart/attack-apart.ts';
import { sheetOf } from '../apart/protected.ts';
import { Puzzle, plain, type Statement } from '../apart/puzzle.ts';
import type { SmallTable } from '../apart/random-tables.ts';
import { people, protectAlone } from '../indicator/families.ts';
import { aPolicy } from '../tables.ts';
import { grid, naively, protectedTable, shownIn } from './pitfall.ts';

describe('pitfall 3: a contributor who subtracts itself', () => {
  // Whoever is alone in w × a knows that x × a holds all others of the column, and so on along the cycle.
  const table: SmallTable = {
    rows: grid(['row', 'column'], {
      w: { a: 1, b: 3, c: 30 },
      x: { a: 4, b: 20, c: 50 },
      y: { a: 40, b: 45, c: 60 },
    }),
    groups: { row: [], column: [] },
    tables: [['row', 'column']],
    threshold: 5,
    zeros: 'protect',
    insiders: 0,
  };
  const present = (cell: number): Statement => ({ sum: plain([cell]), is: '>=', value: 1 });

  it('sees more of a count than a stranger does, and the audit can reckon with it', async () => {
    const hidden = ['w × a', 'w × b', 'x × a', 'x × b'];

    const stranger = await naively(table, hidden);
    const own = await attackSheets([sheetOf(table, stranger.published)], table.rows.length, {
      also: [present(0)],
    });
    const withInsiders = await naively({ ...table, insiders: 1 }, hidden);

    expect(stranger.verdict.passed).toBe(true);
    expect(own.find(({ key }) => key.join(' × ') === 'w × b')).toMatchObject({ low: 0, high: 3 });
    expect(withInsiders.verdict.passed).toBe(false);
  });

  it('sees no more of ours than the policy allows', async () => {
    const ours = await protectedTable({ ...table, insiders: 1 });

    for (const [cell, { n }] of table.rows.entries()) {
      if (n === '0') continue;
      const bounds = await attackSheets([sheetOf(table, ours)], table.rows.length, { also: [present(cell)] });
      const primary = bounds.filter(({ key }) => ['w × a', 'w × b', 'x × a'].includes(key.join(' × ')));
      expect(primary.filter(({ low, high }) => high - low < 4)).toEqual([]);
    }
  });

  it('knows an amount of its own: two hidden sums would tell the only contributor of one the other', async () => {
    const amounts: readonly (readonly [string, number])[] = [
      ["'north', CAST(900 AS decimal(10,2))", 1],
      ["'south', CAST(250 AS decimal(10,2))", 2],
      ["'west', CAST(20 AS decimal(10,2))", 30],
      ["'east', CAST(30 AS decimal(10,2))", 40],
    ];
    const indicator = anIndicator('cost', {
      query: rowsAsQuery('person_id, area, cost', people(amounts)),
      measures: [{ kind: 'sum', name: 'cost', title: 'Cost', column: 'cost' }],
      dimensions: [aDimension('area', ['east', 'north', 'south', 'west'])],
      crosses: [['area']],
    });

    const policy = aPolicy({ threshold: 5, zeros: 'published' });
    const open = await protectAlone(indicator, { ...policy, threshold: 1 });
    const naive = open.published.map((row) =>
      ['north', 'south'].includes(String(row['area'])) ? hiddenRow(row) : row,
    );

    const { family, published } = await protectAlone(indicator, policy);
    const audit = auditFamily({ ...family, published: new Map([['cost', naive]]) });

    expect(published.filter((row) => row['status'] === 'suppressed').map((row) => row['area'])).toEqual(
      expect.arrayContaining(['north', 'south']),
    );
    expect(published.filter((row) => row['status'] === 'suppressed').length).toBeGreaterThan(2);
    await expect(audit).rejects.toThrow("The audit refused 'cost'");
  });
});

describe('pitfall 6: one person in several cells', () => {
  const records = [
    ...Array.from({ length: 24 }, (_, at) => ({ who: `frequent${at % 2}`, clinic: 'east' })),
    ...Array.from({ length: 40 }, (_, at) => ({ who: `p${at}`, clinic: 'west' })),
    ...Array.from({ length: 30 }, (_, at) => ({ who: `p${at}`, clinic: 'north' })),
  ];
  const policy = (unit: object) =>
    TablePolicyDocument.parse({
      records: true,
      dimensions: { clinic: {} },
      policy: { threshold: 11 },
      ...unit,
    });

  it('looks like many where visits are counted, and is two where people are', async () => {
    const visits = await protectTable(policy({ ignore: ['who'] }), records, new Map());
    const persons = await protectTable(policy({ unit: 'who' }), records, new Map());

    expect(shownIn(visits, 'east')).toBe(24);
    expect(shownIn(persons, 'east')).toBeNull();
  });

  it('does not add up over cells, and readers are not taken to think so', async () => {
    const ours = await protectTable(policy({ unit: 'who' }), records, new Map());
    const sets = [['east'], ['west'], ['west', 'north']];
    const sheet = {
      rows: ours.rows,
      zerosShown: true,
      below: ([key]: readonly string[]) =>
        sets.flatMap((codes, set) => (key === 'Total' || codes.includes(key ?? '') ? [set] : [])),
    };

    const bounds = await attackSheets([sheet], sets.length);

    expect(bounds.find(({ key }) => key[0] === 'east')).toBeDefined();
    expect(bounds.filter(({ low, high }) => high - low < 10)).toEqual([]);
  });
});

describe('pitfall 8: a rate gives its parts away', () => {
  const indicator = anIndicator('reached', {
    query: rowsAsQuery(
      'person_id, area, reached, born',
      people([
        ["'north', 1, 1", 3],
        ["'north', 0, 1", 37],
        ["'south', 1, 1", 38],
        ["'south', 0, 1", 2],
        ["'west', 1, 1", 40],
        ["'west', 0, 1", 60],
        ["'east', 1, 1", 45],
        ["'east', 0, 1", 55],
      ]),
    ),
    measures: [
      { kind: 'rate', name: 'rate', title: 'Reached', numerator: 'reached', denominator: 'born', per: 100 },
    ],
    dimensions: [aDimension('area', ['east', 'north', 'south', 'west'])],
    crosses: [['area']],
  });
  const parts = (rows: readonly SqlRow[], area: string) =>
    rows
      .filter((row) => row['area'] === area)
      .map((row) => [row['numerator'], row['denominator'], row['rate']])[0];

  it('as 7.5 of a hundred of 40 are 3, and 95 of a hundred of 40 leave 2', async () => {
    const open = await protectAlone(indicator, aPolicy({ threshold: 1, zeros: 'published' }));

    const [, born, rate] = parts(open.published, 'north') ?? [];

    expect((Number(rate) * Number(born)) / 100).toBe(3);
  });

  it('is hidden with both of them, where the numerator is small and where the complement is', async () => {
    const { published, verdict } = await protectAlone(
      indicator,
      aPolicy({ threshold: 11, zeros: 'published' }),
    );

    expect(parts(published, 'north')).toEqual([null, null, null]);
    expect(parts(published, 'south')).toEqual([null, null, null]);
    expect(verdict.passed).toBe(true);
  });

  it('leaves no other column of the row from which it follows', async () => {
    const { published } = await protectAlone(indicator, aPolicy({ threshold: 11, zeros: 'published' }));

    const hidden = published.filter((row) => row['status'] === 'suppressed');

    expect(
      hidden.map((row) =>
        Object.keys(row)
          .filter((column) => row[column] !== null)
          .toSorted(),
      ),
    ).toEqual(hidden.map(() => ['area', 'period', 'status']));
  });
});

describe('pitfall 10: means rebuild a table', () => {
  // The seven people of "Understanding Database Reconstruction Attacks on Public Data" (CACM 62:3), by sex and race.
  const indicator = anIndicator('age', {
    query: rowsAsQuery(
      'person_id, sex, race, age',
      [
        ['f', 'black', 8],
        ['m', 'white', 18],
        ['f', 'white', 24],
        ['m', 'white', 30],
        ['f', 'black', 36],
        ['f', 'black', 66],
        ['m', 'black', 84],
      ].map(([sex, race, age], at) => `'p${at}', '${sex}', '${race}', CAST(${age} AS decimal(10,2))`),
    ),
    measures: [{ kind: 'mean', name: 'age', title: 'Age', column: 'age' }],
    dimensions: [aDimension('sex', ['f', 'm']), aDimension('race', ['black', 'white'])],
    crosses: [['sex', 'race']],
  });
  const PEOPLE = ['f black', 'f white', 'm black', 'm white'];

  /** What the sums of ages of the four groups may be, by what is shown. */
  async function agesLeft(rows: readonly SqlRow[]) {
    const known = rows.flatMap((row): readonly Statement[] => {
      if (row['age_sum'] === null) return [];
      const cells = PEOPLE.flatMap((one, at) => {
        const [sex, race] = one.split(' ');
        const isIn =
          ['Total', sex].includes(String(row['sex'])) && ['Total', race].includes(String(row['race']));
        return isIn ? [at] : [];
      });
      return [{ sum: plain(cells), is: '=', value: Number(row['age_sum']) }];
    });
    const puzzle = await Puzzle.of(PEOPLE.length, known, false);
    return PEOPLE.map((_, at) => puzzle.range(plain([at])));
  }

  it('as those of black women and of all women give the age of the only white one', async () => {
    const open = await protectAlone(indicator, aPolicy({ threshold: 1, zeros: 'published' }));
    // The rule of that census: no statistic of fewer than three.
    const naive = open.published.map((row) => (Number(row['age_count']) < 3 ? hiddenRow(row) : row));

    const [, whiteWoman] = await agesLeft(naive);

    expect(whiteWoman).toEqual({ low: 24, high: 24 });
  });

  it('are hidden with their sums and counts until nobody’s age follows', async () => {
    const { published } = await protectAlone(indicator, aPolicy({ threshold: 3, zeros: 'published' })).catch(
      (error: unknown) => {
        expect(String(error)).toContain('Everything in this table would have to be hidden');
        return { published: [] };
      },
    );

    const left = await agesLeft(published);

    expect(left.filter(({ low, high }) => high - low < 1)).toEqual([]);
  });
});

function hiddenRow(row: SqlRow): SqlRow {
  const keep = ['area', 'sex', 'race', 'period'];
  return Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      keep.includes(column) ? value : column === 'status' ? 'suppressed' : null,
    ]),
  );
}
