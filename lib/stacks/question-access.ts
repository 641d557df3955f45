import type { Names, Place, QueryDuty } from '../deployment/names.ts';
import type { Principal } from './principals.ts';
import type { Zone } from './zone.ts';

/** Who may ask the query engine in which work group. What a question reaches, its asker's other grants decide. */
export class QuestionAccess {
  readonly #names: Names;
  readonly #place: Place;

  constructor(names: Names, place: Place) {
    this.#names = names;
    this.#place = place;
  }

  /** @param of the zones that a question reads and writes, for Athena asks where their buckets are */
  grantAsk(
    duty: QueryDuty,
    of: readonly Pick<Zone<'tokens'>, 'bucket'>[],
    ...who: readonly Principal[]
  ): void {
    for (const principal of who) {
      principal.may({
        sid: 'Ask',
        actions: [
          'athena:StartQueryExecution',
          'athena:StopQueryExecution',
          'athena:GetQueryExecution',
          'athena:GetQueryResults',
          'athena:GetDataCatalog',
        ],
        resources: [this.#workGroup(this.#names.workGroup(duty)), this.#arn('datacatalog/AwsDataCatalog')],
      });
      principal.may({
        sid: 'LocateBuckets',
        actions: ['s3:GetBucketLocation', 's3:ListBucketMultipartUploads'],
        resources: of.map(({ bucket }) => bucket.bucketArn),
      });
    }
  }

  /** What the console and drivers need beside: saved questions, names of tables, who works where. */
  grantBrowse(duty: QueryDuty, ...who: readonly Principal[]): void {
    for (const principal of who) {
      principal.may({
        sid: 'Browse',
        actions: [
          'athena:GetWorkGroup',
          'athena:GetQueryResultsStream',
          'athena:BatchGetQueryExecution',
          'athena:ListQueryExecutions',
          'athena:GetNamedQuery',
          'athena:BatchGetNamedQuery',
          'athena:ListNamedQueries',
          'athena:GetDatabase',
          'athena:ListDatabases',
          'athena:GetTableMetadata',
          'athena:ListTableMetadata',
        ],
        resources: [this.#workGroup(this.#names.workGroup(duty)), this.#arn('datacatalog/AwsDataCatalog')],
      });
      // These take no resource.
      principal.may({
        sid: 'BrowseNames',
        actions: ['athena:ListDataCatalogs', 'athena:ListWorkGroups'],
        resources: ['*'],
      });
    }
  }

  /** Who asked what, when, and how much it read; not what was answered. */
  grantHistory(...who: readonly Principal[]): void {
    for (const principal of who)
      principal.may({
        sid: 'SeeWhatWasAsked',
        actions: ['athena:ListQueryExecutions', 'athena:BatchGetQueryExecution', 'athena:GetQueryExecution'],
        resources: [this.#workGroup(`${this.#names.system}-*`)],
      });
  }

  #workGroup(name: string): string {
    return this.#arn(`workgroup/${name}`);
  }

  #arn(rest: string): string {
    const { partition, region, account } = this.#place;
    return `arn:${partition}:athena:${region}:${account}:${rest}`;
  }
}
