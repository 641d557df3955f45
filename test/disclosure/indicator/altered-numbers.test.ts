import { describe, expect, it } from 'vitest';
import { protectFamily, publishedColumns } from '../../../lib/disclosure/protect.ts';
import { aDimension, anIndicator, rowsAsQuery } from '../../indicators/measured.ts';
import { aPolicy } from '../tables.ts';
import { aFamily, auditOf, people, protectAlone } from './families.ts';

const AREA = aDimension('area', ['north', 'south', 'west']);
const share = anIndicator('share', {
  query: rowsAsQuery(
    'person_id, area, reached, born',
    people([
      ["'north', 1, 1", 20],
      ["'north', 0, 1", 21],
      ["'south', 1, 1", 2],
      ["'south', 0, 1", 33],
      ["'west', 1, 1", 14],
      ["'west', 0, 1", 17],
    ]),
  ),
  measures: [
    { kind: 'persons', name: 'persons', title: 'People' },
    { kind: 'rate', name: 'rate', title: 'Reached', numerator: 'reached', denominator: 'born', per: 100 },
  ],
  dimensions: [AREA],
  crosses: [['area']],
});
const NOISE = { mechanism: 'gaussian', rho: 0.5, cellsPerPerson: 1, delta: 1e-6 } as const;

describe('an indicator under random rounding', () => {
  const policy = aPolicy({ suppress: false, rounding: { base: 5 } });

  it('shows every row, rounded, with how far it may be off, and rates of the rounded numbers', async () => {
    const { published, decisions, verdict } = await protectAlone(share, policy);

    for (const row of published) {
      const [numerator, denominator] = [Number(row['numerator']), Number(row['denominator'])];
      expect([Number(row['persons']) % 5, numerator % 5, denominator % 5]).toEqual([0, 0, 0]);
      expect(row['rate']).toBe(((numerator * 100) / denominator).toFixed(4));
    }
    expect(published[3]).toMatchObject({ area: 'Total', margin: 4n, status: 'rounded' });
    expect(decisions).toEqual([]);
    expect(verdict).toEqual({ passed: true, attack: null, altered: 'rounded' });
  });

  it('has a column for the margin', () => {
    const columns = publishedColumns(share, policy).map(({ name }) => name);

    expect(columns).toEqual([
      'area',
      'persons',
      'numerator',
      'denominator',
      'rate',
      'margin',
      'status',
      'period',
    ]);
  });

  it('gives the same rows every time, and the audit wants exactly those', async () => {
    const first = await protectAlone(share, policy);
    const second = await protectAlone(share, policy);
    const measuredRows = first.published.map((row) =>
      row['area'] === 'north' ? { ...row, persons: 41n } : row,
    );

    expect(second.published).toEqual(first.published);
    await expect(
      auditOf(first.family, {
        members: [{ ...first, indicator: 'share', columns: [], coarser: [], noise: null }],
      }),
    ).resolves.toEqual({ passed: true, attack: null, altered: 'rounded' });
    await expect(
      auditOf(
        first.family,
        { members: [{ ...first, indicator: 'share', columns: [], coarser: [], noise: null }] },
        { share: measuredRows },
      ),
    ).rejects.toThrow("row 1 differs in column 'persons'");
  });
});

describe('an indicator with noise', () => {
  it('is refused where its codes are those that somebody has: noise would not hide them', async () => {
    const family = await aFamily(
      [{ ...share, dimensions: [aDimension('area', [])] }],
      aPolicy({ suppress: false, noise: NOISE }),
    );

    await expect(protectFamily(family)).rejects.toThrow("which codes of 'area' it shows depends on the data");
  });

  it('says what the noise costs, and how far the numbers may be off', async () => {
    const family = await aFamily([share], aPolicy({ suppress: false, noise: NOISE }));

    const { members, verdict } = await protectFamily(family);

    expect(members[0]?.noise).toMatchObject({ guarantee: { rho: 0.5, delta: 1e-6 } });
    expect(members[0]?.noise?.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(members[0]?.published.every(({ status }) => status === 'noisy')).toBe(true);
    expect(Number(members[0]?.published[0]?.['margin'])).toBeGreaterThan(0);
    expect(verdict).toEqual({ passed: true, attack: null, altered: 'noisy' });
  });

  it('shows numbers that add up, a numerator within its denominator', async () => {
    const { published } = await protectAlone(share, aPolicy({ suppress: false, noise: NOISE }));

    const count = (row: number, column: string) => Number(published[row]?.[column]);
    expect(count(0, 'persons') + count(1, 'persons') + count(2, 'persons')).toBe(count(3, 'persons'));
    expect(published.every((row) => Number(row['numerator']) <= Number(row['denominator']))).toBe(true);
  });

  it('is other noise where the data are others, and the same where they are the same', async () => {
    const policy = aPolicy({ suppress: false, noise: NOISE });
    const other = { ...share, query: `${share.query} WHERE person_id <> 'p0_0'` };
    const digestOf = async (indicator: typeof share) => {
      const { members } = await protectFamily(await aFamily([indicator], policy));
      return members[0]?.noise?.digest;
    };

    expect(await digestOf(share)).toBe(await digestOf({ ...share }));
    expect(await digestOf(other)).not.toBe(await digestOf(share));
  });

  it('hides what is small with its noise where the policy suppresses as well', async () => {
    const policy = aPolicy({ threshold: 30, zeros: 'protected', noise: NOISE });
    const family = await aFamily([share], policy);

    const protection = await protectFamily(family);
    const { published = [], decisions = [] } = protection.members[0] ?? {};

    const south = published.find((row) => row['area'] === 'south');
    expect(south).toMatchObject({ persons: null, rate: null, margin: null, status: 'suppressed' });
    expect(
      published.filter(({ status }) => status === 'noisy').every((row) => Number(row['numerator']) >= 30),
    ).toBe(true);
    expect(decisions.map(({ kind }) => kind)).toContain('noisy');
    expect(await auditOf(family, protection)).toMatchObject({ passed: true });
    const shown = published.map((row) => (row['area'] === 'south' ? { ...row, status: 'noisy' } : row));
    await expect(auditOf(family, protection, { share: shown })).rejects.toThrow('differs in column');
  });
});
