import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  AthenaEngine,
  type AthenaEngineSettings,
  type QueryReport,
} from '../../../lib/adapters/aws/athena-engine.ts';
import { namesOf } from '../../../lib/deployment/names.ts';
import type { Catalogue, TableDefinition } from '../../../lib/ports/catalogue.ts';
import { createTableAs } from '../../../lib/sql/create-table-as.ts';
import { serviceError } from './failing.ts';
import { MemoryStore } from './memory-store.ts';

const athena = mockClient(AthenaClient);
const names = namesOf('county', { partition: 'aws', account: '123456789012', region: 'us-east-1' });
const TABLE: TableDefinition = {
  database: 'integrated_a',
  name: 't',
  zone: 'integrated',
  path: 'runs/r0001/a/t',
  columns: [{ name: 'n', type: 'bigint' }],
};

/** An engine with what it touches. */
function anEngine(options: Partial<AthenaEngineSettings> = {}) {
  const zones = {
    tokens: new MemoryStore(),
    records: new MemoryStore(),
    crosswalk: new MemoryStore(),
    integrated: new MemoryStore(),
    release: new MemoryStore(),
    audit: new MemoryStore(),
  };
  const tables: TableDefinition[] = [];
  const ensured: string[] = [];
  const pauses: number[] = [];
  const reports: QueryReport[] = [];
  const catalogue: Catalogue = {
    ensureDatabase: async (database) => {
      ensured.push(database);
    },
    declare: async () => {},
    drop: async () => {},
    find: async (database, name) => tables.find((one) => one.database === database && one.name === name),
    list: async () => tables,
    location: (zone, path) => `s3://${names.zone(zone)}/${path}/`,
  };
  const engine = new AthenaEngine({
    client: new AthenaClient({ region: 'us-east-1' }),
    workGroup: 'tributary-county-integrate',
    catalogue,
    names,
    zones,
    onQuery: async (report) => {
      reports.push(report);
    },
    sleep: async (milliseconds) => {
      pauses.push(milliseconds);
    },
    ...options,
  });
  const ask = (sql = 'SELECT 1 AS n') => engine.query({ name: 'asked', sql, database: 'crosswalk' });
  return { engine, ask, catalogue, zones, tables, ensured, pauses, reports };
}

/** A query that goes through these states and ends in the last. */
function goesThrough(...states: readonly QueryExecution['Status'][]): void {
  athena.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'q1' });
  const looks = athena.on(GetQueryExecutionCommand);
  const last = states.at(-1);
  for (const Status of states.slice(0, -1))
    looks.resolvesOnce({ QueryExecution: { QueryExecutionId: 'q1', ...(Status ? { Status } : {}) } });
  looks.resolves({
    QueryExecution: {
      QueryExecutionId: 'q1',
      ...(last ? { Status: last } : {}),
      Statistics: { DataScannedInBytes: 1234, TotalExecutionTimeInMillis: 56 },
    },
  });
}

const failsWith = (StateChangeReason: string, ErrorType = 1001, ErrorCategory = 2) =>
  goesThrough({ State: 'FAILED', StateChangeReason, AthenaError: { ErrorType, ErrorCategory } });

beforeEach(() => {
  athena.reset();
});

