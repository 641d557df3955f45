import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { tributary } from './command-line.ts';
import { aFolder, SMALL_WORKSPACE, smallExtracts, writeFiles } from './small-workspace.ts';

describe('a data steward', () => {
  const folder = aFolder('steward');
  const landing = join(folder, '.tributary', 'landing', 'clinic');
  const env = { SOURCE_DATE_EPOCH: '1776700000' };
  const { patients } = smallExtracts();
  const submit = async (file: string, content?: string) => {
    if (content !== undefined) writeFiles(folder, { [`in/${file}`]: content });
    const answer = await tributary(
      [
        '--workspace',
        folder,
        '--json',
        'submit',
        '--agency',
        'clinic',
        '--dataset',
        'patients',
        '--period',
        '2026-Q1',
        join(folder, 'in', file),
      ],
      { env },
    );
    return { code: answer.code, receipt: JSON.parse(answer.out) };
  };
  const withBadRows = `${patients}P0,Twice,,Row,,1960-01-01,F,200-10-1000,,,,,,1\r\nP99,Bad,,Date,,1960-13-01,F,200-10-1001,,,,,,1\r\n`;

  beforeAll(() => writeFiles(folder, SMALL_WORKSPACE));

  it('tries a file first: the same findings, nothing stored, no key made', async () => {
    writeFiles(folder, { 'in/bad.csv': withBadRows });

    const tried = await tributary(
      [
        '--workspace',
        folder,
        '--json',
        'validate',
        '--agency',
        'clinic',
        '--dataset',
        'patients',
        join(folder, 'in', 'bad.csv'),
      ],
      { env },
    );

    expect(tried.code).toBe(0);
    expect(JSON.parse(tried.out)).toMatchObject({ status: 'partially_accepted', rows: { read: 63 } });
    expect(existsSync(join(folder, '.tributary'))).toBe(false);
  });

  it('asks for every finding as a file, which is never the file that is checked', async () => {
    const [bad, findings] = [join(folder, 'in', 'bad.csv'), join(folder, 'out', 'findings.csv')];
    const trying = ['--workspace', folder, 'validate', '--agency', 'clinic', '--dataset', 'patients', bad];

    const written = await tributary([...trying, '--findings', findings], { env });
    const refused = await tributary([...trying, '--findings', bad], { env });

    expect(written.code).toBe(0);
    const lines = readFileSync(findings, 'utf8').trimEnd().split('\r\n');
    expect(lines.slice(1).map((line) => line.split('","').slice(0, 2).join(' '))).toEqual([
      '"3 patient_id',
      '"63 patient_id',
      '"64 born',
    ]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('is the file to be checked itself');
    expect(readFileSync(bad, 'utf8')).toBe(withBadRows);
  });

  it('delivers it all the same, and is told which rows are in quarantine, by row and column', async () => {
    const { code, receipt } = await submit('bad.csv');

    expect(code).toBe(0);
    expect(receipt).toMatchObject({
      status: 'partially_accepted',
      number: 1,
      rows: { read: 63, accepted: 60, quarantined: 3 },
    });
    expect(receipt.findings).toContainEqual(expect.objectContaining({ column: 'born', rows: [64] }));
    expect(receipt.file.sha256).toBe(createHash('sha256').update(withBadRows).digest('hex'));
    expect(
      readdirSync(join(landing, 'quarantine', 'patients', '2026-Q1')).some((name) => name.endsWith('.csv')),
    ).toBe(true);
  });

  it('delivers the same file again: the same receipt, nothing changed', async () => {
    const receipts = () => readdirSync(join(landing, 'receipts', 'patients', '2026-Q1'));
    const before = receipts();

    const { receipt } = await submit('bad.csv');

    expect(receipt.number).toBe(1);
    expect(receipts()).toEqual(before);
  });

  it('delivers a corrected file: it replaces the whole period, and the receipt counts what changed', async () => {
    const { receipt } = await submit('good.csv', patients);

    expect(receipt).toMatchObject({
      status: 'accepted',
      number: 2,
      rows: { read: 61, accepted: 61 },
      changes: { added: 1, changed: 0, removed: 0, unchanged: 60 },
    });
  });

  it('sends the wrong file: it is rejected, and the earlier delivery stays in force', async () => {
    const { code, receipt } = await submit('wrong.csv', 'a,b\n1,2\n');
    const status = await tributary(['--workspace', folder, '--json', 'status'], { env });

    expect(code).toBe(1);
    expect(receipt).toMatchObject({ status: 'rejected', number: 3 });
    expect(receipt.next).toContain('stays in force');
    expect(JSON.parse(status.out).deliveries).toContainEqual(
      expect.objectContaining({
        dataset: 'clinic/patients',
        standing: 'rejected',
        rows: expect.objectContaining({ accepted: 61 }),
      }),
    );
  });

  it.each([
    [
      'a workbook',
      Buffer.from('PK\u0003\u0004[Content_Types].xml xl/workbook.xml', 'latin1'),
      /xlsx|workbook|excel/i,
    ],
    ['a PDF', Buffer.from('%PDF-1.7\n%âãÏÓ\n', 'latin1'), /PDF/],
    ['an empty file', Buffer.alloc(0), /empty/i],
  ])('sends %s: it is refused with a sentence that says so', async (_what, bytes, words) => {
    writeFiles(folder, { 'in/odd.csv': bytes });

    const { code, receipt } = await submit('odd.csv');

    expect(code).toBe(1);
    expect(receipt.findings[0].message).toMatch(words);
    expect(receipt.findings[0].remedy).toMatch(/\w+ \w+ \w+/);
  });

  it('after the agreement has expired, nothing is stored but the refusal', async () => {
    writeFiles(folder, { 'in/late.csv': patients.replace('Alder', 'Elder') });
    const before = readdirSync(join(landing, 'incoming'), { recursive: true }).length;

    const late = await tributary(
      [
        '--workspace',
        folder,
        'submit',
        '--agency',
        'clinic',
        '--dataset',
        'patients',
        '--period',
        '2026-Q1',
        join(folder, 'in', 'late.csv'),
      ],
      { env: { SOURCE_DATE_EPOCH: '1900000000' } },
    );

    expect(late.code).toBe(1);
    expect(late.out).toMatch(/small\s+expired\s+on\s+2027-12-31/);
    const stored = readdirSync(join(landing, 'incoming'), { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile(),
    );
    expect(stored.some(({ name }) => name === 'late.csv')).toBe(false);
    expect(before).toBeGreaterThan(0);
  });

  it('can be told by an auditor what became of each delivery', () => {
    const kept = readdirSync(join(folder, '.tributary', 'audit', 'deliveries'));
    const decisions = kept.map((name) =>
      JSON.parse(readFileSync(join(folder, '.tributary', 'audit', 'deliveries', name), 'utf8')),
    );

    expect(decisions.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['accepted', 'partially_accepted', 'rejected']),
    );
    expect(decisions.some(({ agreement }) => agreement === null)).toBe(true);
  });

  it('reads receipts as text, too', () => {
    const text =
      readdirSync(join(landing, 'receipts', 'patients', '2026-Q1')).find(
        (name) => name.startsWith('0001') && name.endsWith('.txt'),
      ) ?? '';

    expect(readFileSync(join(landing, 'receipts', 'patients', '2026-Q1', text), 'utf8')).toContain(
      'PARTIALLY ACCEPTED',
    );
  });
});

describe('a delivery with more causes than a step of the workflow may pass on', () => {
  it('is answered all the same, with every one of them', async () => {
    const folder = aFolder('many-causes');
    const names = Array.from({ length: 700 }, (_, at) => `measurement_${at}`);
    const columns = names.map((name) => `      - { name: ${name}, logicalType: integer }`).join('\n');
    const contract = SMALL_WORKSPACE['contracts/clinic/visits.yaml'] ?? '';
    writeFiles(folder, {
      ...SMALL_WORKSPACE,
      'contracts/clinic/visits.yaml': `${contract}${columns}\n`,
      'in/wide.csv': `patient_id,seen_on,${names.join()}\nP1,2026-01-01,${names.map(() => 'x').join()}\n`,
    });
    const options = ['--agency', 'clinic', '--dataset', 'visits', '--period', '2026-Q1'];
    const submit = ['--workspace', folder, '--json', 'submit', ...options, join(folder, 'in', 'wide.csv')];

    const first = await tributary(submit, { env: { SOURCE_DATE_EPOCH: '1776700000' } });
    const again = await tributary(submit, { env: { SOURCE_DATE_EPOCH: '1776700000' } });

    expect(first.code, first.err).toBe(1);
    expect(first.out.length).toBeGreaterThan(262_144);
    expect(
      JSON.parse(first.out).findings.filter(({ code }: { code: string }) => code === 'value_wrong_type'),
    ).toHaveLength(700);
    expect(again.out).toBe(first.out);
  });
});
