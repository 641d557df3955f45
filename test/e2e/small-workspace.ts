import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Answer, type CallOptions, tributary } from './command-line.ts';

/** Strings that occur nowhere by chance, one for every identifying column of `patients`. */
export const PLANTED = {
  patient_id: 'ZQPID77120',
  first: 'Zqxanthippe',
  middle: 'Zqwilhelmina',
  last: 'Zqvandersnoot',
  suffix: 'Jr',
  born: '1931-07-19',
  ssn: '521-77-3904',
  phone: '5055550199',
  email: 'zqplanted@nowhere.example',
  street: '9917 Zqperiwinkle Terrace',
  city: 'Zqtrottington',
  zip: '87937',
} as const;

/** What is searched for: every planted value that is more than a common code, in the spellings that files use. */
export const SEARCHED: readonly string[] = [
  ...Object.values(PLANTED).filter((value) => value !== 'Jr' && value !== PLANTED.zip),
  '07/19/1931',
  '19310719',
  '521773904',
  '505-555-0199',
  'zqvandersnoot zqxanthippe',
];

/** A folder of its own, outside the repository. */
export function aFolder(name = 'e2e'): string {
  return mkdtempSync(join(tmpdir(), `tributary-${name}-`));
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

const role = (name: string, value: string, more = '') =>
  `      - { name: ${name}${more}, customProperties: [{ property: role, value: ${value} }] }`;

const CONTRACT = (id: string, title: string, columns: string, properties = '') => `apiVersion: v3.1.0
kind: DataContract
id: ${id}
name: ${title}
version: 1.0.0
status: active
description: { purpose: ${title}. }
customProperties:
  - { property: maxQuarantinedShare, value: 0.5 }
${properties}schema:
  - name: ${id}
    properties:
${columns}
`;

const PATIENTS = CONTRACT(
  'patients',
  'Patients',
  [
    '      - { name: patient_id, required: true, primaryKey: true, customProperties: [{ property: role, value: local_id }] }',
    role('first', 'given_name', ', required: true'),
    role('middle', 'middle_name'),
    role('last', 'surname', ', required: true'),
    role('suffix', 'suffix'),
    '      - name: born',
    '        logicalType: date',
    '        logicalTypeOptions: { minimum: 1900-01-01 }',
    '        customProperties:',
    '          - { property: role, value: birth_date }',
    '          - { property: formats, value: [yyyy-MM-dd, MM/dd/yyyy] }',
    '          - { property: keep, value: [birth_year, { derive: age_at, at: period_end, as: age }] }',
    '      - { name: sex, customProperties: [{ property: role, value: sex }, { property: codes, value: [F, M] }, { property: keep, value: true }] }',
    role('ssn', 'ssn', ", logicalTypeOptions: { pattern: '\\d{3}-\\d{2}-\\d{4}' }"),
    role('phone', 'phone'),
    role('email', 'email', ', unique: true'),
    role('street', 'street'),
    role('city', 'city'),
    '      - { name: zip, customProperties: [{ property: role, value: postal_code }, { property: keep, value: zip3 }] }',
    '      - { name: visits, logicalType: integer, logicalTypeOptions: { minimum: 0 }, customProperties: [{ property: keep, value: true }] }',
  ].join('\n'),
);

const VISITS = CONTRACT(
  'visits',
  'Visits',
  [
    '      - name: patient_id',
    '        required: true',
    '        relationships: [{ to: patients.patient_id }]',
    '        customProperties: [{ property: role, value: local_id }]',
    '      - { name: seen_on, logicalType: date, required: true, customProperties: [{ property: keep, value: true }] }',
    '      - { name: note }',
  ].join('\n'),
  '  - { property: event, value: { kind: visit, date: seen_on } }\n',
);

const PUPILS = CONTRACT(
  'pupils',
  'Pupils',
  [
    '      - { name: pupil_no, required: true, primaryKey: true, customProperties: [{ property: role, value: local_id }] }',
    role('name', 'full_name', ', required: true'),
    '      - { name: dob, logicalType: date, logicalTypeOptions: { format: MM/dd/yyyy }, customProperties: [{ property: role, value: birth_date }, { property: keep, value: birth_year }] }',
    '      - { name: social, customProperties: [{ property: role, value: ssn }] }',
    '      - { name: home, customProperties: [{ property: role, value: street }] }',
    '      - { name: grade, customProperties: [{ property: codes, value: ["1", "2", "3"] }, { property: keep, value: true }] }',
  ].join('\n'),
);

/** Two agencies, three datasets, two indicators. */
export const SMALL_WORKSPACE: Readonly<Record<string, string>> = {
  'collaborative.yaml': `name: small
title: A small collaborative
calendar: { cycle: quarter, first: 2026-Q1 }
policy: { threshold: 4 }
`,
  'agencies/clinic.yaml': 'name: Clinic\nowner: { name: Cleo Owner, email: cleo@clinic.example }\n',
  'agencies/school.yaml': 'name: School\nowner: { name: Sol Owner, email: sol@school.example }\n',
  'contracts/clinic/patients.yaml': PATIENTS,
  'contracts/clinic/visits.yaml': VISITS,
  'contracts/school/pupils.yaml': PUPILS,
  'agreements/small.yaml': `title: Small agreement
parties: [clinic, school]
datasets: [clinic/patients, clinic/visits, school/pupils]
purpose: indicators
indicators: ["*"]
authority: none
effective: 2026-01-01
expires: 2027-12-31
signatories:
  - { name: Cleo Owner, agency: clinic, date: 2025-12-01 }
  - { name: Sol Owner, agency: school, date: 2025-12-01 }
`,
  'indicators/people.yaml': `title: People
definition: People known to the clinic, by sex and whether the school knows them.
limitations: Made up.
datasets: [clinic/patients, school/pupils]
query: |
  SELECT c.person_id, min(c.sex) AS sex, CASE WHEN min(s.person_id) IS NULL THEN 'no' ELSE 'yes' END AS at_school
  FROM clinic_patients c
  LEFT JOIN school_pupils s ON s.person_id = c.person_id
  WHERE c.period = {{period}}
  GROUP BY c.person_id
measures:
  - { kind: persons, title: People }
dimensions:
  - { name: sex, title: Sex, codes: [F, M] }
  - { name: at_school, title: At school, codes: ["no", "yes"] }
`,
  'indicators/seen.yaml': `title: Seen in the quarter
definition: Share of patients with a visit.
limitations: Made up.
datasets: [clinic/patients, clinic/visits]
query: |
  SELECT p.person_id, p.sex, 1 AS patient, CASE WHEN count(e.record_id) > 0 THEN 1 ELSE 0 END AS seen
  FROM clinic_patients p
  LEFT JOIN clinic_visits e ON e.person_id = p.person_id
  WHERE p.period = {{period}}
  GROUP BY p.person_id, p.sex
measures:
  - { kind: rate, name: rate, title: Seen, numerator: seen, denominator: patient, per: 100 }
dimensions:
  - { name: sex, title: Sex, codes: [F, M] }
`,
};

const GIVEN = ['Ada', 'Ben', 'Chi', 'Dora', 'Emil', 'Fay', 'Gus', 'Hana', 'Ivo', 'Jana', 'Karl', 'Lena'];
const SURNAMES = [
  'Okafor',
  'Nguyen',
  'Smith',
  'Garcia Lopez',
  "O'Neil",
  'Kowalski',
  'Haddad',
  'Johnson',
  'Brown-Vale',
  'Yazzie',
  'Chen',
];

/** Sixty invented people and the planted one; `twist` changes some of them from delivery to delivery. */
export function smallExtracts(twist = 0): {
  readonly patients: string;
  readonly visits: string;
  readonly pupils: string;
} {
  const p = PLANTED;
  const people = Array.from({ length: 60 }, (_, n) => {
    const [first = '', last = ''] = [GIVEN[n % 12], SURNAMES[(n * 7) % 11]];
    const born = new Date(Date.UTC(1960 + ((n * 37) % 50), (n * 5) % 12, 1 + ((n * 11) % 27)))
      .toISOString()
      .slice(0, 10);
    const ssn = `${200 + n}-${10 + n}-${1000 + n * 83}`;
    return { n, first, last, born, sex: n % 2 === 0 ? 'F' : 'M', ssn, street: `${100 + n} ${last} Street` };
  });
  const us = (iso: string) => `${iso.slice(5, 7)}/${iso.slice(8)}/${iso.slice(0, 4)}`;
  const patients = [
    'patient_id,first,middle,last,suffix,born,sex,ssn,phone,email,street,city,zip,visits',
    `${p.patient_id},${p.first},${p.middle},${p.last},${p.suffix},${p.born},F,${p.ssn},${p.phone},${p.email},${p.street},${p.city},${p.zip},${3 + twist}`,
    ...people.map(
      ({ n, first, last, born, sex, ssn, street }) =>
        `P${n},${first},,${last},,${born},${sex},${ssn},50555501${String(n).padStart(2, '0')},u${n}@mail.example,${street},Alder,8793${n % 10},${(n + twist) % 5}`,
    ),
  ];
  const visits = [
    'patient_id,seen_on,note',
    `${p.patient_id},2026-02-03,${p.last} came`,
    ...people.filter(({ n }) => n % 3 === 0).map(({ n }) => `P${n},2026-01-${10 + (n % 20)},ok`),
  ];
  const pupils = [
    'pupil_no;name;dob;social;home;grade',
    `"ZQS1";"${p.last}, ${p.first}";${us(p.born)};${p.ssn};${p.street};1`,
    ...people
      .filter(({ n }) => n % 4 !== 1)
      .map(
        ({ n, first, last, born, ssn, street }) =>
          `S${n};"${last}, ${first}";${us(born)};${n % 5 === 0 ? '' : ssn};${street};${1 + (n % 3)}`,
      ),
  ];
  const text = (lines: readonly string[]) => `${lines.join('\r\n')}\r\n`;
  return { patients: text(patients), visits: text(visits), pupils: text(pupils) };
}

/** The datasets of the small workspace, in the order in which references want them. */
export const SMALL_DATASETS = ['clinic/patients', 'clinic/visits', 'school/pupils'] as const;
export type SmallDataset = (typeof SMALL_DATASETS)[number];

/** A day on which the first quarter of 2026 is over. */
export const IN_APRIL = { SOURCE_DATE_EPOCH: '1776700000' };

/** The small workspace with its extracts under `in/`, in a folder of its own. */
export function aSmallWorkspace(name?: string): string {
  const folder = aFolder(name);
  const { patients, visits, pupils } = smallExtracts();
  writeFiles(folder, {
    ...SMALL_WORKSPACE,
    'in/patients.csv': patients,
    'in/visits.csv': visits,
    'in/pupils.csv': pupils,
  });
  return folder;
}

/** Delivers a dataset's extract for the first quarter of 2026. */
export function submitSmall(folder: string, id: SmallDataset, options: CallOptions = {}): Promise<Answer> {
  const [agency = '', dataset = ''] = id.split('/');
  const args = ['--workspace', folder, 'submit', '--agency', agency, '--dataset', dataset];
  return tributary([...args, '--period', '2026-Q1', join(folder, 'in', `${dataset}.csv`)], {
    env: IN_APRIL,
    ...options,
  });
}
