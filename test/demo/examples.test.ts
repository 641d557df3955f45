import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { NEIGHBORHOODS } from '../../lib/demo/places.ts';
import { filesOf, rowsOf, textOf } from './builders.ts';
import { countyWorkspace, readExample } from './workspaces.ts';

describe('the county’s workspace', () => {
  it('has nothing to say against it in its first cycle', async () => {
    const { findings } = await readExample('county', '2026-04-20');

    expect(findings).toEqual([]);
  });

  it('misses the expired agreement in its second, and nothing else', async () => {
    const { findings } = await readExample('county', '2026-07-20');

    expect(findings.map(({ file, code }) => [file, code])).toEqual([
      ['contracts/schools/attendance.yaml', 'no_agreement'],
      ['indicators/chronic_absence.yaml', 'not_permitted'],
    ]);
  });

  it('keeps the jail apart from births and schools', async () => {
    const { agreements } = await countyWorkspace('2026-04-20');
    const withJail = agreements.filter(({ datasets }) => datasets.includes('jail/bookings'));

    const beside = withJail
      .flatMap(({ datasets }) => datasets)
      .filter((dataset) => /^(?:vital|schools|early)/u.test(dataset));

    expect(withJail.length).toBeGreaterThan(0);
    expect(beside).toEqual([]);
  });

  it('has the neighborhoods of the generator, in both of its lists', async () => {
    const { collaborative, indicators } = await countyWorkspace('2026-04-20');
    const codes = collaborative.vocabularies.get('neighborhood')?.codes.map(({ code }) => code);
    const areas = Object.fromEntries(
      NEIGHBORHOODS.map(({ code, area }) => [code, area === 'urban' ? 'Urban' : 'Rural']),
    );
    const rollups = indicators
      .flatMap(({ dimensions }) => dimensions)
      .filter(({ name }) => name === 'neighborhood')
      .map(({ rollups }) => rollups['area'])
      .filter((rollup) => rollup !== undefined);

    expect(codes).toEqual(NEIGHBORHOODS.map(({ code }) => code));
    expect(rollups.length).toBeGreaterThan(0);
    for (const rollup of rollups) expect(rollup).toEqual(areas);
  });

  it('has districts of two neighborhoods each, of one area, wherever a query makes them', async () => {
    const { collaborative, indicators } = await countyWorkspace('2026-04-20');
    const codes = collaborative.vocabularies.get('district')?.codes.map(({ code }) => code);
    const texts = indicators.flatMap(({ query, measures }) => [
      query,
      ...measures.flatMap((measure) => (measure.kind === 'ratio' ? [measure.capacity] : [])),
    ]);
    const areaOf = new Map(
      NEIGHBORHOODS.map(({ code, area }) => [String(code), area === 'urban' ? 'Urban' : 'Rural']),
    );
    const made = texts
      .map((text) => [...text.matchAll(/WHEN neighborhood IN \('(\w+)', '(\w+)'\) THEN '(\w+)'/gu)])
      .filter((districts) => districts.length > 0);
    const rollups = indicators
      .flatMap(({ dimensions }) => dimensions)
      .filter(({ name }) => name === 'district')
      .map(({ rollups }) => rollups['area']);

    expect(made).toHaveLength(3);
    for (const districts of made) {
      expect(districts.map(([, , , district]) => district)).toEqual(codes);
      expect(districts.flatMap(([, one, other]) => [one, other]).toSorted()).toEqual(
        [...areaOf.keys()].toSorted(),
      );
      for (const [, one = '', other = '', district = ''] of districts)
        for (const rollup of rollups)
          expect([areaOf.get(one), areaOf.get(other)]).toEqual([rollup?.[district], rollup?.[district]]);
    }
  });

  it('names every column that it needs as the extracts spell it', async () => {
    const { contracts } = await countyWorkspace('2026-04-20');
    const files = filesOf(400, 'headers');
    const plain = (header: string) => header.replaceAll(/\s/gu, '').toLowerCase();
    const missing = [...files].flatMap(([path, bytes]) => {
      const [, agency = ''] = path.split('/');
      const headers = new Set(
        (textOf(bytes).split(/\r?\n/u)[0] ?? '')
          .split(/[,;|\t]/u)
          .map((each) => plain(each.replaceAll('"', ''))),
      );
      const fitting = [...contracts.values()].filter(
        (contract) =>
          contract.agency === agency &&
          contract.columns.every(({ name, aliases }) =>
            [name, ...aliases].some((each) => headers.has(plain(each))),
          ),
      );
      return fitting.length === 1 ? [] : [path];
    });

    expect(missing).toEqual(['extracts/human_services/cw_cases_2026-Q2_wrong.csv', 'truth/people.csv']);
  });
});

describe('the registry’s workspace', () => {
  const read = (path: string) =>
    readFile(new URL(`../../examples/registry/${path}`, import.meta.url), 'utf8');

  it('has nothing to say against it', async () => {
    const { findings } = await readExample('registry', '2026-05-15');

    expect(findings).toEqual([]);
  });

  it('never names the columns that hold the answer', async () => {
    const { workspace } = await readExample('registry', '2026-05-15');
    const laboratories = [...(workspace?.contracts.values() ?? [])].filter(
      ({ agency }) => agency === 'laboratories',
    );
    const headers = laboratories.flatMap(({ columns }) =>
      columns.flatMap(({ name, aliases }) => [name, ...aliases]),
    );

    expect(laboratories).toHaveLength(3);
    expect(headers.filter((header) => /match|expected|^id$/iu.test(header))).toEqual([]);
  });

  it('carries CDC’s verdict on each report, and the person meant where it is a match', async () => {
    const verdicts = rowsOf(await read('truth/verdicts.csv'));
    const reports = rowsOf(await read('extracts/laboratories/nbs_test.csv'));
    const told = new Map(
      verdicts.filter((row) => row.get('dataset') === 'reports').map((row) => [row.get('row_key'), row]),
    );

    expect(told.size).toBe(reports.length);
    for (const report of reports) {
      const verdict = told.get(JSON.stringify([report.get('Test Case #')]));
      const person = `seed-${report.get('Match Id')}`;
      expect(verdict?.get('verdict')).toBe(report.get('Expected Result'));
      expect(verdict?.get('person_id') === person).toBe(report.get('Expected Result') !== 'no_match');
    }
  });

  it('says whose data it holds', async () => {
    const notice = await read('extracts/NOTICE');

    for (const fact of [
      'CDCgov/RecordLinker',
      '922b53b',
      'OHDSI/dbt-synthea',
      'b948686',
      'Apache License 2.0',
      'CC0',
    ]) {
      expect(notice).toContain(fact);
    }
  });
});
