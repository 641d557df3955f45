import type { PartitionValues, SqlType, TableDefinition } from '../ports/catalogue.ts';

/**
 * A table as Glue has it, in the words that the SDK's `TableInput` and CloudFormation's share. Parquet columns are
 * found by name, so that a column which an older file lacks is null.
 */
export interface GlueTable {
  readonly Name: string;
  readonly TableType: 'EXTERNAL_TABLE';
  readonly Parameters: Record<string, string>;
  readonly PartitionKeys: GlueColumn[];
  readonly StorageDescriptor: {
    readonly Columns: GlueColumn[];
    readonly Location: string;
    readonly InputFormat: string;
    readonly OutputFormat: string;
    readonly SerdeInfo: {
      readonly SerializationLibrary: string;
      readonly Parameters: Record<string, string>;
    };
  };
}

export interface GlueColumn {
  readonly Name: string;
  readonly Type: string;
  readonly Comment?: string;
}

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet';

/** Hive's names of our types. */
export const GLUE_TYPES: Readonly<Record<SqlType, string>> = {
  varchar: 'string',
  bigint: 'bigint',
  boolean: 'boolean',
  date: 'date',
  double: 'double',
  decimal: 'decimal(18,4)',
};

/** Glue takes a single line of 255 bytes for a column's comment. */
const LONGEST_COMMENT = 255;

/**
 * @param location the table's folder, `s3://bucket/path`; a slash at its end is added where there is none, since
 *   `runs/r1` would else begin `runs/r10`, too
 * Partitions are worked out by Athena (partition projection): nothing has to be added to Glue when a file arrives.
 */
export function toGlueTable(definition: TableDefinition, location: string): GlueTable {
  const folder = location.endsWith('/') ? location : `${location}/`;
  const { partition, partitionValues } = definition;
  return {
    Name: definition.name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: {
      EXTERNAL: 'TRUE',
      classification: 'parquet',
      ...(partition === undefined ? {} : projection(partition, partitionValues, folder)),
    },
    PartitionKeys: partition === undefined ? [] : [{ Name: partition, Type: GLUE_TYPES.varchar }],
    StorageDescriptor: {
      Columns: definition.columns.map(({ name, type, comment }) => ({
        Name: name,
        Type: GLUE_TYPES[type],
        ...(comment === undefined ? {} : { Comment: oneLine(comment) }),
      })),
      Location: folder,
      InputFormat: `${PARQUET}.MapredParquetInputFormat`,
      OutputFormat: `${PARQUET}.MapredParquetOutputFormat`,
      SerdeInfo: {
        SerializationLibrary: `${PARQUET}.serde.ParquetHiveSerDe`,
        Parameters: { 'serialization.format': '1' },
      },
    },
  };
}

function oneLine(comment: string): string {
  const line = comment.replaceAll(/\s+/g, ' ').trim();
  if (Buffer.byteLength(line) <= LONGEST_COMMENT) return line;
  // What a cut through a character leaves is dropped; the ellipsis takes three bytes.
  const cut = Buffer.from(line)
    .subarray(0, LONGEST_COMMENT - 3)
    .toString('utf8');
  return `${cut.replace(/\ufffd$/, '')}…`;
}

function projection(
  partition: string,
  values: PartitionValues | undefined,
  folder: string,
): Record<string, string> {
  const of = (property: string) => `projection.${partition}.${property}`;
  return {
    'projection.enabled': 'true',
    'storage.location.template': `${folder}${partition}=\${${partition}}/`,
    ...(values === undefined
      ? { [of('type')]: 'injected' }
      : 'digits' in values
        ? {
            [of('type')]: 'integer',
            [of('range')]: `1,${'9'.repeat(values.digits)}`,
            [of('digits')]: String(values.digits),
          }
        : // Athena refuses an enum of nothing; no folder is called so.
          { [of('type')]: 'enum', [of('values')]: values.length === 0 ? NO_VALUE : values.join(',') }),
  };
}

const NO_VALUE = '__none__';

/** What a table of Glue says of its partition. @returns undefined where the statement has to name the values */
export function partitionValuesOf(
  partition: string,
  parameters: Readonly<Record<string, string>>,
): PartitionValues | undefined {
  const of = (property: string) => parameters[`projection.${partition}.${property}`] ?? '';
  switch (of('type')) {
    case 'enum':
      return of('values') === NO_VALUE ? [] : of('values').split(',');
    case 'integer':
      return { digits: Number(of('digits')) };
    default:
      return undefined;
  }
}

/** Our type for one of Glue's, as declared or as Athena writes it for a table that it makes; undefined for any other. */
export function sqlTypeOf(glueType: string): SqlType | undefined {
  const type = glueType.toLowerCase().replaceAll(' ', '');
  return (
    TYPES.find(([name]) => name === type)?.[1] ?? (/^varchar\(\d+\)$/.test(type) ? 'varchar' : undefined)
  );
}

const TYPES: readonly (readonly [glueType: string, type: SqlType])[] = [
  ...(Object.entries(GLUE_TYPES) as [SqlType, string][]).map(([type, name]) => [name, type] as const),
  ['varchar', 'varchar'],
  ['int', 'bigint'],
  ['smallint', 'bigint'],
  ['tinyint', 'bigint'],
];
