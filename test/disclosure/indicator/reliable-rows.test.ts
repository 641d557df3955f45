import { describe, expect, it } from 'vitest';
import { publishedColumns } from '../../../lib/disclosure/protect.ts';
import { aDimension, anIndicator, rowsAsQuery } from '../../indicators/measured.ts';
import { aPolicy } from '../tables.ts';
import { people, protectAlone } from './families.ts';

const AREA = aDimension('area', ['north', 'south', 'west']);
const indicator = anIndicator('served', {
  query: rowsAsQuery(
    'person_id, area',
    people([
      ["'north'", 6],
      ["'south'", 400],
      ["'west'", 3],
    ]),
  ),
  measures: [{ kind: 'persons', name: 'persons', title: 'People' }],
  dimensions: [AREA],
  crosses: [['area']],
});

describe('the reliability of a row', () => {
  it('stands beside what is shown and hides nothing; a hidden row has none', async () => {
    const policy = aPolicy({ reliability: { relativeStandardError: 30 } });

    const { published, decisions } = await protectAlone(indicator, policy);

    const marks = published.map((row) => [row['area'], row['status'], row['reliability']]);
    const plain = await protectAlone(indicator, aPolicy());
    expect(marks).toContainEqual(['south', 'published', 'reliable']);
    expect(marks).toContainEqual(['west', 'suppressed', null]);
    expect(published.map(({ status }) => status)).toEqual(plain.published.map(({ status }) => status));
    expect(decisions).toEqual(plain.decisions);
  });

  it('is told from the numbers that are shown, not from those that were measured', async () => {
    const policy = aPolicy({
      suppress: false,
      rounding: { base: 10 },
      reliability: { relativeStandardError: 35 },
    });

    const { published } = await protectAlone(indicator, policy);

    // 100/√10 = 31.6, and of the zero that it may be rounded to no error can be given.
    for (const row of published)
      expect(row['reliability']).toBe(Number(row['persons']) > 0 ? 'reliable' : 'unreliable');
  });

  it('has a column only where the policy asks for it', () => {
    const names = (policy = aPolicy()) => publishedColumns(indicator, policy).map(({ name }) => name);

    expect(names()).not.toContain('reliability');
    expect(names(aPolicy({ reliability: { relativeIntervalWidth: 160 } }))).toContain('reliability');
  });
});
