import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  GetTemplateCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { GetKeyPolicyCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { toParameter } from '../../../lib/deployment/workspace-parameter.ts';
import { makeApp } from '../../../lib/stacks/app.ts';
import { ResolvedTemplates, type Template } from '../../../lib/stacks/resolve-template.ts';
import { requireWorkspace } from '../../../lib/workspace/workspace.ts';
import { serviceError } from '../../adapters/aws/failing.ts';
import { SMALL_WORKSPACE } from '../../e2e/small-workspace.ts';
import { NAMES, PLACE } from './calling.ts';

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
export interface Policy {
  readonly Statement: readonly Statement[];
}

/** What stands on AWS; each part can be changed as somebody might change it. */
export interface Standing {
  readonly templates: Map<string, Template>;
  readonly bucketPolicies: Map<string, Policy>;
  /** By the id of the key. */
  readonly keyPolicies: Map<string, Policy>;
  /** By `database.table`. */
  readonly tables: Map<string, Readonly<Record<string, unknown>>>;
  readonly files: Map<string, string>;
}

const FILES = new Map(Object.entries(SMALL_WORKSPACE));

const made: { templates?: ReadonlyMap<string, Template> } = {};

/** The templates of the small workspace; made once. */
export function smallTemplates(): ReadonlyMap<string, Template> {
  made.templates ??= synthesise();
  return made.templates;
}

function synthesise(): ReadonlyMap<string, Template> {
  const workspace = requireWorkspace(FILES, { folder: '.', today: '2026-04-20' });
  const outdir = mkdtempSync(join(tmpdir(), 'tributary-deployed-'));
  const { stacks } = makeApp({ workspace, files: FILES, outdir }).synth();
  return new Map(stacks.map(({ stackName, template }) => [stackName, template as Template]));
}

const idOf = (stack: string, logicalId: string) => `${stack}/${logicalId}`;

/** Everything as the small workspace has it. */
export function everythingDeployed(): Standing {
  const templates = new Map(structuredClone([...smallTemplates()]));
  const resolved = new ResolvedTemplates(templates, PLACE, idOf);
  const standing: Standing = {
    templates,
    bucketPolicies: new Map(),
    keyPolicies: new Map(),
    tables: new Map(),
    files: new Map(FILES),
  };
  for (const { stack, logicalId, type, properties } of resolved.resources()) {
    if (type === 'AWS::S3::BucketPolicy')
      standing.bucketPolicies.set(String(properties['Bucket']), asAwsWritesIt(properties['PolicyDocument']));
    if (type === 'AWS::KMS::Key')
      standing.keyPolicies.set(idOf(stack, logicalId), asAwsWritesIt(properties['KeyPolicy']));
    if (type === 'AWS::Glue::Table') {
      const table = properties['TableInput'] as Readonly<Record<string, unknown>>;
      standing.tables.set(`${properties['DatabaseName']}.${table['Name']}`, {
        ...table,
        DatabaseName: properties['DatabaseName'],
        CreateTime: '2026-01-01',
        IsRegisteredWithLakeFormation: false,
      });
    }
  }
  return standing;
}

/** The same policy in another order, with lists of one where a value stood. */
function asAwsWritesIt(policy: unknown): Policy {
  const { Statement: statements } = structuredClone(policy) as { Statement: Record<string, unknown>[] };
  const written = statements.map((statement) =>
    Object.fromEntries(
      Object.entries(statement)
        .toReversed()
        .map(([key, value]) => [key, key === 'Action' && typeof value === 'string' ? [value] : value]),
    ),
  );
  return { Statement: written.toReversed() as unknown as Statement[] };
}

const cloudFormation = mockClient(CloudFormationClient);
const s3 = mockClient(S3Client);
const kms = mockClient(KMSClient);
const glue = mockClient(GlueClient);
const ssm = mockClient(SSMClient);

/** Lets AWS answer of what stands. */
export function stand({ templates, bucketPolicies, keyPolicies, tables, files }: Standing): void {
  for (const client of [cloudFormation, s3, kms, glue, ssm]) client.reset();
  const noStack = (name: string | undefined) =>
    Object.assign(serviceError('ValidationError', 400), { message: `Stack with id ${name} does not exist` });
  cloudFormation.on(GetTemplateCommand).callsFake(async ({ StackName }: GetTemplateCommand['input']) => {
    const template = templates.get(StackName ?? '');
    if (template === undefined) throw noStack(StackName);
    return { TemplateBody: JSON.stringify(template) };
  });
  cloudFormation
    .on(ListStackResourcesCommand)
    .callsFake(async ({ StackName = '' }: ListStackResourcesCommand['input']) => {
      const template = templates.get(StackName);
      if (template === undefined) throw noStack(StackName);
      return {
        StackResourceSummaries: Object.keys(template.Resources).map((LogicalResourceId) => ({
          LogicalResourceId,
          PhysicalResourceId: idOf(StackName, LogicalResourceId),
        })),
      };
    });
  s3.on(GetBucketPolicyCommand).callsFake(async ({ Bucket }: GetBucketPolicyCommand['input']) => {
    const policy = bucketPolicies.get(Bucket ?? '');
    if (policy === undefined) throw serviceError('NoSuchBucketPolicy', 404);
    return { Policy: JSON.stringify(policy) };
  });
  kms.on(GetKeyPolicyCommand).callsFake(async ({ KeyId }: GetKeyPolicyCommand['input']) => {
    const policy = keyPolicies.get(KeyId ?? '');
    if (policy === undefined) throw serviceError('NotFoundException', 400);
    return { Policy: JSON.stringify(policy) };
  });
  glue.on(GetTableCommand).callsFake(async ({ DatabaseName, Name }: GetTableCommand['input']) => {
    const table = tables.get(`${DatabaseName}.${Name}`);
    if (table === undefined) throw serviceError('EntityNotFoundException', 400);
    return { Table: table };
  });
  ssm.on(GetParametersByPathCommand).callsFake(async () => ({
    Parameters: [...files].map(([path, text]) => ({
      Name: `${NAMES.workspaceParameters}${path}`,
      Value: toParameter(text),
    })),
  }));
}
