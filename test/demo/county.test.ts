import { describe, expect, it } from 'vitest';
import { makeCounty } from '../../lib/demo/county.ts';
import { filesOf, rowsOf, textOf } from './builders.ts';

const files = filesOf(3000, '1');
const values = (path: string, header: string, delimiter = ',') =>
  rowsOf(textOf(files.get(path)), delimiter).map((row) => row.get(header) ?? '');

describe('a county is fixed by its size and seed', () => {
  it('has the same bytes each time', () => {
    const again = filesOf(3000, '1');

    expect([...again.keys()]).toEqual([...files.keys()]);
    expect([...again].filter(([path, bytes]) => !files.get(path)?.equals(bytes))).toEqual([]);
  });

  it('is another one under another seed', () => {
    const other = filesOf(3000, '2');

    const same = [...other].filter(([path, bytes]) => files.get(path)?.equals(bytes));

    expect(same).toEqual([]);
  });

  it.each([0, 199, 1_000_001, 500.5, Number.NaN])('is refused at a size of %d', (people) => {
    expect(() => makeCounty({ people, seed: '1' })).toThrow(/whole number from 200 to 1000000/);
  });
});

describe('the files are as agencies send them', () => {
  const starts = (path: string, ...bytes: readonly number[]) =>
    bytes.every((byte, at) => files.get(path)?.[at] === byte);

  it('comes in UTF-16, with a byte-order mark, compressed, and in Windows-1252', () => {
    const childCare = files.get('extracts/early_childhood/childcare-2026-q1.csv');

    expect(starts('extracts/public_health/WIC certifications 2026-Q1.txt', 0xff, 0xfe)).toBe(true);
    expect(starts('extracts/early_childhood/Home Visiting 2026-Q1.csv', 0xef, 0xbb, 0xbf)).toBe(true);
    expect(starts('extracts/human_services/SNAPELIG.2026Q1.dat.gz', 0x1f, 0x8b)).toBe(true);
    expect(childCare?.includes(0xed)).toBe(true);
    expect(childCare?.toString('utf8').includes('\ufffd')).toBe(true);
  });

  it('is divided by commas, semicolons, tabs and pipes', () => {
    const headers = [...files].map(([, bytes]) => textOf(bytes).split('\n')[0] ?? '');

    for (const delimiter of [',', ';', '\t', '|']) {
      expect(headers.some((header) => header.split(delimiter).length > 10)).toBe(true);
    }
  });

  it('has lost the leading zeros of ZIP codes in one place and kept them in another', () => {
    const lost = values('extracts/early_childhood/childcare-2026-q1.csv', 'ZIP');
    const kept = values('extracts/vital_records/births_2026Q1.csv', 'RES_ZIP');

    expect(lost.every((zip) => /^4\d\d$/u.test(zip))).toBe(true);
    expect(kept.every((zip) => /^004\d\d$/u.test(zip))).toBe(true);
  });
});

describe('the script of deliveries', () => {
  const { cycles } = makeCounty({ people: 200, seed: '1' });
  const [first, second] = cycles;

  it('names files that there are, and every extract that there is', () => {
    const named = cycles.flatMap(({ deliveries }) => deliveries.map(({ file }) => file));

    expect([...named].sort()).toEqual(
      [...files.keys()].filter((path) => path.startsWith('extracts/')).sort(),
    );
  });

  it('brings the seven agencies together in two quarters', () => {
    const agencies = new Set(first?.deliveries.map(({ agency }) => agency));

    expect(cycles.map(({ period, runPeriod }) => [period, runPeriod])).toEqual([
      ['2026-Q1', '2026-Q1'],
      ['2026-Q2', '2026-Q2'],
    ]);
    expect([...agencies].sort()).toEqual([
      'early_childhood',
      'homeless_services',
      'human_services',
      'jail',
      'public_health',
      'schools',
      'vital_records',
    ]);
  });

  it('brings a correction, a late file, a wrong one, bad rows and an agreement at its end in the second', () => {
    const telling = second?.deliveries.filter(({ shows }) => shows !== undefined) ?? [];
    const outcomes = telling.flatMap(({ dataset, outcome }) =>
      outcome === undefined ? [] : [[dataset, outcome]],
    );
    const earlier = second?.deliveries
      .filter(({ period }) => period === '2026-Q1')
      .map(({ dataset }) => dataset);

    expect(outcomes).toEqual([
      ['attendance', 'refused'],
      ['child_welfare', 'rejected'],
      ['bookings', 'partially_accepted'],
    ]);
    expect(earlier).toEqual(['births', 'kindergarten_readiness']);
    expect(first?.deliveries.map(({ dataset }) => dataset)).not.toContain('kindergarten_readiness');
  });

  it('corrects the names of babies and nothing else', () => {
    const path = 'extracts/vital_records/births_2026Q1';
    const before = rowsOf(textOf(files.get(`${path}.csv`)));
    const after = rowsOf(textOf(files.get(`${path}_corrected.csv`)));

    const changed = after.flatMap((row, at) =>
      [...row].filter(([header, value]) => before[at]?.get(header) !== value).map(([header]) => header),
    );

    expect(after).toHaveLength(before.length);
    expect(changed.length).toBeGreaterThan(0);
    expect([...new Set(changed)].sort()).toEqual(['CHILD_FIRST', 'CHILD_MIDDLE']);
  });

  it('sends the wrong columns once', () => {
    const [header] = textOf(files.get('extracts/human_services/cw_cases_2026-Q2_wrong.csv')).split('\r\n');

    expect(header).toBe('"case_id","role","neighborhood","opened","closed"');
  });

  it('has rows that cannot be true in the jail’s second file, and only a few', () => {
    const rows = rowsOf(textOf(files.get('extracts/jail/BOOKINGS 2026-Q2.CSV')));
    const iso = (text = '') => `${text.slice(6)}${text.slice(0, 2)}${text.slice(3, 5)}`;
    const bad = rows.filter((row) => {
      const released = row.get('RELEASED') ?? '';
      return (
        row.get('DOB')?.startsWith('02/31') || (released !== '' && iso(released) < iso(row.get('BOOKED')))
      );
    });

    expect(bad.length).toBeGreaterThan(0);
    expect(bad.length / rows.length).toBeLessThan(0.2);
  });
});
