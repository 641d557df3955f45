import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { DuckdbEngine } from '../../lib/adapters/local/duckdb-engine.ts';
import { FolderCatalogue } from '../../lib/adapters/local/folder-catalogue.ts';
import { FolderStore } from '../../lib/adapters/local/folder-store.ts';
import type { Catalogue } from '../../lib/ports/catalogue.ts';
import { TrinoClient } from '../../scripts/trino/client.ts';

/** The two engines over one folder of the Trino server's storage. */
export interface Engines extends AsyncDisposable {
  readonly trino: TrinoClient;
  readonly duckdb: DuckdbEngine;
  readonly catalogue: Catalogue;
  /** The folder with the zones, and how Trino calls it. */
  readonly folder: string;
  readonly location: string;
}

export async function openEngines(): Promise<Engines> {
  const warehouse = inject('trinoWarehouse');
  const folder = await mkdtemp(join(warehouse, 'state-'));
  const catalogue = new FolderCatalogue(new FolderStore(join(folder, 'catalogue')));
  const duckdb = await DuckdbEngine.open({
    catalogue,
    folderOf: (zone, path) => join(folder, zone, path),
    scratch: join(folder, 'scratch'),
    threads: 2,
    memory: '1GB',
  });
  return {
    trino: new TrinoClient(inject('trinoUrl')),
    duckdb,
    catalogue,
    folder,
    location: `local:///${folder.slice(warehouse.length + 1)}`,
    async [Symbol.asyncDispose]() {
      await duckdb[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
