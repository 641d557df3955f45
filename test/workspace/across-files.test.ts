import { describe, expect, it } from 'vitest';
import {
  AGREEMENT,
  aWorkspace,
  type Changes,
  COLLABORATIVE,
  CONTRACT,
  findingsOf,
  INDICATOR,
  workspaceFiles,
} from './a-workspace.ts';

const SEATS = 'contracts/childcare/seats.yaml';

/** The documented indicator beside a copy of itself, pupils_by_school, with which it shares cells. */
function shares(entry: string): Changes {
  return {
    'indicators/pupils_by_school.yaml': workspaceFiles().get(INDICATOR),
    [INDICATOR]: [['periods: separate', `sharesCells: [${entry}]\nperiods: separate`]],
  };
}

/** Each: what is wrong, the change that makes it so, and what is told. */
const ERRORS: readonly (readonly [string, Changes, string, RegExp])[] = [
  [
    'a period that the calendar does not have',
    { [INDICATOR]: [['e.period = {{period}}', "e.period = '2025-Q4'"]] },
    'calendar',
    /'2025-Q4'/,
  ],
  [
    'a fiscal name of a period that has another',
    { [INDICATOR]: [['e.period = {{period}}', "e.period IN ('2026-Q1', 'FY2026-Q4')"]] },
    'calendar',
    /'FY2026-Q4'/,
  ],
  [
    'an indicator called like a view of every release',
    { 'indicators/releases.yaml': workspaceFiles().get(INDICATOR) },
    'reserved',
    /another view called releases/,
  ],
  [
    'an indicator called like the history of another',
    { 'indicators/children_by_area_history.yaml': workspaceFiles().get(INDICATOR) },
    'reserved',
    /children_by_area_history/,
  ],
  [
    'two datasets of one table',
    {
      'contracts/schools_enrolment/x.yaml': workspaceFiles().get(CONTRACT),
      'contracts/schools/enrolment_x.yaml': workspaceFiles().get(CONTRACT),
    },
    'duplicate',
    /table schools_enrolment_x/,
  ],
  [
    'an agency called like the tables of measuring',
    { 'contracts/cells/x.yaml': workspaceFiles().get(SEATS) },
    'reserved',
    /cells/,
  ],
  [
    'a relationship at the table',
    {
      [SEATS]: [
        [
          '- name: seats\n    properties',
          '- name: seats\n    relationships: [{ from: seats.area, to: seats.area }]\n    properties',
        ],
      ],
    },
    'value',
    /at columns, not at the table/,
  ],
  [
    'a custom property said twice',
    {
      [SEATS]: [
        [
          '- { property: codes, value: area }',
          '- { property: codes, value: area }\n          - { property: codes, value: area }',
        ],
      ],
    },
    'value',
    /"codes" is said twice/,
  ],
  [
    'a surname kept as it is',
    { [CONTRACT]: [['value: surname }', 'value: surname }\n          - { property: keep, value: true }']] },
    'role_kept',
    /identifies people \(surname\)/,
  ],
  [
    'a birth date kept as it is',
    { [CONTRACT]: [['- birth_year', '- { as: born }']] },
    'role_kept',
    /birth_date/,
  ],
  ['a postal code kept whole', { [CONTRACT]: [['value: zip3', 'value: true']] }, 'role_kept', /postal_code/],
  [
    'three digits of a surname',
    { [CONTRACT]: [['value: surname }', 'value: surname }\n          - { property: keep, value: zip3 }']] },
    'derivation',
    /no zip3 of "last_name"/,
  ],
  [
    'a birth year from a text',
    { [SEATS]: [['{ property: keep, value: true }', '{ property: keep, value: birth_year }']] },
    'derivation',
    /made from a date/,
  ],
  ['an age at nothing', { [CONTRACT]: [['at: period_end, ', '']] }, 'derivation', /when/],
  [
    'an age at a column that there is not',
    { [CONTRACT]: [['at: period_end', 'at: entry_dat']] },
    'unknown_name',
    /"entry_dat" is no date column/,
  ],
  [
    'an attribute called like one that every table has',
    { [CONTRACT]: [['{ as: sex }', '{ as: person_id }']] },
    'reserved',
    /person_id/,
  ],
  ['two attributes of one name', { [CONTRACT]: [['{ as: sex }', '{ as: grade }']] }, 'duplicate', /"grade"/],
  [
    'two columns of one role',
    { [CONTRACT]: [['value: given_name', 'value: surname']] },
    'duplicate',
    /"surname"/,
  ],
  [
    'two columns that answer to one header',
    { [CONTRACT]: [['SIS Number', 'First-Name']] },
    'duplicate',
    /"first_name"/,
  ],
  [
    'a vocabulary that there is not',
    { [SEATS]: [['value: area', 'value: aera']] },
    'unknown_name',
    /no vocabulary "aera"/,
  ],
  [
    'a code that the vocabulary has not',
    { [CONTRACT]: [['N: X', 'N: Z']] },
    'unknown_name',
    /has no code "Z"/,
  ],
  ['a code called Total', { [CONTRACT]: [['[K,', '[Total, K,']] }, 'total', /Total/],
  [
    'a vocabulary with a code called total',
    { [COLLABORATIVE]: [['[urban, rural]', '[urban, rural, total]']] },
    'total',
    /Total/,
  ],
  [
    'a group called Total',
    { [INDICATOR]: [['12 and over: any age', '12 and over: Total']] },
    'total',
    /Total/,
  ],
  [
    'a limit of a date that is none',
    { [CONTRACT]: [['1990-01-01', '1/1/1990']] },
    'value',
    /"minimum" of a date/,
  ],
  [
    'a maximum below the minimum',
    { [SEATS]: [['minimum: 0', 'minimum: 5, maximum: 1']] },
    'value',
    /below the minimum/,
  ],
  ['a length of a number', { [SEATS]: [['minimum: 0', 'maxLength: 3']] }, 'value', /for texts/],
  ['a pattern that is none', { [CONTRACT]: [["'\\d{5}'", "'(\\d{5}'"]] }, 'value', /regular expression/],
  [
    'a format without a day',
    { [CONTRACT]: [['[M/d/yyyy, yyyy-MM-dd]', '[M/yyyy]']] },
    'value',
    /no format of a date/,
  ],
  [
    'a spell from a date that is not kept',
    { [CONTRACT]: [['start: entry_date', 'start: enter_date']] },
    'not_kept',
    /"enter_date"/,
  ],
  [
    'a consent that no column says',
    { [CONTRACT]: [['role, value: consent', 'cedsElement, value: x']] },
    'value',
    /no column has the role consent/,
  ],
  [
    'a numbering of a dataset that there is not',
    { [CONTRACT]: [['localIdScope, value: enrolment', 'localIdScope, value: enrollment']] },
    'value',
    /no dataset "schools\/enrollment"/,
  ],
  [
    'once a person in what is not of people',
    { [SEATS]: [['schema:\n', 'customProperties: [{ property: oncePerPerson, value: true }]\nschema:\n']] },
    'value',
    /not of people/,
  ],
  [
    'a reference to a dataset that there is not',
    { [CONTRACT]: [['- name: area\n', '- name: area\n        relationships: [{ to: places.area }]\n']] },
    'unknown_name',
    /no dataset "schools\/places"/,
  ],
  [
    'a reference to a column that there is not',
    { [CONTRACT]: [['- name: area\n', '- name: area\n        relationships: [{ to: enrolment.aera }]\n']] },
    'unknown_name',
    /no column "aera"/,
  ],
  [
    'two checks of one name',
    { [CONTRACT]: [['one_school_at_a_time', 'exit_after_entry']] },
    'duplicate',
    /exit_after_entry/,
  ],
  [
    'two contracts of one id',
    { [SEATS]: [['childcare-seats', 'schools-enrolment']] },
    'duplicate',
    /schools-enrolment|contracts/,
  ],
  [
    'a contract of an agency that there is not',
    { 'agencies/childcare.yaml': undefined },
    'unknown_name',
    /no agency "childcare"/,
  ],
  [
    'a party that there is not',
    { [AGREEMENT]: [['parties: [schools, childcare]', 'parties: [schools, childcare, scholls]']] },
    'unknown_name',
    /no agency "scholls"/,
  ],
  [
    'an agreement on a dataset that there is not',
    { [AGREEMENT]: [['childcare/seats]', 'childcare/seats, schools/enrolmet]']] },
    'unknown_name',
    /no dataset "schools\/enrolmet"/,
  ],
  [
    'an agreement on an indicator that there is not',
    { [AGREEMENT]: [['[children_by_area]', '[children_by_area, x]']] },
    'unknown_name',
    /no indicator "x"/,
  ],
  [
    'a dataset whose owner is no party',
    { [AGREEMENT]: [['parties: [schools, childcare]', 'parties: [schools]']] },
    'value',
    /childcare owns/,
  ],
  [
    'an agreement that ends before it begins',
    { [AGREEMENT]: [['2028-06-30', '2024-06-30']] },
    'value',
    /before it becomes effective/,
  ],
  [
    'a cross of a dimension that there is not',
    { [INDICATOR]: [['[area, age_group]', '[area, age]']] },
    'unknown_name',
    /no dimension "age"/,
  ],
  [
    'a dimension called like a column of the view',
    {
      [INDICATOR]: [
        ['- name: age_group', '- name: status\n    column: age_group'],
        ['[area, age_group]', '[area, status]'],
      ],
    },
    'reserved',
    /"status"/,
  ],
  [
    'a group of a code that there is not',
    { [INDICATOR]: [['{ under 12: any age', '{ under 13: any age']] },
    'unknown_name',
    /no code "under 13"/,
  ],
  [
    'a former group of a code that there is not',
    { [INDICATOR]: [['{ under 12: pupils', '{ under 13: pupils']] },
    'unknown_name',
    /no code "under 13"/,
  ],
  [
    'a former group called like a group of today',
    { [INDICATOR]: [['12 and over: pupils', '12 and over: any age']] },
    'duplicate',
    /"any age" is called like/,
  ],
  [
    'a former group called Total',
    { [INDICATOR]: [['12 and over: pupils', '12 and over: total']] },
    'total',
    /Total/,
  ],
  [
    'cells to keep of a dimension that there is not',
    { [INDICATOR]: [["{ area: '*' }", "{ aera: '*' }"]] },
    'unknown_name',
    /no dimension "aera"/,
  ],
  [
    'cells to keep of a code that there is not',
    { [INDICATOR]: [["{ area: '*' }", '{ age_group: under 13 }']] },
    'unknown_name',
    /no code or group "under 13"/,
  ],
  [
    'cells to keep that no cross publishes',
    {
      [INDICATOR]: [
        ["{ area: '*' }", "{ area: '*', age_group: '*' }"],
        ['- [area, age_group]', '- [area]\n  - [age_group]'],
      ],
    },
    'value',
    /No cross publishes area × age_group/,
  ],
  [
    'cells shared with an indicator that there is not',
    shares('{ with: pupils, dimensions: { area: area } }'),
    'unknown_name',
    /no indicator "pupils"/,
  ],
  [
    'cells shared with the indicator itself',
    shares('{ with: children_by_area, dimensions: { area: area } }'),
    'value',
    /with itself/,
  ],
  [
    'a shared count that this indicator does not publish',
    shares('{ with: pupils_by_school, quantity: rate_numerator, as: persons, dimensions: { area: area } }'),
    'unknown_name',
    /children_by_area publishes no count of persons called "rate_numerator"/,
  ],
  [
    'a shared count that the other indicator does not publish',
    shares('{ with: pupils_by_school, as: enrolled, dimensions: { area: area } }'),
    'unknown_name',
    /pupils_by_school publishes no count of persons called "enrolled"/,
  ],
  [
    'a shared dimension that this indicator does not have',
    shares('{ with: pupils_by_school, dimensions: { district: area } }'),
    'unknown_name',
    /children_by_area has no dimension "district"/,
  ],
  [
    'a shared dimension that the other indicator does not have',
    shares('{ with: pupils_by_school, dimensions: { area: district } }'),
    'unknown_name',
    /pupils_by_school has no dimension "district"/,
  ],
  [
    'two dimensions that are one of the other indicator',
    shares('{ with: pupils_by_school, dimensions: { area: area, age_group: area } }'),
    'duplicate',
    /both "area"/,
  ],
  [
    'a first period that is not of the cycle',
    { [COLLABORATIVE]: [['first: 2026-Q1', 'first: 2026-01']] },
    'calendar',
    /no quarter/,
  ],
  [
    'a fiscal period without fiscal years',
    {
      [COLLABORATIVE]: [
        ['  fiscalYearStarts: 7', '  #'],
        ['first: 2026-Q1', 'first: FY2026-Q1'],
      ],
    },
    'calendar',
    /fiscal/,
  ],
  [
    'a last period before the first',
    { [COLLABORATIVE]: [['2029-Q4', '2025-Q4']] },
    'calendar',
    /before the first/,
  ],
];

