import { randomUUID } from 'node:crypto';
import {
  AthenaClient,
  CreateWorkGroupCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, CreateTableCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateBucketCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { MOTO_REGION } from '../../scripts/moto/server.ts';

const client = {
  endpoint: inject('awsEndpoint'),
  region: MOTO_REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const athena = new AthenaClient(client);
const glue = new GlueClient(client);
const s3 = new S3Client({ ...client, forcePathStyle: true });
const bucket = `athena-${randomUUID()}`;
const database = `d_${randomUUID().slice(0, 8)}`;

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name: database } }));
  for (const enforced of [true, false]) {
    await athena.send(
      new CreateWorkGroupCommand({
        Name: groupOf(enforced),
        Configuration: {
          EnforceWorkGroupConfiguration: enforced,
          ResultConfiguration: { OutputLocation: `s3://${bucket}/answers/` },
        },
      }),
    );
  }
});

function groupOf(enforced: boolean): string {
  return `${database}-${enforced ? 'enforced' : 'free'}`;
}

async function ask(sql: string, { enforced = false } = {}): Promise<QueryExecution> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      ...{ QueryString: sql, WorkGroup: groupOf(enforced) },
      QueryExecutionContext: { Database: database },
    }),
  );
  for (;;) {
    const { QueryExecution } = await athena.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const state = QueryExecution?.Status?.State;
    if (state !== 'QUEUED' && state !== 'RUNNING') return QueryExecution ?? {};
  }
}

const reasonOf = (execution: QueryExecution) => execution.Status?.StateChangeReason ?? '';

async function rowsOf(execution: QueryExecution) {
  expect(reasonOf(execution)).toBe('');
  const { ResultSet } = await athena.send(
    new GetQueryResultsCommand({ QueryExecutionId: execution.QueryExecutionId }),
  );
  return (ResultSet?.Rows ?? []).map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue));
}

function create(table: string, folder: string, select: string): string {
  return `CREATE TABLE "${database}"."${table}" WITH (format = 'PARQUET', external_location = 's3://${bucket}/${folder}') AS ${select}`;
}

async function partitioned(name: string, parameters: Readonly<Record<string, string>>): Promise<void> {
  await glue.send(
    new CreateTableCommand({
      DatabaseName: database,
      TableInput: {
        ...{ Name: name, TableType: 'EXTERNAL_TABLE', Parameters: parameters },
        PartitionKeys: [{ Name: 'part', Type: 'string' }],
        StorageDescriptor: {
          ...{ Location: `s3://${bucket}/${name}`, Columns: [{ Name: 'n', Type: 'bigint' }] },
          SerdeInfo: {
            SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
          },
        },
      },
    }),
  );
  for (const part of ['a', 'b'])
    await ask(create(`${name}_${part}`, `${name}/part=${part}`, 'SELECT 1 AS n'));
}

