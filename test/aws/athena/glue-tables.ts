import {
  type Column,
  GetDatabaseCommand,
  GetPartitionsCommand,
  GetTablesCommand,
  type GlueClient,
  type Table,
} from '@aws-sdk/client-glue';
import type { ColumnDefinition, SqlType } from '../../../lib/ports/catalogue.ts';
import { AthenaFailure } from './failure.ts';

/** What Athena needs of a Glue table; read from Glue's own shape, without the product's adapter. */
export interface GlueTable {
  readonly database: string;
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly location: string;
  readonly partition: string | undefined;
  readonly projection: Projection;
  /** The SELECT behind a view. */
  readonly viewSql?: string;
}

export type Projection =
  /** Partitions are those that Glue lists, by value; undefined where there is no partition column. */
  | { readonly kind: 'listed'; readonly values: ReadonlySet<string> | undefined }
  | { readonly kind: 'values'; readonly values: ReadonlySet<string> }
  | { readonly kind: 'integer'; readonly from: number; readonly to: number; readonly digits: number }
  | { readonly kind: 'injected' };

/** Every table of a database; none where it does not exist. */
export async function readTables(glue: GlueClient, database: string): Promise<readonly GlueTable[]> {
  const tables: Table[] = [];
  let token: string | undefined;
  do {
    const page = await glue
      .send(new GetTablesCommand({ DatabaseName: database, ...(token ? { NextToken: token } : {}) }))
      .catch((error: unknown) => {
        if (error instanceof Error && error.name === 'EntityNotFoundException') return undefined;
        throw error;
      });
    tables.push(...(page?.TableList ?? []));
    token = page?.NextToken;
  } while (token !== undefined);
  return Promise.all(tables.map((table) => toGlueTable(glue, database, table)));
}

export async function databaseExists(glue: GlueClient, database: string): Promise<boolean> {
  const found = await glue.send(new GetDatabaseCommand({ Name: database })).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'EntityNotFoundException') return undefined;
    throw error;
  });
  return found !== undefined;
}

async function toGlueTable(glue: GlueClient, database: string, table: Table): Promise<GlueTable> {
  const name = table.Name ?? '';
  const storage = table.StorageDescriptor;
  const view = /\/\* Presto View: (\S+) \*\//.exec(table.ViewOriginalText ?? '')?.[1];
  if (view !== undefined) {
    const { originalSql }: { originalSql: string } = JSON.parse(Buffer.from(view, 'base64').toString());
    return {
      ...{ database, name, viewSql: originalSql, location: '', partition: undefined },
      columns: columnsOf(storage?.Columns),
      projection: { kind: 'listed', values: undefined },
    };
  }
  const keys = table.PartitionKeys ?? [];
  if (keys.length > 1) throw new AthenaFailure(`NOT_SUPPORTED: two partition columns: ${database}.${name}`);
  if (!/parquet/i.test(storage?.SerdeInfo?.SerializationLibrary ?? ''))
    throw new AthenaFailure(`HIVE_UNSUPPORTED_FORMAT: Unable to create input format: ${database}.${name}`);
  const partition = keys[0]?.Name;
  return {
    ...{ database, name, partition },
    columns: columnsOf(storage?.Columns),
    location: storage?.Location ?? '',
    projection: await projectionOf(glue, database, table, partition),
  };
}

function columnsOf(columns: readonly Column[] | undefined): readonly ColumnDefinition[] {
  return (columns ?? []).map(({ Name, Type }) => ({ name: Name ?? '', type: typeOf(Type ?? '') }));
}

const TYPES: Readonly<Record<string, SqlType>> = {
  string: 'varchar',
  varchar: 'varchar',
  bigint: 'bigint',
  boolean: 'boolean',
  date: 'date',
  double: 'double',
  'decimal(18,4)': 'decimal',
};

function typeOf(type: string): SqlType {
  const known = TYPES[type.toLowerCase().replace(/^varchar\(\d+\)$/, 'varchar')];
  if (known === undefined)
    throw new AthenaFailure(`HIVE_INVALID_METADATA: a column's type is not of ours: ${type}`);
  return known;
}

async function projectionOf(
  glue: GlueClient,
  database: string,
  table: Table,
  partition: string | undefined,
): Promise<Projection> {
  if (partition === undefined) return { kind: 'listed', values: undefined };
  const parameters = table.Parameters ?? {};
  if (parameters['projection.enabled']?.toLowerCase() !== 'true')
    return { kind: 'listed', values: await listed(glue, database, table.Name ?? '') };
  const read = (property: string) => parameters[`projection.${partition}.${property}`];
  const template = parameters['storage.location.template'];
  const location = (table.StorageDescriptor?.Location ?? '').replace(/\/+$/, '');
  if (template !== undefined && template.replace(/\/+$/, '') !== `${location}/${partition}=\${${partition}}`)
    throw new AthenaFailure(
      `NOT_SUPPORTED: a place of partitions that is not below the table's: ${template}`,
    );
  const kind = read('type')?.trim().toLowerCase();
  if (kind === 'injected') return { kind };
  if (kind === 'enum') return { kind: 'values', values: new Set((read('values') ?? '').split(',')) };
  if (kind === 'integer') {
    const [from, to] = (read('range') ?? '').split(',').map(Number);
    if (from === undefined || to === undefined || !Number.isInteger(from) || !Number.isInteger(to))
      throw new AthenaFailure(`INVALID_TABLE_PROPERTY: projection.${partition}.range`);
    return { kind, from, to, digits: Number(read('digits') ?? 0) };
  }
  throw new AthenaFailure(`INVALID_TABLE_PROPERTY: projection.${partition}.type is ${kind ?? 'missing'}`);
}

async function listed(glue: GlueClient, database: string, name: string): Promise<ReadonlySet<string>> {
  const { Partitions } = await glue.send(
    new GetPartitionsCommand({ DatabaseName: database, TableName: name }),
  );
  return new Set((Partitions ?? []).flatMap(({ Values }) => Values?.[0] ?? []));
}

/** Whether Athena sees the files of a partition. */
export function seesPartition(projection: Projection, value: string): boolean {
  switch (projection.kind) {
    case 'injected':
      return true;
    case 'listed':
      return projection.values?.has(value) ?? true;
    case 'values':
      return projection.values.has(value);
    case 'integer': {
      const number = Number(value);
      const spelt = String(number).padStart(projection.digits, '0');
      return number >= projection.from && number <= projection.to && spelt === value;
    }
  }
}
