import type {
  ResolvedResource,
  ResolvedTemplates,
  Template,
  TemplateResource,
} from '../../../lib/stacks/resolve-template.ts';
import { at, list } from '../rules/rule.ts';
import { aliasOf } from './iam.ts';

/** Whatever holds data, or settings without which data cannot be read. */
const HOLDING = ['AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::Glue::Database', 'AWS::Glue::Table'];

/** Each resource that holds data: what becomes of it, under which key it lies, how long it is kept. */
export function dataBaseline(templates: ResolvedTemplates, raw: ReadonlyMap<string, Template>): string {
  return [...templates.resources()]
    .filter(({ type }) => HOLDING.includes(type))
    .map((resource) => {
      const written = raw.get(resource.stack)?.Resources[resource.logicalId];
      const lines = [
        `in ${resource.stack}`,
        ...(written === undefined ? [] : [fate(written)]),
        ...(resource.type === 'AWS::S3::Bucket' ? ofBucket(resource, templates) : []),
        ...(resource.type === 'AWS::KMS::Key' ? ofKey(resource) : []),
        ...(resource.type === 'AWS::Glue::Table' ? ofTable(resource) : []),
      ];
      return `${title(resource, templates)}\n${lines.map((line) => `  ${line}\n`).join('')}`;
    })
    .toSorted()
    .join('\n');
}

function title(resource: ResolvedResource, templates: ResolvedTemplates): string {
  const { type, properties } = resource;
  switch (type) {
    case 'AWS::S3::Bucket':
      return `bucket ${String(properties['BucketName'])}`;
    case 'AWS::KMS::Key':
      return `key ${aliasOf(resource, templates)}`;
    case 'AWS::Glue::Table':
      return `table ${String(properties['DatabaseName'])}.${String(at(properties, 'TableInput', 'Name'))}`;
    default:
      return `database ${String(at(properties, 'DatabaseInput', 'Name'))}`;
  }
}

function fate(resource: TemplateResource & { readonly UpdateReplacePolicy?: string }): string {
  const { DeletionPolicy = 'Delete', UpdateReplacePolicy = 'Delete' } = resource;
  return `when removed: ${DeletionPolicy}; when replaced: ${UpdateReplacePolicy}`;
}

function ofBucket({ properties, stack }: ResolvedResource, templates: ResolvedTemplates): readonly string[] {
  const encryption = at(
    list(at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration'))[0],
    'ServerSideEncryptionByDefault',
  );
  const keyArn = String(at(encryption, 'KMSMasterKeyID') ?? '');
  const key = [...templates.resources('AWS::KMS::Key')].find(({ arn }) => arn === keyArn);
  const lock = at(properties, 'ObjectLockConfiguration', 'Rule', 'DefaultRetention');
  return [
    `encrypted: ${String(at(encryption, 'SSEAlgorithm'))} ${key === undefined ? keyArn : aliasOf(key, templates)}`.trimEnd(),
    `versions: ${String(at(properties, 'VersioningConfiguration', 'Status') ?? 'none')}`,
    `locked: ${lock === undefined ? 'no' : `${String(at(lock, 'Mode'))} ${String(at(lock, 'Days'))} days`}`,
    `logs access to: ${String(at(properties, 'LoggingConfiguration', 'DestinationBucketName') ?? `nowhere (${stack})`)}`,
    ...list(at(properties, 'LifecycleConfiguration', 'Rules')).map(ofRule),
  ];
}

function ofRule(rule: unknown): string {
  const parts: readonly (readonly [string, unknown])[] = [
    ['gone after', at(rule, 'ExpirationInDays')],
    ['earlier versions after', at(rule, 'NoncurrentVersionExpiration', 'NoncurrentDays')],
    ['unfinished uploads after', at(rule, 'AbortIncompleteMultipartUpload', 'DaysAfterInitiation')],
    ['delete markers', at(rule, 'ExpiredObjectDeleteMarker') === true ? 'tidied' : undefined],
  ];
  const said = parts.flatMap(([what, value]) =>
    value === undefined ? [] : [`${what} ${String(value)}${typeof value === 'number' ? ' days' : ''}`],
  );
  const status = at(rule, 'Status') === 'Enabled' ? '' : ' (off)';
  return `kept, ${String(at(rule, 'Prefix') ?? 'everything')}${status}: ${said.join(', ')}`;
}

function ofKey({ properties }: ResolvedResource): readonly string[] {
  const { EnableKeyRotation: rotates, KeySpec: spec, PendingWindowInDays: wait } = properties;
  return [
    `kind: ${String(spec ?? 'SYMMETRIC_DEFAULT')}`,
    `rotates: ${rotates === true ? 'every year' : 'no'}`,
    `deletion waits: ${String(wait)} days`,
  ];
}

function ofTable({ properties }: ResolvedResource): readonly string[] {
  const columns = list(at(properties, 'TableInput', 'StorageDescriptor', 'Columns'));
  return [
    `lies at: ${String(at(properties, 'TableInput', 'StorageDescriptor', 'Location'))}`,
    `columns: ${columns.map((column) => `${String(at(column, 'Name'))} ${String(at(column, 'Type'))}`).join(', ')}`,
  ];
}