describe('the Athena that tests are run against', () => {
  it('answers in pages that begin with the names, NULL apart from an empty text', async () => {
    const execution = await ask(
      "SELECT * FROM (VALUES (1, 'a', NULL), (2, '', DATE '2026-01-02')) AS t (n, s, d) ORDER BY n",
    );

    const rows = await rowsOf(execution);

    expect(rows).toEqual([
      ['n', 's', 'd'],
      ['1', 'a', undefined],
      ['2', '', '2026-01-02'],
    ]);
    expect(execution.ResultConfiguration?.OutputLocation).toMatch(`s3://${bucket}/answers/`);
  });

  it('makes a table in S3 and Glue that later questions read', async () => {
    await ask(create('made', 'made', "SELECT 7 AS n, 'x' AS s"));

    const { Table } = await glue.send(new GetTableCommand({ DatabaseName: database, Name: 'made' }));
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'made/' }));

    expect(Table?.StorageDescriptor?.Columns).toEqual([
      { Name: 'n', Type: 'bigint' },
      { Name: 's', Type: 'string' },
    ]);
    expect(Contents).toHaveLength(1);
    expect(await rowsOf(await ask('SELECT s, n FROM made'))).toEqual([
      ['s', 'n'],
      ['x', '7'],
    ]);
  });

  it('writes no file where there is no row', async () => {
    await ask(create('nothing', 'nothing', 'SELECT 1 AS n WHERE false'));

    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'nothing/' }));

    expect(KeyCount).toBe(0);
    expect(await rowsOf(await ask('SELECT * FROM nothing'))).toEqual([['n']]);
  });

  it('refuses a table that exists, a place that holds files, and a place where the work group rules', async () => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: 'taken/x', Body: 'x' }));
    await ask(create('twice', 'twice', 'SELECT 1 AS n'));

    const refused = [
      await ask(create('twice', 'elsewhere', 'SELECT 1 AS n')),
      await ask(create('other', 'taken', 'SELECT 1 AS n')),
      await ask(create('ruled', 'ruled', 'SELECT 1 AS n'), { enforced: true }),
    ];

    expect(refused.map(({ Status }) => Status?.State)).toEqual(['FAILED', 'FAILED', 'FAILED']);
    expect(refused.map((one) => reasonOf(one).split(':')[0])).toEqual([
      'TABLE_ALREADY_EXISTS',
      'HIVE_PATH_ALREADY_EXISTS',
      expect.stringMatching('enforces a centralized output location'),
    ]);
  });

  it('sees nothing in a partitioned table that neither lists nor projects its partitions', async () => {
    await partitioned('listed', {});

    expect(await rowsOf(await ask('SELECT n FROM listed'))).toEqual([['n']]);
  });

  it('sees the partitions that are projected and no others', async () => {
    await partitioned('projected', {
      ...{ 'projection.enabled': 'true', 'projection.part.type': 'enum', 'projection.part.values': 'b,c' },
    });

    expect(await rowsOf(await ask('SELECT part, n FROM projected'))).toEqual([
      ['part', 'n'],
      ['b', '1'],
    ]);
  });

  it('refuses a question that does not name the values of an injected partition', async () => {
    await partitioned('injected', { 'projection.enabled': 'true', 'projection.part.type': 'injected' });

    const named = await ask("SELECT part FROM injected WHERE part IN ('a', 'b') ORDER BY part");
    const elsewhere = await ask(
      "SELECT count(*) AS n FROM (SELECT n FROM injected) i JOIN (SELECT 1 AS n) j ON i.n = j.n WHERE 'part' = 'a'",
    );

    expect(await rowsOf(named)).toEqual([['part'], ['a'], ['b']]);
    expect(reasonOf(elsewhere)).toMatch('CONSTRAINT_VIOLATION');
  });

  it('keeps views as questions: what they show follows their tables', async () => {
    await ask(create('base', 'base', 'SELECT 1 AS n'));
    await ask(`CREATE OR REPLACE VIEW "${database}"."shown" AS SELECT n + 1 AS m FROM "${database}"."base"`);
    await ask(`CREATE OR REPLACE VIEW "${database}"."shown" AS SELECT n + 2 AS m FROM "${database}"."base"`);

    const broken = await ask(
      `CREATE OR REPLACE VIEW "${database}"."bad" AS SELECT n FROM "${database}"."missing"`,
    );

    expect(await rowsOf(await ask('SELECT m FROM shown'))).toEqual([['m'], ['3']]);
    expect(reasonOf(broken)).toMatch('TABLE_NOT_FOUND');
  });

  it('gives more than a page by pages', async () => {
    const execution = await ask('SELECT n FROM UNNEST(sequence(1, 1500)) AS t (n) ORDER BY n');
    const first = await athena.send(
      new GetQueryResultsCommand({ QueryExecutionId: execution.QueryExecutionId }),
    );
    const second = await athena.send(
      new GetQueryResultsCommand({
        ...{ QueryExecutionId: execution.QueryExecutionId, NextToken: first.NextToken },
      }),
    );

    expect([first.ResultSet?.Rows?.length, second.ResultSet?.Rows?.length]).toEqual([1000, 501]);
    expect(second.ResultSet?.Rows?.at(-1)?.Data?.[0]?.VarCharValue).toBe('1500');
    expect(second.NextToken).toBeUndefined();
  });
});
