import { CfnResource } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { toGlueTable } from '../deployment/glue-table.ts';
import type { Names, Place } from '../deployment/names.ts';
import { recordsTable } from '../tokens/separate.ts';
import type { Contract } from '../workspace/model.ts';

export interface RecordsTablesProps {
  readonly names: Names;
  readonly place: Place;
  readonly contracts: readonly Contract[];
}

/** What is kept of each dataset, as Athena finds it. The functions only check that the tables are as contracts have them. */
export class RecordsTables extends Construct {
  constructor(scope: Construct, id: string, { names, place, contracts }: RecordsTablesProps) {
    super(scope, id);
    for (const contract of contracts) {
      const table = recordsTable(contract);
      new CfnResource(this, contract.dataset, {
        type: 'AWS::Glue::Table',
        properties: {
          CatalogId: place.account,
          DatabaseName: table.database,
          TableInput: toGlueTable(table, `s3://${names.zone(table.zone)}/${table.path}/`),
        },
      });
    }
  }
}
