import { gzipSync } from 'node:zlib';
import { namesOf, type Place } from '../../lib/deployment/names.ts';

export const PLACE: Place = { partition: 'aws', account: '111122223333', region: 'us-east-1' };
export const NAMES = namesOf('alder_county', PLACE);

let number = 0;
function id(prefix: string): string {
  number += 1;
  return `${prefix}-${String(number).padStart(12, '0')}`;
}

export interface Recording {
  /** A role's name in IAM. */
  readonly role?: string;
  readonly identity?: Readonly<Record<string, unknown>>;
  readonly at?: string;
  readonly errorCode?: string;
}

/** What an assumed role looks like in CloudTrail; the session's name may be a person's address. */
export function anAssumedRole(role: string, account = PLACE.account): Readonly<Record<string, unknown>> {
  return {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLEEXAMPLE111:zq.planted@nowhere.example',
    arn: `arn:aws:sts::${account}:assumed-role/${role}/zq.planted@nowhere.example`,
    accountId: account,
    accessKeyId: 'ASIAEXAMPLEEXAMPLE11',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLEEXAMPLE111',
        arn: `arn:aws:iam::${account}:role/${role}`,
        accountId: account,
        userName: role,
      },
      webIdFederationData: {},
      attributes: { creationDate: '2026-03-02T14:00:00Z', mfaAuthenticated: 'true' },
    },
  };
}

function base(
  source: string,
  eventName: string,
  { role = NAMES.role('Plan'), identity, at, errorCode }: Recording,
) {
  return {
    eventVersion: '1.11',
    userIdentity: identity ?? anAssumedRole(role),
    eventTime: at ?? '2026-03-02T14:05:00Z',
    eventSource: source,
    eventName,
    awsRegion: PLACE.region,
    sourceIPAddress: '203.0.113.77',
    userAgent: '[aws-sdk-js/3.1169.0 ua/2.1 os/linux lang/js md/nodejs#24.9.0]',
    ...(errorCode === undefined ? {} : { errorCode, errorMessage: 'Access Denied' }),
    responseElements: null,
    requestID: id('REQ'),
    eventID: id('event'),
    eventType: 'AwsApiCall',
    recipientAccountId: PLACE.account,
  };
}

/** A data event of S3 as CloudTrail writes it. */
export function anObjectEvent(
  eventName: string,
  bucket: string,
  recording: Recording & { readonly bytes?: number } = {},
) {
  const { bytes = 7759 } = recording;
  const key = 'incoming/visits/2026-Q1/Zqvandersnoot.csv';
  return {
    ...base('s3.amazonaws.com', eventName, recording),
    requestParameters: { bucketName: bucket, Host: `${bucket}.s3.us-east-1.amazonaws.com`, key },
    additionalEventData: {
      SignatureVersion: 'SigV4',
      CipherSuite: 'TLS_AES_128_GCM_SHA256',
      bytesTransferredIn: eventName === 'PutObject' ? bytes : 0,
      AuthenticationMethod: 'AuthHeader',
      'x-amz-id-2': 'ExampleExampleExample=',
      bytesTransferredOut: eventName === 'GetObject' ? bytes : 0,
    },
    readOnly: eventName === 'GetObject',
    resources: [
      { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucket}/${key}` },
      { accountId: PLACE.account, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucket}` },
    ],
    managementEvent: false,
    eventCategory: 'Data',
    tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256' },
  };
}

/** A use of a KMS key as CloudTrail writes it. */
export function aKeyEvent(
  eventName: 'GenerateMac' | 'Decrypt',
  requestParameters: Readonly<Record<string, unknown>>,
  recording: Recording = {},
) {
  return {
    ...base('kms.amazonaws.com', eventName, recording),
    requestParameters: { keyId: '1234abcd-12ab-34cd-56ef-1234567890ab', ...requestParameters },
    readOnly: true,
    resources: [
      {
        accountId: PLACE.account,
        type: 'AWS::KMS::Key',
        ARN: `arn:aws:kms:us-east-1:${PLACE.account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
      },
    ],
    managementEvent: true,
    eventCategory: 'Management',
  };
}

/** The start of a query as CloudTrail writes it. */
export function aQueryEvent(workGroup: string, queryExecutionId: string, recording: Recording = {}) {
  return {
    ...base('athena.amazonaws.com', 'StartQueryExecution', recording),
    requestParameters: {
      queryString: '***OMITTED***',
      clientRequestToken: 'a6c1b0f4-0000-4000-8000-000000000000',
      queryExecutionContext: { database: 'release' },
      workGroup,
    },
    responseElements: { queryExecutionId },
    readOnly: false,
    managementEvent: true,
    eventCategory: 'Management',
  };
}

/** A log file of CloudTrail: its key and its content. */
export function aLogFile(
  at: string,
  records: readonly unknown[],
): { readonly key: string; readonly bytes: Uint8Array } {
  const stamp = at.slice(0, 16).replaceAll(/[-:]/g, '');
  const folder = `AWSLogs/${PLACE.account}/CloudTrail/${PLACE.region}/${at.slice(0, 10).replaceAll('-', '/')}`;
  return {
    key: `${folder}/${PLACE.account}_CloudTrail_${PLACE.region}_${stamp}Z_${id('Unique')}.json.gz`,
    bytes: gzipSync(JSON.stringify({ Records: records })),
  };
}
