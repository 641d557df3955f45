import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StateBusy, StateTooNew } from '../../errors/state-errors.ts';
import type { Zones } from '../../ports/object-store.ts';
import { FolderStore } from './folder-store.ts';

/** The schema of `.tributary/`; raised when an older program could not read it any more. */
export const STATE_VERSION = 1;

const Holder = z.object({ pid: z.int(), started: z.string(), command: z.string(), since: z.string() });
type Holder = z.infer<typeof Holder>;

/** The folder of a workspace's state. */
export function stateFolder(workspace: string): string {
  return join(workspace, '.tributary');
}

/** Makes the state folder where it is missing. @throws StateTooNew */
export async function openState(workspace: string): Promise<string> {
  const folder = stateFolder(workspace);
  const versionFile = join(folder, 'version');
  if (!existsSync(versionFile)) {
    await mkdir(folder, { recursive: true });
    await writeFile(versionFile, `${STATE_VERSION}\n`);
    return folder;
  }
  const found = (await readFile(versionFile, 'utf8')).trim();
  if (!/^\d+$/.test(found) || Number(found) > STATE_VERSION)
    throw new StateTooNew(found.slice(0, 20), STATE_VERSION);
  return folder;
}

/** The zones as folders of the state. */
export function folderZones(state: string): Zones & { sweep(): Promise<void> } {
  const shared = {
    tokens: new FolderStore(join(state, 'tokens'), { private: true }),
    records: new FolderStore(join(state, 'records'), { private: true }),
    crosswalk: new FolderStore(join(state, 'crosswalk'), { private: true }),
    integrated: new FolderStore(join(state, 'integrated'), { private: true }),
    release: new FolderStore(join(state, 'release')),
    audit: new FolderStore(join(state, 'audit'), { private: true }),
  };
  return {
    ...shared,
    landing: (agency) => new FolderStore(join(state, 'landing', agency), { private: true }),
    async sweep() {
      const agencies = await readdir(join(state, 'landing')).catch(() => []);
      await Promise.all(Object.values(shared).map((store) => store.sweep()));
      for (const agency of agencies) {
        await new FolderStore(join(state, 'landing', agency)).sweep();
        await rm(join(state, 'landing', agency, 'scratch'), { recursive: true, force: true });
      }
      await rm(join(state, 'scratch'), { recursive: true, force: true });
    },
  };
}

/**
 * Holds the state for one command; a second one is told who holds it. A holder that was killed is noticed by its
 * process id and start time.
 * @throws StateBusy
 */
export async function holdState(state: string, command: string, since: Date): Promise<AsyncDisposable> {
  const path = join(state, 'lock');
  const own = join(state, `lock-${randomUUID()}`);
  const holder: Holder = {
    pid: process.pid,
    started: await startOf(process.pid),
    command,
    since: since.toISOString(),
  };
  await writeFile(own, JSON.stringify(holder), { mode: 0o600 });
  try {
    for (;;) {
      const taken = await link(own, path).then(
        () => true,
        () => false,
      );
      if (taken) break;
      const current = await readHolder(path);
      if (current === undefined) continue;
      if (await isAlive(current)) throw new StateBusy(current.command, current.pid, current.since);
      await setAside(path, current);
    }
  } finally {
    await rm(own, { force: true });
  }
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return Holder.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Gone in the meantime; a lock file is linked whole, so it cannot be half-written.
    return undefined;
  }
}

/** Moves a dead holder's lock away, unless somebody else took it in the meantime. */
async function setAside(path: string, dead: Holder): Promise<void> {
  const aside = `${path}-stale-${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readHolder(aside);
  if (moved !== undefined && (moved.pid !== dead.pid || moved.started !== dead.started)) {
    await link(aside, path).catch(() => undefined);
  }
  await rm(aside, { force: true });
}

async function isAlive({ pid, started }: Holder): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return (await startOf(pid)) === started;
}

/** When a process started, as the kernel counts it, so that a re-used process id is not taken for the holder. */
async function startOf(pid: number): Promise<string> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
