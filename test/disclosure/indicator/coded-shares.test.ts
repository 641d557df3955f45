import { describe, expect, it } from 'vitest';
import { factsOfCodes } from '../../../lib/disclosure/indicator/coded-shares.ts';
import type { Row } from '../../../lib/disclosure/model/system.ts';
import { publishedColumns } from '../../../lib/disclosure/protect.ts';
import type { SqlRow } from '../../../lib/ports/query-engine.ts';
import { aDimension, anIndicator, rowsAsQuery } from '../../indicators/measured.ts';
import { aPolicy } from '../tables.ts';
import { auditOf, people, protectAlone } from './families.ts';

/** A rate by area: `[area, in the numerator, in the denominator]`. */
function reached(areas: readonly (readonly [string, number, number])[]) {
  return anIndicator('reached', {
    query: rowsAsQuery(
      'person_id, area, reached, born',
      people(
        areas.flatMap(([area, numerator, denominator]) => [
          [`'${area}', 1, 1`, numerator] as const,
          [`'${area}', 0, 1`, denominator - numerator] as const,
        ]),
      ),
    ),
    measures: [
      { kind: 'rate', name: 'rate', title: 'Reached', numerator: 'reached', denominator: 'born', per: 100 },
    ],
    dimensions: [
      aDimension(
        'area',
        areas.map(([area]) => area),
      ),
    ],
    crosses: [['area']],
  });
}

const POLICY = aPolicy({
  zeros: 'published',
  threshold: 5,
  minimumDenominator: 5,
  extremeShares: { below: 5, above: 95 },
});
/** A row of a rate: unknown 0 is in the numerator, unknown 1 in the denominator alone. */
const ROW: Row = {
  key: ['north'],
  root: 1,
  quantities: [
    { name: 'rate_numerator', role: 'count', shown: true, form: [0], value: 6 },
    { name: 'rate_denominator', role: 'denominator', shown: true, form: [0, 1], value: 400 },
    { name: 'rate_complement', role: 'complement', shown: false, form: [1], value: 394 },
  ],
};
const at = (rows: readonly SqlRow[], area: string) => rows.find((row) => row['area'] === area);

