import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { ZONE_PARTS } from '../deployment/zones.ts';
import type { DatasetId } from '../workspace/model.ts';
import type { Deliverer } from './deliverer.ts';
import type { DeliveryTime } from './delivery-times.ts';

export interface DeliveryStatementsOf {
  readonly bucketArn: string;
  readonly deliverer: Pick<Deliverer, 'principal' | 'arns'>;
  readonly times: readonly DeliveryTime[];
  /** ARN of the role that looks for malware. @default nobody looks */
  readonly scanner?: string;
}

/** The tag that GuardDuty gives an object that it has looked at, and what it says of one without malware. */
export const SCAN_TAG = 'GuardDutyMalwareScanStatus';
export const CLEAN = 'NO_THREATS_FOUND';

const { incoming, receipts } = ZONE_PARTS.landing;

/**
 * What an agency may do in its bucket: put files where its datasets belong, on the days on which an agreement is in
 * force, and read its receipts. It can neither read what it delivered nor remove it.
 */
export function deliveryStatements({
  bucketArn,
  deliverer,
  times,
  scanner,
}: DeliveryStatementsOf): readonly PolicyStatement[] {
  const principals = [deliverer.principal];
  return [
    ...times.map(
      ({ from, until, datasets }, at) =>
        new PolicyStatement({
          sid: `Deliver${at + 1}`,
          principals,
          actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
          resources: datasets.map((dataset) => `${bucketArn}/${incoming}${folderOf(dataset)}/*/*`),
          conditions: {
            DateGreaterThanEquals: { 'aws:CurrentTime': `${from}T00:00:00Z` },
            DateLessThan: { 'aws:CurrentTime': `${until}T00:00:00Z` },
          },
        }),
    ),
    new PolicyStatement({
      sid: 'ReadReceipts',
      principals,
      actions: ['s3:GetObject'],
      resources: [`${bucketArn}/${receipts}*`],
    }),
    new PolicyStatement({
      sid: 'ListReceipts',
      principals,
      actions: ['s3:ListBucket'],
      resources: [bucketArn],
      conditions: { StringLike: { 's3:prefix': `${receipts}*` } },
    }),
    ...limits(bucketArn, deliverer.arns),
    ...(scanner === undefined ? [] : scanStatements(bucketArn, scanner)),
  ];
}

/** Holds for whatever else the agency's principal is allowed by policies of its own. */
function limits(bucketArn: string, arns: readonly string[]): readonly PolicyStatement[] {
  const deny = (
    sid: string,
    actions: string[],
    where: { resources: string[] } | { notResources: string[] },
  ) =>
    new PolicyStatement({
      sid,
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions,
      ...where,
      conditions: { ArnEquals: { 'aws:PrincipalArn': [...arns] } },
    });
  return [
    deny('AgencyReadsReceiptsOnly', ['s3:GetObject*'], { notResources: [`${bucketArn}/${receipts}*`] }),
    deny('AgencyWritesIncomingOnly', ['s3:PutObject*'], { notResources: [`${bucketArn}/${incoming}*`] }),
    deny('AgencyRemovesNothing', ['s3:DeleteObject*'], { resources: [`${bucketArn}/*`] }),
  ];
}

/** Nobody reads a file before it was found to be clean, and nobody says so but the scan. */
function scanStatements(bucketArn: string, scanner: string): readonly PolicyStatement[] {
  const others = { ArnNotEquals: { 'aws:PrincipalArn': scanner } };
  return [
    new PolicyStatement({
      sid: 'NothingUnscannedIsRead',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ['s3:GetObject', 's3:GetObjectVersion'],
      resources: [`${bucketArn}/${incoming}*`],
      conditions: { StringNotEquals: { [`s3:ExistingObjectTag/${SCAN_TAG}`]: CLEAN }, ...others },
    }),
    new PolicyStatement({
      sid: 'OnlyTheScanTags',
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: [
        's3:PutObjectTagging',
        's3:PutObjectVersionTagging',
        's3:DeleteObjectTagging',
        's3:DeleteObjectVersionTagging',
      ],
      resources: [`${bucketArn}/*`],
      conditions: others,
    }),
  ];
}

/** The folder of a dataset within its agency's bucket. */
export function folderOf(dataset: DatasetId): string {
  return dataset.slice(dataset.indexOf('/') + 1);
}
