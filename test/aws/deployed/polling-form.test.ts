import { AthenaClient, CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { MOTO_REGION } from '../../../scripts/moto/server.ts';
import { execute } from './execute.ts';
import { pollingForm, QUERY_FAILED } from './polling-form.ts';

const client = {
  endpoint: inject('awsEndpoint'),
  region: MOTO_REGION,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
};
const sfn = new SFNClient({ ...client, disableHostPrefix: true });
const ROLE = 'arn:aws:iam::111122223333:role/any';

const ask = (rest: Readonly<Record<string, unknown>>) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::athena:startQueryExecution.sync',
  Credentials: { RoleArn: ROLE },
  Parameters: {
    'QueryString.$': '$.sql',
    QueryExecutionContext: { 'Database.$': '$.database' },
    WorkGroup: 'polling',
  },
  ResultSelector: { 'queryId.$': '$.QueryExecution.QueryExecutionId' },
  ...rest,
});

async function machine(
  name: string,
  states: Readonly<Record<string, unknown>>,
  start: string,
): Promise<string> {
  const definition = pollingForm(JSON.stringify({ StartAt: start, States: states }));
  const { stateMachineArn = '' } = await sfn.send(
    new CreateStateMachineCommand({ name, definition, roleArn: ROLE }),
  );
  return stateMachineArn;
}

beforeAll(async () => {
  await new S3Client({ ...client, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: 'polling' }),
  );
  await new GlueClient(client).send(new CreateDatabaseCommand({ DatabaseInput: { Name: 'polling' } }));
  await new AthenaClient(client).send(
    new CreateWorkGroupCommand({
      Name: 'polling',
      Configuration: {
        EnforceWorkGroupConfiguration: false,
        ResultConfiguration: { OutputLocation: 's3://polling/answers/' },
      },
    }),
  );
});

const create = (table: string, select: string) => ({
  database: 'polling',
  sql: `CREATE TABLE "polling"."${table}" WITH (format = 'PARQUET', external_location = 's3://polling/${table}') AS ${select}`,
});

describe('a state machine in its polling form', () => {
  it('sends each statement of a map and goes on with what the state selected', async () => {
    const arn = await machine(
      'map',
      {
        Each: {
          ...{ Type: 'Map', ItemsPath: '$.statements', MaxConcurrency: 1, ResultPath: '$.asked' },
          ItemProcessor: { StartAt: 'Ask', States: { Ask: ask({ End: true }) } },
          End: true,
        },
      },
      'Each',
    );

    const { status, output } = await execute(sfn, arn, {
      statements: [create('one', 'SELECT 1 AS n'), create('two', 'SELECT n + 1 AS n FROM polling.one')],
    });

    const made = await new GlueClient(client).send(
      new GetTableCommand({ DatabaseName: 'polling', Name: 'two' }),
    );
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({
      asked: [{ queryId: expect.any(String) }, { queryId: expect.any(String) }],
    });
    expect(made.Table?.StorageDescriptor?.Location).toBe('s3://polling/two');
  });

  it('fails as the state would where the query fails, and is caught by what catches it', async () => {
    const states = (rest: Readonly<Record<string, unknown>>) => ({
      Ask: ask({ ResultPath: null, ...rest, End: true }),
      Lost: { Type: 'Pass', End: true },
    });
    const caught = await machine(
      'caught',
      states({ Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Lost' }] }),
      'Ask',
    );
    const input = create('bad', 'SELECT n FROM polling.missing');

    const uncaught = await execute(sfn, await machine('uncaught', states({}), 'Ask'), input);
    const { status, output } = await execute(sfn, caught, input);

    expect([uncaught.status, uncaught.error]).toEqual(['FAILED', QUERY_FAILED]);
    expect(status).toBe('SUCCEEDED');
    expect(output).toMatchObject({ error: { Cause: expect.stringContaining('TABLE_NOT_FOUND') } });
  });
});
