import { z } from 'zod';
import type { Catalogue, TableDefinition } from '../../ports/catalogue.ts';
import type { SharedZone } from '../../ports/object-store.ts';
import type { FolderStore } from './folder-store.ts';

const Stored = z.strictObject({
  database: z.string(),
  name: z.string(),
  zone: z.enum(['tokens', 'records', 'crosswalk', 'integrated', 'release', 'audit']),
  path: z.string(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      type: z.enum(['varchar', 'bigint', 'boolean', 'date', 'double', 'decimal']),
      comment: z.string().exactOptional(),
    }),
  ),
  partition: z.string().exactOptional(),
  partitionValues: z.union([z.array(z.string()), z.strictObject({ digits: z.int() })]).exactOptional(),
});

/** Table declarations as `<database>/<table>.json` of a folder. SQL spells places as Trino does: `local:///zone/path`. */
export class FolderCatalogue implements Catalogue {
  readonly #store: FolderStore;

  constructor(store: FolderStore) {
    this.#store = store;
  }

  /** A database is the folder that its first table makes. */
  async ensureDatabase(): Promise<void> {}

  async declare(table: TableDefinition): Promise<void> {
    await this.#store.put(
      keyOf(table.database, table.name),
      JSON.stringify(Stored.parse(table), undefined, 1),
    );
  }

  async drop(database: string, name: string): Promise<void> {
    await this.#store.delete(keyOf(database, name));
  }

  async find(database: string, name: string): Promise<TableDefinition | undefined> {
    const key = keyOf(database, name);
    return (await this.#store.head(key)) === undefined ? undefined : this.#read(key);
  }

  async list(database: string): Promise<readonly TableDefinition[]> {
    const found = await this.#store.list(`${database}/`);
    return Promise.all(found.map(({ key }) => this.#read(key)));
  }

  location(zone: SharedZone, path: string): string {
    return `local:///${zone}/${path}`;
  }

  async #read(key: string): Promise<TableDefinition> {
    return Stored.parse(JSON.parse(new TextDecoder().decode(await this.#store.get(key))));
  }
}

function keyOf(database: string, name: string): string {
  return `${database}/${name}.json`;
}
