import {
  CreateTableCommand,
  DeleteDatabaseCommand,
  GetDatabasesCommand,
  GetTableVersionsCommand,
} from '@aws-sdk/client-glue';
import { beforeEach, describe, expect, it } from 'vitest';
import { GlueCatalogue } from '../../../lib/adapters/aws/glue-catalogue.ts';
import { toGlueTable } from '../../../lib/deployment/glue-table.ts';
import type { TableDefinition } from '../../../lib/ports/catalogue.ts';
import { describeCatalogue } from '../../conformance/catalogue.ts';
import { freshNames, testClients } from './places.ts';

const client = testClients('us-west-2').glue;
const names = freshNames();

async function anEmptyCatalogue(): Promise<GlueCatalogue> {
  const { DatabaseList = [] } = await client().send(new GetDatabasesCommand({}));
  for (const { Name } of DatabaseList) await client().send(new DeleteDatabaseCommand({ Name }));
  return new GlueCatalogue({ client, names });
}

describeCatalogue('Glue', anEmptyCatalogue);

describe('the Glue catalogue', () => {
  const records: TableDefinition = {
    database: 'records',
    name: 'schools_enrolment',
    zone: 'records',
    path: 'schools_enrolment',
    columns: [{ name: 'record_id', type: 'varchar', comment: 'keyed digest' }],
    partition: 'delivery_id',
  };
  let catalogue: GlueCatalogue;

  beforeEach(async () => {
    catalogue = await anEmptyCatalogue();
  });

  const deploy = async (table: TableDefinition) => {
    await catalogue.ensureDatabase(table.database);
    await client().send(
      new CreateTableCommand({
        DatabaseName: table.database,
        TableInput: toGlueTable(table, catalogue.location(table.zone, table.path)),
      }),
    );
  };

  it('makes a database that it declares a table in', async () => {
    await catalogue.declare({ ...records, database: 'integrated_a', zone: 'integrated' });

    const { DatabaseList = [] } = await client().send(new GetDatabasesCommand({}));

    expect(DatabaseList.map(({ Name }) => Name)).toEqual(['integrated_a']);
  });

  it('finds that a table of the deployment is as the contract has it, whatever its comments say', async () => {
    await deploy(records);

    const declared = catalogue.declare({ ...records, columns: [{ name: 'record_id', type: 'varchar' }] });

    await expect(declared).resolves.toBeUndefined();
  });

  it('finds that a table of the deployment is missing, or another, and writes nothing', async () => {
    const missing = catalogue.declare(records);
    await expect(missing).rejects.toMatchObject({ code: 'TABLE_NOT_DEPLOYED' });
    await deploy(records);

    const different = catalogue.declare({ ...records, columns: [{ name: 'record_id', type: 'bigint' }] });

    await expect(different).rejects.toMatchObject({
      code: 'TABLE_NOT_DEPLOYED',
      message: expect.stringContaining('npx cdk deploy'),
    });
    expect(await catalogue.find('records', 'schools_enrolment')).toEqual(records);
  });

  it('takes no table whose files lie elsewhere for one of ours', async () => {
    await catalogue.ensureDatabase('crosswalk');
    const foreign = toGlueTable({ ...records, database: 'crosswalk' }, 's3://somebody-elses/place');
    await client().send(new CreateTableCommand({ DatabaseName: 'crosswalk', TableInput: foreign }));

    await expect(catalogue.find('crosswalk', records.name)).rejects.toMatchObject({ code: 'TABLE_FOREIGN' });
  });

  it('keeps no earlier version of a table', async () => {
    const table = { ...records, database: 'crosswalk', zone: 'crosswalk' } as const;
    await catalogue.declare(table);

    await catalogue.declare({ ...table, columns: [...table.columns, { name: 'n', type: 'bigint' }] });

    const { TableVersions = [] } = await client().send(
      new GetTableVersionsCommand({ DatabaseName: 'crosswalk', TableName: table.name }),
    );
    expect(TableVersions.length).toBeLessThanOrEqual(2);
  });
});
