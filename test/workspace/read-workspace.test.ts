import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  FINDING_CODES,
  readWorkspace,
  requireWorkspace,
  WorkspaceUnfit,
} from '../../lib/workspace/workspace.ts';
import {
  AGREEMENT,
  aWorkspace,
  COLLABORATIVE,
  CONTRACT,
  findingsOf,
  INDICATOR,
  TODAY,
  workspaceFiles,
} from './a-workspace.ts';

/** The line of a text in a file of the documented workspace. */
function lineOf(text: string, file = CONTRACT): number {
  return (workspaceFiles().get(file) ?? '').split('\n').findIndex((line) => line.includes(text)) + 1;
}

describe('the examples of docs/workspace.md', () => {
  it('make up a workspace without a finding', () => {
    const findings = findingsOf({});

    expect(findings).toEqual([]);
  });

  it('become contracts with every default filled in', () => {
    const seats = aWorkspace().contracts.get('childcare/seats');

    expect(seats).toMatchObject({
      ofPeople: false,
      frequency: 'quarter',
      dueDays: 45,
      maxQuarantinedShare: 0.1,
      maxVolumeChange: 0.5,
      oncePerPerson: false,
      requiredConsent: [],
      rowKey: ['facility'],
    });
  });

  it.each([
    ['this dataset', 'contracts/childcare/children.yaml', '', 'childcare/children'],
    [
      'the dataset that its relationship names',
      'contracts/childcare/children.yaml',
      '        relationships: [{ to: seats.facility }]\n',
      'childcare/seats',
    ],
  ])('number people by %s where no scope is said', (_, path, relationship, scope) => {
    const text = `apiVersion: v3.1.0
kind: DataContract
id: children
version: 1.0.0
status: active
schema:
  - name: children
    properties:
      - name: child_id
${relationship}        customProperties: [{ property: role, value: local_id }]
`;

    const contract = aWorkspace({ [path]: text }).contracts.get('childcare/children');

    expect(contract?.localId).toEqual({ column: 'child_id', scope });
  });

  it('keep of a birth date its year and the age, and never the date', () => {
    const enrolment = aWorkspace().contracts.get('schools/enrolment');

    const birth = enrolment?.columns.find(({ role }) => role === 'birth_date');

    expect(birth?.keep).toEqual([
      { as: 'birth_year', derive: 'birth_year' },
      { as: 'age', derive: 'age_at', at: 'period_end' },
    ]);
  });
});

describe('docs/workspace.md', () => {
  it('lists every code that a finding can have', () => {
    const page = readFileSync(new URL('../../docs/workspace.md', import.meta.url), 'utf8');
    const narrow = page.replaceAll(/ {2,}\|/g, ' |');

    const rows = Object.entries(FINDING_CODES).map(([code, about]) => `| \`${code}\` | ${about} |\n`);

    expect(narrow).toContain(rows.join(''));
  });
});

