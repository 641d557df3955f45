import { describe, expect, it } from 'vitest';
import { type EarlierRelease, protectFamily } from '../../../lib/disclosure/protect.ts';
import type { SqlRow } from '../../../lib/ports/query-engine.ts';
import type { Indicator } from '../../../lib/workspace/workspace.ts';
import { aDimension, anIndicator, rowsAsQuery } from '../../indicators/measured.ts';
import { aPolicy } from '../tables.ts';
import { aFamily, auditOf, people, protectAlone } from './families.ts';

const AREA = aDimension('area', ['north', 'south', 'west']);
const SEX = aDimension('sex', ['m', 'f']);
const PERSONS = { kind: 'persons', name: 'persons', title: 'People' } as const;
const POLICY = aPolicy({ zeros: 'published', threshold: 5 });

function served(counts: readonly (readonly [string, number])[], given: Partial<Indicator> = {}): Indicator {
  return anIndicator('served', {
    query: rowsAsQuery('person_id, area, sex', people(counts)),
    measures: [PERSONS],
    dimensions: [AREA],
    crosses: [['area']],
    ...given,
  });
}

const COUNTS: readonly (readonly [string, number])[] = [
  ["'north', 'm'", 3],
  ["'south', 'm'", 10],
  ["'south', 'f'", 10],
  ["'west', 'm'", 2],
  ["'west', 'f'", 23],
];

const release = (rows: readonly SqlRow[], name = '0001', period = '2026-Q1'): EarlierRelease => ({
  release: name,
  period,
  indicator: 'served',
  rows,
});
const at = (rows: readonly SqlRow[], area: string) =>
  rows.find((row) => row['area'] === area && (row['sex'] ?? 'Total') === 'Total');

/** What an audit says that knows of earlier releases, of rows that were protected without them. */
async function auditOfNaive(indicator: Indicator, earlier: readonly EarlierRelease[], given = {}) {
  const naive = await protectFamily(await aFamily([indicator], POLICY, given));
  return auditOf(await aFamily([indicator], POLICY, { ...given, earlier }), naive);
}

