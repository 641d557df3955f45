import type { AwsRequest } from '../../../scripts/moto/request.ts';
import type { QueryDone } from '../athena/service.ts';
import { athenaCalls } from './athena-calls.ts';
import { jsonCalls, type Naming } from './json-calls.ts';
import { s3Calls } from './s3-calls.ts';

/** One question to IAM: may a principal do this with that. */
export interface Granted {
  /** As policies spell it. */
  readonly action: string;
  readonly resource: string;
  /** Condition keys that the request sets. */
  readonly context?: Readonly<Record<string, string | string[]>>;
}

export interface AwsCall extends Granted {
  /** The name of a role; of a person or of the harness otherwise. */
  readonly caller: string;
  readonly status: number;
  /** What the caller never sent: S3 asks KMS in its name, Athena asks Glue, S3 and KMS. */
  readonly impliedBy?: 's3' | 'athena';
}

/** Which key encrypts a bucket; undefined where none of ours does. */
export type KeyOfBucket = (bucket: string) => string | undefined;

const NOT_FOUND = 404;
const INVOKE = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/;

/** Everything that anybody asked of AWS, in the words of IAM. */
export class CallLog {
  readonly calls: AwsCall[] = [];
  readonly #naming: Naming;
  readonly #keyOfBucket: KeyOfBucket;

  constructor(naming: Naming, keyOfBucket: KeyOfBucket) {
    this.#naming = naming;
    this.#keyOfBucket = keyOfBucket;
  }

  readonly hear = (request: AwsRequest, status: number): void => {
    if (request.accessKeyId === '') return;
    const common = { caller: request.accessKeyId, status };
    if (request.service === 's3') {
      for (const call of s3Calls(request, this.#naming.partition)) {
        this.#addS3({ ...common, ...call });
        if (status === NOT_FOUND && call.action === 's3:GetObject') this.#addLook({ ...common, ...call });
      }
      return;
    }
    for (const call of this.#plain(request)) this.calls.push({ ...common, ...call });
  };

  /** A query's own calls, which Athena makes in the name of whoever asked. */
  readonly hearQuery = (query: QueryDone, caller: string): void => {
    for (const call of athenaCalls(query, this.#naming))
      this.#addS3({ caller, status: 200, impliedBy: 'athena', ...call });
  };

  /** Each question once, by caller. */
  distinct(): readonly AwsCall[] {
    const seen = new Map<string, AwsCall>();
    for (const call of this.calls) {
      const { caller, action, resource, context, impliedBy } = call;
      seen.set(JSON.stringify([caller, action, resource, context, impliedBy]), call);
    }
    return [...seen.values()];
  }

  #plain(request: AwsRequest): readonly Granted[] {
    const reference = INVOKE.exec(request.path)?.[1];
    if (reference === undefined) return jsonCalls(request, this.#naming);
    const name = decodeURIComponent(reference);
    const { partition, region, account } = this.#naming;
    const resource = name.startsWith('arn:')
      ? name
      : `arn:${partition}:lambda:${region}:${account}:function:${name}`;
    return [{ action: 'lambda:InvokeFunction', resource }];
  }

  /** Who may not list hears of a missing object that it is forbidden. */
  #addLook({ caller, status, resource }: AwsCall): void {
    const [arn = '', ...key] = resource.split('/');
    const context = { 's3:prefix': key.join('/') };
    this.calls.push({ caller, status, impliedBy: 's3', action: 's3:ListBucket', resource: arn, context });
  }

  #addS3(call: AwsCall): void {
    this.calls.push(call);
    const kms = KMS[call.action];
    const [, bucket = ''] = /:s3:::([^/]+)/.exec(call.resource) ?? [];
    const key = this.#keyOfBucket(bucket);
    if (kms === undefined || key === undefined) return;
    const { partition, region } = this.#naming;
    for (const action of kms) {
      this.calls.push({
        ...{ caller: call.caller, status: call.status, impliedBy: 's3', action, resource: key },
        context: {
          'kms:ResourceAliases': [...this.#naming.aliasesOf(key)],
          'kms:ViaService': `s3.${region}.amazonaws.com`,
          // With bucket keys the context is the bucket, not the object.
          'kms:EncryptionContext:aws:s3:arn': `arn:${partition}:s3:::${bucket}`,
        },
      });
    }
  }
}

/** What S3 asks of KMS in the caller's name. */
const KMS: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': ['kms:Decrypt'],
  's3:GetObjectVersion': ['kms:Decrypt'],
  's3:PutObject': ['kms:GenerateDataKey'],
};
