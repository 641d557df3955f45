import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { check } from '../../lib/cli/commands/check.ts';
import { initWorkspace } from '../../lib/cli/commands/init.ts';
import { WorkspaceExists } from '../../lib/cli/errors.ts';
import type { Io } from '../../lib/cli/io.ts';

const CLOCK = { now: () => new Date('2027-02-03T04:05:06Z') };

function recorded(json = false): Io & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    out: (text) => void said.push(text),
    err: () => {},
    json,
    terminal: false,
    width: 100,
    environment: {},
  };
}

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-init-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('tributary init and check', () => {
  it('the starter workspace passes check on the day it is written', async () => {
    const io = recorded();

    const codes = [await initWorkspace(folder, recorded(), CLOCK), await check(folder, io, CLOCK)];

    expect(codes).toEqual([0, 0]);
    expect(io.said.join('')).toBe('No findings.\nRead 1 agency, 1 contract, 1 agreement, 1 indicator.\n');
  });

  it('the starter workspace keeps its state out of repositories', async () => {
    await initWorkspace(folder, recorded(), CLOCK);

    const ignored = await readFile(join(folder, '.gitignore'), 'utf8');

    expect(ignored).toContain('/.tributary/');
  });

  it('nothing is written over a workspace that is there', async () => {
    const own = 'name: mine\n';
    await writeFile(join(folder, 'collaborative.yaml'), own);

    const again = initWorkspace(folder, recorded(), CLOCK);

    await expect(again).rejects.toThrow(WorkspaceExists);
    expect(await readFile(join(folder, 'collaborative.yaml'), 'utf8')).toBe(own);
  });

  it('check answers 2 with file, line, column and remedy of each error', async () => {
    const io = recorded();
    await initWorkspace(folder, recorded(), CLOCK);
    await writeFile(
      join(folder, 'agencies/schools.yaml'),
      'name: Schools\nonwer: { name: A, email: a@b.example }\n',
    );

    const code = await check(folder, io, CLOCK);

    expect(code).toBe(2);
    expect(io.said.join('')).toBe(
      'agencies/schools.yaml:1:1  error  "owner" is missing.\n    Add it: keys with values.\n' +
        'agencies/schools.yaml:2:1  error  There is no key "onwer" here.\n    Did you mean "owner"?\n' +
        '2 errors.\n',
    );
  });

  it('what is no file, is hidden or leads nowhere is passed over, and a link to a file is followed', async () => {
    const io = recorded();
    await initWorkspace(folder, recorded(), CLOCK);
    await mkdir(join(folder, 'agencies/folder.yaml'));
    await writeFile(join(folder, 'agencies/.hidden.yaml'), ':');
    await symlink(join(folder, 'gone'), join(folder, 'agencies/gone.yaml'));
    await symlink(join(folder, 'agencies/schools.yaml'), join(folder, 'agencies/linked.yaml'));

    const code = await check(folder, io, CLOCK);

    expect(code).toBe(0);
    expect(io.said.join('')).toContain('Read 2 agencies');
  });

  it('check gives one JSON document where it is asked for', async () => {
    const io = recorded(true);

    const code = await check(join(folder, 'nowhere'), io, CLOCK);

    expect(code).toBe(2);
    expect(JSON.parse(io.said.join(''))).toMatchObject({
      fit: false,
      findings: [{ file: 'collaborative.yaml', line: 1 }],
    });
  });
});