describe('an indicator of which earlier releases are out', () => {
  it('does not show with a new dimension what an earlier release hid', async () => {
    const before = await protectAlone(served(COUNTS), POLICY);
    const earlier = [release(before.published)];
    const finer = served(COUNTS, { dimensions: [AREA, SEX], crosses: [['area', 'sex']] });
    const family = await aFamily([finer], POLICY, { earlier });

    const protection = await protectFamily(family);

    await expect(auditOfNaive(finer, earlier)).rejects.toThrow("The audit refused 'served'");
    expect(await auditOf(family, protection)).toMatchObject({ passed: true });
  });

  it('shows what it showed before where nothing has changed', async () => {
    const before = await protectAlone(served(COUNTS), POLICY);

    const again = await protectAlone(served(COUNTS), POLICY, { earlier: [release(before.published)] });

    expect(again.published).toEqual(before.published);
  });

  it.each([
    ['suppress', 'suppressed', null],
    ['hold', 'held', 400n],
    ['publish', 'published', 402n],
  ] as const)(
    'with revisions: %s leaves a number whose change is small %s',
    async (revisions, status, persons) => {
      const policy = { ...POLICY, revisions };
      const first = served([
        ["'north', 'm'", 300],
        ["'south', 'm'", 400],
        ["'west', 'm'", 500],
      ]);
      const second = served([
        ["'north', 'm'", 300],
        ["'south', 'm'", 402],
        ["'west', 'm'", 500],
      ]);
      const { published } = await protectAlone(first, policy);
      const family = await aFamily([second], policy, { earlier: [release(published)] });

      const protection = await protectFamily(family);

      expect(at(protection.members[0]?.published ?? [], 'south')).toMatchObject({ status, persons });
      expect(await auditOf(family, protection)).toMatchObject({ passed: true });
    },
  );

  it('says of a held row in the decisions that a revision is the reason', async () => {
    const policy = { ...POLICY, revisions: 'hold' } as const;
    const { published } = await protectAlone(served([["'south', 'm'", 400]]), policy);

    const { decisions } = await protectAlone(served([["'south', 'm'", 402]]), policy, {
      earlier: [release(published)],
      boundBy: { revisions: 'schools' },
    });

    expect(decisions).toContainEqual({
      cell: { area: 'south' },
      kind: 'held',
      reasons: [{ quantity: 'persons', rule: 'revision', boundBy: 'schools' }],
    });
  });

  it('is refused by the audit where a held row has another value than the earlier one', async () => {
    const policy = { ...POLICY, revisions: 'hold' } as const;
    const { published } = await protectAlone(served([["'south', 'm'", 400]]), policy);
    const family = await aFamily([served([["'south', 'm'", 402]])], policy, {
      earlier: [release(published)],
    });
    const protection = await protectFamily(family);
    const rows = (protection.members[0]?.published ?? []).map((row) =>
      row['area'] === 'south' ? { ...row, persons: 402n } : row,
    );

    const auditing = auditOf(family, protection, { served: rows });

    await expect(auditing).rejects.toThrow("differs in column 'persons'");
  });

  it('hides in a quarter what would give a month away, where periods add up', async () => {
    const month = (north: number) =>
      served([
        ["'north', 'm'", north],
        ["'south', 'm'", 40],
        ["'west', 'm'", 50],
      ]);
    const earlier: EarlierRelease[] = [];
    for (const [place, north] of [3, 20, 30].entries()) {
      const period = `2026-0${place + 1}`;
      const { published } = await protectAlone(month(north), POLICY, { period });
      earlier.push(release(published, `000${place + 1}`, period));
    }
    const quarter = served(
      [
        ["'north', 'm'", 53],
        ["'south', 'm'", 120],
        ["'west', 'm'", 150],
      ],
      { periods: 'additive' },
    );
    const calendar = { cycle: 'month', first: '2026-01', dueDays: 0 } as const;
    const family = await aFamily([quarter], POLICY, { earlier, calendar });

    const protection = await protectFamily(family);

    await expect(auditOfNaive(quarter, earlier, { calendar })).rejects.toThrow("The audit refused 'served'");
    expect(await auditOf(family, protection)).toMatchObject({ passed: true });
    expect(protection.members[0]?.published.filter(({ status }) => status === 'suppressed')).not.toEqual([]);
  });

  it('takes no notice of other periods where they do not add up', async () => {
    const { published } = await protectAlone(served(COUNTS), POLICY, { period: '2026-01' });
    const calendar = { cycle: 'month', first: '2026-01', dueDays: 0 } as const;

    const quarter = await protectAlone(served(COUNTS), POLICY, {
      earlier: [release(published, '0001', '2026-01')],
      calendar,
    });

    expect(quarter.published).toEqual((await protectAlone(served(COUNTS), POLICY)).published);
  });

  it('is explained with sets of programs that nobody is in any more, where persons may be in several', async () => {
    const program = aDimension('program', ['snap', 'wic', 'shelter'], { multiple: true });
    const overlap = (extra: readonly string[]) =>
      anIndicator('served', {
        query: rowsAsQuery('person_id, program', [
          ...people([
            ["'snap'", 30],
            ["'wic'", 40],
            ["'shelter'", 15],
          ]),
          ...extra,
        ]),
        measures: [PERSONS],
        dimensions: [program],
        crosses: [['program']],
      });
    const both = Array.from({ length: 12 }, (_, person) => `'p0_${person}', 'wic'`);
    const { published } = await protectAlone(overlap([...both, "'p0_0', 'shelter'"]), POLICY);
    const family = await aFamily([overlap([])], POLICY, { earlier: [release(published)] });

    const protection = await protectFamily(family);

    const statusOf = new Map(protection.members[0]?.published.map((row) => [row['program'], row['status']]));
    expect(statusOf.get('snap')).toBe('published');
    // One person less than before: who subtracts the releases would count that person.
    expect(statusOf.get('shelter')).toBe('suppressed');
    expect(await auditOf(family, protection)).toMatchObject({ passed: true });
  });

  it('stays withheld where a stricter policy hides what a laxer one showed, though readers know it', async () => {
    const indicator = served([
      ["'north', 'm'", 4],
      ["'south', 'm'", 40],
      ["'west', 'm'", 50],
    ]);
    const lax = await protectAlone(indicator, { ...POLICY, threshold: 3 });
    const family = await aFamily([indicator], POLICY, { earlier: [release(lax.published)] });

    const protection = await protectFamily(family);

    expect(at(lax.published, 'north')).toMatchObject({ persons: 4n, status: 'published' });
    expect(protection.members[0]?.published.map(({ persons, status }) => [persons, status])).toEqual([
      [null, 'suppressed'],
      [40n, 'published'],
      [50n, 'published'],
      [94n, 'published'],
    ]);
    expect(await auditOf(family, protection)).toMatchObject({ passed: true });
  });
});
