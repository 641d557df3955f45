import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DryRun, dryRun, dryRunText, readSample } from '../../lib/intake/intake.ts';
import { silent } from '../../lib/ports/progress.ts';
import { aBench, aColumn, aContract, type Bench, writtenTable } from './builders.ts';
import { deliver } from './delivering.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(async () => bench[Symbol.asyncDispose]());

const FILE = [
  ['client', 'surname', 'visited', 'site'],
  ['1', 'Lee', '2026-01-02', 'N'],
  ['', 'Ng', 'never', 'X'],
];

async function tryOut(bytes: Uint8Array | string): Promise<DryRun> {
  await bench.landing.put('desk/visits.csv', bytes);
  return dryRun({
    contract: aContract(),
    store: bench.landing,
    key: 'desk/visits.csv',
    workbench: bench.workbench,
    today: '2026-04-20',
    progress: silent,
  });
}

describe('a dry run', () => {
  it('finds what a delivery of the same file is told', async () => {
    const report = await tryOut(writtenTable(FILE));
    const { receipt } = await deliver(bench, { contract: aContract(), file: FILE });

    expect(DryRun.parse(report)).toMatchObject({
      status: receipt.status,
      rows: receipt.rows,
      findings: receipt.findings,
    });
  });

  it('stores nothing', async () => {
    await tryOut(writtenTable(FILE));

    const keys = (await bench.landing.list('')).map(({ key }) => key);
    expect(keys).toEqual(['desk/visits.csv']);
  });

  it('says which levels it could not run', async () => {
    const report = await tryOut(writtenTable(FILE));

    expect(report.levels.filter(({ ran }) => !ran).map(({ level }) => level)).toEqual([
      'datasets',
      'history',
    ]);
    expect(dryRunText(report)).toContain('a dry run does not see earlier deliveries');
  });

  it('refuses what no delivery could be, in lines that fit a terminal', async () => {
    const report = await tryOut('%PDF-1.7');

    expect(report.status).toBe('rejected');
    expect(dryRunText(report)).toContain('This is a PDF document, not a CSV file.');
    expect(
      Math.max(
        ...dryRunText(report)
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
  });

  it('reads a birth year of two digits by the day, or by the due date of the period where it is named', async () => {
    const contract = aContract({
      columns: [
        aColumn('client'),
        aColumn('born', { type: 'date', formats: ['M/d/yy'], role: 'birth_date', minimum: '1930-01-01' }),
      ],
    });
    await bench.landing.put('born.csv', 'client,born\n1,4/1/26\n');
    const tried = {
      contract,
      store: bench.landing,
      key: 'born.csv',
      workbench: bench.workbench,
      progress: silent,
    };

    const today = await dryRun({ ...tried, today: '2026-04-20' });
    const forLastYear = await dryRun({ ...tried, today: '2026-04-20', due: '2026-02-15' });

    expect(today.findings).toEqual([]);
    expect(forLastYear.findings).toMatchObject([
      { code: 'too_many_quarantined' },
      { code: 'value_too_small' },
    ]);
  });

  it('says where every row of a finding is named', async () => {
    const many = Array.from({ length: 30 }, (_, at) => [String(at), 'Lee', 'never', 'N']);
    const report = await tryOut(writtenTable([...FILE, ...many]));

    expect(dryRunText(report, 'found.csv')).toMatch(/all\s+of\s+them\s+in\s+found\.csv/);
    expect(dryRunText(report)).toMatch(/with\s+--findings\s+FILE/);
  });

  it('gives every finding row by row to who asks for it', async () => {
    await bench.landing.put('visits.csv', writtenTable(FILE));
    const parts: Uint8Array[] = [];

    await dryRun({
      contract: aContract(),
      store: bench.landing,
      key: 'visits.csv',
      workbench: bench.workbench,
      today: '2026-04-20',
      progress: silent,
      saveFindings: async (csv) => {
        for await (const part of csv) parts.push(part);
      },
    });

    const lines = Buffer.concat(parts).toString('utf8').trimEnd().split('\r\n');
    expect(lines.slice(1).map((line) => line.split('","').slice(0, 5).join(' '))).toEqual([
      '"3 client value error value_missing',
      '"3 visited value error value_wrong_type',
      '"3 site value error code_unknown',
    ]);
  });
});

describe('a sample for drafting a contract', () => {
  it('holds the headers and the values below each', async () => {
    await bench.landing.put('file', writtenTable(FILE, { delimiter: ';', encoding: 'windows-1252' }));

    const sampled = await readSample(bench.landing, 'file');

    expect(sampled).toMatchObject({
      sample: {
        headers: FILE[0],
        values: [
          ['1', ''],
          ['Lee', 'Ng'],
          ['2026-01-02', 'never'],
          ['N', 'X'],
        ],
      },
    });
  });

  it('is refused for what is no table', async () => {
    await bench.landing.put('file', Buffer.from('504b0304', 'hex'));

    expect(await readSample(bench.landing, 'file')).toMatchObject({ finding: { code: 'file_not_a_table' } });
  });
});
