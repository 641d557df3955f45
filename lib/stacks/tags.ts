import { Tags } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

export const COLLABORATIVE_TAG = 'tributary:collaborative';
export const AGENCY_TAG = 'tributary:agency';
export const ZONE_TAG = 'tributary:zone';

/** What a tag says of a resource that is of no one agency or zone. */
export const SHARED = 'shared';

/** Tags everything below a construct; what lies deeper may say it more precisely. */
export function tag(
  scope: IConstruct,
  {
    collaborative,
    agency = SHARED,
    zone = SHARED,
  }: { collaborative?: string; agency?: string; zone?: string },
): void {
  const tags = Tags.of(scope);
  if (collaborative !== undefined) tags.add(COLLABORATIVE_TAG, collaborative);
  tags.add(AGENCY_TAG, agency);
  tags.add(ZONE_TAG, zone);
}