describe('what only shows across files', () => {
  it('indicators may share cells, in a circle too, and a count is called persons unless it is said otherwise', () => {
    const circle = {
      ...shares('{ with: pupils_by_school, dimensions: { area: area } }'),
      'indicators/pupils_by_school.yaml': workspaceFiles()
        .get(INDICATOR)
        ?.replace(
          'periods: separate',
          'sharesCells: [{ with: children_by_area, dimensions: { age_group: age_group } }]\nperiods: additive',
        ),
    };

    const { indicators } = aWorkspace(circle);

    expect(findingsOf(circle).filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(indicators.map(({ id, sharesCells, periods }) => ({ id, sharesCells, periods }))).toEqual([
      {
        id: 'children_by_area',
        sharesCells: [
          { with: 'pupils_by_school', quantity: 'persons', as: 'persons', dimensions: { area: 'area' } },
        ],
        periods: 'separate',
      },
      {
        id: 'pupils_by_school',
        sharesCells: [
          {
            with: 'children_by_area',
            quantity: 'persons',
            as: 'persons',
            dimensions: { age_group: 'age_group' },
          },
        ],
        periods: 'additive',
      },
    ]);
  });

  it.each(ERRORS)('%s is an error', (_, changes, code, message) => {
    const findings = findingsOf(changes);

    const told = findings.filter((finding) => finding.code === code && message.test(finding.message));
    expect(told).not.toEqual([]);
    expect(told[0]).toMatchObject({ severity: 'error', remedy: expect.stringMatching(/\S/) });
  });

  it.each([
    ['has expired', '2028-07-01', {}],
    ['is not effective yet', '2025-06-30', {}],
    [
      'has not been signed by a party',
      '2026-04-01',
      { [AGREEMENT]: [['agency: childcare, date: 2025-06-20', 'agency: schools, date: 2025-06-20']] },
    ],
  ] as const)('datasets and indicators are told of an agreement that %s', (_, today, changes) => {
    const findings = findingsOf(changes, today);

    expect(findings.map(({ code, severity }) => `${severity} ${code}`).sort()).toEqual([
      'warning no_agreement',
      'warning no_agreement',
      'warning not_permitted',
    ]);
  });

  it('an indicator that no agreement permits is told', () => {
    const findings = findingsOf({ [AGREEMENT]: [['indicators: [children_by_area]', 'indicators: []']] });

    expect(findings).toMatchObject([{ code: 'not_permitted', file: INDICATOR, severity: 'warning' }]);
  });

  it('an agreement for operations permits no indicator', () => {
    const findings = findingsOf({ [AGREEMENT]: [['purpose: indicators', 'purpose: operations']] });

    expect(findings).toMatchObject([{ code: 'not_permitted', severity: 'warning' }]);
  });

  it('a sum without a dominance rule is covered by no policy', () => {
    const findings = findingsOf({
      [COLLABORATIVE]: [['  dominance: { n: 2, k: 0.9 }', '  #']],
      [INDICATOR]: [['- { kind: persons, title: Children }', '- { kind: sum, name: days, column: days }']],
    });

    expect(findings).toMatchObject([
      { code: 'policy', message: expect.stringContaining('area × age_group') },
    ]);
  });

  it.each(['sum', 'mean'])(
    'a %s beside a dimension in which a person may hold several codes is refused',
    (kind) => {
      const findings = findingsOf({
        [INDICATOR]: [
          [
            '- { kind: persons, title: Children }',
            `- { kind: ${kind}, name: days, title: Days, column: days }`,
          ],
          ['multiple: false', 'multiple: true'],
        ],
      });

      expect(findings).toContainEqual(
        expect.objectContaining({
          severity: 'error',
          message: expect.stringContaining(`A ${kind} cannot stand beside`),
        }),
      );
    },
  );

  it('a kept column that looks like an identifier is told', () => {
    const findings = findingsOf({
      [CONTRACT]: [
        ['          - { property: role, value: given_name }', '          - { property: keep, value: true }'],
      ],
    });

    expect(findings).toMatchObject([{ code: 'looks_identifying', severity: 'warning' }]);
  });

  it('what is merely broken is not said to be missing', () => {
    const findings = findingsOf({ [CONTRACT]: 'apiVersion: [\n', [AGREEMENT]: 'title: [\n' });

    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['yaml']));
  });
});
