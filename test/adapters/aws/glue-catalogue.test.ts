import {
  CreateDatabaseCommand,
  CreateTableCommand,
  GetDatabaseCommand,
  GetTablesCommand,
  GlueClient,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { GlueCatalogue } from '../../../lib/adapters/aws/glue-catalogue.ts';
import { namesOf } from '../../../lib/deployment/names.ts';
import type { TableDefinition } from '../../../lib/ports/catalogue.ts';
import { serviceError } from './failing.ts';

const glue = mockClient(GlueClient);
const names = namesOf('county', {
  partition: 'aws-us-gov',
  account: '123456789012',
  region: 'us-gov-west-1',
});
const aCatalogue = () =>
  new GlueCatalogue({ client: () => new GlueClient({ region: 'us-gov-west-1' }), names });

const TABLE: TableDefinition = {
  database: 'tokens',
  name: 'identities',
  zone: 'tokens',
  path: 'identities',
  columns: [{ name: 'record_id', type: 'varchar' }],
  partition: 'delivery_id',
  partitionValues: ['d-1'],
};

beforeEach(() => {
  glue.reset();
});

describe('the Glue catalogue, as Glue is asked', () => {
  it('replaces a table without keeping the one before', async () => {
    glue.on(UpdateTableCommand).resolves({});

    await aCatalogue().declare(TABLE);

    const [updated] = glue.commandCalls(UpdateTableCommand);
    expect(updated?.args[0].input).toMatchObject({
      DatabaseName: 'tokens',
      SkipArchive: true,
      TableInput: {
        Name: 'identities',
        StorageDescriptor: { Location: `s3://${names.zone('tokens')}/identities/` },
      },
    });
    expect(glue.commandCalls(CreateTableCommand)).toEqual([]);
  });

  it('makes no database that is there: most roles may not', async () => {
    glue.on(GetDatabaseCommand).resolves({});
    const catalogue = aCatalogue();

    await catalogue.ensureDatabase('crosswalk');
    await catalogue.ensureDatabase('crosswalk');

    expect(glue.commandCalls(CreateDatabaseCommand)).toEqual([]);
    expect(glue.commandCalls(GetDatabaseCommand)).toHaveLength(1);
  });

  it('passes over views, which are no tables of ours, and asks for every page', async () => {
    const StorageDescriptor = { Location: `s3://${names.zone('release')}/tables/a/`, Columns: [] };
    glue
      .on(GetTablesCommand)
      .resolvesOnce({ TableList: [{ Name: 'v', TableType: 'VIRTUAL_VIEW' }], NextToken: 'p2' })
      .resolvesOnce({ TableList: [{ Name: 'a', TableType: 'EXTERNAL_TABLE', StorageDescriptor }] });

    const tables = await aCatalogue().list('released');

    expect(tables.map(({ name, zone, path }) => [name, zone, path])).toEqual([['a', 'release', 'tables/a']]);
  });

  it('says which table a role may not change', async () => {
    glue.on(UpdateTableCommand).rejects(serviceError('AccessDeniedException', 400));

    await expect(aCatalogue().declare(TABLE)).rejects.toMatchObject({
      code: 'ACCESS_REFUSED',
      message: expect.stringContaining('glue:UpdateTable on table tokens.identities'),
    });
  });
});
