import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deliveryKeys } from '../../lib/intake/intake.ts';
import type { Column, Contract, RowRule } from '../../lib/workspace/model.ts';
import { aBench, aColumn, aContract, type Bench } from './builders.ts';
import { deliver, textOf } from './delivering.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await aBench();
});
afterEach(async () => bench[Symbol.asyncDispose]());

const HEADER = ['client', 'surname', 'visited', 'site'];
const row = (client: string, surname = 'Lee', visited = '2026-01-02', site = 'N') => [
  client,
  surname,
  visited,
  site,
];
const aRule = (traits: Partial<RowRule>): RowRule => ({
  name: 'a_rule',
  expression: 'true',
  description: '',
  severity: 'error',
  level: 'row',
  ...traits,
});

async function findingsOf(contract: Contract, ...rows: (readonly string[])[]) {
  const delivered = await deliver(bench, { contract, file: [HEADER, ...rows] });
  return delivered.receipt.findings;
}

/** A contract in which one column has further traits. */
function asking(name: string, traits: Partial<Column>): Contract {
  return aContract({
    columns: aContract().columns.map((column) => (column.name === name ? { ...column, ...traits } : column)),
  });
}

describe('the checks of a delivery', () => {
  it('accepts good rows, typed, with the row numbers of a spreadsheet', async () => {
    const { receipt, accepted } = await deliver(bench, {
      contract: aContract(),
      file: [HEADER, row('007'), row('8', '', '')],
    });

    expect(receipt).toMatchObject({
      status: 'accepted',
      findings: [],
      rows: { read: 2, accepted: 2, quarantined: 0, withheld: 0 },
    });
    expect(accepted).toEqual([
      { row_number: 2n, client: '007', surname: 'Lee', visited: '2026-01-02', site: 'N' },
      { row_number: 3n, client: '8', surname: null, visited: null, site: 'N' },
    ]);
  });

  it.each<readonly [string, Contract, readonly string[], string, string]>([
    ['a missing value', aContract(), row(''), 'value_missing', 'client'],
    ['a wrong date', aContract(), row('2', 'Lee', '2026-13-01'), 'value_wrong_type', 'visited'],
    ['an unknown code', aContract(), row('2', 'Lee', '', 'X'), 'code_unknown', 'site'],
    ['a wrong form', asking('client', { pattern: '[0-9]+' }), row('2x'), 'value_wrong_pattern', 'client'],
    ['a short value', asking('surname', { minLength: 2 }), row('2', 'L'), 'value_too_short', 'surname'],
    ['a long value', asking('surname', { maxLength: 3 }), row('2', 'Leee'), 'value_too_long', 'surname'],
    [
      'a date too early',
      asking('visited', { minimum: '2026-01-01' }),
      row('2', 'Lee', '2025-12-31'),
      'value_too_small',
      'visited',
    ],
    [
      'a date too late',
      asking('visited', { maximum: '2026-01-31' }),
      row('2', 'Lee', '2026-02-01'),
      'value_too_large',
      'visited',
    ],
    [
      'a number too large',
      asking('client', { type: 'integer', maximum: 10 }),
      row('11'),
      'value_too_large',
      'client',
    ],
    [
      'an empty part of the row key',
      aContract({ rowKey: ['client', 'visited'] }),
      row('2', 'Lee', ''),
      'row_key_missing',
      'visited',
    ],
    [
      'a broken rule',
      aContract({ rules: [aRule({ expression: "visited < DATE '2026-01-31'" })] }),
      row('2', 'Lee', '2026-02-01'),
      'rule_broken',
      '',
    ],
  ])(
    'puts a row with %s in quarantine and names cause, column and row',
    async (_, contract, bad, code, column) => {
      const { receipt, accepted } = await deliver(bench, {
        contract,
        file: [HEADER, row('1'), bad, row('3')],
      });

      expect(receipt).toMatchObject({
        status: 'partially_accepted',
        rows: { read: 3, accepted: 2, quarantined: 1, withheld: 0 },
      });
      expect(receipt.findings).toEqual([
        expect.objectContaining({
          code,
          severity: 'error',
          column: column === '' ? null : column,
          count: 1,
          rows: [3],
        }),
      ]);
      expect(accepted.map((one) => one['row_number'])).toEqual([2n, 4n]);
    },
  );

  it('keeps a row that only breaks what the contract calls a warning', async () => {
    const contract = asking('site', { codes: { map: { N: 'n' }, severity: 'warning' } });

    const { receipt, accepted } = await deliver(bench, {
      contract,
      file: [HEADER, row('1'), row('2', 'Lee', '', 'X')],
    });

    expect(receipt).toMatchObject({ status: 'accepted_with_errors', rows: { accepted: 2, quarantined: 0 } });
    expect(accepted).toHaveLength(2);
  });

  it.each<readonly [string, Partial<Column>, string, string]>([
    ['a wrong date', { type: 'date' }, '1948-11F24', 'value_wrong_type'],
    ['a number that is none', { type: 'integer' }, 'twelve', 'value_wrong_type'],
    ['a wrong form', { pattern: '[0-9]+' }, '2x', 'value_wrong_pattern'],
    ['a short value', { minLength: 2 }, 'L', 'value_too_short'],
    ['a long value', { maxLength: 3 }, 'Leee', 'value_too_long'],
    ['a date too early', { type: 'date', minimum: '1900-01-01' }, '1899-12-31', 'value_too_small'],
    ['a date too late', { type: 'date', maximum: '2026-12-31' }, '2027-01-01', 'value_too_large'],
    ['a number too large', { type: 'number', maximum: 1 }, '1.5', 'value_too_large'],
    ['an unknown code', { codes: { map: { N: 'n' }, severity: 'error' } }, 'X', 'code_unknown'],
  ])(
    'lets %s count as missing where the contract says so, and keeps the row with a warning',
    async (_, traits, text, code) => {
      const contract = asking('visited', { type: 'string', ...traits, invalid: 'missing' });

      const { receipt, accepted } = await deliver(bench, {
        contract,
        file: [HEADER, row('1', 'Lee', ''), row('2', 'Ng', text), row('3', 'Oh', '')],
      });

      expect(receipt).toMatchObject({
        status: 'accepted_with_errors',
        rows: { read: 3, accepted: 3, quarantined: 0, withheld: 0 },
      });
      expect(receipt.findings).toEqual([
        expect.objectContaining({
          code,
          severity: 'warning',
          column: 'visited',
          count: 1,
          rows: [3],
          message: expect.stringContaining('counts as missing'),
        }),
      ]);
      expect(accepted.map(({ client, visited }) => [client, visited])).toEqual([
        ['1', null],
        ['2', null],
        ['3', null],
      ]);
    },
  );

  it('keeps what fits in a column that lets the rest count as missing', async () => {
    const contract = asking('visited', {
      type: 'date',
      minimum: '2026-01-01',
      pattern: '.{10}',
      invalid: 'missing',
    });

    const { accepted } = await deliver(bench, {
      contract,
      file: [HEADER, row('1', 'Lee', '2026-01-01'), row('2', 'Lee', '2025-12-31'), row('3', 'Lee', 'soon')],
    });

    expect(accepted.map(({ visited }) => visited)).toEqual(['2026-01-01', null, null]);
  });

  it('asks rules, references and repetitions of what is left when a value counts as missing', async () => {
    const contract = {
      ...asking('visited', { type: 'date', unique: true, maximum: '2026-12-31', invalid: 'missing' }),
      rules: [aRule({ name: 'not_late', expression: "visited < DATE '2026-06-01'" })],
    };

    const { receipt, accepted } = await deliver(bench, {
      contract,
      file: [
        HEADER,
        row('1', 'Lee', '2027-01-01'),
        row('2', 'Ng', '2027-01-01'),
        row('3', 'Oh', '2026-07-01'),
      ],
    });

    expect(receipt.findings.map(({ code, severity, rows }) => [code, severity, rows])).toEqual([
      ['value_too_large', 'warning', [2, 3]],
      ['rule_broken', 'error', [4]],
    ]);
    expect(accepted.map(({ client }) => client)).toEqual(['1', '2']);
  });

  it('keeps an unknown code as it is where the contract calls that a warning, whatever becomes of invalid values', async () => {
    const contract = asking('site', {
      codes: { map: { N: 'north' }, severity: 'warning' },
      invalid: 'missing',
    });

    const { accepted } = await deliver(bench, { contract, file: [HEADER, row('1', 'Lee', '', 'X')] });

    expect(accepted.map(({ site }) => site)).toEqual(['X']);
  });

  it('still puts a row aside for another column', async () => {
    const contract = asking('visited', { invalid: 'missing' });

    const { receipt } = await deliver(bench, {
      contract,
      file: [HEADER, row('', 'Lee', 'never'), row('2', 'Ng', 'never')],
    });

    expect(receipt.rows).toEqual({ read: 2, accepted: 1, quarantined: 1, withheld: 0 });
    expect(receipt.findings.map(({ code, severity, count }) => [code, severity, count])).toEqual([
      ['value_missing', 'error', 1],
      ['value_wrong_type', 'warning', 2],
    ]);
  });

  it('reads a birth year of two digits by the day when the file arrived, or was due', async () => {
    const contract = asking('visited', { role: 'birth_date', formats: ['M/d/yy'] });
    const file = [HEADER, row('1', 'Lee', '4/20/26'), row('2', 'Ng', '4/21/26'), row('3', 'Oh', '1/1/26')];

    const now = await deliver(bench, { contract, file, period: '2026-Q1' });
    const longAfter = await deliver(bench, { contract, file, period: '2025-Q1' });

    expect(now.accepted.map(({ visited }) => visited)).toEqual(['2026-04-20', '1926-04-21', '2026-01-01']);
    expect(longAfter.accepted.map(({ visited }) => visited)).toEqual([
      '1926-04-20',
      '1926-04-21',
      '1926-01-01',
    ]);
  });

  it('groups findings by cause, counts every row and names the first twenty', async () => {
    const rows = Array.from({ length: 50 }, (_, at) => row(String(at), 'Lee', at % 2 === 0 ? 'soon' : ''));

    const [finding] = await findingsOf(aContract(), ...rows);

    expect(finding).toMatchObject({ code: 'value_wrong_type', count: 25 });
    expect(finding?.rows).toEqual(Array.from({ length: 20 }, (_, at) => 2 + 2 * at));
  });

  it('shows unknown codes with how often each occurs', async () => {
    const [finding] = await findingsOf(
      aContract(),
      row('1', 'a', '', 'X'),
      row('2', 'b', '', 'X'),
      row('3', 'c', '', 'Y'),
      row('4'),
    );

    expect(finding?.message).toContain("'X' (2), 'Y' (1)");
  });

  it('does not show a code that stands in an identifying column of the file, or looks like a number of a person', async () => {
    const [finding] = await findingsOf(
      aContract(),
      row('1', 'Zanzibarova'),
      row('2', 'x', '', 'ZANZIBAROVA'),
      row('3', 'x', '', '123-45-6789'),
      row('4', 'x', '', '123456789'),
    );

    expect(finding).toMatchObject({ code: 'code_unknown', count: 3 });
    expect(finding?.message).not.toMatch(/zanzibarova|45-6789|123456789/i);
  });

  it('shows none of the values where there are too many for codes, as when two columns are exchanged', async () => {
    const names = Array.from({ length: 40 }, (_, at) =>
      row(String(at), 'N', '', `Name${String.fromCharCode(65 + at)}`),
    );

    const [finding] = await findingsOf(aContract({ maxQuarantinedShare: 1 }), row('x'), ...names);

    expect(finding).toMatchObject({ code: 'code_unknown', count: 40 });
    expect(finding?.message).toContain('40 different values are not repeated here');
    expect(finding?.message).not.toContain('NameA');
  });

  it('rejects a file past the share of bad rows that the contract lets pass', async () => {
    const contract = aContract({ maxQuarantinedShare: 0.25 });

    const at = await deliver(bench, { contract, file: [HEADER, row(''), row('2'), row('3'), row('4')] });
    const past = await deliver(bench, { contract, file: [HEADER, row(''), row(''), row('3'), row('4')] });

    expect(at.receipt.status).toBe('partially_accepted');
    expect(past.receipt).toMatchObject({ status: 'rejected', rows: { read: 4, accepted: 0 }, changes: null });
    expect(past.receipt.findings).toContainEqual(
      expect.objectContaining({ code: 'too_many_quarantined', severity: 'fatal', count: 2 }),
    );
  });

  it('lets exactly the share pass that the contract names', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => row(at < 29 ? '' : String(at)));

    const { receipt } = await deliver(bench, {
      contract: aContract({ maxQuarantinedShare: 0.29 }),
      file: [HEADER, ...rows],
    });

    expect(receipt).toMatchObject({ status: 'partially_accepted', rows: { quarantined: 29 } });
  });

  it('rejects a file of which no row can be taken in, whatever the contract lets pass', async () => {
    const contract = aContract({ maxQuarantinedShare: 1 });

    const { receipt } = await deliver(bench, { contract, file: [HEADER, row(''), row('')] });

    expect(receipt).toMatchObject({ status: 'rejected', rows: { read: 2, accepted: 0 } });
  });

  it('keeps the first of rows that are alike, and none of rows that share a key and differ', async () => {
    const contract = aContract({ rowKey: ['client'] });

    const { receipt, accepted } = await deliver(bench, {
      contract,
      file: [HEADER, row('1'), row('1'), row('2', 'Ng'), row('2', 'Li'), row('3')],
    });

    expect(receipt.findings).toEqual([
      expect.objectContaining({ code: 'row_repeated', level: 'case', rows: [3] }),
      expect.objectContaining({ code: 'row_key_repeated', level: 'case', column: 'client', rows: [4, 5] }),
    ]);
    expect(accepted.map((one) => one['row_number'])).toEqual([2n, 6n]);
  });

  it('does not count a row in quarantine as a repetition', async () => {
    const contract = aContract({ rowKey: ['client'] });

    const { accepted } = await deliver(bench, {
      contract,
      file: [HEADER, row('1', 'Ng', 'never'), row('1', 'Li')],
    });

    expect(accepted.map((one) => one['row_number'])).toEqual([3n]);
  });

  it('finds a unique value that repeats, and a person who should occur once', async () => {
    const contract = { ...asking('surname', { unique: true }), oncePerPerson: true };

    const findings = await findingsOf(
      contract,
      row('1', 'Ng'),
      row('2', 'Ng'),
      row('3', 'Li'),
      row('3', 'Lu'),
      row('4', ''),
      row('5', ''),
    );

    expect(findings.map(({ code, rows }) => [code, rows])).toEqual([
      ['person_repeated', [4, 5]],
      ['value_repeated', [2, 3]],
    ]);
  });

  it('asks a rule over the rows of one person', async () => {
    const contract = aContract({
      rules: [
        aRule({
          level: 'case',
          expression: 'count(DISTINCT surname) <= 1',
          description: 'A person has one surname',
        }),
      ],
    });

    const [finding] = await findingsOf(contract, row('1', 'Ng'), row('1', 'Li'), row('2', 'Ng'));

    expect(finding).toMatchObject({
      code: 'case_rule_broken',
      level: 'case',
      rows: [2, 3],
      message: expect.stringContaining('A person has one surname.'),
    });
  });

  it('withholds a row without a required consent, whatever else is wrong with it', async () => {
    const contract = aContract({
      columns: [
        ...aContract().columns,
        aColumn('agreed', {
          role: 'consent',
          required: true,
          codes: { map: { Y: 'yes', N: 'no' }, severity: 'error' },
        }),
      ],
      requiredConsent: ['Y'],
    });

    const file = [
      [...HEADER, 'agreed'],
      [...row('1'), 'Y'],
      [...row('2'), 'N'],
      [...row(''), ''],
      [...row('4'), 'maybe'],
    ];
    const { receipt, accepted } = await deliver(bench, { contract, file });

    expect(receipt.rows).toEqual({ read: 4, accepted: 1, quarantined: 1, withheld: 2 });
    expect(receipt.findings.map(({ code, rows }) => [code, rows])).toEqual([
      ['code_unknown', [5]],
      ['consent_missing', [3, 4]],
    ]);
    expect(accepted.map((one) => one['client'])).toEqual(['1']);
  });

  it('accepts a file in which every row is withheld, and takes in nothing', async () => {
    const contract = aContract({
      columns: [...aContract().columns, aColumn('agreed', { role: 'consent' })],
      requiredConsent: ['Y'],
    });

    const { receipt, accepted } = await deliver(bench, {
      contract,
      file: [
        [...HEADER, 'agreed'],
        [...row('1'), ''],
      ],
    });

    expect(receipt).toMatchObject({ status: 'accepted', rows: { read: 1, withheld: 1, accepted: 0 } });
    expect(accepted).toEqual([]);
  });

  it('checks references against the dataset that is in force, and says when there is none', async () => {
    const { landing, workbench } = bench;
    const clients = aContract({ id: 'clinic/clients', dataset: 'clients', rowKey: ['client'] });
    const contract = aContract({
      references: [{ column: 'client', to: 'clinic/clients', toColumn: 'client', severity: 'error' }],
    });
    const contracts = new Map([[clients.id, clients]]);

    const before = await deliver(bench, { contract, contracts, file: [HEADER, row('1'), row('9')] });
    const { delivery } = await deliver(bench, {
      contract: clients,
      file: [HEADER, row('1')],
      name: 'clients.csv',
    });
    await workbench.saveParquet(
      `SELECT 'r1' AS record_id, '["1"]' AS row_key, '1' AS local_id`,
      landing,
      `record-ids/clients/${delivery?.deliveryId}.parquet`,
    );
    const after = await deliver(bench, {
      contract,
      contracts,
      period: '2026-Q2',
      file: [HEADER, row('1'), row('9')],
    });

    expect(before.receipt.levels).toContainEqual({
      level: 'datasets',
      ran: false,
      why: 'no delivery of clinic/clients is in force',
    });
    expect(after.receipt.levels).toContainEqual({ level: 'datasets', ran: true, why: null });
    expect(after.receipt.findings).toContainEqual(
      expect.objectContaining({ code: 'reference_unknown', level: 'datasets', rows: [3] }),
    );
    expect(after.accepted.map((one) => one['client'])).toEqual(['1']);
  });

  it('warns where the volume moved further than the contract expects against the period before', async () => {
    const contract = aContract({ maxVolumeChange: 0.5 });

    const first = await deliver(bench, {
      contract,
      period: '2025-Q4',
      file: [HEADER, row('1'), row('2'), row('3'), row('4')],
    });
    const within = await deliver(bench, { contract, period: '2026-Q1', file: [HEADER, row('1'), row('2')] });
    const beyond = await deliver(bench, {
      contract,
      period: '2026-Q2',
      file: [HEADER, row('1'), row('2'), row('3'), row('4')],
    });

    expect(first.receipt.levels.at(-1)).toMatchObject({ level: 'history', ran: false });
    expect(within.receipt.findings).toEqual([]);
    expect(beyond.receipt).toMatchObject({
      status: 'accepted_with_errors',
      findings: [{ code: 'volume_moved', message: '4 rows after 2 rows in 2026-Q1, 100% more.' }],
    });
  });

  it('writes the rows in quarantine as they came, so that a spreadsheet runs nothing', async () => {
    const { delivery } = await deliver(bench, {
      contract: aContract(),
      file: [HEADER, row('=cmd()', '@x "y"', 'never'), row('1')],
    });
    if (delivery === undefined) throw new Error('no delivery');

    const text = await textOf(bench, deliveryKeys(delivery).rows);

    expect(text).toBe(
      [
        '\ufeff"row","cause","client","surname","visited","site","row as delivered"',
        `"2","value_wrong_type: visited","'=cmd()","'@x ""y""","never","N",""`,
        '',
      ].join('\r\n'),
    );
  });

  it('names every row of every cause in the findings file', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => row(String(at), 'Lee', 'soon'));
    const { delivery } = await deliver(bench, {
      contract: aContract({ maxQuarantinedShare: 1 }),
      file: [HEADER, row('a'), ...rows],
    });
    if (delivery === undefined) throw new Error('no delivery');

    const lines = (await textOf(bench, deliveryKeys(delivery).findings)).trimEnd().split('\r\n');

    expect(lines.slice(1).map((line) => Number(/^"(\d+)"/.exec(line)?.[1]))).toEqual(
      Array.from({ length: 30 }, (_, at) => at + 3),
    );
  });

  it('keeps rows that are out of step in the quarantine file with their whole text', async () => {
    const { delivery, receipt } = await deliver(bench, {
      contract: aContract(),
      file: `${HEADER.join()}\n1,"Lee,2026-01-02,N\n2,"Ng",2026-01-02,N\n3,Oh,2026-01-03,S\n`,
    });
    if (delivery === undefined) throw new Error('no delivery');

    expect(receipt.rows).toEqual({ read: 2, accepted: 1, quarantined: 1, withheld: 0 });
    expect(receipt.findings).toEqual([
      expect.objectContaining({
        code: 'quote_unbalanced',
        column: 'surname',
        rows: [2],
        message: expect.stringContaining('lines 2–3'),
      }),
    ]);
    expect(await textOf(bench, deliveryKeys(delivery).rows)).toContain('Ng');
  });

  it('never repeats a value of an identifying column outside the quarantine file', async () => {
    const plant = 'Zanzibarova';
    const contract = {
      ...asking('surname', { pattern: '[A-Z]+', maxLength: 5, unique: true }),
      rowKey: ['surname'],
    };
    const file = [
      HEADER,
      row('1', plant),
      row('2', plant),
      row(plant, 'ZAN', plant, plant),
      row('', 'OK'),
      [plant, plant, '2026-01-02', 'N', plant],
    ];

    const { receipt, delivery } = await deliver(bench, { contract, file });
    if (delivery === undefined) throw new Error('no delivery');

    expect(receipt.rows.read).toBe(5);
    expect(JSON.stringify(receipt)).not.toContain(plant);
    expect(await textOf(bench, deliveryKeys(delivery).findings)).not.toContain(plant);
    expect(await textOf(bench, deliveryKeys(delivery).outcome)).not.toContain(plant);
    expect(await textOf(bench, deliveryKeys(delivery).rows)).toContain(plant);
  });
});
