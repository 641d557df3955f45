import type { QueryDone } from '../athena/service.ts';
import type { Granted } from './call-log.ts';
import type { Naming } from './json-calls.ts';

/** What Athena does in the name of whoever asks: reads Glue and S3, writes tables and answers. */
export function athenaCalls({ touched, output }: QueryDone, naming: Naming): readonly Granted[] {
  const { partition, account, region } = naming;
  const glue = (action: string, ...rests: readonly string[]) =>
    rests.map(
      (rest): Granted => ({ action, resource: `arn:${partition}:glue:${region}:${account}:${rest}` }),
    );
  const bucketArn = (bucket: string) => `arn:${partition}:s3:::${bucket}`;
  const list = (bucket: string, prefix: string): Granted => ({
    ...{ action: 's3:ListBucket', resource: bucketArn(bucket), context: { 's3:prefix': prefix } },
  });
  const [, , answers = '', ...answerPath] = output.split('/');
  const made = touched?.made;
  const written = touched?.written;
  return [
    { action: 's3:GetBucketLocation', resource: bucketArn(answers) },
    { action: 's3:PutObject', resource: `${bucketArn(answers)}/${answerPath.join('/')}answer.csv` },
    { action: 's3:GetObject', resource: `${bucketArn(answers)}/${answerPath.join('/')}answer.csv` },
    ...(touched?.tables ?? []).flatMap(({ database, name }) => [
      ...glue('glue:GetDatabase', 'catalog', `database/${database}`),
      ...glue('glue:GetTable', 'catalog', `database/${database}`, `table/${database}/${name}`),
    ]),
    ...(touched?.read ?? []).flatMap(({ bucket, prefix }) => [
      list(bucket, prefix),
      { action: 's3:GetObject', resource: `${bucketArn(bucket)}/${prefix.replace(/\/?$/, '/')}part` },
    ]),
    ...(made === undefined
      ? []
      : [
          ...glue('glue:GetDatabase', 'catalog', `database/${made.database}`),
          ...['glue:GetTable', 'glue:CreateTable'].flatMap((action) =>
            glue(action, 'catalog', `database/${made.database}`, `table/${made.database}/${made.name}`),
          ),
        ]),
    ...(written === undefined
      ? []
      : [
          list(written.bucket, written.prefix),
          { action: 's3:GetBucketLocation', resource: bucketArn(written.bucket) },
          { action: 's3:PutObject', resource: `${bucketArn(written.bucket)}/${written.prefix}part` },
          {
            action: 's3:AbortMultipartUpload',
            resource: `${bucketArn(written.bucket)}/${written.prefix}part`,
          },
          {
            action: 's3:ListMultipartUploadParts',
            resource: `${bucketArn(written.bucket)}/${written.prefix}part`,
          },
        ]),
  ];
}
