import type { AwsRequest } from '../../../scripts/moto/request.ts';
import type { Granted } from './call-log.ts';

/** What IAM asks for a request to S3 (path style): its action, its resource, and the conditions that policies look at. */
export function s3Calls(request: AwsRequest, partition: string): readonly Granted[] {
  const [bucket = '', ...segments] = request.path.slice(1).split('/').map(decodeURIComponent);
  if (bucket === '') return [{ action: 's3:ListAllMyBuckets', resource: '*' }];
  const key = segments.join('/');
  const arn = `arn:${partition}:s3:::${bucket}`;
  if (key === '') return bucketCalls(request, arn);
  return objectActions(request).map((action) => ({
    ...{ action, resource: `${arn}/${key}`, context: contextOf(request) },
  }));
}

function bucketCalls({ method, query, body }: AwsRequest, arn: string): readonly Granted[] {
  const prefix = query.get('prefix');
  const context = prefix === null ? {} : { 's3:prefix': prefix };
  if (method === 'POST' && query.has('delete')) return deletions(body.toString(), arn);
  if (method === 'PUT' && query.size === 0) return [{ action: 's3:CreateBucket', resource: arn }];
  if (method !== 'GET' && method !== 'HEAD')
    return [{ action: `s3:${method}Bucket?${[...query.keys()]}`, resource: arn }];
  for (const [parameter, action] of [
    ['versions', 's3:ListBucketVersions'],
    ['uploads', 's3:ListBucketMultipartUploads'],
    ['location', 's3:GetBucketLocation'],
    ['policy', 's3:GetBucketPolicy'],
  ] as const)
    if (query.has(parameter)) return [{ action, resource: arn, context }];
  return [{ action: 's3:ListBucket', resource: arn, context }];
}

function deletions(xml: string, arn: string): readonly Granted[] {
  return [...xml.matchAll(/<Object>(.*?)<\/Object>/gs)].map(([, object = '']) => {
    const key = /<Key>(.*?)<\/Key>/s.exec(object)?.[1] ?? '';
    const action = object.includes('<VersionId>') ? 's3:DeleteObjectVersion' : 's3:DeleteObject';
    return { action, resource: `${arn}/${key}` };
  });
}

function objectActions({ method, query, headers }: AwsRequest): readonly string[] {
  const version = query.has('versionId') ? 'Version' : '';
  if (query.has('tagging')) return [`s3:${method === 'GET' ? 'Get' : 'Put'}Object${version}Tagging`];
  if (query.has('retention')) return ['s3:PutObjectRetention'];
  switch (method) {
    case 'GET':
      return query.has('uploadId') ? ['s3:ListMultipartUploadParts'] : [`s3:GetObject${version}`];
    case 'HEAD':
      return [`s3:GetObject${version}`];
    case 'DELETE':
      return [query.has('uploadId') ? 's3:AbortMultipartUpload' : `s3:DeleteObject${version}`];
    default:
      return [
        's3:PutObject',
        ...('x-amz-tagging' in headers ? ['s3:PutObjectTagging'] : []),
        ...('x-amz-object-lock-mode' in headers ? ['s3:PutObjectRetention'] : []),
      ];
  }
}

/** Headers that policies of buckets look at. */
const HEADERS = ['x-amz-server-side-encryption', 'x-amz-server-side-encryption-aws-kms-key-id', 'x-amz-acl'];

function contextOf({ headers }: AwsRequest): Readonly<Record<string, string>> {
  return Object.fromEntries(
    HEADERS.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[`s3:${name}`, value] as const] : [];
    }),
  );
}
