import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { protectCommand } from '../../../lib/cli/commands/protect.ts';
import type { Io } from '../../../lib/cli/io.ts';

const Z1 = join(import.meta.dirname, '..', 'data', 'z1.csv');

let folder = '';
let printed = '';
const io = (json: boolean): Io => ({
  out: (text) => {
    printed += text;
  },
  err: () => {},
  json,
  terminal: false,
  width: 100,
  environment: {},
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'protect-'));
  printed = '';
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function protect(policy: string, json = false, table = Z1) {
  await writeFile(join(folder, 'policy.yaml'), policy);
  return protectCommand({ table, policy: join(folder, 'policy.yaml'), out: join(folder, 'out') }, io(json));
}

const POLICY =
  'count: ant\ndimensions: { region: {}, hovedint: {} }\npolicy: { threshold: 4, zeros: protect }\n';

describe('tributary protect', () => {
  it('writes the protected table and its audit, and prints what was hidden', async () => {
    const code = await protect(POLICY);

    const table = (await readFile(join(folder, 'out', 'protected.csv'), 'utf8')).split('\n');
    const audit = JSON.parse(await readFile(join(folder, 'out', 'audit.json'), 'utf8'));
    expect(code).toBe(0);
    expect(table[0]).toBe('region,hovedint,value,status');
    expect(table).toContain('B,arbeid,,suppressed');
    expect(table).toContain('Total,Total,596,published');
    expect(audit).toMatchObject({
      passed: true,
      cells: 45,
      primary: 3,
      complementary: 3,
      exactly_determined: 0,
    });
    expect(printed).toContain('hidden to protect those (complementary)');
  });

  it('answers with one JSON document where it is asked to', async () => {
    await protect(POLICY, true);

    expect(JSON.parse(printed)).toMatchObject({ primary: 3, complementary: 3, people: 596 });
  });

  it('says where a policy is wrong and what was meant', async () => {
    const protecting = protect(POLICY.replace('threshold', 'treshold'));

    await expect(protecting).rejects.toThrow(/policy\.yaml:3:11: .*Did you mean "threshold"/);
  });

  it('says that a file is not there', async () => {
    const protecting = protect(POLICY, false, join(folder, 'none.csv'));

    await expect(protecting).rejects.toThrow('does not exist');
  });
});