describe('shares that are extreme', () => {
  it('are shown by their code alone', async () => {
    const { published, decisions } = await protectAlone(
      reached([
        ['north', 6, 400],
        ['south', 100, 300],
        ['west', 90, 310],
      ]),
      POLICY,
    );

    expect(at(published, 'north')).toEqual({
      area: 'north',
      numerator: null,
      denominator: null,
      rate: null,
      rate_coded: '<5',
      status: 'coded',
      period: '2026-Q1',
    });
    expect(decisions.find(({ cell }) => cell['area'] === 'north')).toMatchObject({
      kind: 'coded',
      reasons: [{ rule: 'extremeShare' }],
    });
  });

  it('are coded above the upper limit as well', async () => {
    const { published } = await protectAlone(
      reached([
        ['north', 394, 400],
        ['south', 100, 300],
        ['west', 90, 310],
      ]),
      POLICY,
    );

    expect(at(published, 'north')).toMatchObject({ rate_coded: '>95', status: 'coded' });
  });

  it('have no code where something else is small as well, nor where the row hides another', async () => {
    const { published } = await protectAlone(
      reached([
        ['north', 3, 400],
        ['south', 100, 300],
        ['west', 90, 310],
      ]),
      POLICY,
    );

    const hidden = published.filter(({ status }) => status !== 'published');
    expect(hidden.length).toBeGreaterThan(1);
    expect(hidden.every((row) => row['status'] === 'suppressed' && row['rate_coded'] === null)).toBe(true);
  });

  it('have a column only where the policy codes them', async () => {
    const indicator = reached([['north', 30, 100]]);

    const names = (policy: typeof POLICY) => publishedColumns(indicator, policy).map(({ name }) => name);

    expect(names(POLICY)).toContain('rate_coded');
    expect(names(aPolicy())).not.toContain('rate_coded');
  });

  it('are refused by the audit with a code that they do not have, or one too many', async () => {
    const protection = await protectAlone(
      reached([
        ['north', 6, 400],
        ['south', 100, 300],
        ['west', 90, 310],
      ]),
      POLICY,
    );
    const { family, published } = protection;
    const members = [{ ...protection, indicator: 'reached', columns: [], coarser: [], noise: null }];
    const audit = (rows: readonly SqlRow[]) => auditOf(family, { members }, { reached: rows });
    const other = published.map((row) => (row['area'] === 'north' ? { ...row, rate_coded: '>95' } : row));
    const invented = published.map((row) =>
      row['area'] === 'south' ? { ...at(published, 'north'), area: 'south' } : row,
    );

    expect(await audit(published)).toMatchObject({ passed: true });
    await expect(audit(other)).rejects.toThrow("row 1 differs in column 'rate_coded'");
    await expect(audit(invented)).rejects.toThrow('row 2 differs in column');
  });

  it.each([
    ['published', 'coded', '<5'],
    ['protected', 'suppressed', null],
  ] as const)('with zeros %s are %s where few others are hidden with them', async (zeros, status, code) => {
    const policy = { ...POLICY, zeros };

    const protection = await protectAlone(
      reached([
        ['north', 5, 101],
        ['south', 5, 10],
        ['west', 90, 310],
      ]),
      policy,
    );

    // North and south are 111 together, so less than 5 % are at most 5. Where zeros are protected, a code says that it
    // is 5 at least: then it is 5.
    expect(protection.published.map((row) => row['status'] === 'published')).toEqual([
      false,
      false,
      true,
      true,
    ]);
    expect(at(protection.published, 'north')).toMatchObject({ status, rate_coded: code });
    expect(protection.verdict.passed).toBe(true);
  });

  it('fail the audit where a code would tell too much', async () => {
    const policy = { ...POLICY, zeros: 'protected' } as const;
    const protection = await protectAlone(
      reached([
        ['north', 5, 101],
        ['south', 5, 10],
        ['west', 90, 310],
      ]),
      policy,
    );
    const coded = protection.published.map((row) =>
      row['area'] === 'north' ? { ...row, status: 'coded', rate_coded: '<5' } : row,
    );
    const members = [{ ...protection, indicator: 'reached', columns: [], coarser: [], noise: null }];

    const auditing = auditOf(protection.family, { members }, { reached: coded });

    await expect(auditing).rejects.toThrow("The audit refused 'reached'");
  });

  it('tell a reader whole numbers, less than 2.5 % being less by one at least, and that nothing is small', () => {
    const facts = factsOfCodes(new Map([['rate', '<2.5']]), ROW, POLICY);

    expect(facts).toEqual([
      {
        terms: [
          [0, 1],
          [1, 1],
        ],
        low: 1,
        high: Number.POSITIVE_INFINITY,
      },
      {
        terms: [
          [0, 1000 - 25],
          [1, -25],
        ],
        low: Number.NEGATIVE_INFINITY,
        high: -1,
      },
      {
        terms: [
          [0, 1],
          [1, 1],
        ],
        low: 5,
        high: Number.POSITIVE_INFINITY,
      },
    ]);
  });

  it('tell more where a zero would be hidden too: then no count of the row is below the threshold', () => {
    const facts = factsOfCodes(new Map([['rate', '<2.5']]), ROW, { ...POLICY, zeros: 'protected' });

    expect(facts.slice(2)).toEqual([
      { terms: [[0, 1]], low: 5, high: Number.POSITIVE_INFINITY },
      {
        terms: [
          [0, 1],
          [1, 1],
        ],
        low: 5,
        high: Number.POSITIVE_INFINITY,
      },
      { terms: [[1, 1]], low: 5, high: Number.POSITIVE_INFINITY },
    ]);
  });
});
