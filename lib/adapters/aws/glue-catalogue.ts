import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetTableCommand,
  GetTablesCommand,
  type GlueClient,
  type Table,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { partitionValuesOf, sqlTypeOf, toGlueTable } from '../../deployment/glue-table.ts';
import type { Names } from '../../deployment/names.ts';
import type { Catalogue, TableDefinition } from '../../ports/catalogue.ts';
import type { SharedZone } from '../../ports/object-store.ts';
import { TableForeign, TableNotDeployed } from './errors.ts';
import { isNamed, toAwsFailure } from './failures.ts';
import { locationOf, placeOf } from './zone-places.ts';

export interface GlueCatalogueSettings {
  readonly client: () => GlueClient;
  readonly names: Names;
}

/** Tables of these databases are made by the deployment; a run looks whether they are as it needs them. */
const DEPLOYED: ReadonlySet<string> = new Set(['records']);

/** Tables of the Glue Data Catalog, as Athena reads them. Each declaration replaces the one before; Glue keeps no old ones. */
export class GlueCatalogue implements Catalogue {
  readonly #client: () => GlueClient;
  readonly #names: Names;
  /** Databases that were there when last looked at; nobody removes one. */
  readonly #known = new Set<string>();

  constructor({ client, names }: GlueCatalogueSettings) {
    this.#client = client;
    this.#names = names;
  }

  async ensureDatabase(database: string): Promise<void> {
    // Most roles may look and not make: what the deployment has made is there.
    if (this.#known.has(database) || (await this.#isThere(database))) return;
    try {
      await this.#client().send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
    } catch (error) {
      if (!isNamed(error, 'AlreadyExistsException'))
        throw toAwsFailure(error, 'glue:CreateDatabase', `database ${database}`);
    }
    this.#known.add(database);
  }

  async declare(table: TableDefinition): Promise<void> {
    if (DEPLOYED.has(table.database)) return this.#verify(table);
    const input = {
      DatabaseName: table.database,
      TableInput: toGlueTable(table, this.location(table.zone, table.path)),
    };
    try {
      await this.#client().send(new UpdateTableCommand({ ...input, SkipArchive: true }));
    } catch (error) {
      if (!isNamed(error, 'EntityNotFoundException')) throw failure(error, 'glue:UpdateTable', table);
      await this.#create(table, input);
    }
  }

  async drop(database: string, name: string): Promise<void> {
    try {
      await this.#client().send(new DeleteTableCommand({ DatabaseName: database, Name: name }));
    } catch (error) {
      if (!isNamed(error, 'EntityNotFoundException'))
        throw failure(error, 'glue:DeleteTable', { database, name });
    }
  }

  async find(database: string, name: string): Promise<TableDefinition | undefined> {
    try {
      const { Table } = await this.#client().send(
        new GetTableCommand({ DatabaseName: database, Name: name }),
      );
      return Table === undefined ? undefined : this.#definition(database, Table);
    } catch (error) {
      if (isNamed(error, 'EntityNotFoundException')) return undefined;
      throw failure(error, 'glue:GetTable', { database, name });
    }
  }

  async list(database: string): Promise<readonly TableDefinition[]> {
    const tables: Table[] = [];
    let token: string | undefined;
    do {
      const command: GetTablesCommand = new GetTablesCommand({
        DatabaseName: database,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      const page = await this.#client()
        .send(command)
        .catch((error: unknown) => {
          if (isNamed(error, 'EntityNotFoundException')) return undefined;
          throw toAwsFailure(error, 'glue:GetTables', `database ${database}`);
        });
      tables.push(...(page?.TableList ?? []));
      token = page?.NextToken;
    } while (token !== undefined);
    return tables
      .filter(({ TableType }) => TableType !== 'VIRTUAL_VIEW')
      .map((table) => this.#definition(database, table))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  location(zone: SharedZone, path: string): string {
    return locationOf(this.#names, { zone, path });
  }

  async #isThere(database: string): Promise<boolean> {
    try {
      await this.#client().send(new GetDatabaseCommand({ Name: database }));
      this.#known.add(database);
      return true;
    } catch (error) {
      if (isNamed(error, 'EntityNotFoundException')) return false;
      throw toAwsFailure(error, 'glue:GetDatabase', `database ${database}`);
    }
  }

  async #create(
    table: TableDefinition,
    input: { readonly DatabaseName: string; readonly TableInput: ReturnType<typeof toGlueTable> },
  ): Promise<void> {
    const create = () => this.#client().send(new CreateTableCommand(input));
    try {
      await create();
    } catch (error) {
      if (!isNamed(error, 'EntityNotFoundException')) throw failure(error, 'glue:CreateTable', table);
      await this.ensureDatabase(table.database);
      await create().catch((again: unknown) => {
        throw failure(again, 'glue:CreateTable', table);
      });
    }
  }

  /** Comments may differ: nothing depends on them. */
  async #verify(table: TableDefinition): Promise<void> {
    const found = await this.find(table.database, table.name);
    if (found === undefined) throw new TableNotDeployed(table.database, table.name, 'missing');
    if (shapeOf(found) !== shapeOf(table))
      throw new TableNotDeployed(table.database, table.name, 'different');
  }

  #definition(database: string, table: Table): TableDefinition {
    const name = table.Name ?? '';
    const place = placeOf(this.#names, table.StorageDescriptor?.Location ?? '');
    if (place === undefined) throw new TableForeign(database, name, undefined);
    const partition = table.PartitionKeys?.[0]?.Name;
    const values = partition === undefined ? undefined : partitionValuesOf(partition, table.Parameters ?? {});
    return {
      database,
      name,
      ...place,
      columns: (table.StorageDescriptor?.Columns ?? []).map(({ Name = '', Type = '', Comment }) => {
        const type = sqlTypeOf(Type);
        if (type === undefined) throw new TableForeign(database, name, Name);
        return { name: Name, type, ...(Comment === undefined || Comment === '' ? {} : { comment: Comment }) };
      }),
      ...(partition === undefined ? {} : { partition }),
      ...(values === undefined ? {} : { partitionValues: values }),
    };
  }
}

/** What a statement relies on. */
function shapeOf({ zone, path, columns, partition, partitionValues }: TableDefinition): string {
  return JSON.stringify([
    zone,
    path,
    columns.map(({ name, type }) => [name, type]),
    partition,
    partitionValues,
  ]);
}

function failure(
  error: unknown,
  action: string,
  { database, name }: Pick<TableDefinition, 'database' | 'name'>,
): Error {
  return toAwsFailure(error, action, `table ${database}.${name}`);
}
