import {
  type CloudFormationClient,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import { GetKeyPolicyCommand, type KMSClient } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, type S3Client } from '@aws-sdk/client-s3';
import { isNamed, toAwsFailure } from './failures.ts';

export interface DeployedSettings {
  readonly cloudFormation: CloudFormationClient;
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly glue: GlueClient;
  /** The account that must own every bucket. */
  readonly account: string;
}

/** What stands on AWS, as AWS itself tells it. Everything is JSON; undefined is what is not there. */
export class DeployedSystem {
  readonly #settings: DeployedSettings;

  constructor(settings: DeployedSettings) {
    this.#settings = settings;
  }

  /** The template that a stack was deployed from. */
  async template(stack: string): Promise<unknown> {
    try {
      const command = new GetTemplateCommand({ StackName: stack, TemplateStage: 'Original' });
      const { TemplateBody } = await this.#settings.cloudFormation.send(command);
      return TemplateBody === undefined ? undefined : JSON.parse(TemplateBody);
    } catch (error) {
      if (isAbsentStack(error)) return undefined;
      throw toAwsFailure(error, 'cloudformation:GetTemplate', `stack ${stack}`);
    }
  }

  /** What the resources of a stack are called, by their names in its template; empty where there is no such stack. */
  async physicalIds(stack: string): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    let token: string | undefined;
    do {
      const command: ListStackResourcesCommand = new ListStackResourcesCommand({
        StackName: stack,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      try {
        const page = await this.#settings.cloudFormation.send(command);
        for (const { LogicalResourceId = '', PhysicalResourceId } of page.StackResourceSummaries ?? [])
          if (PhysicalResourceId !== undefined) found.set(LogicalResourceId, PhysicalResourceId);
        token = page.NextToken;
      } catch (error) {
        if (isAbsentStack(error)) return new Map();
        throw toAwsFailure(error, 'cloudformation:ListStackResources', `stack ${stack}`);
      }
    } while (token !== undefined);
    return found;
  }

  async bucketPolicy(bucket: string): Promise<unknown> {
    try {
      const command = new GetBucketPolicyCommand({
        Bucket: bucket,
        ExpectedBucketOwner: this.#settings.account,
      });
      const { Policy } = await this.#settings.s3.send(command);
      return Policy === undefined ? undefined : JSON.parse(Policy);
    } catch (error) {
      if (isNamed(error, 'NoSuchBucketPolicy', 'NoSuchBucket')) return undefined;
      throw toAwsFailure(error, 's3:GetBucketPolicy', `bucket ${bucket}`);
    }
  }

  /** @param key its id or ARN */
  async keyPolicy(key: string): Promise<unknown> {
    try {
      const command = new GetKeyPolicyCommand({ KeyId: key, PolicyName: 'default' });
      const { Policy } = await this.#settings.kms.send(command);
      return Policy === undefined ? undefined : JSON.parse(Policy);
    } catch (error) {
      if (isNamed(error, 'NotFoundException')) return undefined;
      throw toAwsFailure(error, 'kms:GetKeyPolicy', `key ${key}`);
    }
  }

  async table(database: string, name: string): Promise<unknown> {
    try {
      const { Table } = await this.#settings.glue.send(
        new GetTableCommand({ DatabaseName: database, Name: name }),
      );
      return Table;
    } catch (error) {
      if (isNamed(error, 'EntityNotFoundException')) return undefined;
      throw toAwsFailure(error, 'glue:GetTable', `table ${database}.${name}`);
    }
  }
}

/** CloudFormation says so in a message, under the name that all its complaints have. */
function isAbsentStack(error: unknown): boolean {
  return isNamed(error, 'ValidationError') && error instanceof Error && /does not exist/.test(error.message);
}
