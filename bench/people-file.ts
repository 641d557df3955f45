import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Column, Contract, Role } from '../lib/workspace/model.ts';

const GIVEN =
  'James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Karen Carlos Maria José Ana Wei Mei Mohammed Fatima Nguyen Thi DeShawn Latoya'.split(
    ' ',
  );
const FAMILY =
  'Smith Johnson Williams Brown Jones García Miller Davis Rodríguez Martínez Hernández López González Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Pérez Thompson White Harris Sánchez Clark Ramírez Lewis Robinson'.split(
    ' ',
  );
const SYLLABLES =
  'ba be bo ca ce da de do fa fe ga ge go ha he ja jo ka ke ko la le lo ma me mo na ne no pa pe ra re ro sa se so ta te to va ve wa we ya za'.split(
    ' ',
  );
const STREETS =
  'Main St|Oak Ave|N Maple Dr|Second St|Elm Blvd|Washington Ave NW|Cedar Ln|Lake Rd|Hill Ct|Park Pl'.split(
    '|',
  );
const CITIES = 'Lincoln|St. Paul|Fort Dodge|Des Moines|Springfield'.split('|');

/** A generator of numbers that gives the same file everywhere (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Writes a CSV of 15 columns, nine of them identifying, most people different from each other. */
export async function writePeople(path: string, rows: number): Promise<void> {
  const below = numbers(7);
  const pick = (from: readonly string[]) => from[Math.min(below(from.length), below(from.length))] ?? '';
  const rare = () => {
    const word = pick(SYLLABLES) + pick(SYLLABLES) + pick(SYLLABLES);
    return word.charAt(0).toUpperCase() + word.slice(1);
  };
  const digits = (count: number) => String(below(10 ** count)).padStart(count, '0');
  const file = createWriteStream(path);
  file.write(`${PEOPLE_COLUMNS.map(({ name }) => name).join(',')}\n`);
  for (let row = 0; row < rows; row++) {
    const given = below(4) === 0 ? rare() : pick(GIVEN);
    const family = below(2) === 0 ? rare() : pick(FAMILY);
    const line = [
      `S${String(row).padStart(8, '0')}`,
      given,
      below(12) === 0 ? `${family}-${pick(FAMILY)}` : family,
      `${1940 + below(80)}-${String(1 + below(12)).padStart(2, '0')}-${String(1 + below(28)).padStart(2, '0')}`,
      `${100 + below(560)}-${digits(2)}-${digits(4)}`,
      `(515) ${200 + below(700)}-${digits(4)}`,
      `${given}.${family}${below(10_000)}@mail.net`,
      `${1 + below(9999)} ${pick(STREETS)}${below(5) === 0 ? ` Apt ${1 + below(40)}` : ''}`,
      `5${digits(4)}`,
      below(2) === 0 ? 'F' : 'M',
      pick(CITIES),
      String(below(13)),
      `school ${below(60)}`,
      `2026-0${1 + below(9)}-1${below(10)}`,
      `${below(1000)}.${digits(2)}`,
    ].join(',');
    if (!file.write(`${line}\n`)) await once(file, 'drain');
  }
  file.end();
  await finished(file);
}

const identifying = (name: string, role: Role): Column => ({ ...plain(name), role });
const plain = (name: string): Column => ({
  name,
  aliases: [],
  type: 'string',
  formats: [],
  required: false,
  unique: false,
  keep: [],
});
const kept = (name: string): Column => ({ ...plain(name), keep: [{ as: name, derive: 'value' }] });

const PEOPLE_COLUMNS: readonly Column[] = [
  identifying('student', 'local_id'),
  identifying('given', 'given_name'),
  identifying('family', 'surname'),
  { ...identifying('born', 'birth_date'), type: 'date', keep: [{ as: 'birth_year', derive: 'birth_year' }] },
  identifying('ssn', 'ssn'),
  identifying('phone', 'phone'),
  identifying('mail', 'email'),
  identifying('street', 'street'),
  identifying('zip', 'postal_code'),
  { ...kept('sex'), codes: { map: { F: 'F', M: 'M' }, severity: 'error' } },
  kept('town'),
  { ...kept('grade'), type: 'integer', minimum: 0, maximum: 12 },
  kept('school'),
  { ...kept('enrolled'), type: 'date' },
  { ...kept('score'), type: 'number' },
];

export const PEOPLE_CONTRACT: Contract = {
  id: 'schools/enrolment',
  agency: 'schools',
  dataset: 'enrolment',
  version: '1.0.0',
  title: 'Enrolment',
  description: 'A generated file of students',
  digest: '0'.repeat(64),
  ofPeople: true,
  columns: PEOPLE_COLUMNS,
  rowKey: ['student'],
  localId: { column: 'student', scope: 'schools/enrolment' },
  rules: [],
  references: [],
  maxQuarantinedShare: 0.05,
  maxVolumeChange: 1,
  frequency: 'quarter',
  dueDays: 30,
  oncePerPerson: true,
  requiredConsent: [],
};
