import { mkdir } from 'node:fs/promises';
import { mentionedTables } from '../../lib/adapters/local/dialect-statement.ts';
import type { SqlToken } from '../../lib/adapters/local/dialect-tokens.ts';
import type { Catalogue, TableDefinition } from '../../lib/ports/catalogue.ts';
import type { SharedZone } from '../../lib/ports/object-store.ts';
import { quoteName, quoteTable, quoteText, spellType } from '../../lib/sql/quote.ts';
import type { TrinoClient } from '../../scripts/trino/client.ts';

export interface TrinoTablesSettings {
  readonly catalogue: Catalogue;
  readonly trino: TrinoClient;
  readonly folderOf: (zone: SharedZone, path: string) => string;
  /** How Trino calls that folder. */
  readonly locationOf: (zone: SharedZone, path: string) => string;
}

/** Tells a Trino server of the catalogue's tables, as Glue tells Athena: the same Parquet, where it lies. */
export class TrinoTables {
  readonly #settings: TrinoTablesSettings;
  readonly #schemas = new Set<string>();
  /** Each table's declaration as Trino has it. */
  readonly #declared = new Map<string, string>();

  constructor(settings: TrinoTablesSettings) {
    this.#settings = settings;
  }

  /** Every table that the tokens may name is there afterwards, and none that the catalogue has dropped. */
  async declareMentioned(database: string, tokens: readonly SqlToken[]): Promise<void> {
    const { catalogue } = this.#settings;
    await this.schema(database);
    for (const named of mentionedTables(tokens)) {
      const table = { database, ...named };
      const known =
        PLAIN.test(table.database) && PLAIN.test(table.name)
          ? await catalogue.find(table.database, table.name)
          : undefined;
      if (known === undefined) await this.#forget(table);
      else await this.declare(known);
    }
  }

  /** Declares one table, and its partitions, which Trino does not look for by itself. */
  async declare(table: TableDefinition): Promise<void> {
    const { trino, folderOf, locationOf } = this.#settings;
    const name = quoteTable(table);
    const definition = JSON.stringify(table);
    if (this.#declared.get(name) !== definition) {
      const partition =
        table.partition === undefined ? [] : [{ name: table.partition, type: 'varchar' as const }];
      const columns = [...table.columns, ...partition].map(
        (column) => `${quoteName(column.name)} ${spellType(column.type)}`,
      );
      const partitioned =
        table.partition === undefined ? '' : `, partitioned_by = ARRAY[${quoteText(table.partition)}]`;
      const location = quoteText(locationOf(table.zone, table.path));
      await mkdir(folderOf(table.zone, table.path), { recursive: true });
      await this.schema(table.database);
      await trino.query(`DROP TABLE IF EXISTS ${name}`);
      await trino.query(
        `CREATE TABLE ${name} (${columns.join(', ')}) WITH (format = 'PARQUET', external_location = ${location}${partitioned})`,
      );
      this.#declared.set(name, definition);
    }
    if (table.partition !== undefined) {
      await trino.query(
        `CALL hive.system.sync_partition_metadata(${quoteText(table.database)}, ${quoteText(table.name)}, 'FULL')`,
      );
    }
  }

  async schema(name: string): Promise<void> {
    if (!this.#schemas.has(name))
      await this.#settings.trino.query(`CREATE SCHEMA IF NOT EXISTS ${quoteName(name)}`);
    this.#schemas.add(name);
  }

  async #forget(table: Pick<TableDefinition, 'database' | 'name'>): Promise<void> {
    if (this.#declared.delete(quoteTable(table)))
      await this.#settings.trino.query(`DROP TABLE IF EXISTS ${quoteTable(table)}`);
  }
}

/** Forgets every table and view of earlier tests, so that none answers for a later one. */
export async function forgetEverything(trino: TrinoClient): Promise<void> {
  const { rows } = await trino.query('SHOW SCHEMAS FROM hive');
  for (const [schema] of rows) {
    if (schema !== 'default' && schema !== 'information_schema')
      await trino.query(`DROP SCHEMA ${quoteName(String(schema))} CASCADE`);
  }
}

/** Names that a catalogue can hold. */
const PLAIN = /^[a-z0-9_-]+$/;
