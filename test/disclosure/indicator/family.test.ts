import { describe, expect, it } from 'vitest';
import { protectFamily } from '../../../lib/disclosure/protect.ts';
import type { SqlRow } from '../../../lib/ports/query-engine.ts';
import { aDimension, anIndicator, rowsAsQuery } from '../../indicators/measured.ts';
import { aPolicy } from '../tables.ts';
import { aFamily, auditOf, people, protectAlone } from './families.ts';

const AREA = aDimension('area', ['north', 'south', 'west']);
const SEX = aDimension('sex', ['m', 'f']);
const PERSONS = { kind: 'persons', name: 'persons', title: 'People' } as const;
const POLICY = aPolicy({ zeros: 'published', threshold: 5 });

const COUNTS: readonly (readonly [string, number])[] = [
  ["'north', 'm'", 3],
  ["'south', 'm'", 10],
  ["'south', 'f'", 10],
  ["'west', 'm'", 2],
  ["'west', 'f'", 23],
];
const byArea = anIndicator('by_area', {
  query: rowsAsQuery('person_id, area, sex', people(COUNTS)),
  measures: [PERSONS],
  dimensions: [AREA],
  crosses: [['area']],
});
const bySex = anIndicator('by_sex', {
  query: rowsAsQuery('person_id, district, sex', people(COUNTS)),
  measures: [PERSONS],
  dimensions: [{ ...AREA, name: 'district', column: 'district' }, SEX],
  crosses: [['district', 'sex']],
  sharesCells: [{ with: 'by_area', quantity: 'persons', as: 'persons', dimensions: { district: 'area' } }],
});

const statusOf = (rows: readonly SqlRow[], codes: SqlRow) =>
  rows.find((row) => Object.entries(codes).every(([name, code]) => row[name] === code))?.['status'];

