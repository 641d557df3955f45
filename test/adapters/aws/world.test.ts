import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { connectionOf } from '../../../lib/adapters/aws/clients.ts';
import { openAwsHost } from '../../../lib/adapters/aws/world.ts';
import { readWorkspaceFiles } from '../../../lib/adapters/local/workspace-files.ts';
import { toVariables } from '../../../lib/deployment/environment.ts';
import { namesOf } from '../../../lib/deployment/names.ts';
import { toParameter } from '../../../lib/deployment/workspace-parameter.ts';
import { SHARED_ZONES } from '../../../lib/deployment/zones.ts';
import { serviceError } from './failing.ts';

const ssm = mockClient(SSMClient);
const s3 = mockClient(S3Client);
const athena = mockClient(AthenaClient);

const place = { partition: 'aws', account: '123456789012', region: 'us-east-1' };
const names = namesOf('county', place);
const zoneKeys = Object.fromEntries(
  SHARED_ZONES.map((zone) => [zone, `arn:aws:kms:us-east-1:1:key/${zone}`]),
);

const variables = (step: string, duty?: 'linkage') => ({
  ...toVariables({
    place,
    collaborative: 'county',
    step,
    keyVersion: 'v2',
    programVersion: '0.1.0',
    zoneKeys: zoneKeys as never,
    ...(duty === undefined ? {} : { duty }),
  }),
  AWS_REGION: place.region,
  SOURCE_DATE_EPOCH: '1790000000',
});

/** The example's files as the deployment keeps them, in pages of ten. */
async function deploy(): Promise<number> {
  const files = [
    ...(await readWorkspaceFiles(new URL('../../../examples/county', import.meta.url).pathname)),
  ];
  const parameters = files.map(([path, text]) => ({
    Name: `${names.workspaceParameters}${path}`,
    Value: toParameter(text),
  }));
  ssm.on(GetParametersByPathCommand).callsFake(async ({ NextToken = '0' }) => {
    const from = Number(NextToken);
    const next = from + 10;
    return {
      Parameters: parameters.slice(from, next),
      ...(next < parameters.length ? { NextToken: String(next) } : {}),
    };
  });
  return Math.ceil(parameters.length / 10);
}

beforeEach(() => {
  ssm.reset();
  s3.reset();
  athena.reset();
});

