import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GLUE_TYPES, partitionValuesOf, sqlTypeOf, toGlueTable } from '../../lib/deployment/glue-table.ts';
import type { SqlType, TableDefinition } from '../../lib/ports/catalogue.ts';

const TABLE: TableDefinition = {
  database: 'records',
  name: 'schools_enrolment',
  zone: 'records',
  path: 'schools_enrolment',
  columns: [
    { name: 'record_id', type: 'varchar', comment: 'keyed digest' },
    { name: 'dollars', type: 'decimal' },
  ],
  partition: 'delivery_id',
};

describe('a table of Glue', () => {
  it('is Parquet below one folder, whose partitions a statement names', () => {
    const table = toGlueTable(TABLE, 's3://bucket/schools_enrolment');

    expect(table).toEqual({
      Name: 'schools_enrolment',
      TableType: 'EXTERNAL_TABLE',
      Parameters: {
        EXTERNAL: 'TRUE',
        classification: 'parquet',
        'projection.enabled': 'true',
        'projection.delivery_id.type': 'injected',
        'storage.location.template': 's3://bucket/schools_enrolment/delivery_id=${delivery_id}/',
      },
      PartitionKeys: [{ Name: 'delivery_id', Type: 'string' }],
      StorageDescriptor: {
        Columns: [
          { Name: 'record_id', Type: 'string', Comment: 'keyed digest' },
          { Name: 'dollars', Type: 'decimal(18,4)' },
        ],
        Location: 's3://bucket/schools_enrolment/',
        InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
        OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
        SerdeInfo: {
          SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
          Parameters: { 'serialization.format': '1' },
        },
      },
    });
  });

  it('has the partitions that are listed, or those of a number of digits', () => {
    const parameters = (partitionValues: TableDefinition['partitionValues']) =>
      toGlueTable({ ...TABLE, ...(partitionValues && { partitionValues }) }, 's3://b/p').Parameters;

    expect(parameters(['d-1', 'd-2'])).toMatchObject({
      'projection.delivery_id.type': 'enum',
      'projection.delivery_id.values': 'd-1,d-2',
    });
    expect(parameters({ digits: 4 })).toMatchObject({
      'projection.delivery_id.type': 'integer',
      'projection.delivery_id.range': '1,9999',
      'projection.delivery_id.digits': '4',
    });
  });

  it('gives the values of its partition back', () => {
    const ids = fc.array(fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/), { maxLength: 50 });

    fc.assert(
      fc.property(ids, (partitionValues) => {
        const { Parameters } = toGlueTable({ ...TABLE, partitionValues }, 's3://b/p');
        expect(partitionValuesOf('delivery_id', Parameters)).toEqual(partitionValues);
      }),
    );
  });

  it('has comments of one line that Glue can hold', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'ü', '𝕏', '\n', ' '), maxLength: 200 }),
        (comment) => {
          const table = toGlueTable(
            { ...TABLE, columns: [{ name: 'a', type: 'date', comment }] },
            's3://b/p',
          );
          const [column] = table.StorageDescriptor.Columns;
          expect(Buffer.byteLength(column?.Comment ?? '')).toBeLessThanOrEqual(255);
          expect(column?.Comment).not.toMatch(/[\r\n]/);
        },
      ),
    );
    const [column] = toGlueTable(
      { ...TABLE, columns: [{ name: 'a', type: 'date', comment: `one\n two ${'ü'.repeat(200)}` }] },
      's3://b/p',
    ).StorageDescriptor.Columns;
    expect(column?.Comment).toMatch(/^one two ü+…$/);
  });

  it('knows our types however Athena spells them, and no others', () => {
    const types = Object.keys(GLUE_TYPES) as SqlType[];

    expect(types.map((type) => sqlTypeOf(GLUE_TYPES[type]))).toEqual(types);
    expect(['varchar(20)', 'varchar', 'int', 'DECIMAL(18, 4)'].map(sqlTypeOf)).toEqual([
      'varchar',
      'varchar',
      'bigint',
      'decimal',
    ]);
    expect(['decimal(10,2)', 'timestamp', 'array<int>', 'binary'].map(sqlTypeOf)).toEqual(
      Array.from({ length: 4 }),
    );
  });
});