describe('indicators that share cells', () => {
  it('leak through one another where each is protected by itself, and the audit of both says so', async () => {
    const alone = [await protectAlone(byArea, POLICY), await protectAlone(bySex, POLICY)];
    const family = await aFamily([byArea, bySex], POLICY);

    const auditing = auditOf(family, {
      members: [byArea, bySex].map(({ id }, at) => ({
        indicator: id,
        columns: [],
        published: alone[at]?.published ?? [],
        decisions: [],
        coarser: [],
        noise: null,
      })),
    });

    expect(alone.map(({ verdict }) => verdict.passed)).toEqual([true, true]);
    await expect(auditing).rejects.toThrow("The audit refused 'by_area, by_sex'");
  });

  it('are protected together: what one shows does not give away what the other hides', async () => {
    const family = await aFamily([byArea, bySex], POLICY);

    const protection = await protectFamily(family);
    const verdict = await auditOf(family, protection);

    expect(verdict).toMatchObject({ passed: true, attack: { determined: 0, narrow: 0 } });
    expect(protection.members.map(({ indicator, published }) => [indicator, published.length])).toEqual([
      ['by_area', 4],
      ['by_sex', 12],
    ]);
  });

  it('hide a shared cell in both, with the reason of the rule in the decisions of both', async () => {
    const { members } = await protectFamily(await aFamily([byArea, bySex], POLICY));

    const [area, sex] = members;
    expect(statusOf(area?.published ?? [], { area: 'north' })).toBe('suppressed');
    expect(statusOf(sex?.published ?? [], { district: 'north', sex: 'Total' })).toBe('suppressed');
    expect(area?.decisions).toContainEqual({
      cell: { area: 'north' },
      kind: 'primary',
      reasons: [{ quantity: 'persons', rule: 'threshold', boundBy: 'health' }],
    });
    expect(
      sex?.decisions.find(({ cell }) => cell['district'] === 'north' && cell['sex'] === 'Total')?.kind,
    ).toBe('primary');
  });

  it('are refused where their numbers are not equal, naming both and the cell', async () => {
    const other = { ...byArea, query: rowsAsQuery('person_id, area', people([["'north'", 9]])) };

    const protecting = protectFamily(await aFamily([other, bySex], POLICY));

    await expect(protecting).rejects.toThrow(
      "Indicator 'by_sex' says that its 'persons' is 'persons' of 'by_area', and in the cell north it is not",
    );
  });

  it('may share a group of one that is a code of the other', async () => {
    const side = { ...AREA, rollups: { side: { north: 'upper', south: 'lower', west: 'lower' } } };
    const fine = { ...byArea, dimensions: [side] };
    const coarse = anIndicator('by_side', {
      query: rowsAsQuery(
        'person_id, side',
        people([
          ["'upper'", 3],
          ["'lower'", 45],
        ]),
      ),
      measures: [PERSONS],
      dimensions: [aDimension('side', ['upper', 'lower'])],
      crosses: [['side']],
      sharesCells: [{ with: 'by_area', quantity: 'persons', as: 'persons', dimensions: { side: 'area' } }],
    });
    const family = await aFamily([fine, coarse], POLICY);

    const protection = await protectFamily(family);
    const shown = protection.members[1]?.published.map((row) =>
      row['status'] === 'published' ? row : { ...row, persons: 3n },
    );

    expect(statusOf(protection.members[0]?.published ?? [], { area: 'upper' })).toBe('suppressed');
    expect(statusOf(protection.members[1]?.published ?? [], { side: 'upper' })).toBe('suppressed');
    await expect(auditOf(family, protection, { by_side: shown ?? [] })).rejects.toThrow(
      "differs in column 'persons'",
    );
  });

  it('share nothing with an indicator that is not published', async () => {
    const { published } = await protectAlone(bySex, POLICY);

    expect(published).toHaveLength(12);
  });

  it('may share a denominator of a rate', async () => {
    const rate = anIndicator('reached', {
      query: rowsAsQuery(
        'person_id, area, reached, born',
        people([
          ["'north', 0, 1", 3],
          ["'south', 1, 1", 10],
          ["'south', 0, 1", 10],
          ["'west', 1, 1", 12],
          ["'west', 0, 1", 13],
        ]),
      ),
      measures: [
        { kind: 'rate', name: 'rate', title: 'Reached', numerator: 'reached', denominator: 'born', per: 100 },
      ],
      dimensions: [AREA],
      crosses: [['area']],
      sharesCells: [
        { with: 'by_area', quantity: 'rate_denominator', as: 'persons', dimensions: { area: 'area' } },
      ],
    });
    const family = await aFamily([byArea, rate], POLICY);

    const protection = await protectFamily(family);

    const hidden = protection.members.map(({ published }) =>
      published.filter(({ status }) => status === 'suppressed').map(({ area }) => area),
    );
    expect(hidden[0]).toEqual(hidden[1]);
    expect(await auditOf(family, protection)).toMatchObject({ passed: true });
  });

  it('are rounded alike where they show the same cell', async () => {
    const rounding = aPolicy({ suppress: false, rounding: { base: 10 } });

    const { members } = await protectFamily(await aFamily([byArea, bySex], rounding));

    const [area, district] = members.map(({ published }) => published);
    const persons = (rows: readonly SqlRow[] | undefined, codes: SqlRow) =>
      rows?.find((row) => Object.entries(codes).every(([name, code]) => row[name] === code))?.['persons'];
    for (const code of ['north', 'south', 'west', 'Total'])
      expect(persons(district, { district: code, sex: 'Total' })).toBe(persons(area, { area: code }));
  });

  it('would not be rounded alike by chance', async () => {
    const rounding = aPolicy({ suppress: false, rounding: { base: 10 } });
    const unrelated = { ...bySex, sharesCells: [] };

    const { members } = await protectFamily(await aFamily([byArea, unrelated], rounding));

    const of = (at: number, codes: readonly string[]) =>
      codes.map(
        (code) =>
          members[at]?.published.find(
            (row) => (row['area'] ?? row['district']) === code && (row['sex'] ?? 'Total') === 'Total',
          )?.['persons'],
      );
    expect(of(1, ['north', 'west', 'Total'])).not.toEqual(of(0, ['north', 'west', 'Total']));
  });
});
