import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type MemberRows, protectFamily } from '../../../lib/disclosure/protect.ts';
import { TributaryError } from '../../../lib/errors/tributary-error.ts';
import type { SqlRow } from '../../../lib/ports/query-engine.ts';
import type { Indicator } from '../../../lib/workspace/workspace.ts';
import { aDimension, anIndicator, rowsAsQuery } from '../../indicators/measured.ts';
import { aFamily, people } from '../indicator/families.ts';
import { aPolicy } from '../tables.ts';
import { attackSheets, cellsBelow, type Sheet } from './attack-apart.ts';
import { isTooClose, type Rule } from './demands.ts';
import { countBelow } from './protected.ts';
import type { Codes } from './random-tables.ts';
import { runs } from './runs.ts';

const AREAS = ['a', 'b', 'c'];
const SEXES = ['f', 'm'];
const PERSONS = { kind: 'persons', name: 'persons', title: 'People' } as const;

interface County extends Rule {
  readonly rows: readonly Codes[];
}

const counties: fc.Arbitrary<County> = fc
  .record({
    counts: fc.array(fc.oneof(fc.nat(5), fc.integer({ min: 4, max: 30 })), { minLength: 6, maxLength: 6 }),
    threshold: fc.integer({ min: 3, max: 7 }),
    zeros: fc.constantFrom('publish' as const, 'protect' as const),
  })
  .map(({ counts, ...rule }) => ({
    ...rule,
    rows: AREAS.flatMap((area, a) => SEXES.map((sex, s) => ({ area, sex, n: String(counts[a * 2 + s]) }))),
  }));

/** The same people by area, and by area and sex. */
function indicatorsOf({ rows }: County): readonly [Indicator, Indicator] {
  const query = rowsAsQuery(
    'person_id, area, sex',
    people(rows.map(({ area, sex, n }) => [`'${area}', '${sex}'`, Number(n)])),
  );
  const area = aDimension('area', AREAS);
  return [
    anIndicator('by_area', { query, measures: [PERSONS], dimensions: [area], crosses: [['area']] }),
    anIndicator('by_sex', {
      query,
      measures: [PERSONS],
      dimensions: [area, aDimension('sex', SEXES)],
      crosses: [['area', 'sex']],
      sharesCells: [{ with: 'by_area', quantity: 'persons', as: 'persons', dimensions: { area: 'area' } }],
    }),
  ];
}

/** What both indicators' published rows together tell too closely of their hidden cells. */
async function learnt(
  { rows, ...rule }: County,
  published: readonly (readonly SqlRow[])[],
): Promise<readonly string[]> {
  const sheets = published.map((ofOne, at): Sheet => {
    const dimensions = at === 0 ? ['area'] : ['area', 'sex'];
    return {
      zerosShown: rule.zeros === 'publish',
      below: (key) => cellsBelow(dimensions, key, { inner: rows, groupsOf: () => [] }),
      rows: ofOne.map((row) => ({
        key: dimensions.map((name) => String(row[name])),
        value: row['status'] === 'published' ? Number(row['persons']) : null,
      })),
    };
  });
  const bounds = await attackSheets(sheets, rows.length);
  return bounds
    .filter((bound) => isTooClose(bound, countBelow(rows, sheets[bound.table]?.below(bound.key) ?? []), rule))
    .map(({ key, low, high }) => `${key.join(' × ')} is ${low} to ${high}`);
}

describe('indicators that share cells, attacked together by a program written apart', () => {
  it('give nothing away, where each protected by itself does', async () => {
    let judged = 0;
    let naiveLeaks = 0;

    await fc.assert(
      fc.asyncProperty(counties, async (county) => {
        const policy = aPolicy({
          threshold: county.threshold,
          zeros: county.zeros === 'publish' ? 'published' : 'protected',
        });
        const family = await aFamily(indicatorsOf(county), policy);
        const publish = async (members: readonly MemberRows[]) =>
          (await protectFamily({ ...family, members })).members.map((member) => member.published);
        const joint = await orRefused(publish(family.members));
        if (joint === null) return;

        judged += 1;
        expect(await learnt(county, joint)).toEqual([]);
        const alone = await orRefused(
          Promise.all(family.members.map((member) => publish([unshared(member)]))),
        );
        if (alone !== null) naiveLeaks += (await learnt(county, alone.flat())).length > 0 ? 1 : 0;
      }),
      runs(8),
    );

    expect(judged).toBeGreaterThan(1);
    expect(naiveLeaks).toBeGreaterThan(0);
  });
});

function unshared({ indicator, rows }: MemberRows): MemberRows {
  const { sharesCells: _, ...alone } = indicator;
  return { indicator: alone, rows };
}

async function orRefused<T>(publishing: Promise<T>): Promise<T | null> {
  try {
    return await publishing;
  } catch (error) {
    if (error instanceof TributaryError && error.code === 'DISCLOSURE_NOTHING_LEFT') return null;
    throw error;
  }
}
