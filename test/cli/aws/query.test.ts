import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { serviceError } from '../../adapters/aws/failing.ts';
import { aWorkspace, call, NAMES, signedIn } from './calling.ts';

const athena = mockClient(AthenaClient);
const lambda = mockClient(LambdaClient);
const workspace = aWorkspace();

beforeEach(() => {
  athena.reset();
  lambda.reset();
  signedIn();
  athena.on(StartQueryExecutionCommand).resolves({ QueryExecutionId: 'q1' });
  athena.on(GetQueryExecutionCommand).resolves({
    QueryExecution: { QueryExecutionId: 'q1', Status: { State: 'SUCCEEDED' } },
  });
});

/** An answer of people by sex, one of them suppressed. */
function anAnswer(rows: readonly (readonly (string | undefined)[])[]) {
  const datum = (value: string | undefined) => (value === undefined ? {} : { VarCharValue: value });
  const columns = [
    { Name: 'sex', Type: 'varchar' },
    { Name: 'persons', Type: 'bigint' },
    { Name: 'rate', Type: 'decimal' },
    { Name: 'status', Type: 'varchar' },
  ];
  return {
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: columns },
      Rows: [columns.map(({ Name }) => Name), ...rows].map((row) => ({ Data: row.map(datum) })),
    },
  };
}

const query = (...more: readonly string[]) =>
  call('--workspace', workspace, '--target', 'aws', 'query', ...more);

describe('query on AWS', () => {
  it('asks in the analysts’ work group and prints the answer as on one machine', async () => {
    athena.on(GetQueryResultsCommand).resolves(
      anAnswer([
        ['F', '31', '52.4000', 'published'],
        ['M', undefined, undefined, 'suppressed'],
      ]),
    );

    const { code, out } = await query('SELECT * FROM people');

    expect(code).toBe(0);
    expect(out).toBe(
      [
        'sex     persons        rate  status',
        '───  ──────────  ──────────  ──────────',
        'F            31     52.4000  published',
        'M    suppressed  suppressed  suppressed',
        '',
        '2 rows, 1 of them suppressed to protect people',
        '',
      ].join('\n'),
    );
    expect(athena.commandCalls(StartQueryExecutionCommand)[0]?.args[0].input).toMatchObject({
      QueryString: 'SELECT * FROM people',
      WorkGroup: NAMES.workGroup('analyst'),
      QueryExecutionContext: { Database: 'release' },
    });
  });

  it('writes JSON with every digit and null where suppressed', async () => {
    athena
      .on(GetQueryResultsCommand)
      .resolves(anAnswer([['M', '9007199254740993', undefined, 'suppressed']]));

    const { out } = await query('--format', 'json', 'SELECT * FROM people');

    expect(out).toContain('"persons": 9007199254740993, "rate": null');
  });

  it('names the columns of an answer without rows', async () => {
    athena.on(GetQueryResultsCommand).resolves(anAnswer([]));

    const { out } = await query('--format', 'csv', 'SELECT * FROM people WHERE false');

    expect(out.trim()).toBe('sex,persons,rate,status');
  });

  it('sends nothing but a SELECT', async () => {
    const { code } = await query('DROP TABLE people');

    expect(code).toBe(2);
    expect(athena.calls()).toEqual([]);
  });

  it('says what a policy does not let the asker read', async () => {
    athena.on(GetQueryExecutionCommand).resolves({
      QueryExecution: {
        Status: {
          State: 'FAILED',
          StateChangeReason: 'User: x is not authorized to perform: s3:GetObject on resource y',
        },
      },
    });

    const { code, err } = await query('SELECT * FROM tokens.identities');

    expect(code).toBe(2);
    expect(err).toContain('AWS refused s3:GetObject');
  });
});

const REPORT = {
  today: '2026-05-20',
  deliveries: [
    {
      dataset: 'clinic/visits',
      period: '2026-Q1',
      due: '2026-04-30',
      standing: 'overdue',
      daysOverdue: 20,
    },
  ],
  releases: [],
};
const status = (...more: readonly string[]) =>
  call('--workspace', workspace, '--target', 'aws', ...more, 'status');

describe('status on AWS', () => {
  it('prints what the watch of the system answers', async () => {
    lambda.on(InvokeCommand).resolves({ Payload: Buffer.from(JSON.stringify(REPORT)) as never });

    const { code, out } = await status();

    expect(code).toBe(0);
    expect(out).toContain('2026-Q1  clinic/visits  overdue 20 days');
    expect(lambda.commandCalls(InvokeCommand)[0]?.args[0].input).toMatchObject({
      FunctionName: NAMES.function('Watch'),
      Payload: '{}',
    });
  });

  it('prints the same document as on one machine', async () => {
    lambda.on(InvokeCommand).resolves({ Payload: Buffer.from(JSON.stringify(REPORT)) as never });

    expect(JSON.parse((await status('--json')).out)).toEqual(REPORT);
  });

  it('passes on what the function says of its failure', async () => {
    const thrown = { errorType: 'WorkspaceNotDeployed', errorMessage: 'There is no workspace.', trace: [] };
    lambda
      .on(InvokeCommand)
      .resolves({ FunctionError: 'Unhandled', Payload: Buffer.from(JSON.stringify(thrown)) as never });

    const { code, err } = await status();

    expect(code).toBe(2);
    expect(err).toContain('There is no workspace.');
  });

  it('says that nothing is deployed here', async () => {
    lambda.on(InvokeCommand).rejects(serviceError('ResourceNotFoundException', 404));

    const { code, err } = await status();

    expect(code).toBe(2);
    expect(err).toContain(`There is no function ${NAMES.function('Watch')}`);
  });
});