describe('the world of a function', () => {
  it('has the workspace that was deployed, from all pages of its parameters', async () => {
    const pages = await deploy();

    const { workspace } = await openAwsHost({ variables: variables('Plan') }).world();

    expect(pages).toBeGreaterThan(1);
    expect(ssm.commandCalls(GetParametersByPathCommand)).toHaveLength(pages);
    expect(ssm.commandCalls(GetParametersByPathCommand)[0]?.args[0].input).toEqual({
      Path: '/tributary-county/workspace',
      Recursive: true,
    });
    expect(workspace.contracts.size).toBeGreaterThan(3);
    expect(workspace.indicators.length).toBeGreaterThan(1);
  });

  it('reads the workspace again after a minute, and not before', async () => {
    const pages = await deploy();
    let now = 0;
    const host = openAwsHost({ variables: variables('Plan'), elapsed: () => now });

    await host.world();
    now = 59_000;
    await host.world();
    const early = ssm.commandCalls(GetParametersByPathCommand).length;
    now = 61_000;
    await host.world();

    expect([early, ssm.commandCalls(GetParametersByPathCommand).length]).toEqual([pages, 2 * pages]);
  });

  it('asks again where reading the workspace failed', async () => {
    ssm.on(GetParametersByPathCommand).rejects(serviceError('ThrottlingException', 400));
    const host = openAwsHost({ variables: variables('Plan') });
    await expect(host.world()).rejects.toMatchObject({ code: 'AWS_REQUEST_FAILED' });
    ssm.reset();
    await deploy();

    await expect(host.world()).resolves.toMatchObject({ programVersion: '0.1.0' });
  });

  it('says that no workspace is deployed', async () => {
    ssm.on(GetParametersByPathCommand).resolves({});

    await expect(openAwsHost({ variables: variables('Plan') }).world()).rejects.toMatchObject({
      code: 'WORKSPACE_NOT_DEPLOYED',
      message: expect.stringContaining('npx cdk deploy'),
    });
  });

  it('says which variable a function was deployed without', () => {
    expect(() => openAwsHost({ variables: {} })).toThrow('TRIBUTARY_PARTITION');
  });

  it('puts each zone under its own key, and leaves landing zones to theirs', async () => {
    await deploy();
    s3.on(PutObjectCommand).resolves({ VersionId: 'v1' });
    const { zones } = await openAwsHost({ variables: variables('Tokenize') }).world();

    for (const zone of SHARED_ZONES) await zones[zone].put('k', 'x');
    await zones.landing('early_childhood').put('k', 'x');

    const puts = s3.commandCalls(PutObjectCommand).map(({ args }) => args[0].input);
    expect(puts.map(({ Bucket, SSEKMSKeyId }) => [Bucket, SSEKMSKeyId])).toEqual([
      ...SHARED_ZONES.map((zone) => [names.zone(zone), zoneKeys[zone]]),
      [names.landing('early_childhood'), undefined],
    ]);
    expect(new Set(puts.map(({ ExpectedBucketOwner }) => ExpectedBucketOwner))).toEqual(
      new Set(['123456789012']),
    );
  });

  it('removes nothing from the audit zone', async () => {
    await deploy();
    const { zones } = await openAwsHost({ variables: variables('Plan') }).world();

    await expect(zones.audit.delete('r0001/plan.json')).rejects.toMatchObject({ code: 'APPEND_ONLY' });
  });

  it('keeps in the audit zone what it asked the query engine', async () => {
    await deploy();
    s3.on(PutObjectCommand).resolves({ VersionId: 'v1' });
    athena.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'q-7' });
    athena.on(GetQueryExecutionCommand).resolves({
      QueryExecution: { QueryExecutionId: 'q-7', Status: { State: 'SUCCEEDED' } },
    });
    athena.on(GetQueryResultsCommand).resolves({});
    const { engine } = await openAwsHost({ variables: variables('Train', 'linkage') }).world();

    await engine.query({ name: 'sampled', sql: 'SELECT 1 AS n', database: 'linkage' });

    const [put] = s3.commandCalls(PutObjectCommand);
    expect(put?.args[0].input).toMatchObject({ Bucket: names.zone('audit'), Key: 'queries/q-7.json' });
    expect(JSON.parse(new TextDecoder().decode(put?.args[0].input.Body as Uint8Array))).toEqual({
      step: 'Train',
      duty: 'linkage',
      name: 'sampled',
      queryId: 'q-7',
      database: 'linkage',
      state: 'SUCCEEDED',
      bytesScanned: 0,
      milliseconds: 0,
    });
    expect(athena.commandCalls(StartQueryExecutionCommand)[0]?.args[0].input.WorkGroup).toBe(
      'tributary-county-linkage',
    );
  });

  it('has neither an engine nor a workbench that its step was not deployed with', async () => {
    await deploy();
    const { engine, workbenches } = await openAwsHost({ variables: variables('Receive') }).world();
    const statement = { name: 'asked', sql: 'SELECT 1 AS n', database: 'tokens' };

    await expect(engine.query(statement)).rejects.toMatchObject({ code: 'DUTY_MISSING' });
    await expect(engine.execute(statement)).rejects.toMatchObject({ code: 'DUTY_MISSING' });
    await expect(engine.stream(statement)[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'DUTY_MISSING',
    });
    await expect(workbenches.forZone()).rejects.toMatchObject({ code: 'ENGINE_NOT_BUNDLED' });
  });

  it('names the version of its root key without asking for the key', async () => {
    await deploy();
    const { keys } = await openAwsHost({ variables: variables('Plan') }).world();

    expect((await keys()).version).toBe('v2');
  });

  it('shows what a deployment observes to the functions that watch, and to no other', async () => {
    await deploy();

    const watching = await openAwsHost({ variables: variables('WatchAccess') }).world();
    const working = await openAwsHost({ variables: variables('Plan') }).world();

    expect([watching.observed === undefined, working.observed === undefined]).toEqual([false, true]);
  });
});

describe('the connection to AWS', () => {
  it('is AWS’s own unless a variable says otherwise', () => {
    expect(connectionOf({}, 'us-east-1')).toEqual({ region: 'us-east-1' });
    expect(
      connectionOf(
        { AWS_ENDPOINT_URL: 'http://127.0.0.1:5000', AWS_USE_FIPS_ENDPOINT: 'true' },
        'us-gov-west-1',
      ),
    ).toEqual({ region: 'us-gov-west-1', endpoint: 'http://127.0.0.1:5000', fips: true });
  });
});
