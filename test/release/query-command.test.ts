import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryCommand } from '../../lib/cli/commands/query.ts';
import type { Io } from '../../lib/cli/io.ts';
import { aHost, type Host } from '../integration/county.ts';
import { published } from './releases.ts';

let host: Host;
beforeAll(async () => {
  host = await aHost();
  await published(host, '0001');
  await cp(join(host.folder, 'release'), join(host.folder, '.tributary/release'), { recursive: true });
});
afterAll(() => host[Symbol.asyncDispose]());

async function run(sql: string, options: { readonly format?: string; readonly json?: boolean } = {}) {
  const written: string[] = [];
  const io: Io = {
    out: (text) => written.push(text),
    err: () => {},
    json: options.json ?? false,
    terminal: false,
    width: 100,
    environment: {},
  };
  const format = options.format === undefined ? {} : { format: options.format };
  const code = await queryCommand({ workspace: host.folder, sql, ...format }, io);
  return { code, text: written.join('') };
}

const SQL = "SELECT age, persons FROM children WHERE age = '0'";

describe('tributary query', () => {
  it.each([
    ['table by itself', {}, 'age  persons\n───  ───────\n0        120\n\n1 row\n'],
    ['CSV when asked', { format: 'csv' }, 'age,persons\n0,120\n'],
    ['JSON when asked', { format: 'json' }, '[\n  {"age": "0", "persons": 120}\n]\n'],
    ['JSON with --json', { json: true }, '[\n  {"age": "0", "persons": 120}\n]\n'],
  ])('prints a %s', async (_what, options, expected) => {
    const { code, text } = await run(SQL, options);

    expect(code).toBe(0);
    expect(text).toBe(expected);
  });

  it('refuses a format that it does not know, and SQL that is not allowed, with exit code 2', async () => {
    await expect(run(SQL, { format: 'xml' })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('--format is one of table, csv, json'),
    });
    await expect(run("COPY children TO 'x'")).rejects.toMatchObject({ exitCode: 2 });
  });
});
