import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import type { World } from '../../lambdas/step.ts';
import { systemClock } from '../adapters/local/clock.ts';
import { DuckdbEngine } from '../adapters/local/duckdb-engine.ts';
import { DuckdbWorkbench } from '../adapters/local/duckdb-workbench.ts';
import { FolderCatalogue } from '../adapters/local/folder-catalogue.ts';
import { FolderStore } from '../adapters/local/folder-store.ts';
import { KeyFile } from '../adapters/local/key-file.ts';
import { folderZones, holdState, openState } from '../adapters/local/state.ts';
import type { Progress } from '../ports/progress.ts';
import { unheard } from '../ports/signals.ts';
import type { Workspace } from '../workspace/model.ts';
import { PROGRAM_VERSION } from './version.ts';

export interface HostOptions {
  readonly workspace: Workspace;
  readonly folder: string;
  /** Named to a second command that finds the state held. */
  readonly command: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
}

/** The local world of one command, and how to leave it. */
export interface LocalHost extends AsyncDisposable {
  readonly world: World;
}

/** A third of the machine, so that a run and a person's other work fit beside each other; a gigabyte at least. */
function memoryLimit(): string {
  return `${Math.max(1024, Math.floor(totalmem() / 3 / 1_048_576))}MB`;
}

/**
 * Opens a workspace's state for one command that changes it, and sweeps what a killed one left.
 * @throws StateBusy, StateTooNew, KeyFileUnsafe
 */
export async function openLocalHost(options: HostOptions): Promise<LocalHost> {
  const clock = systemClock(options.environment);
  const state = await openState(options.folder);
  const hold = await holdState(state, options.command, clock.now());
  try {
    const zones = folderZones(state);
    await zones.sweep();
    const catalogueStore = new FolderStore(join(state, 'catalogue'), { private: true });
    await catalogueStore.sweep();
    const catalogue = new FolderCatalogue(catalogueStore);
    const threads = Number(options.environment['TRIBUTARY_THREADS'] ?? 0) || availableParallelism();
    const memory = memoryLimit();
    const engine = await DuckdbEngine.open({
      catalogue,
      folderOf: (zone, path) => join(state, zone, path),
      scratch: join(state, 'scratch'),
      threads,
      memory,
    });
    const bench = (scratch: string) => DuckdbWorkbench.open({ scratch, threads, memory });
    const world: World = {
      workspace: options.workspace,
      zones,
      keys: () => KeyFile.open(join(state, 'keys')),
      disclosureKeys: () => KeyFile.open(join(state, 'keys', 'disclosure')),
      engine,
      catalogue,
      workbenches: {
        forAgency: (agency) => bench(join(state, 'landing', agency, 'scratch')),
        forZone: () => bench(join(state, 'scratch')),
      },
      // The lock on the state is what keeps a second run out.
      turn: { async take() {} },
      signals: unheard,
      clock,
      progress: options.progress,
      programVersion: PROGRAM_VERSION,
    };
    return {
      world,
      async [Symbol.asyncDispose]() {
        await engine[Symbol.asyncDispose]();
        await hold[Symbol.asyncDispose]();
      },
    };
  } catch (error) {
    await hold[Symbol.asyncDispose]();
    throw error;
  }
}
