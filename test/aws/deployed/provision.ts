import { AthenaClient, CreateWorkGroupCommand, type WorkGroupConfiguration } from '@aws-sdk/client-athena';
import { CreateDatabaseCommand, CreateTableCommand, GlueClient, type TableInput } from '@aws-sdk/client-glue';
import {
  CreateAliasCommand,
  CreateKeyCommand,
  type CreateKeyCommandInput,
  KMSClient,
} from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  S3Client,
  type ServerSideEncryption,
} from '@aws-sdk/client-s3';
import { CreateStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Place } from '../../../lib/deployment/names.ts';
import { type ResolvedResource, ResolvedTemplates } from '../../../lib/stacks/resolve-template.ts';
import type { FunctionDefinition } from '../lambda/function-process.ts';
import type { Assembly } from './assembly.ts';
import { pollingForm } from './polling-form.ts';

/** What a deployment of the assembly would hold, as far as moto has it. */
export interface Provisioned {
  readonly templates: ResolvedTemplates;
  readonly functions: readonly FunctionDefinition[];
  /** ARN of the default key by bucket. */
  readonly keyOfBucket: ReadonlyMap<string, string>;
  /** ARN of a key by its alias. */
  readonly keyOfAlias: ReadonlyMap<string, string>;
  /** The states of each state machine as moto has them, by its ARN. */
  readonly definitions: ReadonlyMap<string, readonly string[]>;
  /** Which state machine's role calls a function, by the function's ARN. */
  readonly callers: ReadonlyMap<string, string>;
  /** In whose name a workflow asks in a work group: the role of the state's `Credentials`. */
  readonly askers: ReadonlyMap<string, string>;
}

type Properties = Readonly<Record<string, unknown>>;

interface Clients {
  readonly s3: S3Client;
  readonly kms: KMSClient;
  readonly ssm: SSMClient;
  readonly glue: GlueClient;
  readonly athena: AthenaClient;
  readonly sfn: SFNClient;
}

/**
 * Makes in moto what the templates say: keys, buckets, parameters, Glue's databases and tables, work groups and state
 * machines. moto's own CloudFormation drops half of their properties in silence.
 */
export async function provision(assembly: Assembly, place: Place, endpoint: string): Promise<Provisioned> {
  const credentials = { accessKeyId: 'deployer', secretAccessKey: 'deployer' };
  const client = { endpoint, region: place.region, credentials };
  const clients: Clients = {
    s3: new S3Client({ ...client, forcePathStyle: true }),
    kms: new KMSClient(client),
    ssm: new SSMClient(client),
    glue: new GlueClient(client),
    athena: new AthenaClient(client),
    sfn: new SFNClient({ ...client, disableHostPrefix: true }),
  };
  const keyIds = await makeKeys(assembly, clients.kms);
  const templates = new ResolvedTemplates(
    assembly.templates,
    place,
    (stack, logicalId, { Type }) =>
      keyIds.get(`${stack}/${logicalId}`) ?? `${Type.split('::').at(-1)}-${logicalId}`,
  );
  const keyOfAlias = new Map<string, string>();
  for (const alias of templates.resources('AWS::KMS::Alias')) {
    const { AliasName, TargetKeyId } = alias.properties as Record<string, string>;
    await clients.kms.send(
      new CreateAliasCommand({ AliasName, TargetKeyId: TargetKeyId?.split('/').at(-1) }),
    );
    keyOfAlias.set(AliasName ?? '', TargetKeyId ?? '');
  }
  const keyOfBucket = new Map<string, string>();
  for (const bucket of templates.resources('AWS::S3::Bucket')) {
    const key = await makeBucket(bucket, clients.s3);
    if (key !== undefined) keyOfBucket.set(bucket.physicalId, key);
  }
  await makeParameters(templates, clients.ssm);
  await makeTables(templates, clients.glue);
  for (const { properties } of templates.resources('AWS::Athena::WorkGroup')) {
    await clients.athena.send(
      new CreateWorkGroupCommand({
        Name: String(properties['Name']),
        Configuration: properties['WorkGroupConfiguration'] as WorkGroupConfiguration,
      }),
    );
  }
  const machines = await makeStateMachines(templates, clients.sfn);
  const functions = [...templates.resources('AWS::Lambda::Function')].map((one) =>
    toDefinition(one, assembly),
  );
  return { templates, functions, keyOfBucket, keyOfAlias, ...machines };
}

async function makeKeys({ templates }: Assembly, kms: KMSClient): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const [stack, { Resources }] of templates) {
    for (const [logicalId, { Type, Properties = {} }] of Object.entries(Resources)) {
      if (Type !== 'AWS::KMS::Key') continue;
      const { KeyMetadata } = await kms.send(
        new CreateKeyCommand({
          KeySpec: (Properties['KeySpec'] ?? 'SYMMETRIC_DEFAULT') as CreateKeyCommandInput['KeySpec'],
          KeyUsage: (Properties['KeyUsage'] ?? 'ENCRYPT_DECRYPT') as CreateKeyCommandInput['KeyUsage'],
        }),
      );
      ids.set(`${stack}/${logicalId}`, KeyMetadata?.KeyId ?? '');
    }
  }
  return ids;
}