describe('Athena, as it is asked', () => {
  it('gets a statement with its database and work group, and never answers from an earlier answer', async () => {
    goesThrough({ State: 'SUCCEEDED' });
    athena.on(GetQueryResultsCommand).resolves({});

    await anEngine().ask();

    const [started] = athena.commandCalls(StartQueryExecutionCommand);
    expect(started?.args[0].input).toEqual({
      QueryString: 'SELECT 1 AS n',
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'crosswalk' },
      WorkGroup: 'tributary-county-integrate',
      ClientRequestToken: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } },
    });
  });

  it('is looked at less and less often while it works', async () => {
    const { ask, pauses } = anEngine();
    goesThrough(...Array.from({ length: 12 }, () => ({ State: 'RUNNING' as const })), { State: 'SUCCEEDED' });
    athena.on(GetQueryResultsCommand).resolves({});

    await ask();

    expect(pauses[0]).toBe(250);
    expect(pauses.slice(1, 4)).toEqual([375, 562.5, 843.75]);
    expect(pauses.at(-1)).toBe(5000);
    expect(pauses).toHaveLength(12);
  });

  it('gives pages one after the other, the names of columns on the first alone', async () => {
    goesThrough({ State: 'SUCCEEDED' });
    const ResultSetMetadata = {
      ColumnInfo: [
        { Name: 'n', Type: 'bigint' },
        { Name: 's', Type: 'varchar' },
        { Name: 'b', Type: 'boolean' },
        { Name: 'f', Type: 'double' },
        { Name: 'm', Type: 'decimal' },
      ],
    };
    const row = (...values: readonly (string | undefined)[]) => ({
      Data: values.map((VarCharValue) => (VarCharValue === undefined ? {} : { VarCharValue })),
    });
    athena
      .on(GetQueryResultsCommand)
      .resolvesOnce({
        NextToken: 'p2',
        ResultSet: {
          ResultSetMetadata,
          Rows: [row('n', 's', 'b', 'f', 'm'), row('9007199254740993', '', 'true', '1.0E10', '1.5000')],
        },
      })
      .resolvesOnce({
        ResultSet: {
          ResultSetMetadata,
          Rows: [row('-1', undefined, 'false', '-Infinity', '-0.0001')],
        },
      });

    const rows = await anEngine().ask();

    expect(rows).toEqual([
      { n: 9007199254740993n, s: '', b: true, f: 1e10, m: '1.5000' },
      { n: -1n, s: null, b: false, f: Number.NEGATIVE_INFINITY, m: '-0.0001' },
    ]);
    expect(athena.commandCalls(GetQueryResultsCommand).map(({ args }) => args[0].input)).toEqual([
      { QueryExecutionId: 'q1', MaxResults: 1000 },
      { QueryExecutionId: 'q1', MaxResults: 1000, NextToken: 'p2' },
    ]);
  });

  it('is told apart by name, id, bytes and time for the audit, also where it failed', async () => {
    const { ask, reports } = anEngine();
    failsWith('TABLE_NOT_FOUND: line 1:15: Table awsdatacatalog.crosswalk.t does not exist');

    await ask().catch(() => undefined);

    expect(reports).toEqual([
      {
        name: 'asked',
        queryId: 'q1',
        database: 'crosswalk',
        state: 'FAILED',
        bytesScanned: 1234,
        milliseconds: 56,
      },
    ]);
  });

  it('is stopped where nobody waits for it any more', async () => {
    const stopping = new AbortController();
    goesThrough({ State: 'RUNNING' });
    athena.on(StopQueryExecutionCommand).resolves({});
    const { ask } = anEngine({ signal: stopping.signal, sleep: async () => stopping.abort() });

    await expect(ask()).rejects.toMatchObject({ code: 'QUERY_FAILED', retry: 'later' });

    const stopped = athena.commandCalls(StopQueryExecutionCommand).map(({ args }) => args[0].input);
    expect(stopped).toEqual([{ QueryExecutionId: 'q1' }]);
  });

  it('is stopped where it can be looked at no more, and is not where it has ended', async () => {
    athena.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'q1' });
    athena.on(GetQueryExecutionCommand).rejects(serviceError('InternalServerException', 500));
    athena.on(StopQueryExecutionCommand).resolves({});

    await expect(anEngine().ask()).rejects.toMatchObject({ code: 'AWS_REQUEST_FAILED' });
    const afterFault = athena.commandCalls(StopQueryExecutionCommand).length;
    athena.reset();
    failsWith('SYNTAX_ERROR: line 1:1');
    await expect(anEngine().ask()).rejects.toMatchObject({ code: 'QUERY_FAILED' });

    expect([afterFault, athena.commandCalls(StopQueryExecutionCommand).length]).toEqual([1, 0]);
  });

  it('makes a table at a place that is emptied first, in a database that is there', async () => {
    const { engine, catalogue, zones, ensured } = anEngine();
    goesThrough({ State: 'SUCCEEDED' });
    await zones.integrated.put('runs/r0001/a/t/left-over', 'x');
    await zones.integrated.put('runs/r0001/a/t2/other', 'x');

    await engine.execute(createTableAs(catalogue, TABLE, 'SELECT 1 AS n', ['n']));

    expect([...zones.integrated.objects.keys()]).toEqual(['runs/r0001/a/t2/other']);
    expect(ensured).toEqual(['integrated_a']);
    const [started] = athena.commandCalls(StartQueryExecutionCommand);
    expect(started?.args[0].input.QueryString).toContain(
      `external_location = 's3://${names.zone('integrated')}/runs/r0001/a/t/'`,
    );
  });

  it('empties nothing where the table is there', async () => {
    const { engine, catalogue, zones, tables } = anEngine();
    tables.push(TABLE);
    await zones.integrated.put('runs/r0001/a/t/part', 'x');

    const making = engine.execute(createTableAs(catalogue, TABLE, 'SELECT 1 AS n', ['n']));

    await expect(making).rejects.toMatchObject({ code: 'TABLE_EXISTS' });
    expect([...zones.integrated.objects.keys()]).toEqual(['runs/r0001/a/t/part']);
    expect(athena.calls()).toEqual([]);
  });

  it('says that somebody else has made the table meanwhile', async () => {
    const { engine, catalogue } = anEngine();
    failsWith("TABLE_ALREADY_EXISTS: line 1:1: Table 'awsdatacatalog.integrated_a.t' already exists");

    const making = engine.execute(createTableAs(catalogue, TABLE, 'SELECT 1 AS n', ['n']));

    await expect(making).rejects.toMatchObject({ code: 'TABLE_EXISTS' });
  });
});

