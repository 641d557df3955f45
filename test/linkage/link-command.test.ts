import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { evaluateCommand } from '../../lib/cli/commands/evaluate.ts';
import { linkCommand } from '../../lib/cli/commands/link.ts';
import type { Io } from '../../lib/cli/io.ts';
import { aPerson } from './people.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-link-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function anIo(printed: string[]): Io {
  return {
    out: (text) => printed.push(text),
    err: () => {},
    json: true,
    terminal: false,
    width: 100,
    environment: {},
  };
}

async function write(file: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, file);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

const line = (id: string, number: number) => {
  const { given = '', surname = '', born = '', street = '' } = aPerson(number);
  return [id, given, ` ${surname}`, born.replaceAll('-', ''), street].join(',');
};

it('links two files by a model and is scored against the truth', async () => {
  const model = await write('model.yaml', [
    'id: key',
    'roles: { given_name: first, surname: last, birth_date: { column: dob, format: "%Y%m%d" }, street: address }',
  ]);
  const numbers = Array.from({ length: 60 }, (_, at) => at);
  const header = 'key,first, last,dob,address';
  const a = await write('a.csv', [header, ...numbers.map((at) => line(`a${at}`, at))]);
  const b = await write('b.csv', [header, ...numbers.map((at) => line(`b${at}`, at + 30))]);
  const truth = await write('truth.csv', [
    'record_id,person_id',
    ...numbers.flatMap((at) => [`a${at},${at}`, `b${at},${at + 30}`]),
  ]);
  const out = join(folder, 'out');
  const printed: string[] = [];

  await linkCommand({ files: [a, b], model, out }, anIo([]));
  const code = await evaluateCommand({ clusters: join(out, 'clusters.csv'), truth }, anIo(printed));

  expect(code).toBe(0);
  expect(JSON.parse(printed.join(''))).toMatchObject({ truePairs: 30, falsePairs: 0, missedPairs: 0 });
  expect((await readdir(out)).toSorted()).toEqual(['clusters.csv', 'links.csv', 'model.json']);
  expect((await readFile(join(out, 'links.csv'), 'utf8')).split('\n')[0]).toBe(
    'record_id_1,record_id_2,probability',
  );
});

it('names the column that a file lacks', async () => {
  const model = await write('model.yaml', ['id: key', 'roles: { surname: family }']);
  const file = await write('a.csv', ['key,last', '1,x']);

  const linking = linkCommand({ files: [file], model, out: join(folder, 'out') }, anIo([]));

  await expect(linking).rejects.toThrow('The model names the column "family", which a.csv does not have.');
});

it('refuses a model with a role that does not exist', async () => {
  const model = await write('model.yaml', ['id: key', 'roles: { last_name: last }']);
  const file = await write('a.csv', ['key,last', '1,x']);

  const linking = linkCommand({ files: [file], model, out: join(folder, 'out') }, anIo([]));

  await expect(linking).rejects.toThrow(/model\.yaml:2:/);
});