describe('a file is held against its kind', () => {
  it.each([
    ['a misspelt key', CONTRACT, 'description:', 'descripton:', 'unknown_key', 'Did you mean "description"?'],
    [
      'a key of another kind',
      AGREEMENT,
      'authority:',
      'steward: x\nauthority:',
      'unknown_key',
      'Take it out.',
    ],
    ['a misspelt role', CONTRACT, 'value: local_id', 'value: localid', 'value', 'Did you mean "local_id"?'],
    [
      'a misspelt derivation',
      CONTRACT,
      '- birth_year',
      '- birth_yaer',
      'value',
      'Did you mean "birth_year"?',
    ],
    [
      'a type that there is none of',
      CONTRACT,
      'logicalType: date',
      'logicalType: datetime',
      'value',
      'string, integer',
    ],
    ['a date that does not exist', AGREEMENT, '2028-06-30', '2028-02-31', 'value', 'a date that exists'],
    ['a share above one', CONTRACT, 'value: 0.1', 'value: 10', 'value', 'at most 1'],
    ['a header as a name', CONTRACT, 'name: student_id', 'name: Student ID', 'value', 'aliases'],
    [
      'an address that is none',
      'agencies/childcare.yaml',
      'dana.wolf@childcare.example',
      'dana',
      'value',
      'e-mail',
    ],
    [
      'an empty value',
      INDICATOR,
      'title: Children enrolled, by area and age',
      'title:',
      'value',
      'take the key out',
    ],
    ['a period in words', COLLABORATIVE, 'first: 2026-Q1', 'first: spring', 'value', '2026-Q1'],
    [
      'an expression that is empty',
      CONTRACT,
      'implementation: exit_date >= entry_date',
      "implementation: ''",
      'value',
      'not empty',
    ],
  ])('%s is found', (_, file, from, to, code, remedy) => {
    const findings = findingsOf({ [file]: [[from, to]] });

    const found = findings.find((finding) => finding.code === code);
    expect(found).toMatchObject({ file, severity: 'error' });
    expect(found?.remedy).toContain(remedy);
  });

  it('a missing key is found at what should hold it', () => {
    const findings = findingsOf({
      [AGREEMENT]: [['authority: Kestrel County Code 12.34; 20 U.S.C. 1232g(b)(1)(F)\n', '']],
    });

    expect(findings).toEqual([
      expect.objectContaining({
        code: 'missing_key',
        line: 2,
        column: 1,
        message: '"authority" is missing.',
      }),
    ]);
  });

  it('a finding points at line and column of the value', () => {
    const text = 'name: county\ntitle: County\ncalendar:\n  first: 2026-Q1\n  cycle: fortnight\n';

    const findings = findingsOf({ [COLLABORATIVE]: text });

    expect(findings).toMatchObject([{ line: 5, column: 10, message: '"cycle" cannot be "fortnight".' }]);
  });

  it('YAML that is none, a key said twice and anchors without end are findings', () => {
    const texts = ['a: [1', 'name: x\nname: y\n', 'a: &a [*a]\n', `${'['.repeat(20_000)}`];

    const codes = texts.map((text) => findingsOf({ [AGREEMENT]: text }).map(({ code }) => code)[0]);

    expect(codes).toEqual(['yaml', 'duplicate', 'yaml', 'yaml']);
  });

  it('every finding of several files is told, ordered by file and line', () => {
    const findings = findingsOf({
      [INDICATOR]: [['unit: person', 'unit: household']],
      [CONTRACT]: [
        ['value: local_id', 'value: localid'],
        ['status: active', 'status: []'],
      ],
    });

    expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual([
      `${CONTRACT}:${lineOf('status: active')}`,
      `${CONTRACT}:${lineOf('value: local_id')}`,
      `${INDICATOR}:${lineOf('unit: person', INDICATOR)}`,
    ]);
  });

  it('a workspace with an error is not given to who goes on to work with it', () => {
    const files = workspaceFiles({ [CONTRACT]: [['value: local_id', 'value: localid']] });

    const refused = () => requireWorkspace(files, { folder: 'example', today: TODAY });

    expect(refused).toThrow(WorkspaceUnfit);
    expect(refused).toThrow(`1 error. The first: ${CONTRACT}:${lineOf('value: local_id')}:`);
    expect(refused).toThrow('tributary check');
  });
});

describe('files lie where their kind lies', () => {
  it.each([
    ['agencies/Public Health.yaml', 'public_health'],
    ['agencies/schools.yml', 'schools.yaml'],
    ['contracts/enrolment.yaml', 'contracts/<agency>/<dataset>.yaml'],
    ['contracts/schools/2026-enrolment.yaml', 'x_2026_enrolment'],
  ])('%s is refused', (path, remedy) => {
    const findings = findingsOf({ [path]: 'name: x\n' });

    expect(findings).toMatchObject([{ file: path, code: 'file', severity: 'error' }]);
    expect(findings[0]?.remedy).toContain(remedy);
  });

  it('a folder without collaborative.yaml says how to begin', () => {
    const { workspace, findings } = readWorkspace(new Map(), { folder: 'empty', today: TODAY });

    expect(workspace).toBeUndefined();
    expect(findings).toMatchObject([{ file: 'collaborative.yaml', code: 'file' }]);
    expect(findings[0]?.remedy).toContain('tributary init');
  });
});