describe('a failure of Athena', () => {
  it.each([
    ["SYNTAX_ERROR: line 1:8: Column 'Zq' cannot be resolved", 'usage', 'never'],
    ['COLUMN_NOT_FOUND: line 1:8: Column nothing cannot be resolved', 'usage', 'never'],
    ['TYPE_MISMATCH: line 1:8: Cannot apply operator: bigint = varchar(13)', 'usage', 'never'],
    ["INVALID_CAST_ARGUMENT: Cannot cast 'Zqvandersnoot' to BIGINT", 'usage', 'never'],
    ['DIVISION_BY_ZERO: Division by zero', 'usage', 'never'],
    ['NUMERIC_VALUE_OUT_OF_RANGE: Value Zqvandersnoot', 'usage', 'never'],
    ['HIVE_CURSOR_ERROR: Failed to read s3://b/Zqvandersnoot', 'fault', 'later'],
    ['HIVE_BAD_DATA: Field Zqvandersnoot', 'fault', 'later'],
    ['EXCEEDED_LOCAL_MEMORY_LIMIT: Query exceeded per-node memory limit', 'fault', 'later'],
    ['GENERIC_INTERNAL_ERROR: Zqvandersnoot', 'usage', 'never'],
  ])('is told without a value: %s', async (reason, kind, retry) => {
    failsWith(reason);

    const failed: unknown = await anEngine()
      .ask("SELECT CAST('Zqvandersnoot' AS bigint)")
      .catch((error: unknown) => error);

    expect(failed).toMatchObject({ code: 'QUERY_FAILED', kind, retry });
    expect(String(failed)).toContain('"asked"');
    expect(String(failed)).not.toContain('Zq');
  });

  it('is a lack of memory where Athena says that its resources are exhausted', async () => {
    goesThrough({
      State: 'FAILED',
      StateChangeReason: 'Query exhausted resources at this scale factor.',
      AthenaError: { ErrorCategory: 2, ErrorType: 3 },
    });

    await expect(anEngine().ask()).rejects.toMatchObject({
      retry: 'later',
      message: expect.stringContaining('more memory'),
    });
  });

  it('is a fault within where the category says that Athena itself failed', async () => {
    failsWith('[ErrorCategory:SYSTEM_ERROR] Zqvandersnoot', 200, 1);

    await expect(anEngine().ask()).rejects.toMatchObject({ code: 'QUERY_FAILED', retry: 'later' });
  });

  it.each([
    [
      'PERMISSION_DENIED: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: glue:GetTable on resource: arn:t',
      'glue:GetTable',
    ],
    ['HIVE_UNKNOWN_ERROR: Access Denied (Service: Amazon S3; Status Code: 403)', 's3:GetObject'],
    ['com.amazonaws.services.kms: not authorized to perform: kms:Decrypt on the resource', 'kms:Decrypt'],
  ])('names the action that a role lacks: %s', async (reason, action) => {
    failsWith(reason);

    await expect(anEngine().ask()).rejects.toMatchObject({ code: 'ACCESS_REFUSED', action });
  });

  it('names the limit that a work group sets to what a statement reads', async () => {
    goesThrough({ State: 'CANCELLED', StateChangeReason: 'Bytes scanned limit was exceeded' });

    await expect(anEngine().ask()).rejects.toMatchObject({ code: 'SCAN_LIMIT_REACHED', exitCode: 2 });
  });

  it('is told at once where Athena does not take the statement, without its literals', async () => {
    const message = "line 1:8: mismatched input 'Zqvandersnoot'. Expecting: <identifier>";
    athena.on(StartQueryExecutionCommand).rejects(serviceError('InvalidRequestException', 400, message));

    await expect(anEngine().ask()).rejects.toMatchObject({
      code: 'QUERY_FAILED',
      kind: 'usage',
      message: expect.not.stringContaining('Zqvandersnoot'),
    });
  });

  it('is told with its operation where Athena is too busy', async () => {
    athena.on(StartQueryExecutionCommand).rejects(serviceError('TooManyRequestsException', 400));

    await expect(anEngine().ask()).rejects.toMatchObject({
      code: 'AWS_REQUEST_FAILED',
      retry: 'later',
      message: expect.stringContaining('athena:StartQueryExecution failed (TooManyRequestsException)'),
    });
  });
});