async function makeBucket(
  { physicalId, properties }: ResolvedResource,
  s3: S3Client,
): Promise<string | undefined> {
  const locked = properties['ObjectLockEnabled'] === true;
  await s3.send(new CreateBucketCommand({ Bucket: physicalId, ObjectLockEnabledForBucket: locked }));
  const { Status } = (properties['VersioningConfiguration'] ?? {}) as { Status?: 'Enabled' };
  if (Status !== undefined)
    await s3.send(
      new PutBucketVersioningCommand({ Bucket: physicalId, VersioningConfiguration: { Status } }),
    );
  const { ServerSideEncryptionConfiguration: rules = [] } = (properties['BucketEncryption'] ?? {}) as {
    ServerSideEncryptionConfiguration?: { ServerSideEncryptionByDefault?: Record<string, string> }[];
  };
  const { SSEAlgorithm, KMSMasterKeyID } = rules[0]?.ServerSideEncryptionByDefault ?? {};
  if (SSEAlgorithm === undefined) return undefined;
  await s3.send(
    new PutBucketEncryptionCommand({
      Bucket: physicalId,
      ServerSideEncryptionConfiguration: {
        Rules: [
          {
            ApplyServerSideEncryptionByDefault: {
              SSEAlgorithm: SSEAlgorithm as ServerSideEncryption,
              ...(KMSMasterKeyID === undefined ? {} : { KMSMasterKeyID }),
            },
            BucketKeyEnabled: true,
          },
        ],
      },
    }),
  );
  return KMSMasterKeyID;
}

async function makeParameters(templates: ResolvedTemplates, ssm: SSMClient): Promise<void> {
  for (const { properties } of templates.resources('AWS::SSM::Parameter')) {
    const { Name, Value, Type } = properties as Record<string, string>;
    await ssm.send(
      new PutParameterCommand({ Name, Value, Type: Type === 'StringList' ? 'StringList' : 'String' }),
    );
  }
}

async function makeTables(templates: ResolvedTemplates, glue: GlueClient): Promise<void> {
  for (const { properties } of templates.resources('AWS::Glue::Database')) {
    const { Name, Description } = properties['DatabaseInput'] as Record<string, string>;
    await glue.send(new CreateDatabaseCommand({ DatabaseInput: { Name, Description } }));
  }
  for (const { properties } of templates.resources('AWS::Glue::Table')) {
    const DatabaseName = String(properties['DatabaseName']);
    await glue.send(
      new CreateTableCommand({ DatabaseName, TableInput: properties['TableInput'] as TableInput }),
    );
  }
}

async function makeStateMachines(templates: ResolvedTemplates, sfn: SFNClient) {
  const callers = new Map<string, string>();
  const askers = new Map<string, string>();
  const definitions = new Map<string, readonly string[]>();
  for (const { properties } of templates.resources('AWS::StepFunctions::StateMachine')) {
    const { StateMachineName, DefinitionString, RoleArn } = properties as Record<string, string>;
    const substitutions = (properties['DefinitionSubstitutions'] ?? {}) as Record<string, string>;
    const definition = String(DefinitionString).replaceAll(
      /\$\{(\w+)\}/g,
      (whole, name: string) => substitutions[name] ?? whole,
    );
    for (const arn of Object.values(substitutions))
      if (arn.includes(':lambda:')) callers.set(arn, nameOfRole(RoleArn));
    for (const [group, role] of askersOf(JSON.parse(definition))) askers.set(group, role);
    const polling = pollingForm(definition);
    const { stateMachineArn = '' } = await sfn.send(
      new CreateStateMachineCommand({
        name: StateMachineName,
        definition: polling,
        roleArn: RoleArn,
      }),
    );
    definitions.set(stateMachineArn, Object.keys(JSON.parse(polling).States));
  }
  return { callers, askers, definitions };
}

/** Of every state that asks Athena: the work group, and the role of its `Credentials`. */
function askersOf(value: unknown): readonly (readonly [group: string, role: string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const { Credentials, Parameters } = value as { Credentials?: Properties; Parameters?: Properties };
  const group = Parameters?.['WorkGroup'];
  const role = Credentials?.['RoleArn'];
  return [
    ...(typeof group === 'string' && typeof role === 'string' ? [[group, nameOfRole(role)] as const] : []),
    ...Object.values(value).flatMap(askersOf),
  ];
}

function nameOfRole(arn: string | undefined): string {
  return (arn ?? '').split('/').at(-1) ?? '';
}

function toDefinition(
  { properties, physicalId, arn }: ResolvedResource,
  { assets }: Assembly,
): FunctionDefinition {
  const { S3Key = '' } = properties['Code'] as { S3Key?: string };
  const code = assets.get(S3Key.replace(/\.zip$/, ''));
  if (code === undefined) throw new RangeError(`The code of ${physicalId} is not in the assembly.`);
  const { Variables = {} } = (properties['Environment'] ?? {}) as { Variables?: Record<string, string> };
  const { Size = 512 } = (properties['EphemeralStorage'] ?? {}) as { Size?: number };
  return {
    ...{ name: physicalId, arn, code, variables: Variables, role: nameOfRole(String(properties['Role'])) },
    handler: String(properties['Handler']),
    memoryMegabytes: Number(properties['MemorySize'] ?? 128),
    timeoutSeconds: Number(properties['Timeout'] ?? 3),
    scratchMegabytes: Number(Size),
  };
}
