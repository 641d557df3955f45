import { CfnDatabase } from 'aws-cdk-lib/aws-glue';
import { Construct } from 'constructs';
import type { Place } from '../deployment/names.ts';
import { integratedDatabase } from '../integration/integrate.ts';
import { WORK_DATABASE } from '../linkage/link.ts';
import { TABLES_DATABASE, VIEWS_DATABASE } from '../release/release.ts';
import { IDENTITIES } from '../tokens/columns.ts';
import type { Principal } from './principals.ts';

/** Databases of the Glue Data Catalog by what they hold. `integrated` is a pattern: runs make one a scope. */
export const DATABASES = {
  tokens: IDENTITIES.database,
  records: 'records',
  linkage: WORK_DATABASE,
  crosswalk: 'crosswalk',
  integrated: integratedDatabase('*'),
  released: TABLES_DATABASE,
  release: VIEWS_DATABASE,
} as const;
export type Database = keyof typeof DATABASES;

const DESCRIPTIONS: Readonly<Record<Exclude<Database, 'integrated'>, string>> = {
  tokens: 'Tokens of records. Read by linkage alone.',
  records: 'Records without identifiers, one table a dataset, declared by the stack of its agency.',
  linkage: 'Work tables of linkage, which last as long as a run.',
  crosswalk: 'Which person each record is of.',
  released: 'What was published, release by release, below the views.',
  release: 'Views of the newest release, and of all: what analysts ask.',
};

const LOOK = [
  'glue:GetDatabase',
  'glue:GetTable',
  'glue:GetTables',
  'glue:GetPartition',
  'glue:GetPartitions',
];
const CHANGE = ['glue:CreateTable', 'glue:UpdateTable', 'glue:DeleteTable'];

/** The databases that every deployment has, and who sees or changes what is declared in which. Tables are no data. */
export class Databases extends Construct {
  readonly #place: Place;

  constructor(scope: Construct, id: string, place: Place) {
    super(scope, id);
    this.#place = place;
    for (const [database, description] of Object.entries(DESCRIPTIONS) as [
      keyof typeof DESCRIPTIONS,
      string,
    ][])
      new CfnDatabase(this, database, {
        catalogId: place.account,
        databaseInput: { name: DATABASES[database], description },
      });
  }

  /**
   * Athena looks at `default` whatever is asked, and makes it where an account has none; its guide calls all three
   * mandatory. An empty database is all that comes of it.
   */
  grantLook(databases: readonly Database[], ...who: readonly Principal[]): void {
    for (const principal of who) {
      principal.may({
        sid: 'LookAtTables',
        actions: LOOK,
        resources: this.#resources(databases.map((database) => DATABASES[database])),
      });
      principal.may({
        sid: 'LookAtDefaultDatabase',
        actions: ['glue:GetDatabase', 'glue:GetDatabases', 'glue:CreateDatabase'],
        resources: [this.#arn('catalog'), this.#arn('database/default')],
      });
    }
  }

  /** Tables (and views) come and go. */
  grantDeclare(databases: readonly Database[], ...who: readonly Principal[]): void {
    for (const principal of who)
      principal.may({
        sid: 'DeclareTables',
        actions: CHANGE,
        resources: this.#resources(databases.map((database) => DATABASES[database])),
      });
  }

  /** A database for a scope that is new. */
  grantMakeScopes(...who: readonly Principal[]): void {
    for (const principal of who)
      principal.may({
        sid: 'MakeDatabasesOfScopes',
        actions: ['glue:CreateDatabase'],
        resources: [this.#arn('catalog'), this.#arn(`database/${DATABASES.integrated}`)],
      });
  }

  #resources(names: readonly string[]): string[] {
    return [
      this.#arn('catalog'),
      ...names.flatMap((name) => [this.#arn(`database/${name}`), this.#arn(`table/${name}/*`)]),
    ];
  }

  #arn(rest: string): string {
    const { partition, region, account } = this.#place;
    return `arn:${partition}:glue:${region}:${account}:${rest}`;
  }
}