describe('the Open Data Contract Standard', () => {
  const UNUSED = `team: { name: data, members: [{ username: ada }] }
price: { priceAmount: 1, priceCurrency: USD }
support: [{ channel: help, url: 'mailto:help@schools.example' }]
servers: [{ server: prod, type: s3, location: 's3://bucket/x' }]
roles: [{ role: reader, access: read }]
tags: [k12]
authoritativeDefinitions: [{ url: 'https://ceds.example', type: definition }]
contractCreatedTs: 2026-01-01T00:00:00Z
`;

  it('fields that Tributary does not use are accepted as the standard has them', () => {
    const findings = findingsOf({ [CONTRACT]: [['status: active\n', `status: active\n${UNUSED}`]] });

    expect(findings).toEqual([]);
  });

  it('custom properties that Tributary does not know survive', () => {
    const workspace = aWorkspace({
      [CONTRACT]: [
        [
          '- { property: role, value: local_id }',
          '- { property: role, value: local_id }\n          - { property: cedsElement, value: "001071" }',
        ],
        [
          '- { property: oncePerPerson, value: true }',
          '- { property: oncePerPerson, value: true }\n  - { property: retentionClass, value: { years: 7 } }',
        ],
      ],
    });

    const enrolment = workspace.contracts.get('schools/enrolment');

    expect(enrolment?.custom).toEqual({ retentionClass: { years: 7 } });
    expect(enrolment?.columns[0]?.custom).toEqual({ cedsElement: '001071' });
  });

  it('a column may let what does not fit count as missing', () => {
    const { contracts } = aWorkspace({
      [CONTRACT]: [
        [
          '- { property: role, value: birth_date }',
          '- { property: role, value: birth_date }\n          - { property: invalid, value: missing }',
        ],
      ],
    });

    const born = contracts.get('schools/enrolment')?.columns.find(({ name }) => name === 'date_of_birth');
    expect(born?.invalid).toBe('missing');
  });

  it.each([
    ['that is required', '- { property: role, value: surname }'],
    ['that names a row', '- { property: role, value: local_id }'],
    ['that gives consent', '- { property: role, value: consent }'],
  ])('a column %s cannot let invalid values count as missing', (_, role) => {
    const findings = findingsOf({
      [CONTRACT]: [[role, `${role}\n          - { property: invalid, value: missing }`]],
    });

    expect(findings).toMatchObject([
      { severity: 'error', code: 'value', remedy: expect.stringContaining('"invalid"') },
    ]);
  });

  it('a custom property that is nearly a known one is told', () => {
    const findings = findingsOf({ [CONTRACT]: [['property: aliases', 'property: alias']] });

    expect(findings).toMatchObject([
      { code: 'unknown_key', severity: 'warning', remedy: expect.stringContaining('"aliases"') },
    ]);
  });

  it('a setting of the dataset at a column is an error', () => {
    const findings = findingsOf({
      [CONTRACT]: [
        ['property: aliases, value: [Student ID, SIS Number]', 'property: oncePerPerson, value: true'],
      ],
    });

    expect(findings).toMatchObject([
      { code: 'unknown_key', severity: 'error', message: '"oncePerPerson" says nothing here.' },
    ]);
  });

  it('a check of another engine is accepted, and told not to be run', () => {
    const check = '      - { type: library, metric: rowCount, mustBeGreaterThan: 100 }\n';

    const findings = findingsOf({ [CONTRACT]: [['    quality:\n', `    quality:\n${check}`]] });

    expect(findings).toMatchObject([{ code: 'not_run', severity: 'warning' }]);
  });

  it('codes with leading zeros stay what they are without quotes', () => {
    const workspace = aWorkspace({ [CONTRACT]: [['[K, "01", "02", "03"]', '[K, 01, 02, 10]']] });

    const grade = workspace.contracts.get('schools/enrolment')?.columns.find(({ name }) => name === 'grade');

    expect(Object.keys(grade?.codes?.map ?? {}).sort()).toEqual(['01', '02', '10', 'K']);
  });

  it('a code that an agency sends finds only what the contract wrote', () => {
    const grade = aWorkspace()
      .contracts.get('schools/enrolment')
      ?.columns.find(({ name }) => name === 'grade');

    const found = ['constructor', '__proto__', 'toString'].map((code) => grade?.codes?.map[code]);

    expect(found).toEqual([undefined, undefined, undefined]);
  });

  it('the digest of a contract goes by its text, line endings aside', () => {
    const [plain = ''] = [workspaceFiles().get(CONTRACT)];

    const digests = [plain, plain.replaceAll('\n', '\r\n'), `${plain}# more\n`].map(
      (text) => aWorkspace({ [CONTRACT]: text }).contracts.get('schools/enrolment')?.digest,
    );

    expect(digests[0]).toBe(digests[1]);
    expect(digests[2]).not.toBe(digests[0]);
  });
});

describe('policies', () => {
  it("an owner's policy takes what it does not say from the collaborative", () => {
    const policy = aWorkspace().agencies.get('schools')?.policy;

    expect(policy).toEqual({
      threshold: 11,
      zeros: 'protected',
      minimumDenominator: 11,
      minimumInterval: 10,
      dominance: { n: 2, k: 0.9 },
      cost: 'cells',
    });
  });

  it('an owner who raises the threshold raises the denominator, and is not bound to the interval of the lower one', () => {
    const workspace = aWorkspace({ 'agencies/schools.yaml': [['zeros: protected', 'threshold: 20']] });

    const policy = workspace.agencies.get('schools')?.policy;

    expect(policy).toMatchObject({ threshold: 20, minimumDenominator: 20 });
    expect(policy).not.toHaveProperty('minimumInterval');
  });

  it("an indicator's policy asks for nothing where it says nothing", () => {
    const [indicator] = aWorkspace().indicators;

    expect(indicator?.policy).toEqual({
      threshold: 1,
      zeros: 'published',
      minimumDenominator: 30,
      revisions: 'publish',
      suppress: true,
      cost: 'cells',
    });
  });
});
