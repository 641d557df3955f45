import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { holdState, openState, STATE_VERSION } from '../../lib/adapters/local/state.ts';

const aWorkspace = () => mkdtemp(join(tmpdir(), 'tributary-state-'));
const NOW = new Date('2026-04-20T12:00:00Z');

describe("a workspace's state", () => {
  it('writes down its version', async () => {
    const state = await openState(await aWorkspace());

    expect(await readFile(join(state, 'version'), 'utf8')).toBe(`${STATE_VERSION}\n`);
  });

  it('refuses a state that a newer program wrote', async () => {
    const workspace = await aWorkspace();
    const state = await openState(workspace);
    await writeFile(join(state, 'version'), `${STATE_VERSION + 1}\n`);

    await expect(openState(workspace)).rejects.toMatchObject({ code: 'STATE_TOO_NEW', exitCode: 2 });
  });

  it('tells a second command who holds it', async () => {
    const state = await openState(await aWorkspace());
    await using _first = await holdState(state, 'run', NOW);

    await expect(holdState(state, 'submit', NOW)).rejects.toThrow(`"tributary run" (process ${process.pid}`);
  });

  it('is free again when the command has ended', async () => {
    const state = await openState(await aWorkspace());
    await (await holdState(state, 'run', NOW))[Symbol.asyncDispose]();

    await using _second = await holdState(state, 'submit', NOW);

    expect(JSON.parse(await readFile(join(state, 'lock'), 'utf8'))).toMatchObject({ command: 'submit' });
  });

  it('is taken over from a command that was killed', async () => {
    const state = await openState(await aWorkspace());
    const child = spawn('sleep', ['60']);
    await writeFile(
      join(state, 'lock'),
      JSON.stringify({ pid: child.pid, started: '0', command: 'run', since: 'then' }),
    );
    child.kill('SIGKILL');
    await once(child, 'exit');

    await using _own = await holdState(state, 'submit', NOW);

    expect((await readdir(state)).sort()).toEqual(['lock', 'version']);
  });

  it('goes to one of many that ask at once', async () => {
    const state = await openState(await aWorkspace());
    await writeFile(
      join(state, 'lock'),
      JSON.stringify({ pid: 2 ** 22 + 1, started: '0', command: 'run', since: 'then' }),
    );

    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => holdState(state, 'submit', NOW)),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
