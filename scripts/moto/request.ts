import type { IncomingHttpHeaders } from 'node:http';

/** A request to AWS as it came over the wire, with what its signature says of it. */
export interface AwsRequest {
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** As signatures spell it, e.g. `s3`, `athena`, `states`; `unsigned` where nobody signed. */
  readonly service: string;
  /** Whose credentials signed it; empty where nobody did. */
  readonly accessKeyId: string;
  /** The operation where the protocol names it (JSON and query protocols), e.g. `StartQueryExecution`. */
  readonly operation: string | undefined;
}

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

const CREDENTIAL = /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/;

/** Reads what every AWS protocol says in its own place: who asks, which service, which operation. */
export function readRequest(
  method: string,
  url: string,
  headers: IncomingHttpHeaders,
  body: Buffer,
): AwsRequest {
  const { pathname, searchParams } = new URL(url, 'http://gateway');
  const scope =
    CREDENTIAL.exec(headers.authorization ?? '') ??
    CREDENTIAL.exec(`Credential=${searchParams.get('X-Amz-Credential') ?? ''}`);
  return {
    method,
    path: pathname,
    query: searchParams,
    headers,
    body,
    accessKeyId: scope?.[1] ?? '',
    service: scope?.[3] ?? 'unsigned',
    operation: operationOf(headers, body),
  };
}

function operationOf(headers: IncomingHttpHeaders, body: Buffer): string | undefined {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.slice(target.lastIndexOf('.') + 1);
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return new URLSearchParams(body.toString()).get('Action') ?? undefined;
  }
  return undefined;
}
