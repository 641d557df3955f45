import { describe, expect, it } from 'vitest';
import { makeCounty } from '../../lib/demo/county.ts';
import type { Contract } from '../../lib/workspace/workspace.ts';
import { filesOf, rowsOf, textOf } from './builders.ts';
import { countyWorkspace } from './workspaces.ts';

const files = filesOf(2000, 'truth');
const truth = rowsOf(textOf(files.get('truth/people.csv')));
const known = new Map(
  truth.map((row) => [
    `${row.get('agency')}/${row.get('dataset')} ${row.get('row_key')}`,
    row.get('person_id') ?? '',
  ]),
);
const { contracts } = await countyWorkspace('2026-04-20');
const delimiters = new Map([
  ['home_visiting', ';'],
  ['enrolment', '\t'],
  ['wic', '\t'],
  ['snap', '|'],
]);

/** The row's key as intake writes it: the values of the contract's key, dates in ISO. */
function keyOf(contract: Contract, row: ReadonlyMap<string, string>): string {
  const values = contract.rowKey.map((name) => {
    const column = contract.columns.find((each) => each.name === name);
    const headers = [name, ...(column?.aliases ?? [])].map(plain);
    const [, value = ''] = [...row].find(([header]) => headers.includes(plain(header))) ?? [];
    return column?.type === 'date' ? isoDate(value) : value;
  });
  return JSON.stringify(values);
}

function plain(header: string): string {
  return header.replaceAll(/[\s_]/gu, '').toLowerCase();
}

function isoDate(text: string): string {
  if (/^\d{8}$/u.test(text)) return `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;
  return new Date(`${text} UTC`).toISOString().slice(0, 10);
}

const delivered = makeCounty({ people: 2000, seed: 'truth' }).cycles.flatMap(({ deliveries }) => deliveries);
const ofPeople = delivered.filter(
  ({ agency, dataset, outcome }) => contracts.get(`${agency}/${dataset}`)?.ofPeople && outcome !== 'rejected',
);

describe('the truth', () => {
  it.each(ofPeople)('knows every row of $file', ({ agency, dataset, file }) => {
    const contract = contracts.get(`${agency}/${dataset}`);
    if (contract === undefined) throw new Error(`There is no contract for ${agency}/${dataset}.`);
    const rows = rowsOf(textOf(files.get(file)), delimiters.get(dataset));

    const keys = rows.map((row) => keyOf(contract, row));

    expect(rows.length).toBeGreaterThan(0);
    expect(keys.filter((key) => !known.has(`${agency}/${dataset} ${key}`))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('names each row once', () => {
    expect(known.size).toBe(truth.length);
  });

  it('has one person behind each number that an agency gives, and people behind several', () => {
    const people = new Map<string, Set<string>>();
    for (const [key, person] of known) {
      const [name = '', rowKey = '[]'] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
      const [localId] = JSON.parse(rowKey) as readonly string[];
      const id = `${name} ${localId}`;
      people.set(id, (people.get(id) ?? new Set()).add(person));
    }
    const agenciesOf = new Map<string, Set<string>>();
    for (const [id, persons] of people) {
      for (const person of persons)
        agenciesOf.set(person, (agenciesOf.get(person) ?? new Set()).add(id.split('/')[0] ?? ''));
    }

    expect([...people.values()].filter((persons) => persons.size !== 1)).toEqual([]);
    expect([...agenciesOf.values()].filter((agencies) => agencies.size > 2).length).toBeGreaterThan(50);
  });
});
