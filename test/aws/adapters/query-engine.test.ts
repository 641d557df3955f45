import { CreateWorkGroupCommand } from '@aws-sdk/client-athena';
import { DeleteDatabaseCommand } from '@aws-sdk/client-glue';
import { describe, expect, it } from 'vitest';
import { AthenaEngine, type QueryReport } from '../../../lib/adapters/aws/athena-engine.ts';
import { GlueCatalogue } from '../../../lib/adapters/aws/glue-catalogue.ts';
import { createTableAs } from '../../../lib/sql/create-table-as.ts';
import { describeQueryEngine, type EngineUnderTest } from '../../conformance/query-engine.ts';
import { freshNames, makeZones, testClients } from './places.ts';

interface Opened extends EngineUnderTest {
  readonly engine: AthenaEngine;
  readonly reports: readonly QueryReport[];
}

async function anEngine(): Promise<Opened> {
  const clients = testClients();
  const names = freshNames();
  for (const Name of ['crosswalk', 'integrated_a'])
    await clients
      .glue()
      .send(new DeleteDatabaseCommand({ Name }))
      .catch(() => undefined);
  const zones = await makeZones(clients, names);
  const workGroup = names.workGroup('linkage');
  await clients.athena().send(
    new CreateWorkGroupCommand({
      Name: workGroup,
      Configuration: {
        EnforceWorkGroupConfiguration: false,
        ResultConfiguration: { OutputLocation: `s3://${names.zone('tokens')}/answers/` },
      },
    }),
  );
  const catalogue = new GlueCatalogue({ client: clients.glue, names });
  await catalogue.ensureDatabase('crosswalk');
  const reports: QueryReport[] = [];
  const engine = new AthenaEngine({
    client: clients.athena(),
    workGroup,
    catalogue,
    names,
    zones,
    onQuery: async (report) => {
      reports.push(report);
    },
  });
  return { engine, catalogue, reports, async [Symbol.asyncDispose]() {} };
}

describeQueryEngine('Athena', anEngine);

describe('Athena', () => {
  const table = {
    database: 'crosswalk',
    name: 't',
    zone: 'crosswalk',
    path: 'runs/t',
    columns: [{ name: 'n', type: 'bigint' }],
  } as const;

  it('makes a table at a place that an earlier try has left files at', async () => {
    const { engine, catalogue } = await anEngine();
    const make = (n: number) => engine.execute(createTableAs(catalogue, table, `SELECT ${n} AS n`, ['n']));
    await make(1);
    await catalogue.drop('crosswalk', 't');

    await make(2);

    const rows = await engine.query({ name: 'asked', sql: 'SELECT n FROM t', database: 'crosswalk' });
    expect(rows).toEqual([{ n: 2n }]);
  });

  it('tells of each query, also of one that failed', async () => {
    const { engine, reports } = await anEngine();
    await engine.query({ name: 'fine', sql: 'SELECT 1 AS n', database: 'crosswalk' });

    await engine
      .query({ name: 'wrong', sql: 'SELECT n FROM nowhere', database: 'crosswalk' })
      .catch(() => undefined);

    expect(reports.map(({ name, state, database }) => [name, state, database])).toEqual([
      ['fine', 'SUCCEEDED', 'crosswalk'],
      ['wrong', 'FAILED', 'crosswalk'],
    ]);
    expect(new Set(reports.map(({ queryId }) => queryId)).size).toBe(2);
  });

  it('gives every kind of value alike, of few rows and of many', async () => {
    const { engine } = await anEngine();
    const select = (
      rows: number,
    ) => `SELECT n, CASE WHEN n % 3 = 0 THEN NULL WHEN n % 3 = 1 THEN '' ELSE 'a "b", c' END AS s,
      n % 2 = 0 AS b, DATE '2024-02-29' AS d, CAST(n AS double) / 4 AS f, CAST(n AS decimal(18,4)) AS m
      FROM UNNEST(sequence(1, ${rows})) AS t(n) ORDER BY n`;

    const few = await engine.query({ name: 'few', sql: select(6), database: 'crosswalk' });
    const many = await engine.query({ name: 'many', sql: select(2500), database: 'crosswalk' });

    expect(few[0]).toEqual({ n: 1n, s: '', b: false, d: '2024-02-29', f: 0.25, m: '1.0000' });
    expect(few.map(({ s }) => s)).toEqual(['', 'a "b", c', null, '', 'a "b", c', null]);
    expect(many).toHaveLength(2500);
    expect(many.slice(0, 6)).toEqual(few);
  });
});
