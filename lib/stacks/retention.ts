import { Duration } from 'aws-cdk-lib';
import type { LifecycleRule } from 'aws-cdk-lib/aws-s3';
import { ZONE_PARTS } from '../deployment/zones.ts';
import type { Agreement, DatasetId } from '../workspace/model.ts';
import { retentionDays } from './delivery-times.ts';
import { folderOf } from './landing-policy.ts';

const { incoming, quarantine, claims } = ZONE_PARTS.landing;

/** An event is tried for a day; after a month nobody repeats it. */
const CLAIM_DAYS = 30;

/**
 * For how long a version stays that was replaced or that expired: long enough for intake to take in a file that was
 * sent again under the same name within the day for which an event is tried.
 */
const REPLACED_DAYS = 7;

/**
 * How long what an agency delivered is kept: for each dataset as long as the strictest agreement on it allows, replaced
 * versions included. Receipts are kept: they hold no values. So are record ids, which belong to records that are still
 * linked, and without which the next delivery could not be compared. A dataset that no agreement names has nothing to expire.
 */
export function lifecycleOf(
  datasets: readonly DatasetId[],
  agreements: readonly Agreement[],
): readonly LifecycleRule[] {
  const kept = datasets.toSorted().flatMap((dataset) => {
    const days = retentionDays(dataset, agreements);
    return days === undefined ? [] : [{ folder: folderOf(dataset), ...spans(days) }];
  });
  return [
    ...[incoming, quarantine].flatMap((part) =>
      kept.map(({ folder, current, replaced }) => ({
        id: `${part.slice(0, -1)}-${folder}`,
        prefix: `${part}${folder}/`,
        expiration: Duration.days(current),
        noncurrentVersionExpiration: Duration.days(replaced),
      })),
    ),
    {
      id: 'claims',
      prefix: claims,
      expiration: Duration.days(CLAIM_DAYS),
      noncurrentVersionExpiration: Duration.days(1),
    },
    { id: 'traces-of-expired', expiredObjectDeleteMarker: true },
    { id: 'unfinished', abortIncompleteMultipartUploadAfter: Duration.days(7) },
  ];
}

/**
 * An expired version becomes a replaced one before it goes, so both spans together are what is allowed. S3 counts whole
 * days, one at least for each.
 */
export function spans(allowed: number): { readonly current: number; readonly replaced: number } {
  const replaced = Math.max(1, Math.min(REPLACED_DAYS, Math.floor(allowed / 2)));
  return { current: Math.max(1, allowed - replaced), replaced };
}
